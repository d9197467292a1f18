"""The page of a basisteam: its fte beside its district and over the years, and its wijkagenten beside the norm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet

from formation.models import StrengthCell, StrengthTable, StrengthTableQuerySet
from formation.norm import NormLine, Population, Populations
from nhveilig.figures.formats import date_long, number, rounded, signed
from nhveilig.figures.values import total
from nhveilig.regions.models import Municipality, OrganisationUnit
from reports.dashboards.bars import Bar, Row, bars
from reports.dashboards.queries import with_kept
from reports.dashboards.teams.police import Police, TeamStrength, strength_in
from reports.dashboards.teams.queries import cells_of, is_total, read_teams, sharing_with

# More bars than these cannot be told apart on a phone.
MOST_DATES = 8


class TeamPopulations(Populations):
    """The inhabitants of these basisteams alone, as they were read with `read_teams`. Asks the database nothing."""

    def __init__(self, teams: Iterable[OrganisationUnit]) -> None:
        self.units, self.whole = list(teams), []
        self._by_id = {team.pk: team for team in self.units}


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
    cell: StrengthCell

    @property
    def signed(self) -> str:
        return f"{signed(self.by, self.cell.category.decimals)} {self.cell.category.measure.label}"

    @property
    def text(self) -> str:
        """`4,10 meer dan op 31 december 2018`"""
        day = date_long(self.since.reference_date)
        if not self.by:
            return f"evenveel als op {day}"
        much = number(abs(self.by), self.cell.category.decimals)
        return f"{much} {'meer' if self.by > 0 else 'minder'} dan op {day}"


@dataclass(frozen=True)
class TeamPage:
    """Five queries, whatever the number of tables; none before something is asked for."""

    team: OrganisationUnit
    day: date

    @cached_property
    def _populations(self) -> TeamPopulations:
        """Of the team, of those with which it shares a municipality, and of those of its district."""
        beside = sharing_with(self.team.pk)
        if self.team.parent_id:
            beside |= Q(parent=self.team.parent_id)
        units = OrganisationUnit.objects.filter(beside, police_unit=self.team.police_unit_id)
        kept = with_kept(Municipality.objects.all(), self.team.police_unit, self.day.year)
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
    def _cells(self) -> dict[int, list[StrengthCell]]:
        """By team: of this one every date, of the others of its district the last."""
        district = [team for team in self._populations.units if team.parent_id == self.team.parent_id]
        return cells_of(district if self.team.parent_id else [self.team], self.day, self.team)

    @cached_property
    def _known(self) -> list[StrengthCell]:
        """Of this team up to the day, the newest first."""
        return [cell for cell in self._cells.get(self.team.pk, []) if not cell.is_later]

    @property
    def first(self) -> date | None:
        """The first day of which there are figures."""
        own = self._cells.get(self.team.pk, [])
        return min((cell.row.table.reference_date for cell in own), default=None)

    @cached_property
    def strength(self) -> TeamStrength:
        return strength_in(self.team, self._known)

    @cached_property
    def district(self) -> list[Bar]:
        """The team beside the others of its district."""
        others = [team for team in self._populations.units if team.pk in self._cells and team != self.team]
        told = [strength_in(team, [one for one in self._cells[team.pk] if not one.is_later]) for team in others]
        return Police([self.strength], told).district

    @cached_property
    def norm(self) -> NormLine | None:
        """Of the newest table that counts its wijkagenten; of one date of the one that says most. None without one."""
        counted: dict[StrengthTable, list[StrengthCell]] = {}
        for cell in self._known:
            if cell.category.is_community_officer:
                counted.setdefault(cell.row.table, []).append(cell)
        if not counted:
            return None
        whole = {cell.row.table for cell in self._known if is_total(cell)}
        table = max(counted, key=lambda one: (one.reference_date, one in whole, len(counted[one])))
        officers = counted[table]
        decimals = max(cell.category.decimals for cell in officers)
        figures = total(cell.figure for cell in officers)
        return NormLine(self.team, figures, self.population, table.reference_date, decimals)

    @property
    def per_fte(self) -> str:
        """`1 op 512 inwoners`; empty as long as one of both is not known, or they are of years far apart."""
        whole, people = self.strength.whole, self.population.figure.value
        is_apart = self.norm is not None and self.norm.is_apart
        if whole is None or not whole.value or people is None or is_apart:
            return ""
        return f"1 op {number(rounded(people / whole.value, 0))} inwoners"

    @cached_property
    def _totals(self) -> list[StrengthCell]:
        """Of the longest series, oldest first, as far as they are of as many parts in the same measure as the last: of
        others the whole is another whole."""
        series: dict[str, list[StrengthCell]] = {}
        for cell in reversed(self._known):
            if is_total(cell) and cell.figure.is_known:
                series.setdefault(cell.row.table.series, []).append(cell)
        found = max(series.values(), key=len, default=[])
        return [one for one in found if _kind(one) == _kind(found[-1])]

    @cached_property
    def change(self) -> Change | None:
        """Since the table before the last."""
        if len(self._totals) < 2:
            return None
        was, now = self._totals[-2:]
        return Change(now.value - was.value, was.row.table, now)

    @property
    def over_time(self) -> list[Bar]:
        """Its fte on the last dates; nothing as long as there is one."""
        shown = self._totals[-MOST_DATES:]
        rows = (
            Row(cell.row.table.day, cell.value, number(cell.value, cell.category.decimals), cell is shown[-1])
            for cell in shown
        )
        return bars(rows) if len(shown) > 1 else []

    @property
    def sentence(self) -> str:
        if self.strength.whole is None:
            return f"Van {self.team} is nog geen sterkte bekend."
        is_last = self.change and self.change.cell == self.strength.whole
        return f"{self.team} heeft {self.strength.total} op papier{f', {self.change.text}' if is_last else ''}."


def _kind(cell: StrengthCell) -> tuple[str, int]:
    return cell.category.unit, cell.parts
