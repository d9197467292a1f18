"""Tables with a column for each year, as the agenda prints them, read as a row for each year."""

import re
from collections.abc import Sequence

from agenda.importing.lookups import YEAR
from nhveilig.imports.cells import Workbook
from nhveilig.imports.layouts import Column, Head, Reading, Record, find_head, read_long

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


def _years(head: Head):
    cells = head.sheet.rows[head.row].items()
    return [(place, cell) for place, cell in sorted(cells) if _YEAR.fullmatch(cell.text)]
