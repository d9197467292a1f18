"""A spreadsheet as the importers see it: typed cells that know where they stand."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from openpyxl.utils import get_column_letter

from nhveilig.sheets.exceptions import FileRefused, Problem

MOST_CELLS = 200_000
MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
MOST_SHEETS = 20
MOST_MERGES = 5_000
# Cells looked at for all merged ranges of a sheet.
MOST_COMPARED = 3_000_000
LONGEST_NAME = 200
ROWS_BETWEEN_SIGNS = 500
# Of hidden rows and the like: nobody reads more.
MOST_NAMED = 20

STRUCK = "Deze cel is doorgehaald. Verwijder wat niet meer geldt, of haal de doorhaling weg."
PARTLY_STRUCK = "Een deel van deze cel is doorgehaald. Verwijder wat niet meer geldt, of haal de doorhaling weg."
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

Progress = Callable[[int], None]


class CellKind(StrEnum):
    EMPTY = "empty"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    ERROR = "error"
    # A formula whose outcome the file does not hold: it was written by a program that does not calculate.
    UNCALCULATED = "uncalculated"
    # What is shown is not what stands in it. `value` is the sentence that says so.
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Cell:
    """`row` counts from 1 as the spreadsheet does, `column` from 0. `indent` is how far a text is set in.

    `unit` is the percent sign that the format of a number shows behind it; a text has it in its words.
    """

    row: int
    column: int
    kind: CellKind
    value: Decimal | str | date | None = None
    indent: int = 0
    unit: str = ""

    @property
    def text(self) -> str:
        """As somebody would type it: what messages show and names are compared by."""
        if isinstance(self.value, str):
            return "" if self.kind == CellKind.UNCLEAR else self.value.strip()
        if self.value is None:
            return ""
        return self.value.isoformat() if isinstance(self.value, date) else f"{self.value:f}".replace(".", ",")

    @property
    def is_empty(self) -> bool:
        return self.kind == CellKind.EMPTY or (self.kind == CellKind.TEXT and not self.text)


# Without a shape of their own: zero width, direction, soft hyphens, variants of the character before.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | set(map(chr, range(0xFE00, 0xFE10)))


def tidy(text: str) -> str:
    """As one sees it: composed (NFC), and without characters that nobody sees."""
    if text.isascii():
        return text
    return _tidied_once(text) if len(text) <= LONGEST_NAME else _tidied(text)


def _tidied(text: str) -> str:
    seen = (char for char in text if char not in _INVISIBLE and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", "".join(seen))


# Names come again and again; long texts would only be kept in memory.
_tidied_once = lru_cache(16_384)(_tidied)


def plain(text: str) -> str:
    """Names are compared as they are seen: without case, and whatever kinds and numbers of spaces they have."""
    return _plain_once(text) if len(text) <= LONGEST_NAME else _plain(text)


def _plain(text: str) -> str:
    return " ".join(tidy(text).split()).casefold()


_plain_once = lru_cache(4_096)(_plain)


def raised(text: str) -> str:
    """12 with a mark above it stays that, and never becomes 121."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    return text.translate(_LOWERED)


