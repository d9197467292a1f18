"""What was read of a file, kept until it is confirmed: the confirmation reads no spreadsheet a second time."""

import json
from datetime import date
from decimal import Decimal

from nhveilig.sheets.cells import Cell, CellKind, Merge, Sheet, Workbook

EXTENSION = "cells"


def pack(book: Workbook) -> bytes:
    return json.dumps(
        {
            "format": book.format,
            "hidden": list(book.hidden),
            "notes": list(book.notes),
            "sheets": [
                {
                    "title": sheet.title,
                    "cells": [_packed(cell) for row in sheet.rows.values() for cell in row.values()],
                    "merges": [[m.first_row, m.last_row, m.first_column, m.last_column] for m in sheet.merges],
                }
                for sheet in book.sheets
            ],
        },
        separators=(",", ":"),
    ).encode()


def unpack(data: bytes) -> Workbook:
    stored = json.loads(data)
    sheets = tuple(_sheet(found) for found in stored["sheets"])
    # What was kept before there were notes has none.
    return Workbook(stored["format"], sheets, tuple(stored["hidden"]), tuple(stored.get("notes", ())))


def _packed(cell: Cell) -> list[object]:
    value = None if cell.value is None else str(cell.value)
    return [cell.row, cell.column, cell.kind.value, value, cell.indent, cell.unit]


def _sheet(stored: dict) -> Sheet:
    sheet = Sheet(stored["title"], merges=[Merge(*bounds) for bounds in stored["merges"]])
    for row, column, kind, text, *more in stored["cells"]:
        sheet.put(Cell(row, column, CellKind(kind), _value(kind, text), *more))
    return sheet


def _value(kind: str, text: str | None) -> Decimal | date | str | None:
    if text is None:
        return None
    if kind == CellKind.NUMBER:
        return Decimal(text)
    return date.fromisoformat(text) if kind == CellKind.DATE else text
