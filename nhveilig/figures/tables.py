"""Tables as a frozen edition holds them (docs/edition-schema.md), and the same tables as CSV."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from nhveilig.figures import formats
from nhveilig.figures.values import WITHOUT_NUMBER, Figure, Qualifier
from nhveilig.texts.spreadsheets import Number, as_csv, csv_for_people

TEXT = "text"
COLUMN_KINDS = ("number", TEXT)
COLUMN_ROLES = ("value", "total", "of_which")
ROW_ROLES = {
    "detail": "detail",
    "subtotal": "subtotaal",
    "total": "totaal",
    "heading": "kop",
    "of_which": "waarvan",
}


@dataclass(frozen=True)
class ColumnGroup:
    """A head above `span` neighbouring columns; an empty label leaves them without one."""

    label: str
    span: int


@dataclass(frozen=True)
class Column:
    """`unit` is what its figures are in; empty where the table says it for all of them, and for words."""

    key: str
    label: str
    kind: str = "number"
    decimals: int = 0
    role: str = "value"
    unit: str = ""

    def __post_init__(self) -> None:
        if self.kind not in COLUMN_KINDS or self.role not in COLUMN_ROLES:
            raise ValueError(f"column {self.key}: unknown kind {self.kind!r} or role {self.role!r}")


def _with_unit(column: Column, unit: str) -> Column:
    return column if column.unit or column.kind == TEXT else replace(column, unit=unit)


def common_unit(columns: Iterable[Column]) -> str:
    """What every column of figures is in; empty when they differ, and each head says its own."""
    units = {column.unit for column in columns if column.kind != TEXT}
    return units.pop() if len(units) == 1 else ""


def head_of(column: dict, table: dict) -> str:
    """The head of a column of a table as an edition holds it, with its unit where the table has no one unit.

    Editions of schema 1 have no unit in their columns.
    """
    unit = "" if table["unit"] else column.get("unit", "")
    is_said = unit and re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", column["label"], re.IGNORECASE)
    return f"{column['label']} ({unit})" if unit and not is_said else column["label"]


def text_columns(**labels: str) -> list[Column]:
    """Columns of words: what each is called, by key."""
    return [Column(key, label, TEXT) for key, label in labels.items()]


@dataclass(frozen=True)
class Cell:
    """`text` is what readers see; `value` and `qualifier` are what data files carry."""

    value: str | None
    qualifier: str
    text: str

    @classmethod
    def of(cls, figure: Figure, decimals: int) -> Self:
        """The value is filled up to `decimals` but never rounded; the text is.

        The text ends in the number, so that in a column of fixed decimals flush right means aligned on the comma.
        """
        if figure.value is None:
            return cls(None, figure.qualifier.value, figure.text())
        value = figure.value
        if -value.as_tuple().exponent < decimals:
            value = formats.rounded(value, decimals)
        text = figure.text(decimals)
        if figure.qualifier == Qualifier.PROVISIONAL:
            text = f"voorlopig {formats.number(figure.value, decimals)}"
        return cls(f"{value:f}", figure.qualifier.value, text)

    @classmethod
    def words(cls, text: str) -> Self:
        return cls(None, TEXT, text)

    def as_dict(self) -> dict:
        return {"value": self.value, "qualifier": self.qualifier, "text": self.text}


@dataclass(frozen=True)
class Row:
    """A heading has no cells, every other row one for each column."""

    label: str
    cells: tuple[Cell, ...] = ()
    level: int = 1
    role: str = "detail"

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(self.cells))
        if self.role not in ROW_ROLES:
            raise ValueError(f"row {self.label}: unknown role {self.role!r}")

    def as_dict(self) -> dict:
        cells = [cell.as_dict() for cell in self.cells]
        return {"label": self.label, "level": self.level, "role": self.role, "cells": cells}


@dataclass(frozen=True)
class Table:
    """Raises ValueError when rows, columns and groups do not fit each other. `number` is set at freezing.

    `unit` is what all figures are in, and empty when columns differ; see `common_unit`.
    """

    id: str
    caption: str
    row_header: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    column_groups: tuple[ColumnGroup, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        for name in ("columns", "rows", "column_groups", "notes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        # Each says its own unit, so that whoever takes one column takes that along.
        object.__setattr__(self, "columns", tuple(_with_unit(column, self.unit) for column in self.columns))
        if not self.row_header:
            raise ValueError(f"table {self.id}: the first column has no head")
        if self.column_groups and sum(group.span for group in self.column_groups) != len(self.columns):
            raise ValueError(f"table {self.id}: the column groups do not cover the {len(self.columns)} columns")
        for row in self.rows:
            if len(row.cells) != (0 if row.role == "heading" else len(self.columns)):
                raise ValueError(f"table {self.id}: row {row.label!r} has {len(row.cells)} cells")

    def as_dict(self) -> dict:
        return {
            "id": self.id,
            "number": self.number,
            "caption": self.caption,
            "unit": self.unit,
            "row_header": self.row_header,
            "column_groups": [dict(vars(group)) for group in self.column_groups],
            "columns": [dict(vars(column)) for column in self.columns],
            "rows": [row.as_dict() for row in self.rows],
            "notes": list(self.notes),
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, stored: dict) -> Self:
        rows = [
            Row(row["label"], tuple(Cell(**cell) for cell in row["cells"]), row["level"], row["role"])
            for row in stored["rows"]
        ]
        groups = [ColumnGroup(**group) for group in stored["column_groups"]]
        columns = [Column(**column) for column in stored["columns"]]
        return cls(**{**stored, "rows": rows, "column_groups": groups, "columns": columns})


CSV_WORDS = {
    Qualifier.MINIMUM: "minimum",
    Qualifier.MAXIMUM: "maximum",
    Qualifier.MORE_THAN: "meer dan",
    Qualifier.LESS_THAN: "minder dan",
    Qualifier.NEARLY: "bijna",
    Qualifier.CIRCA: "circa",
    Qualifier.PROVISIONAL: "voorlopig",
}


def write_csv(table: dict) -> str:
    """Comma, CRLF, one header row: row head, niveau, soort, then a column for each column of the table.

    Numbers carry a point and all their decimals; a qualifier other than exact stands before them in words.
    """
    return as_csv(csv_rows(table))


def table_for_people(table: dict) -> bytes:
    """The same as a file that a Dutch spreadsheet opens with a double click, and that the import takes back."""
    return csv_for_people(csv_rows(table))


def csv_rows(table: dict) -> list[list[object]]:
    rows = ([row["label"], row["level"], ROW_ROLES[row["role"]], *_csv_cells(row, table)] for row in table["rows"])
    return [csv_header(table), *rows]


def csv_header(table: dict) -> list[str]:
    labels = (head_of(column, table) for column in table["columns"])
    named = [f"{group}: {label}" if group else label for group, label in zip(_group_labels(table), labels, strict=True)]
    return [table["row_header"], "niveau", "soort", *named]


def figure_from_csv(text: str) -> Figure:
    """What a number cell of `write_csv` stands for."""
    for qualifier, words in WITHOUT_NUMBER.items():
        if text == words:
            return Figure(None, qualifier)
    for qualifier, words in CSV_WORDS.items():
        if text.startswith(f"{words} "):
            return Figure.of(text.removeprefix(f"{words} "), qualifier)
    return Figure(Decimal(text))


def _group_labels(table: dict) -> Iterator[str]:
    for group in table["column_groups"] or [{"label": "", "span": len(table["columns"])}]:
        yield from [group["label"]] * group["span"]


def _csv_cells(row: dict, table: dict) -> list[str]:
    """A heading has no cells of its own."""
    return list(map(_csv_cell, row["cells"])) or [""] * len(table["columns"])


def _csv_cell(cell: dict) -> str:
    if cell["qualifier"] == TEXT:
        return cell["text"]
    qualifier = Qualifier(cell["qualifier"])
    if cell["value"] is None:
        return WITHOUT_NUMBER[qualifier]
    return Number(f"{CSV_WORDS[qualifier]} {cell['value']}" if qualifier in CSV_WORDS else cell["value"])
