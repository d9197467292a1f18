"""Finding the head of a table and reading below it: a row per figure (long), or figures side by side (wide)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nhveilig.sheets.cells import Cell, CellKind, Sheet, Workbook, column_letters, plain
from nhveilig.sheets.exceptions import FileRefused, Problem

# A title, a date and a few remarks may stand above a table; further down nobody looks for a head.
DEEPEST_HEAD = 25


@dataclass(frozen=True)
class Column:
    """A column of a long layout. `name` is what we write above it, `aliases` what else we understand."""

    name: str
    help: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = True

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(map(plain, (self.name, *self.aliases)))

    def is_called(self, text: str) -> bool:
        return plain(text) in self.names


@dataclass(frozen=True)
class Record:
    """What one row says, by the name of the column; a column that is not in the file has no cell."""

    sheet: Sheet
    row: int
    cells: dict[str, Cell]
    # What a column is called in the file, where that is not its name here.
    called: dict[str, str] = field(default_factory=dict)

    def cell(self, column: str) -> Cell:
        return self.cells.get(column) or self.sheet.at(self.row, -1)

    def text(self, column: str) -> str:
        return " ".join(self.cell(column).text.split())

    def has(self, column: str) -> bool:
        return not self.cell(column).is_empty

    def problem(self, column: str, message: str) -> Problem:
        called = self.called.get(column, column)
        return Problem(message, self.sheet.title, self.row, called, self.cell(column).text)


@dataclass
class Reading:
    """`layout` is long or wide. `notes` are things to know that are no reason to refuse."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    layout: str = "long"


@dataclass(frozen=True)
class Head:
    """Where the columns of a long layout stand. `unknown` are heads nothing is done with."""

    sheet: Sheet
    row: int
    places: dict[str, int]
    unknown: tuple[str, ...] = ()


def read_long(book: Workbook, columns: Sequence[Column], *, may_be_empty: bool = False) -> Reading:
    """Every sheet that has the head; another sheet may explain things. Raises FileRefused when none has."""
    heads = [head for sheet in book.sheets if (head := find_head(sheet, columns))]
    if not heads:
        raise FileRefused(*missing_head(book, columns))
    reading = Reading()
    for head in heads:
        reading.problems += _about_head(head, columns)
        reading.notes += [f"De kolom “{name}” wordt niet gebruikt." for name in head.unknown]
        reading.records += list(_records(head))
        _about_nameless(head, book.format, reading)
    refuse_unclear(reading)
    if not (reading.records or reading.problems or may_be_empty):
        raise FileRefused("Onder de kolomnamen staat nog geen enkele rij. Vul de tabel en probeer het opnieuw.")
    return reading


def refuse_unclear(reading: Reading) -> None:
    """A cell of which nobody can say what it means is refused, whatever its column is about."""
    for record in reading.records:
        for name, cell in record.cells.items():
            if cell.kind == CellKind.UNCLEAR:
                reading.problems.append(record.problem(name, str(cell.value)))


def find_head(sheet: Sheet, columns: Sequence[Column], at_least: int | None = None) -> Head | None:
    """The first row that has every required column, or `at_least` so many of them."""
    required = [column.name for column in columns if column.required]
    for row in list(sheet.filled_rows())[:DEEPEST_HEAD]:
        places, unknown = placed(sheet, row, columns)
        if sum(name in places for name in required) >= (at_least or len(required)):
            return Head(sheet, row, places, unknown)
    return None


def placed(sheet: Sheet, row: int, columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where our columns stand in this row, and what else stands in it."""
    places: dict[str, int] = {}
    unknown = []
    for place, cell in sorted(sheet.rows[row].items()):
        name = next((column.name for column in columns if column.is_called(cell.text)), None)
        if name is None and cell.text:
            unknown.append(cell.text)
        elif name is not None:
            places.setdefault(name, place)
    return places, tuple(unknown)


def _about_nameless(head: Head, format: str, reading: Reading) -> None:
    """What stands beside the table. In a csv with commas it is the part of a number behind its comma."""
    named = {place for place, cell in head.sheet.rows[head.row].items() if not cell.is_empty}
    for row in head.sheet.filled_rows(after=head.row):
        loose = [cell for place, cell in head.sheet.rows[row].items() if place not in named and not cell.is_empty]
        if loose and format == "csv":
            message = (
                "Boven deze waarde staat geen kolomnaam. Is zij het deel van een getal achter de komma, bewaar het "
                "bestand dan als Excel-werkmap of als csv met puntkomma’s."
            )
            reading.problems.append(head.sheet.problem(loose[0], column_letters(loose[0].column), message))
        elif loose:
            letters = column_letters(loose[0].column)
            reading.notes.append(f"Kolom {letters} heeft geen kolomnaam en wordt niet gebruikt.")


def _about_head(head: Head, columns: Sequence[Column]) -> Iterator[Problem]:
    for cell in head.sheet.rows[head.row].values():
        if cell.kind == CellKind.UNCLEAR:
            yield head.sheet.problem(cell, column_letters(cell.column), str(cell.value))
        twice = [column.name for column in columns if column.is_called(cell.text)]
        if twice and head.places[twice[0]] != cell.column:
            message = "Deze kolom staat er twee keer. Verwijder een van beide."
            yield Problem(message, head.sheet.title, head.row, twice[0])
    yield from merged_below(head.sheet, head.row)


def merged_below(sheet: Sheet, head_row: int) -> Iterator[Problem]:
    """A merged range holds one value for several cells: below the head nobody can say for which."""
    for merge in sheet.merges:
        if merge.last_row > head_row and merge.first_row >= head_row:
            yield Problem(
                "Hier zijn cellen samengevoegd. Maak de samenvoeging ongedaan en vul elke cel.",
                sheet.title,
                merge.first_row,
                column_letters(merge.first_column),
            )


def missing_head(book: Workbook, columns: Sequence[Column]) -> list[Problem]:
    """Which columns are missing, on the sheet that comes nearest to being the table."""
    required = [column.name for column in columns if column.required]
    nearest = max(
        (head for sheet in book.sheets if (head := find_head(sheet, columns, at_least=1))),
        key=lambda head: len(head.places),
        default=None,
    )
    if nearest is None:
        names = ", ".join(f"“{name}”" for name in required)
        return [Problem(f"De rij met kolomnamen ontbreekt. Zet boven de tabel in elk geval: {names}.")]
    missing = [name for name in required if name not in nearest.places]
    return [
        Problem("Deze kolom ontbreekt. Gebruik de kolomnamen van het sjabloon.", nearest.sheet.title, nearest.row, name)
        for name in missing
    ]


def _records(head: Head) -> Iterator[Record]:
    for row in head.sheet.filled_rows(after=head.row):
        found = head.sheet.rows[row]
        cells = {name: found.get(place) or Cell(row, place, CellKind.EMPTY) for name, place in head.places.items()}
        if not all(cell.is_empty for cell in cells.values()):
            yield Record(head.sheet, row, cells)


def doubles(records: Iterable[tuple[object, Record]], column: str) -> Iterator[Problem]:
    """Two records with the same key: the second names the first."""
    first: dict[object, Record] = {}
    for key, record in records:
        if (seen := first.setdefault(key, record)) is not record:
            where = f"rij {seen.row}" if seen.sheet is record.sheet else f"blad “{seen.sheet.title}”, rij {seen.row}"
            yield record.problem(column, f"Dit staat ook al in {where}. Verwijder een van beide.")
