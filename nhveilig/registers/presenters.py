"""Rows as a page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from nhveilig.figures.tables import TEXT, Cell, Column, Row, Table
from nhveilig.registers.base import Register
from nhveilig.registers.columns import Shown
from nhveilig.registers.queries import Sorting, shown_columns
from nhveilig.registers.values import Value


@dataclass(frozen=True)
class Head:
    """`asks` is what a click sorts by, empty when nothing is; `sort` a value of aria-sort."""

    title: str
    is_numeric: bool
    asks: str = ""
    sort: str = ""


@dataclass(frozen=True)
class ShownCell:
    title: str
    text: str
    link: str = ""
    is_numeric: bool = False


@dataclass(frozen=True)
class Line:
    """A row; `url` is its page, `thumbnail` a small picture of it."""

    url: str
    cells: list[ShownCell]
    thumbnail: str = ""


@dataclass(frozen=True)
class RowTable:
    heads: list[Head]
    lines: list[Line]


def row_table(
    register: Register, rows: Iterable[Model], listed: Sequence[str | Shown], sorting: Sorting | None = None
) -> RowTable:
    columns = shown_columns(register, listed)
    lines = [
        Line(register.url("detail", row), [_cell(column, row) for column in columns], register.thumbnail_of(row))
        for row in rows
    ]
    return RowTable([_head(column, sorting) for column in columns], lines)


def facts(register: Register, row: Model) -> list[ShownCell]:
    """All that is known of one row; columns without a value are left out."""
    shown = [one for one in register.listed if isinstance(one, Shown)]
    cells = [_cell(column, row) for column in shown_columns(register, [*register.bound, *shown])]
    return [cell for cell in cells if cell.text]


def figure_table(register: Register, rows: Iterable[Model], *, id: str) -> Table:
    """What the list shows, as a table for a document."""
    first, *others = shown_columns(register, register.listed)
    columns = [Column(one.parameter or f"kolom-{place}", one.title, TEXT) for place, one in enumerate(others, 1)]
    lines = [Row(first.text(row), [Cell.words(one.text(row)) for one in others]) for row in rows]
    return Table(id, register.title, first.title, columns, lines)


def _head(column: Value | Shown, sorting: Sorting | None) -> Head:
    sorted_by = (sorting.next(column.parameter), sorting.state(column.parameter)) if sorting else ()
    return Head(column.title, column.is_numeric, *sorted_by)


def _cell(column: Value | Shown, row: Model) -> ShownCell:
    return ShownCell(column.title, column.text(row), column.link(row), column.is_numeric)
