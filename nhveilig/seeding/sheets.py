"""Reading CSV files so that whoever made a mistake in one is told where it is and how to mend it."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db.models import TextChoices

from nhveilig.exceptions import PortalError
from nhveilig.figures.values import Figure, Qualifier

Found = TypeVar("Found")


class SheetError(PortalError):
    """A sheet says something that cannot be right. The message names file, row, column and value."""


class SheetRow:
    """One row; `number` counts as a spreadsheet shows it, the header being row 1."""

    def __init__(self, path: Path, number: int, cells: dict[str, str]) -> None:
        self.path, self.number, self._cells = path, number, cells

    def fail(self, column: str, reason: str) -> NoReturn:
        value = self._cells.get(column, "")
        raise SheetError(f"{_shown(self.path)}, rij {self.number}, kolom “{column}”, waarde “{value}”: {reason}")

    def has(self, column: str) -> bool:
        """Whether the sheet has this column at all: for those that may be left out."""
        return column in self._cells

    def text(self, column: str, *, required: bool = True) -> str:
        value = self._cells[column].strip()
        if required and not value:
            self.fail(column, "de cel is leeg. Vul een waarde in.")
        return value

    def integer(self, column: str) -> int:
        try:
            return int(self.text(column))
        except ValueError:
            self.fail(column, "dit is geen geheel getal. Schrijf alleen cijfers, zoals 2019.")

    def integer_or_none(self, column: str) -> int | None:
        return self.integer(column) if self.text(column, required=False) else None

    def decimal(self, column: str) -> Decimal:
        try:
            return Decimal(self.text(column))
        except InvalidOperation:
            self.fail(column, "dit is geen getal. Schrijf het met een punt, zoals 12.50.")

    def decimal_or_none(self, column: str) -> Decimal | None:
        return self.decimal(column) if self.text(column, required=False) else None

    def yes(self, column: str) -> bool:
        """Whether the cell says “ja”; “nee” and an empty cell say no."""
        value = self.text(column, required=False).lower()
        if value not in ("ja", "nee", ""):
            self.fail(column, "schrijf ja of nee.")
        return value == "ja"

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            self.fail(column, "dit is geen datum. Schrijf jaar, maand en dag, zoals 2019-12-31.")

    def day_or_none(self, column: str) -> date | None:
        return self.day(column) if self.text(column, required=False) else None

    def choice(self, column: str, choices: type[TextChoices], *, required: bool = True) -> str:
        value = self.text(column, required=required)
        if value not in choices.values:
            self.fail(column, f"kies een van: {', '.join(filter(None, choices.values))}.")
        return value

    def lookup(self, column: str, known: Mapping[Any, Found], what: str) -> Found:
        """The object this cell names. `what` completes the sentence "… bestaat niet"."""
        key = self.text(column)
        if key not in known:
            self.fail(column, f"{what} bestaat niet. Controleer de spelling of voeg die eerst toe.")
        return known[key]

    def lookup_or_none(self, column: str, known: Mapping[Any, Found], what: str) -> Found | None:
        return self.lookup(column, known, what) if self.text(column, required=False) else None

    def figure(self) -> Figure:
        """The figure in the columns `value` (with a decimal point) and `qualifier`."""
        qualifier = Qualifier(self.choice("qualifier", Qualifier))
        text = self.text("value", required=False)
        try:
            return Figure(Decimal(text) if text else None, qualifier)
        except InvalidOperation:
            self.fail("value", "dit is geen getal. Schrijf het met een punt, zoals 12.50.")
        except ValueError:
            self.fail("value", f"dit past niet bij “{qualifier.label}” in de kolom “qualifier”.")


class Sheet:
    """A CSV file with the columns it must have; `key` names the columns that together occur once."""

    def __init__(self, path: Path, columns: list[str], key: list[str] | None = None) -> None:
        self.path = path
        self._rows = self._read(columns)
        self._refuse_doubles(key or [])

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self._rows)

    def _read(self, columns: list[str]) -> list[SheetRow]:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                self._check_header(reader.fieldnames or [], columns)
                return [self._row(reader.line_num, cells, columns) for cells in reader]
        except FileNotFoundError:
            raise SheetError(f"{_shown(self.path)}: dit bestand ontbreekt.") from None
        except UnicodeDecodeError:
            raise SheetError(f"{_shown(self.path)}: dit bestand is geen UTF-8. Bewaar het als CSV UTF-8.") from None

    def _check_header(self, found: list[str], columns: list[str]) -> None:
        missing = [column for column in columns if column not in found]
        if missing:
            raise SheetError(f"{_shown(self.path)}, rij 1: de kolom “{missing[0]}” ontbreekt.")

    def _row(self, number: int, cells: dict[str, str], columns: list[str]) -> SheetRow:
        if None in cells or None in cells.values():
            raise SheetError(f"{_shown(self.path)}, rij {number}: verwacht zijn {len(columns)} kolommen.")
        return SheetRow(self.path, number, cells)

    def _refuse_doubles(self, key: list[str]) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for row in self._rows if key else []:
            values = tuple(row.text(column, required=False) for column in key)
            if values in seen:
                row.fail(key[-1], f"dit staat ook al in rij {seen[values]}. Verwijder een van beide rijen.")
            seen[values] = row.number


def read_text(path: Path) -> str:
    """A text file of the fixtures. Raises SheetError when it is not there."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise SheetError(f"{_shown(path)}: dit bestand ontbreekt.") from None


def _shown(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)
