"""The police of a municipality, and the page of a basisteam: its fte, and its wijkagenten beside the norm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.utils.text import capfirst

from formation.comparing import counting
from formation.development import main_measure
from formation.models import StaffCategory, StrengthCell, StrengthTable, StrengthTableQuerySet
from formation.norm import NormLine, Population, Populations, newest_with_officers, norm_line
from formation.presenters import sources
from formation.queries import part_tables
from formation.validators import Figures, figures_by_category
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import date_short
from nhveilig.figures.values import Figure, total
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit

BASE_TEAM = OrganisationUnit.Kind.BASE_TEAM
Role = StaffCategory.Role


def sharing_with(pk: int) -> Q:
    """The team itself, and the basisteams with which it shares a municipality."""
    return Q(pk=pk) | Q(municipalities__organisation_units=pk)


def teams_of(municipality: Municipality, day: date) -> list[OrganisationUnit]:
    """The basisteams of the municipality on that day, and those they share a municipality with. Four queries.

    Which municipalities a team serves is not always published; a team of the same name counts then.
    """
    path = "municipalities__organisation_units"
    sharing = Q(**{f"{path}__kind": BASE_TEAM, f"{path}__municipalities": municipality})
    named = Q(name=_namesake(municipality))
    units = OrganisationUnit.objects.filter(police_unit=municipality.safety_region.police_unit_id)
    return read_teams(units.filter(sharing | named), day, municipality)


def read_teams(units, day: date, also: Municipality | None = None) -> list[OrganisationUnit]:
    """The teams with the municipalities they serve on that day, and the inhabitants of each. Four queries.

    `also`: a municipality that is looked at, though it merged before that day.
    """
    counts = Prefetch("inhabitants", queryset=_nearest(Inhabitants.objects.all(), "reference_date", day))
    there = Municipality.objects.filter(Q(pk__in=Municipality.objects.on(day)) | Q(pk=also and also.pk))
    served = Prefetch("municipalities", queryset=there.prefetch_related(counts).order_by("name"))
    teams = units.filter(kind=BASE_TEAM).on(day).select_related("police_unit").order_by("order", "pk").distinct()
    return list(teams.prefetch_related(served, counts))


def _nearest(rows, field: str, day: date):
    """What was known on the day first, newest before older; then what came later."""
    later = ExpressionWrapper(Q(**{f"{field}__gt": day}), output_field=BooleanField())
    return rows.annotate(is_later=later).order_by("is_later", f"-{field}")


class TeamPopulations(Populations):
    """The inhabitants of these basisteams alone, as they were read with `read_teams`. Asks the database nothing."""

    def __init__(self, teams: Iterable[OrganisationUnit]) -> None:
        self.units, self.whole = list(teams), []
        self._by_id = {team.pk: team for team in self.units}


@dataclass(frozen=True)
class TeamStrength:
    """One basisteam in one table of formatie. `table` is None when no table has it."""

    team: OrganisationUnit
    population: Population
    # Whether it is known to work in the municipality that is looked at, and where else it does.
    serves: bool
    others: str
    table: StrengthTable | None = None
    whole: StrengthCell | None = None
    norm: NormLine | None = None

    @property
    def total(self) -> str:
        """`61,4 fte`, in what the table counts in."""
        if self.whole is None or not self.whole.figure.is_known:
            return "onbekend"
        return self.whole.category.measure.text(self.whole.value, self.whole.category.decimals)

    @property
    def kind_and_day(self) -> str:
        """`Formatie per 1-1-2022`"""
        return f"{capfirst(self.table.get_kind_display())} {self.table.per_day}"

    @property
    def table_url(self) -> str:
        return self.table.url()

    @property
    def inhabitants_source(self) -> str:
        return f"{self.population.source}, peildatum {date_short(self.population.reference_date)}"


def strength_of(municipality: Municipality, day: date) -> list[TeamStrength]:
    """The basisteams that work there with their strength on that day, or the first time after it. Five queries."""
    teams = teams_of(municipality, day)
    populations = TeamPopulations(teams)
    serving = [team for team in teams if municipality in team.municipalities.all()]
    own = serving or [team for team in teams if team.name == _namesake(municipality)]
    cells = cells_of(own, day)
    return [
        TeamStrength(
            team,
            populations.of(team.pk),
            serves=team in serving,
            others=", ".join(one.name for one in team.municipalities.all() if one != municipality),
            **_telling(team, populations.of(team.pk), cells.get(team.pk, [])),
        )
        for team in own
    ]


def _namesake(municipality: Municipality) -> str:
    return f"Basisteam {municipality.name}"


def population_of(municipality: Municipality, teams: Iterable[TeamStrength], day: date) -> Population:
    """The inhabitants of the municipality by itself. A query when no team is known to serve it."""
    served = (place for one in teams for place in one.team.municipalities.all() if place == municipality)
    place = next(served, None)
    counts = place.inhabitants.all() if place else _nearest(municipality.inhabitants.all(), "reference_date", day)[:1]
    found = next(iter(counts), None)
    if found is None:
        return Population(Figure.unknown(), reason=f"Hoeveel inwoners {municipality} heeft, is niet bekend.")
    return Population(found.figure, (municipality,), found.source, found.reference_date)


def police_of(municipality: Municipality, day: date) -> dict[str, object]:
    """Its teams, and the population of the municipality itself. Five queries, or six when no team serves it."""
    teams = strength_of(municipality, day)
    return {"teams": teams, "population": population_of(municipality, teams, day)}


def cells_of(teams: Sequence[OrganisationUnit], day: date) -> dict[int, list[StrengthCell]]:
    """Adopted formatie of the teams, by team: only the totals and what counts as wijkagent. One query."""
    counted = StrengthCell.objects.filter(
        Q(category__is_community_officer=True) | Q(category__role=Role.TOTAL),
        row__unit__in=teams,
        row__table__status=StrengthTable.Status.ADOPTED,
        row__table__kind=StrengthTable.Kind.ESTABLISHMENT,
    ).select_related("row__table__police_unit", "category")
    found: dict[int, list[StrengthCell]] = {}
    for cell in _nearest(counted, "row__table__reference_date", day):
        found.setdefault(cell.row.unit_id, []).append(cell)
    return found


def _telling(team: OrganisationUnit, population: Population, cells: list[StrengthCell]) -> dict[str, object]:
    """What the most telling of its tables says; empty when none has the team."""
    table = _table_of(cells)
    if table is None:
        return {}
    own = [cell for cell in cells if cell.row.table == table]
    officers = [cell for cell in own if cell.category.is_community_officer]
    return {
        "table": table,
        "whole": next((cell for cell in own if cell.category.role == Role.TOTAL), None),
        "norm": _norm(table, team, officers, population) if officers else None,
    }


def _norm(
    table: StrengthTable, team: OrganisationUnit, officers: list[StrengthCell], population: Population
) -> NormLine:
    decimals = max(cell.category.decimals for cell in officers)
    return NormLine(team, total(cell.figure for cell in officers), population, table.reference_date, decimals)


def _table_of(cells: list[StrengthCell]) -> StrengthTable | None:
    """The nearest table that has both a total and wijkagenten; failing that, the nearest with wijkagenten, or any."""
    said: dict[StrengthTable, set[bool]] = {}
    for cell in cells:
        said.setdefault(cell.row.table, set()).add(cell.category.is_community_officer)
    wanted = ({True, False}, {True}, {False})
    return next((table for kinds in wanted for table, found in said.items() if kinds <= found), None)


# More bars than these cannot be told apart on a phone.
MOST_DATES = 8


def adopted_tables(team: OrganisationUnit) -> StrengthTableQuerySet:
    """The adopted tables of the eenheid of the team, of every year."""
    return StrengthTable.objects.adopted().filter(police_unit=team.police_unit_id)


def years_of(team: OrganisationUnit) -> QuerySet:
    """The years of the tables that have a row for the team."""
    return adopted_tables(team).filter(rows__unit=team).values_list("reference_date__year", flat=True)


@dataclass(frozen=True)
class TeamPage:
    """Eight queries, whatever the number of tables; none before something is asked for."""

    team: OrganisationUnit
    day: date

    @cached_property
    def _populations(self) -> TeamPopulations:
        """Of the team, and of those with which it shares a municipality."""
        units = OrganisationUnit.objects.filter(police_unit=self.team.police_unit_id)
        return TeamPopulations(read_teams(units.filter(sharing_with(self.team.pk)), self.day))

    @cached_property
    def population(self) -> Population:
        return self._populations.of(self.team.pk)

    @cached_property
    def municipalities(self) -> list[Municipality]:
        team = next(team for team in self._populations.units if team == self.team)
        return list(team.municipalities.all())

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
