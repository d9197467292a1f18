"""Tables with a column for each year: read whatever else stands beside the year, or refused with its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tablib import Dataset

from nhveilig.figures.values import Figure
from nhveilig.imports.formats import written_figure
from nhveilig.sheets.cells import Cell, CellKind, Workbook, column_letters
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Column, Head, Reading, Record, find_head, read_long, refuse_unclear
from nhveilig.sheets.parsing import provisional

YEAR = "jaar"
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]?\d)")
_PROVISIONAL = re.compile(r"\(?voorlopig(?:e cijfers)?\)?", re.IGNORECASE)
# What a year may be called without anything more being said of it.
_PLAIN_WORDS = re.compile(r"\b(?:jaar|in)\b", re.IGNORECASE)


@dataclass(frozen=True)
class YearColumn:
    """A head that names a year. `problem` says why it cannot be read."""

    head: Cell
    year: int
    is_provisional: bool = False
    problem: str = ""


def read_years(book: Workbook, columns: Sequence[Column], figure: str) -> Reading:
    """Long when there is a column for the year, else by the years in the head. Raises FileRefused."""
    about = [column for column in columns if column.name not in {YEAR, figure}]
    heads = [head for sheet in book.sheets if (head := find_head(sheet, about)) and _years(head)]
    if not heads or any(find_head(sheet, columns) for sheet in book.sheets):
        return read_long(book, columns)
    reading = read_long(book, about)
    reading.layout = "breed"
    read = {column_letters(column.head.column): column for head in heads for column in _years(head)}
    reading.notes = [note for note in reading.notes if not any(f"“{one.head.text}”" in note for one in read.values())]
    for head in heads:
        years = _years(head)
        letters = ((column_letters(column.head.column), column) for column in years if column.problem)
        reading.problems += [head.sheet.problem(column.head, place, column.problem) for place, column in letters]
        reading.problems += _doubled(head, years)
    reading.records = [
        found
        for head in heads
        for record in reading.records
        if record.sheet is head.sheet
        for found in _across(record, _years(head), figure)
    ]
    refuse_unclear(reading)
    return reading


def _across(record: Record, years: Iterable[YearColumn], figure: str) -> Iterator[Record]:
    for column in years:
        cell = record.sheet.at(record.row, column.head.column)
        if cell.is_empty or column.problem:
            continue
        year = Cell(record.row, column.head.column, CellKind.NUMBER, Decimal(column.year))
        cells = {YEAR: year, figure: provisional(cell) if column.is_provisional else cell}
        called = {figure: f"{column_letters(cell.column)}: {column.head.text}"}
        yield Record(record.sheet, record.row, record.cells | cells, called)


def _doubled(head: Head, years: Iterable[YearColumn]) -> Iterator[Problem]:
    seen: dict[int, YearColumn] = {}
    for column in (one for one in years if not one.problem):
        if (first := seen.setdefault(column.year, column)) is not column:
            message = (
                f"Het jaar {column.year} staat ook in kolom {column_letters(first.head.column)}. Laat er één staan."
            )
            yield head.sheet.problem(column.head, column_letters(column.head.column), message)


def years_across(about: Sequence[str], figures: Iterable[tuple[list[str], int, Figure]], *, title: str) -> Dataset:
    """A row for what the first columns say, a column for each year. A remark about one year has no place here."""
    rows: dict[tuple[str, ...], dict[int, Figure]] = {}
    for first, year, figure in figures:
        rows.setdefault(tuple(first), {})[year] = figure
    years = sorted({year for row in rows.values() for year in row})
    dataset = Dataset(headers=[*about, *map(str, years)], title=title)
    for first, row in rows.items():
        dataset.append([*first, *(written_figure(row[year]) if year in row else None for year in years)])
    return dataset


def _years(head: Head) -> list[YearColumn]:
    """Every head with a year in it: a column is read, or refused, and never left out in silence."""
    about = set(head.places.values())
    cells = [cell for place, cell in sorted(head.sheet.rows[head.row].items()) if place not in about]
    return [column for cell in cells if (column := _year_column(cell))]


def _year_column(cell: Cell) -> YearColumn | None:
    if cell.kind == CellKind.DATE:
        day = f"{cell.value:%d-%m-%Y}"
        message = f"In deze kolomnaam staat een dag ({day}). Zet er alleen het jaar in: {cell.value.year}."
        return YearColumn(cell, cell.value.year, problem=message)
    found = _YEAR.findall(cell.text)
    if not found:
        return None
    rest = _PROVISIONAL.sub("", _PLAIN_WORDS.sub("", _YEAR.sub("", cell.text, count=1)))
    if rest.strip():
        message = (
            f"In deze kolomnaam staat meer dan een jaar. Zet er alleen het jaar in: {found[0]}, of "
            f"{found[0]} (voorlopig)."
        )
        return YearColumn(cell, int(found[0]), problem=message)
    return YearColumn(cell, int(found[0]), is_provisional=bool(_PROVISIONAL.search(cell.text)))
