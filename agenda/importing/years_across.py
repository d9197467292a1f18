"""Tables with a column for each year, as the agenda prints them, read as a row for each year."""

import re
from collections.abc import Iterable, Sequence

from tablib import Dataset

from agenda.importing.lookups import YEAR
from nhveilig.figures.values import Figure
from nhveilig.imports.formats import written_figure
from nhveilig.sheets.cells import Workbook
from nhveilig.sheets.layouts import Column, Head, Reading, Record, find_head, read_long

_YEAR = re.compile(r"(19|20)\d\d")


def read_years(book: Workbook, columns: Sequence[Column], figure: str) -> Reading:
    """Long when there is a column for the year, else by the years in the head. Raises FileRefused."""
    about = [column for column in columns if column.name not in {YEAR, figure}]
    heads = [head for sheet in book.sheets if (head := find_head(sheet, about)) and _years(head)]
    if not heads or any(find_head(sheet, columns) for sheet in book.sheets):
        return read_long(book, columns)
    reading = read_long(book, about)
    reading.layout = "breed"
    reading.notes = [note for note in reading.notes if not _YEAR.search(note)]
    reading.records = [
        Record(record.sheet, record.row, record.cells | {YEAR: year, figure: record.sheet.at(record.row, place)})
        for head in heads
        for record in reading.records
        if record.sheet is head.sheet
        for place, year in _years(head)
        if not record.sheet.at(record.row, place).is_empty
    ]
    return reading


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


def _years(head: Head):
    cells = head.sheet.rows[head.row].items()
    return [(place, cell) for place, cell in sorted(cells) if _YEAR.fullmatch(cell.text)]