def text_cell(row: int, column: int, text: str, indent: int = 0) -> Cell:
    """Spaces in front of a name set it in as well: two of them are one step."""
    text = tidy(text)
    blank = len(text) - len(text.lstrip(" \u00a0\t"))
    return Cell(row, column, CellKind.TEXT, text, indent or blank // 2)


def unclear(row: int, column: int, message: str) -> Cell:
    return Cell(row, column, CellKind.UNCLEAR, message)


def column_letters(column: int) -> str:
    """0 is A, 26 is AA."""
    return get_column_letter(column + 1)


@dataclass(frozen=True)
class Merge:
    """A merged range, bounds included; rows from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass
class Sheet:
    """Only cells that hold something are kept, row by row."""

    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    # From the first to the last column that is hidden, bounds included.
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def put(self, cell: Cell) -> None:
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def at(self, row: int, column: int) -> Cell:
        found = self.rows.get(row, {}).get(column)
        return found or Cell(row, column, CellKind.EMPTY)

    def filled_rows(self, after: int = 0) -> Iterator[int]:
        return (row for row in self.rows if row > after and any(not c.is_empty for c in self.rows[row].values()))

    def problem(self, cell: Cell, column: str, message: str) -> Problem:
        return Problem(message, self.title, cell.row, column, cell.text)

    def settle(self) -> list[str]:
        """Rows in order, without what lies under a merged cell. What nobody sees in the program is told."""
        self.rows = dict(sorted(self.rows.items()))
        covered = self._uncovered()
        where = f" van blad “{self.title}”" if self.title else ""
        notes = [
            *_named("Verborgen en wel gelezen: rij", sorted(self.hidden_rows.intersection(self.rows)), where),
            *_named("Verborgen en wel gelezen: kolom", list(map(column_letters, self._hidden_with_cells())), where),
            *_named("Niet gelezen, want onder een samengevoegde cel: cel", covered, where),
        ]
        self.hidden_rows, self.hidden_columns = set(), []
        return notes

    def _hidden_with_cells(self) -> list[int]:
        columns = {column for row in self.rows.values() for column in row}
        return sorted(c for c in columns if any(first <= c <= last for first, last in self.hidden_columns))

    def _uncovered(self) -> list[str]:
        """Takes away what merged cells cover, and says which cells that were."""
        self.merges = list(dict.fromkeys(self.merges))
        covered = []
        work = 0
        for merge in self.merges:
            tall = merge.last_row - merge.first_row >= len(self.rows)
            rows = list(self.rows) if tall else range(merge.first_row, merge.last_row + 1)
            work += sum(len(self.rows.get(row, ())) for row in rows)
            if len(self.merges) > MOST_MERGES or work > MOST_COMPARED:
                raise FileRefused(f"Blad “{self.title}” heeft te veel samengevoegde cellen. Maak ze los.")
            covered += list(self._under(merge, rows))
        for row, column in covered:
            self.rows[row].pop(column, None)
        return [f"{column_letters(column)}{row}" for row, column in sorted(set(covered))]

    def _under(self, merge: Merge, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        for row in rows:
            if merge.first_row <= row <= merge.last_row:
                for column, cell in self.rows.get(row, {}).items():
                    is_first = (row, column) == (merge.first_row, merge.first_column)
                    if merge.first_column <= column <= merge.last_column and not is_first and not cell.is_empty:
                        yield row, column


def _named(what: str, found: list, where: str) -> list[str]:
    if not found:
        return []
    more = f" en nog {len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else ""
    return [f"{what} {', '.join(map(str, found[:MOST_NAMED]))}{more}{where}."]


class Counter:
    """Stops a file that is larger than a table can be, while it is read. Only cells that hold something count."""

    def __init__(self, progress: Progress = lambda rows: None) -> None:
        self.rows = self.cells = 0
        self._progress = progress

    def row(self, width: int, times: int = 1) -> None:
        """Hears of a row that holds `width` cells, and as many times as it stands there."""
        if not width:
            return
        self.rows += times
        self.cells += width * times
        if self.cells > MOST_CELLS or self.rows > MOST_ROWS or width > MOST_COLUMNS:
            raise FileRefused(
                "Deze tabel is te groot. Hooguit 50.000 rijen, 1.000 kolommen en 200.000 cellen; verdeel haar over "
                "meer bestanden."
            )
        if self.rows % ROWS_BETWEEN_SIGNS == 0:
            self._progress(self.rows)

    def sheets(self, number: int) -> None:
        """Hears how many sheets there are."""
        if number > MOST_SHEETS:
            raise FileRefused(
                f"Dit bestand heeft meer dan {MOST_SHEETS} bladen. Laat alleen de bladen met de tabel staan."
            )


@dataclass(frozen=True)
class Workbook:
    """`format` is what the content is, not what the file is called. `hidden` names the sheets that were not read.

    `notes` tell what somebody must know of what was read, and may not see.
    """

    format: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
