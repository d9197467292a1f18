"""The head of a printed budget: which columns hold which version, and what the other columns are."""

import re
from dataclasses import dataclass, field

from nhveilig.sheets.cells import Cell, CellKind, Sheet, column_letters, plain
from nhveilig.sheets.layouts import DEEPEST_HEAD, Reading
from nhveilig.sheets.parsing import refuse_unreadable
from themes.budgets.importing.columns import COLUMNS, GRANT, GROUP, NOTE, POST, ROLE, SIDE
from themes.budgets.importing.words import (
    SIDES,
    Version,
    has_year,
    kind_in,
    meaning_of,
    scale_in,
    version_in,
    without_scale,
)
from themes.models import BudgetSide

_NAMED = {column.name: column for column in COLUMNS if column.name in {SIDE, GROUP, POST, ROLE, NOTE, GRANT}}
# What the portal works out by itself, and what its own tables say beside the amounts.
_SKIPPED = re.compile(
    r".*\bt\.?o\.?v\b|verschil|mutatie|berekend|saldo|afwijking|v/n|[in+-]*\s*%|percentage|index", re.IGNORECASE
)
_LEVEL = frozenset({"niveau", "nr", "nr.", "nummer", "code"})
# Heads that say nothing of the version: that stands in the title.
_AMOUNT = frozenset(
    {"bedrag", "bedragen", "totaal", "euro", "euro's", "euro’s", "€", "begroot", "raming", "realisatie"}
)
_CORNER = re.compile(r"\(.*\)")


@dataclass(frozen=True)
class AmountColumn:
    """`side` is None where the rows say which side they are of."""

    place: int
    head: Cell
    version: Version
    side: BudgetSide | None = None


@dataclass
class PrintedHead:
    """`row` is the last of the head; `first_row` is the row of the versions. `places` are those of named columns."""

    sheet: Sheet
    first_row: int
    row: int
    amounts: list[AmountColumn]
    places: dict[str, int] = field(default_factory=dict)
    # Of a page of the portal where versions stand side by side: its totals were worked out there.
    is_comparison: bool = False


def find_printed_head(sheet: Sheet, reading: Reading) -> PrintedHead | None:
    """None when no row names a version. What is wrong with a head comes on the reading."""
    rows = list(sheet.filled_rows())[:DEEPEST_HEAD]
    for is_sure in (True, False):
        for number, row in enumerate(rows):
            head = _Head(sheet, rows[max(0, number - 2) : number], row, rows[number + 1 : number + 2])
            if head.names_versions(is_sure=is_sure) and number + 1 < len(rows):
                return head.read(reading)
    return None


