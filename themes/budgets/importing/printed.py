"""Budgets as they are printed, read into the long columns: posts below each other, versions or years side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from nhveilig.sheets.cells import Cell, CellKind, Workbook, column_letters, plain
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.layouts import Reading, Record, missing_head, refuse_unclear
from themes.budgets.importing.columns import (
    AMOUNT,
    COLUMNS,
    GRANT,
    GROUP,
    KIND,
    NOTE,
    NUMBER,
    POST,
    ROLE,
    SCALE,
    SIDE,
    SIGN,
    TITLE,
    YEAR,
    Role,
)
from themes.budgets.importing.heads import AmountColumn, PrintedHead, find_printed_head
from themes.budgets.importing.words import SIDES_OR_OUTCOMES, Meaning, about_scale, meaning_of, scale_of, sign_of
from themes.models import BudgetOutcome, BudgetSide

# What the tables of pages call their rows.
_ROLES = {
    **dict.fromkeys(["post", "detail"], Role.POST),
    **dict.fromkeys(["subtotaal", "subtotal"], Role.SUBTOTAL),
    **dict.fromkeys(["totaal", "total"], Role.TOTAL),
    **dict.fromkeys(["kop", "heading"], "kop"),
}
_NOTE_MARK = re.compile(r"\s*[*†⁰¹²³⁴⁵⁶⁷⁸⁹]+\)?$")
MOST_ROWS = 5_000
TOO_LONG = "Deze tabel is te lang voor een begroting: hooguit 5.000 rijen. Verdeel haar over meer bestanden."
RESERVES = (BudgetSide.ADDITIONS, BudgetSide.WITHDRAWALS)
_COMPUTED = "(berekend)"
NO_SIDE = "Bij deze post staat niet of het baten of lasten zijn. Zet “Lasten” of “Baten” als kop boven de posten."
NO_GROUP = "Boven dit subtotaal staat geen groep met deze naam. Zet de naam van de groep als kop boven de posten."
NO_WAY = "Zeg of dit toevoegingen of onttrekkingen zijn: maak er twee rijen van."


def read_printed(book: Workbook) -> Reading:
    """Every sheet with versions in its head. Raises FileRefused when no sheet has one."""
    reading = Reading(layout="breed")
    heads = [head for sheet in book.sheets if (head := find_printed_head(sheet, reading))]
    if not heads:
        raise FileRefused(*missing_head(book, COLUMNS))
    for head in heads:
        _refuse_merged(head, reading)
        if POST not in head.places and not reading.problems:
            raise FileRefused("Naast de bedragen staan geen namen van posten. Zet ze in de eerste kolom.")
        if not reading.problems:
            reading.records += _Lines(head, reading).records()
    refuse_unclear(reading)
    if not reading.records and not reading.problems:
        raise FileRefused("Onder de kolomnamen staat nog geen enkel bedrag. Vul de tabel en probeer het opnieuw.")
    return reading


def _refuse_merged(head: PrintedHead, reading: Reading) -> None:
    """Headings may run over the whole width; an amount that stands for several rows or versions is none."""
    places = {column.place for column in head.amounts}
    for merge in head.sheet.merges:
        covers = any(merge.first_column <= place <= merge.last_column for place in places)
        first = head.sheet.at(merge.first_row, merge.first_column)
        is_heading = merge.first_row == merge.last_row and merge.first_column not in places
        if merge.first_row > head.row and covers and not is_heading:
            message = "Hier zijn cellen samengevoegd. Maak de samenvoeging ongedaan en vul elke cel."
            reading.problems.append(head.sheet.problem(first, column_letters(merge.first_column), message))


@dataclass
class _Line:
    """A row with amounts. `side` is None until something below it says so."""

    row: int
    words: Cell
    role: str
    side: BudgetSide | BudgetOutcome | None
    group: str = ""


@dataclass
class _State:
    """What the rows above said. `programme` is a heading above sides: then each side of it is a group."""

    side: BudgetSide | None = None
    group: str = ""
    programme: str = ""
    # Of the lines since the last group or total, which a total below them may name.
    loose: list[_Line] = field(default_factory=list)


class _Lines:
    def __init__(self, head: PrintedHead, reading: Reading) -> None:
        self._head, self._sheet, self._reading = head, head.sheet, reading
        self._rows = list(self._sheet.filled_rows(after=head.row))
        if len(self._rows) > MOST_ROWS:
            raise FileRefused(TOO_LONG)
        # A sheet of its own may be a side.
        self._state = _State(side=meaning_of(self._sheet.title).side)
        self._found: list[_Line] = []
        self._headings: dict[int, Cell] = {}
        self._programmes = self._find_programmes()
        self._has_dash = False

    # The rows, from top to bottom --------------------------------------------------------------

    def records(self) -> list[Record]:
        for number, row in enumerate(self._rows):
            self._take(row, self._rows[number + 1 :])
        self._refuse_without_side()
        try:
            around = list(self._around())
            scale, said = scale_of(around)
        except ValueError as error:
            raise FileRefused(str(error)) from None
        if said and scale != 1:
            self._reading.notes.append(about_scale(said[0].text, scale))
        self._note_headings({cell.row for cell in said})
        sign = sign_of(cell.text for cell in around)
        found = [record for line in self._found for record in self._records(line, scale, sign)]
        if self._has_dash:
            self._reading.notes.append("Een streepje betekent dat een post in die versie niet voorkomt.")
        return found

    def _around(self) -> Iterator[Cell]:
        """What stands above the amounts, and between and below them."""
        for row, cells in self._sheet.rows.items():
            if row <= self._head.row or not self._has_amounts(row):
                yield from cells.values()

    def _cell(self, row: int, column: str) -> Cell:
        place = self._head.places.get(column)
        return Cell(row, 0, CellKind.EMPTY) if place is None else self._sheet.at(row, place)

    def _amounts(self, row: int) -> list[Cell]:
        return [self._sheet.at(row, column.place) for column in self._head.amounts]

    def _has_amounts(self, row: int) -> bool:
        return any(not cell.is_empty for cell in self._amounts(row))

    def _take(self, row: int, below: Sequence[int]) -> None:
        words = self._without_marks(self._cell(row, POST))
        if words.is_empty and not self._has_amounts(row):
            return
        if SIDE in self._head.places and not self._take_side(row):
            return
        role = _ROLES.get(plain(self._cell(row, ROLE).text), "")
        if GROUP in self._head.places:
            self._state.group = " ".join(self._cell(row, GROUP).text.split())
        if self._has_amounts(row):
            if words.is_empty:
                self._problem(row, "Bij deze bedragen staat geen post. Zet de naam van de post ervoor.")
            else:
                self._take_amounts(row, words, role, below)
        elif not words.is_empty:
            self._take_heading(words)

    def _without_marks(self, words: Cell) -> Cell:
        """A star behind the name of a post refers to a note below the table; in what we wrote it is of the name."""
        name = _NOTE_MARK.sub("", words.text)
        if name == words.text or not name or GROUP in self._head.places:
            return words
        self._reading.notes.append(f"De verwijzing bij “{words.text}” (rij {words.row}) is weggelaten.")
        return Cell(words.row, words.column, CellKind.TEXT, name, words.indent)

    def _take_side(self, row: int) -> bool:
        """From a column of its own; an empty cell there is the side above it."""
        said = self._cell(row, SIDE)
        if said.is_empty:
            return True
        meaning = meaning_of(said.text)
        side = SIDES_OR_OUTCOMES.get(plain(said.text)) or meaning.outcome or meaning.side
        if side is None:
            known = ", ".join(f"“{one}”" for one in [*BudgetSide.values, *BudgetOutcome.values])
            self._reading.problems.append(self._sheet.problem(said, SIDE, f"Kies een van: {known}."))
            return False
        if side != self._state.side:
            self._state = _State(side=side)
        return True

    def _take_heading(self, words: Cell) -> None:
        meaning = meaning_of(words.text)
        if meaning.side and not meaning.is_total:
            self._state = _State(side=meaning.side, programme=self._state.programme)
        elif words.row in self._programmes:
            self._state = _State(programme=words.text)
        elif meaning.is_total or meaning.outcome or meaning.is_left:
            self._state.loose = []
        elif meaning.is_reserves and self._state.side not in {BudgetSide.ASSETS, BudgetSide.LIABILITIES}:
            self._state = _State()
        else:
            self._state.group, self._state.loose = " ".join(words.text.split()), []
            self._headings[words.row] = words

    def _find_programmes(self) -> set[int]:
        """Headings right above a side, when there are more of them: each has sides of its own."""
        headings = [row for row in self._rows if not self._has_amounts(row) and self._cell(row, POST).text]
        found = set()
        following = dict(pairwise(self._rows))
        for row in headings:
            after = following.get(row)
            is_plain = meaning_of(self._cell(row, POST).text) == Meaning()
            if is_plain and after and self._is_side(after):
                found.add(row)
        return found if len(found) > 1 else set()

    def _is_side(self, row: int) -> bool:
        meaning = meaning_of(self._cell(row, POST).text)
        return meaning.side in {BudgetSide.INCOME, BudgetSide.EXPENSES} and not meaning.is_total

    def _take_amounts(self, row: int, words: Cell, role: str, below: Sequence[int]) -> None:
        meaning, state = meaning_of(words.text), self._state
        if role == Role.POST:
            self._add(row, words, state.side)
        elif words.text.endswith(_COMPUTED):
            self._reading.notes.append(
                f"“{words.text}” (rij {row}) wordt niet bewaard: het portaal rekent dit zelf uit."
            )
        elif isinstance(state.side, BudgetOutcome) or (role == Role.TOTAL and SIDE in self._head.places):
            self._add_total(row, words, state.side)
        elif role == Role.SUBTOTAL and GROUP in self._head.places:
            self._found.append(_Line(row, words, Role.SUBTOTAL, state.side, state.group))
        elif meaning.outcome or meaning.is_left:
            self._take_left(row, words, meaning)
        elif meaning.is_total or role in {Role.SUBTOTAL, Role.TOTAL}:
            self._take_total(row, words, meaning)
        else:
            self._take_plain(row, words, meaning, below)

    def _take_plain(self, row: int, words: Cell, meaning: Meaning, below: Sequence[int]) -> None:
        is_on_balance = self._state.side in {BudgetSide.ASSETS, BudgetSide.LIABILITIES}
        if meaning.is_reserves and not is_on_balance:
            self._problem(row, NO_WAY, words)
        elif meaning.is_part:
            self._reading.notes.append(f"“{words.text}” (rij {row}) wordt niet bewaard: het is een deel van een post.")
        elif meaning.side and not (meaning.side in RESERVES and (is_on_balance or self._counts_in_total(below))):
            self._take_sum_of_side(row, words, meaning.side)
        elif self._is_above_its_parts(words, below):
            self._state.group, self._state.loose = words.text, []
            self._found.append(_Line(row, words, Role.SUBTOTAL, self._state.side, self._state.group))
        else:
            self._add(row, words, self._state.side)

    def _counts_in_total(self, below: Sequence[int]) -> bool:
        """Whether a total of the side that is open still follows: then reserves are posts of that side."""
        for row in below:
            meaning = meaning_of(self._cell(row, POST).text)
            if meaning.is_total and meaning.side:
                return meaning.side == self._state.side
            if meaning.outcome or (meaning.side and meaning.side not in RESERVES):
                return False
        return False

    def _take_sum_of_side(self, row: int, words: Cell, side: BudgetSide) -> None:
        """“Lasten” with amounts: of a programme, or of reserves, or a total below its heading."""
        if self._state.side == side and any(line.side == side and line.role == Role.POST for line in self._found):
            self._add_total(row, words, side)
            return
        named = self._state.programme or self._state.group
        line = _Line(row, words, Role.POST, side)
        if named and side in {BudgetSide.INCOME, BudgetSide.EXPENSES}:
            self._headings.pop(self._heading_row(named), None)
            line.words = Cell(words.row, words.column, CellKind.TEXT, named)
        self._found.append(line)

    def _heading_row(self, name: str) -> int:
        return next((row for row, cell in reversed(self._headings.items()) if plain(cell.text) == plain(name)), 0)

    def _is_above_its_parts(self, words: Cell, below: Sequence[int]) -> bool:
        """What is set in below it adds up to it."""
        after = self._cell(below[0], POST) if below else words
        return bool(below) and self._has_amounts(below[0]) and after.indent > words.indent

    def _take_left(self, row: int, words: Cell, meaning: Meaning) -> None:
        groups = {plain(line.group) for line in self._found} | {plain(self._state.programme)} - {""}
        if meaning.outcome and not self._state.programme:
            self._add_total(row, words, meaning.outcome)
        elif meaning.outcome or meaning.of in groups:
            self._reading.notes.append(
                f"“{words.text}” (rij {row}) wordt niet bewaard: het is geen saldo van het geheel."
            )
            self._state.programme = "" if meaning.outcome else self._state.programme
        else:
            self._add(row, words, self._state.side)

    def _take_total(self, row: int, words: Cell, meaning: Meaning) -> None:
        state = self._state
        side = meaning.side or state.side
        group = self._group_called(meaning.of, side)
        if meaning.side and meaning.side == state.side and self._is_open(state.programme, meaning.side):
            self._add_subtotal(row, words, meaning.side, state.programme)
        elif group is not None:
            self._add_subtotal(row, words, side, group)
        elif meaning.side or (not meaning.of and (not state.group or plain(words.text).startswith("eind"))):
            self._add_total(row, words, side)
        elif not meaning.of:
            self._add_subtotal(row, words, side, state.group)
        elif state.loose and not state.group:
            # A group that is named by its total alone.
            name = _without_total(words.text)
            for line in state.loose:
                line.group = name
            self._add_subtotal(row, words, side, name)
        else:
            self._problem(row, NO_GROUP, words)

    def _is_open(self, programme: str, side: BudgetSide) -> bool:
        """Whether that side of a programme has posts, and no total yet."""
        roles = {line.role for line in self._found if (line.side, line.group) == (side, programme)}
        return bool(programme) and roles == {Role.POST}

    def _group_called(self, of: str, side: object) -> str | None:
        names = {plain(line.group): line.group for line in self._found if line.side == side and line.group}
        return names.get(of)

    def _add(self, row: int, words: Cell, side: BudgetSide | BudgetOutcome | None) -> None:
        line = _Line(row, words, Role.POST, side, self._state.group or self._state.programme)
        self._headings.pop(self._heading_row(line.group), None)
        self._found.append(line)
        self._state.loose.append(line)

    def _add_subtotal(self, row: int, words: Cell, side: object, group: str) -> None:
        self._found += [] if self._head.is_comparison else [_Line(row, words, Role.SUBTOTAL, side, group)]
        self._state.group, self._state.loose = "", []

    def _add_total(self, row: int, words: Cell, side: BudgetSide | BudgetOutcome | None) -> None:
        if side is None:
            self._problem(
                row, "Het portaal weet niet waarvan dit het totaal is. Schrijf bijvoorbeeld “Totaal lasten”.", words
            )
            return
        for line in self._found:
            line.side = line.side or side
        self._found += [] if self._head.is_comparison else [_Line(row, words, Role.TOTAL, side)]
        self._state.group, self._state.loose = "", []

    # What became of them ------------------------------------------------------------------------

    def _problem(self, row: int, message: str, cell: Cell | None = None) -> None:
        found = cell or next(one for one in self._amounts(row) if not one.is_empty)
        self._reading.problems.append(self._sheet.problem(found, column_letters(found.column), message))

    def _refuse_without_side(self) -> None:
        columns = [column for column in self._head.amounts if column.side is None]
        for line in self._found:
            if line.side is None and columns:
                self._problem(line.row, NO_SIDE, line.words)

    def _note_headings(self, said: set[int]) -> None:
        for row, cell in self._headings.items():
            if row not in said:
                self._reading.notes.append(
                    f"“{cell.text}” (rij {row}) heeft geen bedragen en geen posten eronder, en wordt niet gelezen. Is "
                    "het een post, schrijf er dan n.t.b. bij."
                )

    def _records(self, line: _Line, scale: int, sign: str) -> Iterator[Record]:
        for column in self._head.amounts:
            amount = self._sheet.at(line.row, column.place)
            is_dash = amount.text in {"-", "–", "—", "\u2212"}
            self._has_dash |= is_dash
            if (column.side or line.side) is None or is_dash or (line.role != Role.POST and amount.is_empty):
                continue
            yield self._record(line, column, amount, scale, sign)

    def _record(self, line: _Line, column: AmountColumn, amount: Cell, scale: int, sign: str) -> Record:
        row, place, version = line.row, column.place, column.version
        said = {
            KIND: version.kind.value,
            SIDE: (column.side or line.side).value,
            GROUP: line.group,
            ROLE: line.role,
            SIGN: sign,
            TITLE: version.words,
        }
        cells = {name: Cell(row, place, CellKind.TEXT, text) for name, text in said.items()}
        numbers = {YEAR: version.year, NUMBER: version.number, SCALE: scale}
        for name, number in numbers.items():
            if number is not None:
                cells[name] = Cell(row, place, CellKind.NUMBER, Decimal(number))
        cells |= {POST: line.words, AMOUNT: amount}
        cells |= {name: self._cell(row, name) for name in (NOTE, GRANT) if name in self._head.places}
        return Record(self._sheet, row, cells, {AMOUNT: f"{column_letters(place)}: {version.words}"})


def _without_total(words: str) -> str:
    """The words behind “Subtotaal”, as they were written."""
    found = [word for word in words.split() if not meaning_of(word).is_total]
    return " ".join(found).strip(" :")
