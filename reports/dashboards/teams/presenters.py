"""The page of a basisteam: its fte, and its wijkagenten beside the norm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from formation.comparing import counting
from formation.development import main_measure
from formation.models import StaffCategory, StrengthTable, StrengthTableQuerySet
from formation.norm import NormLine, Population, Populations, newest_with_officers, norm_line
from formation.presenters import sources
from formation.queries import part_tables
from formation.validators import Figures, figures_by_category
from nhveilig.accounts.access import Access
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import date_long, number, rounded, signed
from nhveilig.figures.values import Figure, total
from nhveilig.regions.models import Municipality, OrganisationUnit
from reports.dashboards.queries import with_kept
from reports.dashboards.teams.police import Police, TeamStrength, strengths_of
from reports.dashboards.teams.queries import read_teams, sharing_with


class TeamPopulations(Populations):
    """The inhabitants of these basisteams alone, as they were read with `read_teams`. Asks the database nothing."""

    def __init__(self, teams: Iterable[OrganisationUnit]) -> None:
        self.units, self.whole = list(teams), []
        self._by_id = {team.pk: team for team in self.units}


# More bars than these cannot be told apart on a phone.
MOST_DATES = 8


def adopted_tables(team: OrganisationUnit) -> StrengthTableQuerySet:
    """The adopted tables of the eenheid of the team, of every year."""
    return StrengthTable.objects.adopted().filter(police_unit=team.police_unit_id)


def years_of(team: OrganisationUnit) -> QuerySet:
    """The years of the tables that have a row for the team."""
    return adopted_tables(team).filter(rows__unit=team).values_list("reference_date__year")


@dataclass(frozen=True)
class Change:
    """What came or went since an earlier table."""

    by: Decimal
    since: StrengthTable
    decimals: int

    @property
    def signed(self) -> str:
        return f"{signed(self.by, self.decimals)} fte"

    @property
    def text(self) -> str:
        """`4,10 meer dan op 31 december 2018`"""
        day = date_long(self.since.reference_date)
        if not self.by:
            return f"evenveel als op {day}"
        return f"{number(abs(self.by), self.decimals)} {'meer' if self.by > 0 else 'minder'} dan op {day}"


@dataclass(frozen=True)
class TeamPage:
    """Nine queries, whatever the number of tables; none before something is asked for."""

    team: OrganisationUnit
    day: date
    access: Access

    @cached_property
    def _populations(self) -> TeamPopulations:
        """Of the team, of those with which it shares a municipality, and of those of its district."""
        beside = sharing_with(self.team.pk)
        if self.team.parent_id:
            beside |= Q(parent=self.team.parent_id)
        units = OrganisationUnit.objects.filter(beside, police_unit=self.team.police_unit_id)
        kept = with_kept(Municipality.objects.all(), self.access, self.team.police_unit, self.day.year)
        return TeamPopulations(read_teams(units, self.day, kept))

    @cached_property
    def population(self) -> Population:
        return self._populations.of(self.team.pk)

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """With how many promises each `kept`, `of` how many."""
        team = next(team for team in self._populations.units if team == self.team)
        return list(team.municipalities.all())

    @cached_property
    def police(self) -> Police:
        """The team, and the others of its district."""
        found = [team for team in self._populations.units if team == self.team or self._is_beside(team)]
        told = strengths_of(found, self.day)
        return Police([one for one in told if one.team == self.team], [one for one in told if one.team != self.team])

    def _is_beside(self, team: OrganisationUnit) -> bool:
        return team.parent_id is not None and team.parent_id == self.team.parent_id

    @property
    def strength(self) -> TeamStrength:
        return self.police.own[0]

    @property
    def per_fte(self) -> str:
        """`1 op 512 inwoners`; empty as long as one of both is not known, or they are of years far apart."""
        whole, people = self.strength.whole, self.population.figure.value
        is_apart = self.norm is not None and self.norm.is_apart
        if whole is None or not whole.value or people is None or is_apart:
            return ""
        return f"1 op {number(rounded(people / whole.value, 0))} inwoners"

    @cached_property
    def change(self) -> Change | None:
        """Since the table before the last of its longest series."""
        tables = _alike(_longest_series(self._known))[-2:]
        if len(tables) < 2:
            return None
        was, now = (_whole_of(table) for table in tables)
        if was.value is None or now.value is None:
            return None
        return Change(now.value - was.value, tables[0], max(one.decimals for one in main_measure(tables[-1])[1]))

    @property
    def sentence(self) -> str:
        if self.strength.whole is None:
            return f"Van {self.team} is nog geen sterkte bekend."
        after = f", {self.change.text}" if self.change else ""
        return f"{self.team} heeft {self.strength.total} op papier{after}."

    @cached_property
    def _tables(self) -> list[StrengthTable]:
        """The tables of every year, each series oldest first."""
        found = adopted_tables(self.team).with_figures_of(self.team)
        return list(found.order_by("kind", "series", "reference_date"))

    @cached_property
    def _known(self) -> list[StrengthTable]:
        return [table for table in self._tables if table.reference_date <= self.day]

    @property
    def first(self) -> date | None:
        """The first day of which there are figures."""
        return min((table.reference_date for table in self._tables), default=None)

    @cached_property
    def norm(self) -> NormLine | None:
        """None when no table up to then counts its wijkagenten."""
        table = newest_with_officers([one for one in self._known if one.kind == StrengthTable.Kind.ESTABLISHMENT])
        return norm_line(table, self.team, self._populations) if table else None

    @cached_property
    def chart(self) -> dict | None:
        """How its formatie developed; None as long as there is one date."""
        return strength_chart(self.team, self._known)

    @cached_property
    def figures(self) -> list[dict]:
        """Tables, one for each series."""
        return [table.as_dict() for table in part_tables(self._known)]


def strength_chart(team: OrganisationUnit, tables: Sequence[StrengthTable]) -> dict | None:
    """Per category on the last reference dates of one series of formatie; None as long as there is one date.

    Expects tables read with `with_figures_of(team)`, each series oldest first.
    """
    shown = _alike(_longest_series(tables))[-MOST_DATES:]
    if len(shown) < 2:
        return None
    last = shown[-1]
    measure, categories = main_measure(last)
    figures = [figures_by_category(table.rows.all()[0]) for table in shown]
    decimals = max((category.decimals for category in categories), default=0)
    whole = [(table.on_day_in_words, _whole(one, categories)) for table, one in zip(shown, figures, strict=True)]
    return chart(
        f"formatie-basisteam-{team.pk}",
        f"Formatie van {team} per personeelscategorie",
        [table.day for table in shown],
        [
            chart_series(category.name, [one.get(category.code, Figure.blank()) for one in figures])
            for category in categories
        ],
        description=f"Van {shown[0].day} tot {last.day}; samen zijn de delen van een balk de formatie.",
        unit=measure.label,
        kind="stacked",
        decimals=decimals,
        finding=findings.over_time("De formatie", whole, measure.label, decimals),
        category_header="Peildatum",
        source=sources(shown),
    )


def _whole_of(table: StrengthTable) -> Figure:
    """Of the one row it was read with."""
    return _whole(figures_by_category(table.rows.all()[0]), main_measure(table)[1])


def _whole(figures: Figures, categories: Iterable[StaffCategory]) -> Figure:
    """Unknown as long as a part of it is, or is not exact."""
    sum_ = total(figures.get(one.code, Figure.blank()) for one in categories)
    is_sure = sum_.value is not None and sum_.is_complete and sum_.exact
    return Figure(sum_.value) if is_sure else Figure.unknown()


def _alike(tables: list[StrengthTable]) -> list[StrengthTable]:
    """Those with the categories of the last one: of others the parts of a bar would not be the whole."""
    parts = {table: {(one.code, one.unit) for one in counting(table)} for table in tables}
    return [table for table in tables if parts[table] == parts[tables[-1]]]


def _longest_series(tables: Sequence[StrengthTable]) -> list[StrengthTable]:
    """The longest series of formatie whose tables have a total, so that its categories are all of it."""
    by_series: dict[str, list[StrengthTable]] = {}
    for table in tables:
        if table.kind == StrengthTable.Kind.ESTABLISHMENT and len(counting(table)) < len(table.categories.all()):
            by_series.setdefault(table.series, []).append(table)
    return max(by_series.values(), key=len, default=[])
