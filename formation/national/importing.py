"""Figures of the whole country from a sheet: as the register has them, a row per figure, or as they are printed."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from formation.models import NationalTable
from formation.national import printed
from formation.national.names import UnitNames
from formation.national.presenters import difference_note, missing_units
from formation.national.printed import CATEGORY, DAY, FIGURE, KIND, KINDS, MEASURE, SOURCE, TITLE, UNIT
from nhveilig.figures.formats import listed
from nhveilig.imports.kinds import Batch, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.services import store_row
from nhveilig.registers.sheets import RegisterKind
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind, Workbook, plain
from nhveilig.sheets.layouts import Column, Reading, Record, find_head, read_long

TABLE = "tabel"
# A row per figure that says itself of which table it is.
LONG = (
    Column(UNIT, "", ("regionale eenheid", "politie-eenheid", "politieeenheid", "eenheden")),
    Column(KIND, "", ("soort cijfer",)),
    Column(DAY, "", ("datum",)),
    Column(FIGURE, "", ("aantal", "fte", "cijfer")),
    Column(CATEGORY, "", ("personeelscategorie",), required=False),
    Column(TITLE, "", ("tabel",), required=False),
    Column(MEASURE, "", required=False),
    Column(SOURCE, "", required=False),
    Column("opmerking", "", required=False),
)


class NationalKind(RegisterKind):
    """A file that is printed as a table says of each column which table it is."""

    layouts = ("lang",)

    def __init__(self, register) -> None:
        super().__init__(register)
        self.asks = ("reference_date", "source", *self.asks)

    def fits(self, book: Workbook) -> bool:
        return super().fits(book) or printed.is_printed(book, UnitNames(PoliceUnit.objects.all()))

    def read(self, book: Workbook, order: Order) -> Reading:
        if any(find_head(sheet, self.columns) for sheet in book.sheets):
            return super().read(book, order)
        if any(find_head(sheet, LONG) for sheet in book.sheets):
            return read_long(book, LONG)
        return printed.read_printed(book, UnitNames(PoliceUnit.objects.all()), order)

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        _note_former_names(reading.records, plan)
        reading.records = [record for record in reading.records if not _is_empty(record, plan)]
        tables = _Tables(order, plan)
        reading.records = list(tables.with_tables(reading.records))
        batch = super().batch(reading, order, plan)
        if not plan.problems:
            tables.tell(tables.found)
        return batch

    def pages(self, batch: Batch) -> list[tuple[str, str]]:
        return [("Bekijk de landelijke cijfers", self.register.url("list"))]


def _note_former_names(records: list[Record], plan: ImportPlan) -> None:
    names = UnitNames(PoliceUnit.objects.all())
    for name in dict.fromkeys(record.text(UNIT) for record in records):
        if names.is_former(name):
            plan.notes.append(f"“{name}” is een vroegere naam van eenheid {names[name]} en is zo gelezen.")


def _is_empty(record: Record, plan: ImportPlan) -> bool:
    """A cell of a printed table in which nothing stands is no figure. A figure without an eenheid is told."""
    if record.has(FIGURE) and not record.has(UNIT):
        with noting(plan, record, UNIT):
            raise ValueError("Hier staat niet van welke eenheid dit cijfer is. Vul de naam in, of “Nederland”.")
    return not record.has(FIGURE) and FIGURE in record.called


class _Tables:
    """The tables a file speaks of; those that are not there yet are made."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        self._known = {_key(*_said_by(one)): one for one in NationalTable.objects.present()}
        self.found: dict[tuple[object, ...], NationalTable] = {}

    def with_tables(self, records: list[Record]) -> Iterator[Record]:
        """Every record names its table."""
        for record in records:
            if TABLE in record.cells:
                yield record
            elif table := self._table_of(record):
                cell = Cell(record.row, record.cell(FIGURE).column, CellKind.TEXT, table.slug)
                yield replace(record, cells=record.cells | {TABLE: cell})

    def _table_of(self, record: Record) -> NationalTable | None:
        said = self._said(record)
        if said is None:
            return None
        key = _key(*said)
        if key not in self.found:
            self.found[key] = self._known.get(key) or self._make(*said, record)
        return self.found[key]

    def _said(self, record: Record) -> tuple[str, str, str, date] | None:
        before = len(self._plan.problems)
        words = []
        for column, usual, longest in ((TITLE, "Sterkte per eenheid", 160), (KIND, "", 40), (CATEGORY, "totaal", 60)):
            with noting(self._plan, record, column):
                words.append(parsing.words(record.cell(column), longest, required=not usual) or usual)
        day = None
        with noting(self._plan, record, DAY):
            day = parsing.day(record.cell(DAY))
        if len(self._plan.problems) > before:
            return None
        title, kind, category = words
        return title, kind.lower() if plain(kind) in KINDS else kind, category, day

    def _make(self, title: str, kind: str, category: str, day: date, record: Record) -> NationalTable:
        source, measure = self._order.source, "fte"
        with suppress(ValueError):
            source = parsing.words(record.cell(SOURCE), 300, required=False) or source
            measure = parsing.words(record.cell(MEASURE), 20, required=False) or measure
        table = NationalTable(
            title=title, kind=kind, category=category, reference_date=day, source=source, unit=measure
        )  # fmt: skip
        store_row(row=table, by=self._order.by)
        self._plan.additions.append(f"Nieuwe landelijke tabel: {table}")
        if not source:
            self._plan.notes.append(f"{table.name} heeft nog geen bron. Vul die in bij het inlezen, of daarna.")
        return table

    def tell(self, found: dict[tuple[object, ...], NationalTable]) -> None:
        """Whether each adds up, and who is not in it."""
        tables = NationalTable.objects.filter(pk__in=[table.pk for table in found.values()]).with_figures()
        for table in tables:
            if note := difference_note(table):
                rest = "" if table.is_explained else " Licht het verschil toe voordat u de tabel vaststelt."
                self._plan.notes.append(f"{note} Beide blijven staan.{rest}")
            if missing := missing_units(table):
                self._plan.notes.append(f"{table.name}: er is geen cijfer van {listed(missing)}.")


def _said_by(table: NationalTable) -> tuple[str, str, str, date]:
    return table.title, table.kind, table.category, table.reference_date


def _key(title: str, kind: str, category: str, day: date) -> tuple[object, ...]:
    return plain(title), plain(kind), plain(category), day