class _Head:
    """A row that may name versions, with the rows above it and the one below it that may belong to it."""

    def __init__(self, sheet: Sheet, above: list[int], row: int, below: list[int]) -> None:
        self._sheet, self._above, self._row = sheet, above, row
        # Heads of columns that hold no amounts.
        self._unused: dict[int, str] = {}
        # Names, and not amounts, stand in the first filled column of what is below the head.
        self._title = [
            cell.text for above_it in sheet.filled_rows() if above_it < row for cell in sheet.rows[above_it].values()
        ]
        later = list(sheet.filled_rows(after=row))
        self._label = min((min(self._filled(number)) for number in later), default=0)
        self._sides_below = next(iter(below), None) if below and self._are_sides(below[0]) else None

    def _filled(self, row: int) -> list[int]:
        return [place for place, cell in self._sheet.rows[row].items() if not cell.is_empty]

    def _are_sides(self, row: int) -> bool:
        named = [place for place in self._filled(self._row) if place > self._label and self._says(place)]
        places = [place for place in self._filled(row) if place > self._label]
        cells = [self._sheet.at(row, place) for place in places]
        return bool(named and cells) and places[0] >= named[0] and all(map(_is_side, cells))

    def _says(self, place: int) -> bool:
        text = self._sheet.at(self._row, place).text
        return has_year(text) or kind_in(text) is not None

    def _columns(self) -> list[int]:
        rows = [self._row, *([self._sides_below] if self._sides_below else [])]
        return sorted({place for row in rows for place in self._filled(row) if place > self._label})

    def names_versions(self, *, is_sure: bool) -> bool:
        """Sure is a year with what it is; a year alone may be an amount, but for a row that has nothing else."""
        words = [self._words(place) for place in self._columns()]
        if is_sure:
            return any(has_year(text) and kind_in(text) for text in words)
        return bool(words) and all(has_year(text) for text in words)

    def _words(self, place: int) -> str:
        """What stands above a column, with as much of the rows above as is needed to know the year and the kind."""
        own = self._carried(self._row, place) if self._sides_below else self._sheet.at(self._row, place)
        text = own.text
        for row in reversed(self._above):
            if has_year(text) and kind_in(text):
                break
            above = self._carried(row, place).text
            if (has_year(above) and not has_year(text)) or (kind_in(above) and not kind_in(text)):
                text = f"{above} {text}"
        return self._with_title(text)

    def _with_title(self, text: str) -> str:
        """The title says what the only column of amounts is; or, without a year itself, what the years below it are."""
        is_amount = plain(text) in _AMOUNT or (text and scale_in(text) is not None and not kind_in(text))
        is_year = has_year(text) and not kind_in(text) and plain(text).isdecimal()
        for title in self._title:
            if kind_in(title) and ((is_amount and has_year(title)) or (is_year and not has_year(title))):
                return without_scale(title) if is_amount else f"{without_scale(title)} {text}"
        return text

    def _carried(self, row: int, place: int) -> Cell:
        """A word above several columns holds for all of them."""
        cell = self._sheet.at(row, place)
        while cell.is_empty and place - 1 > self._label:
            place -= 1
            cell = self._sheet.at(row, place)
        return cell

    def _side(self, place: int) -> Cell:
        """The word that says which side a column is of, below or above its version."""
        if self._sides_below:
            return self._sheet.at(self._sides_below, place)
        found = (self._carried(row, place) for row in reversed(self._above))
        return next((cell for cell in found if _is_side(cell)), Cell(self._row, place, CellKind.EMPTY))

    def read(self, reading: Reading) -> PrintedHead:
        head = PrintedHead(self._sheet, self._row, self._sides_below or self._row, [])
        for place in self._columns():
            self._read_column(place, head, reading)
        self._read_labels(head, reading)
        first = min((column.place for column in head.amounts), default=0)
        reading.notes += [
            f"De kolom “{text}” wordt niet gebruikt." for place, text in self._unused.items() if place > first
        ]
        heads = {plain(self._sheet.at(self._row, place).text) for place in self._columns()}
        head.is_comparison = heads >= {"niveau", "verschil"}
        self._refuse_doubles(head, reading)
        self._note_nameless(head, reading)
        return head

    def _read_column(self, place: int, head: PrintedHead, reading: Reading) -> None:
        cell, text = self._sheet.at(self._row, place), self._words(place)
        letters, side = column_letters(place), self._side(place)
        own = cell.text
        if name := self._name_of(place):
            head.places.setdefault(name, place)
        elif plain(own) in _LEVEL or (plain(own) == "soort" and not has_year(own)):
            if plain(own) == "soort":
                head.places.setdefault(ROLE, place)
        elif _SKIPPED.match(own) or (side.text and meaning_of(side.text).outcome):
            words = own if _SKIPPED.match(own) else side.text
            reading.notes.append(f"Kolom {letters} (“{words}”) wordt niet gelezen: dat rekent het portaal zelf uit.")
        else:
            self._read_version(cell, text, side, head, reading)

    def _read_version(self, cell: Cell, text: str, side: Cell, head: PrintedHead, reading: Reading) -> None:
        letters = column_letters(cell.column)
        try:
            refuse_unreadable(cell)
            version = version_in(text)
        except ValueError as error:
            reading.problems.append(self._sheet.problem(cell, letters, str(error)))
            return
        if version is not None:
            found = meaning_of(side.text).side if side.text else _side_beside(cell.text)
            head.amounts.append(AmountColumn(cell.column, cell, version, found))
        elif self._has_amounts(cell.column):
            message = (
                "Het portaal weet niet wat deze kolom is. Zet erboven welke begroting het is, zoals “Begroting 2026”, "
                "of verwijder de kolom."
            )
            reading.problems.append(self._sheet.problem(cell, letters, message))
        else:
            self._unused[cell.column] = cell.text

    def _has_amounts(self, place: int) -> bool:
        below = (self._sheet.at(row, place) for row in self._sheet.filled_rows(after=self._row))
        return any(cell.kind == CellKind.NUMBER for cell in below)

    def _read_labels(self, head: PrintedHead, reading: Reading) -> None:
        """The columns before the amounts: the one with most names has the posts, one of nothing but sides the sides."""
        texts = self._label_texts(head)
        for place in sorted(texts):
            name = self._name_of(place)
            if name and name not in head.places:
                head.places[name] = place
        unnamed = {place: found for place, found in texts.items() if place not in head.places.values()}
        sides = [place for place, found in unnamed.items() if found <= SIDES.keys()]
        if sides and SIDE not in head.places and len(unnamed) > 1:
            head.places[SIDE] = sides[0]
        left = [place for place in unnamed if place not in head.places.values() and not self._is_number(place)]
        if POST not in head.places and left:
            head.places[POST] = max(left, key=lambda place: (len(unnamed[place]), place))
        for place in left:
            if place != head.places.get(POST):
                reading.notes.append(f"Kolom {column_letters(place)} staat naast de posten en wordt niet gebruikt.")

    def _label_texts(self, head: PrintedHead) -> dict[int, set[str]]:
        first = min((column.place for column in head.amounts), default=self._label + 1)
        texts: dict[int, set[str]] = {}
        for row in self._sheet.filled_rows(after=head.row):
            for place, cell in self._sheet.rows[row].items():
                if place < first and cell.text and place not in head.places.values():
                    texts.setdefault(place, set()).add(plain(cell.text))
        return texts

    def _name_of(self, place: int) -> str | None:
        own = _CORNER.sub("", self._sheet.at(self._row, place).text)
        return next((name for name, column in _NAMED.items() if column.is_called(own)), None)

    def _is_number(self, place: int) -> bool:
        return plain(self._sheet.at(self._row, place).text) in _LEVEL

    def _refuse_doubles(self, head: PrintedHead, reading: Reading) -> None:
        seen: dict[tuple, AmountColumn] = {}
        for column in head.amounts:
            first = seen.setdefault((*column.version.key, column.side), column)
            if first is not column:
                message = f"Deze begroting staat ook in kolom {column_letters(first.place)}. Verwijder een van beide."
                letters = column_letters(column.place)
                reading.problems.append(self._sheet.problem(column.head, letters, message))

    def _note_nameless(self, head: PrintedHead, reading: Reading) -> None:
        last = max((max(self._filled(row)) for row in self._sheet.filled_rows(after=head.row)), default=0)
        known = {*self._columns(), *head.places.values()}
        for place in range(self._label + 1, last + 1):
            if place not in known and self._has_amounts(place):
                reading.notes.append(f"Kolom {column_letters(place)} heeft geen kolomnaam en wordt niet gebruikt.")


def _is_side(cell: Cell) -> bool:
    """Or what is left of two of them."""
    meaning = meaning_of(cell.text)
    return bool(meaning.side or meaning.outcome)


def _side_beside(words: str) -> BudgetSide | None:
    """Of “Lasten 2026”; with more than one in it, none."""
    found = {SIDES[word] for word in plain(words).split() if word in SIDES}
    return found.pop() if len(found) == 1 else None
