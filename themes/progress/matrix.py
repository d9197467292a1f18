"""What is counted in every municipality, as a table: who used the menukaart, who did the scan, and who is missing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache as once
from functools import cached_property

from nhveilig.figures.formats import date_long
from nhveilig.figures.tables import Cell as TableCell
from nhveilig.figures.tables import Column as TableColumn
from nhveilig.figures.tables import ColumnGroup, Row, Table
from nhveilig.figures.values import decimals_needed
from nhveilig.regions.models import Municipality, PoliceUnit
from themes.models import ImplementationPlan, ResultTarget, Standing
from themes.parts.registry import key_of
from themes.progress.permissions import ReportingDesk
from themes.progress.standings import Coverage, PromiseStanding, at_town, subject_url
from themes.progress.validators import last_day
from themes.reading.presenters import aim_of

Adopted = ImplementationPlan.Status.ADOPTED


@dataclass(frozen=True)
class MatrixCell:
    """One target in one municipality. What a municipality that went up in this one reported counts for this one."""

    target: ResultTarget
    municipality: Municipality
    standing: Standing | None
    today: date
    # Of its column, put together once.
    address: Callable[[], str]

    @cached_property
    def shown(self) -> PromiseStanding:
        return PromiseStanding(self.target, self.standing, today=self.today)

    @property
    def aim(self) -> str:
        """`ten minste 2 controles`"""
        return aim_of(self.target)

    @cached_property
    def number(self) -> str:
        """The number without its unit, which stands with the target; empty when there is none."""
        figure = self.shown.figure
        return figure.text(decimals_needed([figure]))

    @property
    def predecessor(self) -> Municipality | None:
        """Who reported it, when it was not this municipality itself."""
        own = self.standing is None or self.standing.municipality_id == self.municipality.pk
        return None if own else self.standing.municipality

    @property
    def said_for(self) -> str:
        """`gemeld door Langedijk, dat per 1 januari 2022 in Dijk en Waard opging`; empty when it is its own."""
        if self.predecessor is None:
            return ""
        ended = self.predecessor.valid_until
        when = f"per {date_long(ended)} " if ended else ""
        return f"gemeld door {self.predecessor}, dat {when}in {self.municipality} opging"

    @cached_property
    def word(self) -> str:
        """Empty when it cannot be said."""
        status = self.shown.status
        return status.word if status else ""

    @property
    def url(self) -> str:
        return at_town(self.address(), self.municipality)


@dataclass(frozen=True)
class MatrixColumn:
    """One target, and how it stands in each municipality, in the order of the rows."""

    target: ResultTarget
    cells: list[MatrixCell]

    @property
    def key(self) -> str:
        return key_of(self.target)

    @property
    def aim(self) -> str:
        return aim_of(self.target)

    @property
    def url(self) -> str:
        return subject_url(self.target)

    @property
    def coverage(self) -> Coverage:
        reached = sum(bool(cell.standing and cell.standing.reached) for cell in self.cells)
        return Coverage(reached, len(self.cells) - len(self.missing), len(self.cells))

    @property
    def missing(self) -> list[Municipality]:
        """Those of which nobody reported anything."""
        return [cell.municipality for cell in self.cells if cell.standing is None]


# The cells of a municipality, each with whether the visitor may report on it.
MatrixRow = tuple[Municipality, list[tuple[MatrixCell, bool]]]


@dataclass(frozen=True)
class Matrix:
    """`own` are the ids of the municipalities the visitor is mayor of, `desks` where they may report, by plan; none
    in a year of which there is nothing to report."""

    columns: list[MatrixColumn]
    own: frozenset[int]
    desks: dict[int, ReportingDesk]

    @property
    def rows(self) -> list[MatrixRow]:
        """The same for all mayors: what each may report of the own municipality, `own_rows` say."""
        desks = {pk: replace(desk, municipalities=frozenset()) for pk, desk in self.desks.items()}
        return [_row(cells, desks) for cells in self._by_town()]

    @property
    def own_rows(self) -> list[MatrixRow]:
        return [_row(cells, self.desks) for cells in self._by_town() if cells[0].municipality.pk in self.own]

    def _by_town(self) -> Iterator[tuple[MatrixCell, ...]]:
        return zip(*(column.cells for column in self.columns), strict=True)


def _row(cells: tuple[MatrixCell, ...], desks: dict[int, ReportingDesk]) -> MatrixRow:
    return cells[0].municipality, [(cell, _may(desks, cell)) for cell in cells]


def _may(desks: dict[int, ReportingDesk], cell: MatrixCell) -> bool:
    desk = desks.get(cell.target.plan_id)
    return desk is not None and desk.may_report(cell.target, cell.municipality.pk)


class Towns:
    """The municipalities of an eenheid on a day, and which earlier ones went up in each. One query."""

    def __init__(self, unit_id: int, day: date) -> None:
        known = list(Municipality.objects.filter(safety_region__police_unit=unit_id).order_by("name"))
        self.present = [town for town in known if town.exists_on(day)]
        self._successors = {town.pk: town.successor_id for town in known if not town.exists_on(day)}

    def today_of(self, pk: int) -> int | None:
        """The municipality that `pk` is part of now: itself, or what it went up in."""
        seen = set()
        while pk in self._successors and pk not in seen:
            seen.add(pk)
            pk = self._successors[pk]
        return pk


def matrix_of(plans: Iterable[ImplementationPlan], unit: PoliceUnit, year: int, today: date) -> list[MatrixColumn]:
    """A column for each target of these plans that is counted in every municipality. Three queries."""
    found = (
        ResultTarget.objects.present()
        .counted_once()
        .filter(plan__in=plans, scope=ResultTarget.Scope.EVERY_MUNICIPALITY)
    )
    targets = list(
        found.select_related("plan__theme__plan__police_unit").order_by(
            "plan__theme__plan__title", "plan__theme__number", "plan", "order", "pk"
        )
    )
    return columns_on(targets, unit, year, today)


def columns_on(targets: list[ResultTarget], unit: PoliceUnit, year: int, today: date) -> list[MatrixColumn]:
    """A column for each target, over the municipalities of today or of the last day of a year past. Two queries."""
    return columns_of(targets, Towns(unit.pk, last_day(year, today)), today) if targets else []


def columns_of(targets: list[ResultTarget], towns: Towns, today: date) -> list[MatrixColumn]:
    """One query."""
    standings = _by_place(targets, towns)

    def column(target: ResultTarget) -> MatrixColumn:
        address = once(lambda: subject_url(target))
        found = [(town, standings.get((target.pk, town.pk))) for town in towns.present]
        return MatrixColumn(target, [MatrixCell(target, town, standing, today, address) for town, standing in found])

    return [column(target) for target in targets]


def _by_place(targets: list[ResultTarget], towns: Towns) -> dict[tuple[int, int | None], Standing]:
    """What a municipality reported itself goes before what one did that went up in it; of two of those, the last."""
    found = Standing.objects.filter(target__in=targets, municipality__isnull=False)
    rows = list(found.select_related("municipality", "reported_by"))
    rows.sort(key=lambda one: (towns.today_of(one.municipality_id) == one.municipality_id, one.on, one.pk))
    return {(one.target_id, towns.today_of(one.municipality_id)): one for one in rows}


def matrix_table(columns: list[MatrixColumn], unit: PoliceUnit, year: int) -> Table:
    """The matrix for a spreadsheet: four columns for each target."""
    decimals = decimals_needed(cell.shown.figure for column in columns for cell in column.cells)
    rows = [(cells[0].municipality, cells) for cells in zip(*(column.cells for column in columns), strict=True)]
    return Table(
        id=f"gemeenten-{unit.slug}-{year}",
        caption=f"Resultaten per gemeente {year}",
        row_header="Gemeente",
        columns=[one for column in columns for one in _csv_columns(column, decimals)],
        column_groups=[ColumnGroup(_head(column), 4) for column in columns],
        rows=[Row(town.name, [one for cell in cells for one in _csv(cell, decimals)]) for town, cells in rows],
    )


def _head(column: MatrixColumn) -> str:
    return f"{column.target.plan.theme.short_title}, {column.target} ({column.aim})"


def _csv_columns(column: MatrixColumn, decimals: int) -> list[TableColumn]:
    key = f"target-{column.target.pk}"
    return [
        TableColumn(f"{key}-value", "stand", decimals=decimals),
        TableColumn(f"{key}-word", "hoe het gaat", kind="text"),
        TableColumn(f"{key}-on", "stand van", kind="text"),
        TableColumn(f"{key}-by", "gemeld voor", kind="text"),
    ]


def _csv(cell: MatrixCell, decimals: int) -> list[TableCell]:
    words = TableCell.words
    if cell.standing is None:
        return [TableCell.of(cell.shown.figure, decimals), words(cell.word), words(""), words("")]
    reported_for = str(cell.standing.municipality)
    day = cell.standing.on.isoformat()
    return [TableCell.of(cell.shown.figure, decimals), words(cell.word), words(day), words(reported_for)]
