"""A spreadsheet as the importers see it: typed cells that know where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nhveilig.sheets.exceptions import Problem


class CellKind(StrEnum):
    EMPTY = "empty"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    ERROR = "error"
    # A formula whose outcome the file does not hold: it was written by a program that does not calculate.
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class Cell:
    """`row` counts from 1 as the spreadsheet does, `column` from 0. `indent` is how far a text is set in."""

    row: int
    column: int
    kind: CellKind
    value: Decimal | str | date | None = None
    indent: int = 0

    @property
    def text(self) -> str:
        """As somebody would type it: what messages show and names are compared by."""
        if isinstance(self.value, str):
            return self.value.strip()
        if self.value is None:
            return ""
        return self.value.isoformat() if isinstance(self.value, date) else f"{self.value:f}".replace(".", ",")

    @property
    def is_empty(self) -> bool:
        return self.kind == CellKind.EMPTY or (self.kind == CellKind.TEXT and not self.text)


def number_cell(row: int, column: int, exact: Decimal, *, percent: bool) -> Cell:
    if not exact.is_finite():
        return Cell(row, column, CellKind.ERROR, str(exact))
    return Cell(row, column, CellKind.NUMBER, exact * 100 if percent else exact)


def text_cell(row: int, column: int, text: str, indent: int = 0) -> Cell:
    """Spaces in front of a name set it in as well: two of them are one step."""
    blank = len(text) - len(text.lstrip(" \u00a0\t"))
    return Cell(row, column, CellKind.TEXT, text, indent or blank // 2)


@dataclass(frozen=True)
class Merge:
    """A merged range, bounds included; rows from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass
class Sheet:
    """Only cells that hold something are kept, row by row."""

    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    is_hidden: bool = False

    def put(self, cell: Cell) -> None:
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def at(self, row: int, column: int) -> Cell:
        found = self.rows.get(row, {}).get(column)
        return found or Cell(row, column, CellKind.EMPTY)

    def filled_rows(self, after: int = 0) -> Iterator[int]:
        return (row for row in self.rows if row > after and any(not c.is_empty for c in self.rows[row].values()))

    def problem(self, cell: Cell, column: str, message: str) -> Problem:
        return Problem(message, self.title, cell.row, column, cell.text)


@dataclass(frozen=True)
class Workbook:
    """`format` is what the content is, not what the file is called. `hidden` names the sheets that were not read."""

    format: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
