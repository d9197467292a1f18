"""The sheets of the demo data that no user brings in: read, parsed and refused as an import is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db.models import TextChoices

from nhveilig.figures.values import Figure, Qualifier
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Workbook
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.layouts import Column, Record, doubles, read_long
from nhveilig.sheets.workbooks import read_workbook

Found = TypeVar("Found")
MISSING = "Dit bestand ontbreekt."
LARGEST_WHOLE_NUMBER = 999_999


class SheetRow:
    """One row, of which each cell is asked for as what it must be. What is not that is refused: FileRefused."""

    def __init__(self, record: Record, path: Path) -> None:
        self._record, self._path = record, path

    def fail(self, column: str, reason: str) -> NoReturn:
        raise FileRefused(self._record.problem(column, reason)).in_file(shown(self._path))

    def has(self, column: str) -> bool:
        """Whether the sheet has this column at all: for those that may be left out."""
        return column in self._record.cells

    def text(self, column: str, *, required: bool = True) -> str:
        value = self._record.cells[column].text
        if required and not value:
            self.fail(column, "Deze cel is leeg. Vul een waarde in.")
        return value

    def integer(self, column: str) -> int:
        return self._parsed(column, parsing.whole_number, 0, LARGEST_WHOLE_NUMBER)

    def integer_or_none(self, column: str) -> int | None:
        return self.integer(column) if self.text(column, required=False) else None

    def decimal(self, column: str) -> Decimal:
        figure = self.figure(column)
        if figure.qualifier != Qualifier.EXACT:
            self.fail(column, "Vul een getal in, zonder woorden erbij.")
        return figure.value

    def decimal_or_none(self, column: str) -> Decimal | None:
        return self.decimal(column) if self.text(column, required=False) else None

    def figure(self, column: str) -> Figure:
        return self._parsed(column, parsing.figure)

    def yes(self, column: str) -> bool:
        """Whether the cell says “ja”; “nee” and an empty cell say no."""
        return self._parsed(column, parsing.choice, {"ja": "ja", "nee": "", "": ""}) == "ja"

    def day(self, column: str) -> date:
        return self._parsed(column, parsing.day)

    def day_or_none(self, column: str) -> date | None:
        return self.day(column) if self.text(column, required=False) else None

    def choice(self, column: str, choices: type[TextChoices]) -> str:
        return self._parsed(column, parsing.choice, {value: value for value in choices.values})

    def lookup(self, column: str, known: Mapping[Any, Found], what: str) -> Found:
        """The object this cell names. `what` completes the sentence "… bestaat niet"."""
        return self.known(column, self.text(column), known, what)

    def known(self, column: str, key: object, known: Mapping[Any, Found], what: str) -> Found:
        """The object that `key` names, of which `column` is a part."""
        if key not in known:
            self.fail(column, f"{what.capitalize()} bestaat niet. Controleer de spelling of voeg die eerst toe.")
        return known[key]

    def lookup_or_none(self, column: str, known: Mapping[Any, Found], what: str) -> Found | None:
        return self.lookup(column, known, what) if self.text(column, required=False) else None

    def _parsed(self, column: str, parse: Callable[..., Found], *args: object) -> Found:
        try:
            return parse(self._record.cells[column], *args)
        except ValueError as error:
            self.fail(column, str(error))


class Sheet:
    """A file with the columns it must have; `key` names the columns that together occur once."""

    def __init__(self, path: Path, columns: list[str], key: list[str] | None = None) -> None:
        book = read_file(path)
        with naming(path):
            self._rows = [SheetRow(record, path) for record in _records(book, columns, key or [])]

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self._rows)


def _records(book: Workbook, required: list[str], key: list[str]) -> list[Record]:
    """With the other columns of the file as well: some may be left out."""
    first = next(iter(book.sheets[0].rows.values())).values()
    others = [Column(cell.text, required=False) for cell in first if cell.text not in required]
    reading = read_long(book, [*map(Column, required), *others], may_be_empty=True)
    keyed = [(tuple(record.text(column) for column in key), record) for record in reading.records if key]
    if problems := [*reading.problems, *doubles(keyed, key[-1] if key else "")]:
        raise FileRefused(*problems)
    return reading.records


def read_file(path: Path) -> Workbook:
    """Raises FileRefused when it is not there, or no table."""
    with naming(path):
        return read_workbook(_kept(path), path.name)


def read_text(path: Path) -> str:
    """A text file of the fixtures. Raises FileRefused when it is not there."""
    with naming(path):
        return _kept(path).decode("utf-8").strip()


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(MISSING) from None


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Many files are read at once: what is refused says in which."""
    try:
        yield
    except FileRefused as refused:
        raise refused.in_file(shown(path)) from None


def shown(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)
