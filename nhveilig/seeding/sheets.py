"""The sheets of the demo data that no user brings in: read, parsed and refused as an import is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

from django.conf import settings
from django.db.models import BooleanField, DateField, DecimalField, Field, IntegerField, Model, TextChoices
from django.utils.text import capfirst

from nhveilig.figures.fields import UnitField
from nhveilig.figures.units import read_unit
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, Workbook
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

    def values(self, model: type[Model], names: str = "", **columns: str) -> dict[str, Any]:
        """Fields of `model`: those in `names`, from the columns of the same name, and others from the column given.

        A field that may be empty in the database may be so here; the others may not.
        """
        wanted = {name: name for name in names.split()} | columns
        return {name: self._value(model._meta.get_field(name), column) for name, column in wanted.items()}

    def _value(self, field: Field, column: str) -> Any:
        if field.choices:
            words = [value for value, _ in field.choices] + ([""] if field.blank else [])
            return self._parsed(column, parsing.choice, {word: word for word in words})
        if isinstance(field, BooleanField):
            return self._parsed(column, parsing.choice, {"ja": "ja", "nee": "", "": ""}) == "ja"
        if field.null and not self.text(column, required=False):
            return None
        read = {DateField: self.day, DecimalField: self.decimal, IntegerField: self.integer}
        if isinstance(field, UnitField):
            return self.unit(column, required=not field.blank)
        for kind, of_kind in read.items():
            if isinstance(field, kind):
                return of_kind(column)
        return self.text(column, required=not field.blank)

    def text(self, column: str, *, required: bool = True) -> str:
        value = self._cell(column).text
        if required and not value:
            self.fail(column, "Deze cel is leeg. Vul een waarde in.")
        return value

    def unit(self, column: str, *, required: bool = True) -> str:
        text = self.text(column, required=required)
        return self._parsed(column, lambda cell: read_unit(text))

    def integer(self, column: str) -> int:
        return self._parsed(column, parsing.whole_number, 0, LARGEST_WHOLE_NUMBER)

    def decimal(self, column: str) -> Decimal:
        figure = self.figure(column)
        if figure.qualifier != Qualifier.EXACT:
            self.fail(column, "Vul een getal in, zonder woorden erbij.")
        return figure.value

    def figure(self, column: str) -> Figure:
        return self._parsed(column, parsing.figure)

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
            self.fail(column, f"{capfirst(what)} bestaat niet. Controleer de spelling of voeg die eerst toe.")
        return known[key]

    def lookup_or_none(self, column: str, known: Mapping[Any, Found], what: str) -> Found | None:
        return self.lookup(column, known, what) if self.text(column, required=False) else None

    def _cell(self, column: str) -> Cell:
        if not self.has(column):
            self.fail(column, "Deze kolom ontbreekt. Voeg haar toe aan het bestand.")
        return self._record.cells[column]

    def _parsed(self, column: str, parse: Callable[..., Found], *args: object) -> Found:
        try:
            return parse(self._cell(column), *args)
        except ValueError as error:
            self.fail(column, str(error))


class Sheet:
    """A file of which the columns in `key` together occur once."""

    def __init__(self, path: Path, *key: str) -> None:
        book = read_file(path)
        with naming(path):
            self._rows = [SheetRow(record, path) for record in _records(book, key)]

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self._rows)

    def read(
        self,
        model: type[Found],
        names: str = "",
        *,
        of: Callable[[SheetRow], Mapping[str, Any]] = lambda row: {},
        figure: str = "",
        counted_from: int | None = None,
        **columns: str,
    ) -> list[Found]:
        """A row of `model` for each of the sheet; `names` and `columns` as in `SheetRow.values`.

        `of` gives what it belongs to, `figure` is the column of its figure, its `order` is `counted_from` a number.
        """
        found = []
        for order, row in enumerate(self, counted_from or 0):
            place = {} if counted_from is None else {"order": order}
            one = model(**of(row), **place, **row.values(model, names, **columns))
            if figure:
                one.figure = row.figure(figure)
            found.append(one)
        return found


def _records(book: Workbook, key: Sequence[str]) -> list[Record]:
    first = next(iter(book.sheets[0].rows.values())).values()
    others = [Column(cell.text, required=False) for cell in first if cell.text not in key]
    reading = read_long(book, [*map(Column, key), *others], may_be_empty=True)
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


class LayeredFolder:
    """`upper` laid over `lower`, so that a variant need hold only what differs.

    A path to a file is a real path: the upper one when it is there, else the lower one.

    Has of `Path` what reading fixtures takes: `/`, `glob` of names in the folder itself, and `name`.
    """

    def __init__(self, upper: Path, lower: Path) -> None:
        self.upper, self.lower = upper, lower

    @property
    def name(self) -> str:
        return self.upper.name

    def __truediv__(self, name: str) -> Path | Self:
        upper, lower = self.upper / name, self.lower / name
        if upper.is_dir():
            return type(self)(upper, lower)
        return upper if upper.exists() else lower

    def glob(self, pattern: str) -> Iterator[Path]:
        found = {path.name: path for folder in (self.lower, self.upper) for path in folder.glob(pattern)}
        yield from (found[name] for name in sorted(found))
