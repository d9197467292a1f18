"""Rows as a page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from nhveilig.figures.tables import TEXT, Cell, Column, Row, Table
from nhveilig.registers.base import Register
from nhveilig.registers.columns import BoundColumn, Shown
from nhveilig.registers.queries import Sorting, shown_columns


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
    """A row; `url` is its page."""

    url: str
    cells: list[ShownCell]


@dataclass(frozen=True)
class RowTable:
    heads: list[Head]
    lines: list[Line]


def row_table(
    register: Register, rows: Iterable[Model], listed: Sequence[str | Shown], sorting: Sorting | None = None
) -> RowTable:
    columns = shown_columns(register, listed)
    lines = [Line(register.url("detail", row), [_cell(column, row) for column in columns]) for row in rows]
    return RowTable([_head(column, sorting) for column in columns], lines)


def facts(register: Register, row: Model) -> list[ShownCell]:
    """All that is known of one row; columns without a value are left out."""
    shown = [one for one in register.listed if isinstance(one, Shown)]
    cells = [_cell(column, row) for column in shown_columns(register, [*register.bound, *shown])]
    return [cell for cell in cells if cell.text]


def figure_table(register: Register, rows: Iterable[Model], *, id: str) -> Table:
    """What the list shows, as a table for a document."""
    first, *others = shown_columns(register, register.listed)
    columns = [Column(_about(one)[1] or f"kolom-{place}", _about(one)[0], TEXT) for place, one in enumerate(others, 1)]
    lines = [Row(_cell(first, row).text, tuple(Cell.words(_cell(one, row).text) for one in others)) for row in rows]
    return Table(id, register.title, "", _about(first)[0], tuple(columns), tuple(lines))


def _head(column: BoundColumn | Shown, sorting: Sorting | None) -> Head:
    title, parameter, is_numeric = _about(column)
    if sorting is None:
        return Head(title, is_numeric)
    return Head(title, is_numeric, sorting.next(parameter), sorting.state(parameter))


def _cell(column: BoundColumn | Shown, row: Model) -> ShownCell:
    title, _, is_numeric = _about(column)
    if isinstance(column, Shown):
        return ShownCell(title, column.text(row), is_numeric=is_numeric)
    return ShownCell(title, column.text(row), column.value.link(column.value.of(row)), is_numeric)


def _about(column: BoundColumn | Shown) -> tuple[str, str, bool]:
    if isinstance(column, Shown):
        return column.title, column.parameter, column.is_numeric
    return column.column.title, column.column.parameter, column.value.is_numeric
