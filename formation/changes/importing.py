"""Changes of strength from a sheet: as the register has them, and as people bring them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from formation.changes.values import CHANGE, codes_of
from formation.importing.totals import is_total
from formation.models import WHOLE_UNIT_SERIES, StrengthChange, StrengthChangeSet, StrengthTable
from formation.validators import ChangeTotal, reconcile_changes
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.imports.kinds import Batch, Order
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.services import store_row
from nhveilig.registers.sheets import RegisterKind
from nhveilig.registers.values import Known
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind, plain
from nhveilig.sheets.layouts import Reading, Record

SET, UNIT, CATEGORY, FROM, UNTIL = "reeks", "onderdeel", "categorie", "van", "naar"
FIGURE, ORIGIN, ROLE, PERIOD = "mutatie (fte)", "herkomst", "rol", "periode"
LONGEST_TITLE = 160
TOTAL = "totaal"
KEY = (ORIGIN, UNIT, CATEGORY, FROM, UNTIL, PERIOD, ROLE)


@dataclass
class ChangeBatch(Batch):
    """`before` are the totals as they were."""

    before: list[ChangeTotal] = field(default_factory=list)
    police_unit: PoliceUnit | None = None
    records: list[Record] = field(default_factory=list)


class ChangeKind(RegisterKind):
    """A file that names no table of changes (“reeks”) is one itself, called after the years it is about."""

    figure_column = FIGURE

    def __init__(self, register) -> None:
        super().__init__(register)
        self.columns = [replace(one, required=False) if one.name == SET else one for one in register.columns]
        self.asks = ("source", *self.asks, "accept_totals")

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        before = list(_totals(order.police_unit))
        records = [_about_total(record) for record in reading.records]
        reading.records = list(_with_sets(records, order, plan))
        super().batch(reading, order, plan)
        return ChangeBatch(None, None, plan, before, order.police_unit, reading.records)

    def totals(self, batch: ChangeBatch) -> list[Reconciliation]:
        return list(_totals(batch.police_unit))

    def totals_before(self, batch: ChangeBatch) -> Iterable[Reconciliation]:
        return batch.before

    def record_of(self, batch: ChangeBatch, total: ChangeTotal) -> Record | None:
        change = StrengthChange.objects.select_related("change_set").get(pk=total.change_id)
        known = self.register.bound[CATEGORY].known(batch.police_unit)
        return next((one for one in batch.records if _is_about(one, change, known)), None)

    def pages(self, batch: ChangeBatch) -> list[tuple[str, str]]:
        url = self.register.url("list", slug=batch.police_unit.slug)
        return [("Bekijk de veranderingen", url)]


def _totals(police_unit: PoliceUnit) -> Iterator[ChangeTotal]:
    for found in StrengthChangeSet.objects.filter(police_unit=police_unit).with_changes():
        yield from reconcile_changes(found)


def _is_about(record: Record, change: StrengthChange, known: Known) -> bool:
    names = {plain(change.change_set.title), plain(change.change_set.slug)}
    said = plain(record.text(ORIGIN)), plain(record.text(PERIOD)), codes_of(record.text(CATEGORY), known)
    return plain(record.text(SET)) in names and said == (plain(change.origin), plain(change.period), change.categories)


def _about_total(record: Record) -> Record:
    """“Totaal” is no part of an eenheid, wherever it stands: it is what the others add up to."""
    if record.has(ROLE):
        return record
    named = next((column for column in (UNIT, ORIGIN) if is_total(record.text(column))), None)
    if named is None:
        return record
    origin = record.cell(ORIGIN) if record.has(ORIGIN) else record.cell(UNIT)
    unit = Cell(record.row, record.cell(UNIT).column, CellKind.EMPTY) if named == UNIT else record.cell(UNIT)
    role = Cell(record.row, -1, CellKind.TEXT, TOTAL)
    return replace(record, cells=record.cells | {ORIGIN: origin, UNIT: unit, ROLE: role})


def _with_sets(records: list[Record], order: Order, plan: ImportPlan) -> Iterator[Record]:
    """Every record names its set, and each of these is there."""
    title = order.series or _title_of(records)
    found = StrengthChangeSet.objects.present().filter(police_unit=order.police_unit)
    known = {plain(name) for one in found for name in (one.title, one.slug)}
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault((record.text(SET) or title)[:LONGEST_TITLE], []).append(record)
    for name, of_set in groups.items():
        if plain(name) not in known:
            known.add(plain(name))
            _make(name, of_set, order, plan)
        for record in of_set:
            cell = Cell(record.row, record.cell(SET).column, CellKind.TEXT, name)
            # What a file does not have, is empty in every row.
            empty = {column: record.cell(column) for column in KEY}
            yield replace(record, cells=empty | record.cells | {SET: cell})


def _title_of(records: list[Record]) -> str:
    days = sorted(day for record in records for day in (_day(record, FROM), _day(record, UNTIL)) if day)
    years = dict.fromkeys(str(day.year) for day in (days[0], days[-1])) if days else ()
    return " ".join(filter(None, ("Veranderingen van sterkte", "-".join(years))))


def _day(record: Record, column: str) -> date | None:
    with suppress(ValueError):
        return parsing.day(record.cell(column)) if record.has(column) else None
    return None


def _make(title: str, records: list[Record], order: Order, plan: ImportPlan) -> None:
    days = [[day for record in records if (day := _day(record, column))] for column in (FROM, UNTIL)]
    first, last = (min(days[0], default=None), max(days[1], default=None))
    row = StrengthChangeSet(
        police_unit=order.police_unit,
        title=title,
        source=order.source,
        decimals=decimals_needed(_figures(records), at_least=1),
        before=_table(order.police_unit, first),
        after=_table(order.police_unit, last),
    )
    store_row(row=row, by=order.by)
    plan.additions.append(f"Nieuwe reeks veranderingen: {title}")
    if not order.source:
        plan.notes.append(
            f"De reeks “{title}” heeft nog geen bron. Vul die in bij het inlezen, of daarna bij de reeks."
        )


def _figures(records: list[Record]) -> Iterator[Figure]:
    for record in records:
        with suppress(ValueError):
            yield parsing.figure(record.cell(FIGURE), CHANGE)


def _table(police_unit: PoliceUnit, day: date | None) -> StrengthTable | None:
    """The formatie of the eenheid as a whole on that very day."""
    tables = StrengthTable.objects.filter(
        police_unit=police_unit,
        kind=StrengthTable.Kind.ESTABLISHMENT,
        reference_date=day,
        series__in=WHOLE_UNIT_SERIES,
    )
    return min(tables, key=lambda table: WHOLE_UNIT_SERIES.index(table.series), default=None)
