"""What can be typed in a field of a plan, and the text it offers to type over. Every field is saved as a text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import number, parse_number
from nhveilig.sheets.parsing import day_in
from nhveilig.texts.cleaning import clean
from themes.models.plans import ImplementationPlan

# Characters. A whole plan is a twentieth of it; a paste from Word is far smaller once it is clean.
LONGEST_PROSE = 4_000_000


class FieldRefused(PortalError):
    """The text cannot stand in the field. The message says why, and how to mend it."""


@dataclass(frozen=True)
class Field:
    """A field of a part. `read` gives what is stored for a text, `text` the other way round."""

    name: str
    label: str
    help: str = ""

    def read(self, text: str, plan: ImplementationPlan) -> object:
        """Raises FieldRefused."""
        raise NotImplementedError

    def text(self, value: object) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class LineField(Field):
    """One line of plain text."""

    longest: int = 300

    def read(self, text: str, plan: ImplementationPlan) -> str:
        line = " ".join(text.split())
        if len(line) > self.longest:
            raise FieldRefused(
                f"{self.label} is {len(line)} tekens lang en hier passen er {self.longest}. "
                f"Maak de tekst {len(line) - self.longest} tekens korter."
            )
        return _without_controls(line)


@dataclass(frozen=True)
class LinesField(Field):
    """Plain text of more than one line."""

    longest: int = 5_000

    def read(self, text: str, plan: ImplementationPlan) -> str:
        lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
        if len(lines) > self.longest:
            raise FieldRefused(
                f"{self.label} is {number(len(lines))} tekens lang en hier passen er {number(self.longest)}."
            )
        return _without_controls(lines)


@dataclass(frozen=True)
class ProseField(Field):
    """Running text with headings, lists, links, notes and tables, as clean HTML."""

    def read(self, text: str, plan: ImplementationPlan) -> str:
        html = clean(text).strip()
        if len(html) > LONGEST_PROSE:
            raise FieldRefused(
                f"{self.label} is {number(len(html))} tekens lang; er passen er {number(LONGEST_PROSE)}. "
                "Verdeel de tekst over andere onderdelen."
            )
        return html


@dataclass(frozen=True)
class DayField(Field):
    def read(self, text: str, plan: ImplementationPlan) -> date | None:
        if not text.strip():
            return None
        try:
            found = day_in(text)
        except ValueError as error:
            raise FieldRefused(str(error)) from None
        if found is None:
            raise FieldRefused(f"“{text.strip()}” is geen datum. Schrijf dag, maand en jaar, zoals 31-12-{plan.year}.")
        return found

    def text(self, value: date | None) -> str:
        """As the date input of a browser wants it."""
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class NumberField(Field):
    """A number of at most two decimals, zero or more."""

    largest: Decimal = Decimal(1_000_000_000)

    def read(self, text: str, plan: ImplementationPlan) -> Decimal | None:
        """Raises NotANumber and AmbiguousNumber (nhveilig.figures.formats) as well."""
        if not text.strip():
            return None
        value = parse_number(text)
        if value < 0:
            raise FieldRefused(f"{self.label} kan niet minder dan nul zijn. Haal het minteken weg.")
        if value > self.largest:
            raise FieldRefused(f"{self.label} is te groot: hooguit {number(self.largest)}.")
        if value != round(value, 2):
            raise FieldRefused(f"{self.label} heeft hooguit twee cijfers achter de komma. Rond het af.")
        return value

    def text(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        value = Decimal(value)
        return number(value, 0 if value == value.to_integral_value() else 2).replace(".", "")


@dataclass(frozen=True)
class ChoiceField(Field):
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, text: str, plan: ImplementationPlan) -> str:
        if text not in dict(self.choices):
            known = ", ".join(label for _, label in self.choices)
            raise FieldRefused(f"Kies bij {self.label} een van: {known}.")
        return text


@dataclass(frozen=True)
class ReferenceField(Field):
    """Another row, by its number; `among` says which rows this plan may refer to. An empty text refers to none."""

    among: Callable[[ImplementationPlan], models.QuerySet] = None

    def is_number(self, text: str) -> bool:
        return text.isascii() and text.isdecimal() and len(text) <= 18

    def read(self, text: str, plan: ImplementationPlan, *, is_there: bool | None = None) -> int | None:
        """`is_there` when the caller knows already whether the row is among those of the plan."""
        if not text.strip():
            return None
        if is_there is None:
            is_there = self.is_number(text) and self.among(plan).filter(pk=int(text)).exists()
        if not is_there:
            raise FieldRefused(f"Wat bij {self.label} gekozen is, bestaat hier niet (meer). Kies opnieuw uit de lijst.")
        return int(text)


def _without_controls(text: str) -> str:
    return "".join(char for char in text if char >= " " or char == "\n")
