"""What the page of a basisteam shows: its tables up to a day, its wijkagenten, and the municipalities it serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from formation.models import StrengthTable, StrengthTableQuerySet
from formation.norm import NormLine, Population, newest_with_officers, norm_line
from formation.periods import day
from formation.presenters import counting
from formation.queries import part_tables
from formation.validators import figures_by_category
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, OrganisationUnit
from reports.dashboards.teams.queries import TeamPopulations, read_teams, sharing_with

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
    shown = _longest_series(tables)[-MOST_DATES:]
    if len(shown) < 2:
        return None
    last = shown[-1]
    figures = [figures_by_category(table.rows.all()[0]) for table in shown]
    return {
        "id": f"formatie-basisteam-{team.pk}",
        "number": "",
        "title": f"Formatie van {team} per personeelscategorie",
        "description": f"Van {day(shown[0])} tot {day(last)}; samen zijn de delen van een balk de formatie.",
        "kind": "stacked",
        "unit": "fte",
        "decimals": last.decimals,
        "category_header": "Peildatum",
        "categories": [day(table) for table in shown],
        "series": [
            _series(category.name, [one.get(category.code, Figure.blank()) for one in figures])
            for category in counting(last)
        ],
        "source": last.source,
    }


def _longest_series(tables: Sequence[StrengthTable]) -> list[StrengthTable]:
    """The longest series of formatie whose tables have a total, so that its categories are all of it."""
    by_series: dict[str, list[StrengthTable]] = {}
    for table in tables:
        if table.kind == StrengthTable.Kind.ESTABLISHMENT and len(counting(table)) < len(table.categories.all()):
            by_series.setdefault(table.series, []).append(table)
    return max(by_series.values(), key=len, default=[])


def _series(label: str, figures: list[Figure]) -> dict:
    return {
        "label": label,
        "values": [f"{figure.value:f}" if figure.is_known else None for figure in figures],
        "missing": [None if figure.is_known else figure.qualifier.value for figure in figures],
    }
