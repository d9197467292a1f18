"""The police of a municipality: its basisteams, beside the others of their district. Two queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst

from formation.models import StrengthCell, StrengthTable
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure, Total, total
from nhveilig.regions.models import Municipality, OrganisationUnit
from reports.dashboards.bars import Bar, Row, bars
from reports.dashboards.teams.queries import BASE_TEAM, cells_of, is_total, table_of


@dataclass(frozen=True)
class TeamStrength:
    """One basisteam in one table of formatie. `table` is None when no table has it; `serves` whether it is known to
    work in the municipality that is looked at."""

    team: OrganisationUnit
    serves: bool = True
    table: StrengthTable | None = None
    cells: tuple[StrengthCell, ...] = ()

    @property
    def whole(self) -> StrengthCell | None:
        found = next(filter(is_total, self.cells), None)
        return found if found and found.figure.is_known else None

    @property
    def total(self) -> str:
        """`61,4 fte`, in what the table counts in."""
        return _text(self.whole, self.whole.figure) if self.whole else "onbekend"

    @property
    def officers(self) -> str:
        """The same of its wijkagenten; empty where the table counts none."""
        counted = [cell for cell in self.cells if cell.category.is_community_officer]
        return _text(counted[0], total(cell.figure for cell in counted)) if counted else ""

    def as_row(self, *, is_mine: bool) -> Row:
        name = self.team.name.removeprefix("Basisteam ")
        return Row(name, self.whole.value, number(self.whole.value, self.whole.category.decimals), is_mine)

    @property
    def kind_and_day(self) -> str:
        """`Formatie per 1-1-2022`"""
        return f"{capfirst(self.table.get_kind_display())} {self.table.per_day}"

    @property
    def table_url(self) -> str:
        return self.table.url()


def _text(cell: StrengthCell, figure: Figure | Total) -> str:
    known = figure.value is not None
    return cell.category.measure.text(figure.value, cell.category.decimals) if known else "onbekend"


@dataclass(frozen=True)
class Police:
    """`own` are the teams of the municipality, `others` the rest of their districts."""

    own: list[TeamStrength]
    others: list[TeamStrength]

    @cached_property
    def district(self) -> list[Bar]:
        """The teams of the district of the first, as far as the same table counts them, the largest first."""
        first = next((one for one in self.own if one.whole), None)
        if first is None or first.team.parent_id is None:
            return []
        beside = [
            one
            for one in [*self.own, *self.others]
            if one.team.parent_id == first.team.parent_id and one.table == first.table and one.whole
        ]
        beside.sort(key=lambda one: (-one.whole.value, one.team.order))
        return bars(one.as_row(is_mine=one in self.own) for one in beside) if len(beside) > 1 else []


def police_of(municipality: Municipality, day: date) -> Police:
    """Which municipalities a team serves is not always published; a team of the same name counts then."""
    found = list(_teams(municipality, day))
    serving = [team for team in found if team.serves]
    own = serving or [team for team in found if team.name == _namesake(municipality)]
    districts = {team.parent_id for team in own}
    shown = [team for team in found if team in own or (team.parent_id and team.parent_id in districts)]
    cells = cells_of(shown, day)
    told = [strength_in(team, cells.get(team.pk, []), serves=team.serves) for team in shown]
    return Police([one for one in told if one.team in own], [one for one in told if one.team not in own])


def _teams(municipality: Municipality, day: date) -> QuerySet:
    """Those that serve it or have its name, and the others of their districts."""
    units = OrganisationUnit.objects.filter(police_unit=municipality.safety_region.police_unit_id, kind=BASE_TEAM)
    area = OrganisationUnit.municipalities.through.objects.filter(municipality=municipality)
    serves = Exists(area.filter(organisationunit=OuterRef("pk")))
    own = units.annotate(serves=serves).filter(Q(serves=True) | Q(name=_namesake(municipality)))
    beside = Q(pk__in=own.values("pk")) | Q(parent__in=own.values("parent"))
    return units.annotate(serves=serves).filter(beside).on(day).select_related("police_unit").order_by("order", "pk")


def _namesake(municipality: Municipality) -> str:
    return f"Basisteam {municipality.name}"


def strength_in(team: OrganisationUnit, cells: Sequence[StrengthCell], *, serves: bool = True) -> TeamStrength:
    """What the most telling of its tables says."""
    table = table_of(cells)
    return TeamStrength(team, serves, table, tuple(cell for cell in cells if cell.row.table == table))
