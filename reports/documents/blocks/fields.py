"""Fields that give a value of a block: kept as JSON, and shown as people choose or write it.

What is chosen and is not there any more stays in the list, so that it is seen and not lost.
"""

import re
from collections.abc import Iterable
from datetime import date
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags

from nhveilig.editing.fields import LinesField
from nhveilig.editing.widgets import ProseField
from nhveilig.figures.forms import DateField

Option = tuple[str, str]
_HEADING = re.compile(r"<h3>(.*?)</h3>", re.DOTALL)
GONE = "{} (staat niet meer in de lijst)"


class ChosenField(forms.TypedChoiceField):
    """One of a list. What stands there may be gone from it: then it stays until somebody chooses anew."""

    def __init__(self, *, label: str, choices: Iterable[Option], nothing: str = "–", **kwargs: Any) -> None:
        known = [(str(value), name) for value, name in choices]
        kwargs.setdefault("required", False)
        super().__init__(label=label, choices=[("", nothing), *known], empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> str:
        text = "" if value is None else str(value)
        if text not in {one for one, _ in self.choices}:
            self.choices = [*self.choices, (text, GONE.format(text))]
        return text


class SeveralField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: str, choices: Iterable[Option], **kwargs: Any) -> None:
        super().__init__(label=label, choices=list(choices), required=False, **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        chosen = list(map(str, value or []))
        known = {one for one, _ in self.choices}
        self.choices = [*self.choices, *((one, GONE.format(one)) for one in chosen if one not in known)]
        return chosen


class IsoDayField(DateField):
    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        return day and day.isoformat()

    def prepare_value(self, value: Any) -> Any:
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return value


class RowsField(LinesField):
    """Rows of a list, one on each line: what comes before the first colon and what comes after it.

    `columns` are the names of the two in the option.
    """

    def __init__(self, *, columns: tuple[str, str], numbers: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.columns, self.numbers = columns, numbers
        super().__init__(longest=40_000, required=False, **kwargs)

    def prepare_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return "\n".join(": ".join(str(row.get(name, "")) for name in self.columns) for row in value)

    def clean(self, value: str | None) -> list[dict[str, Any]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._row(number, line) for number, line in enumerate(lines, start=1)]

    def _row(self, number: int, line: str) -> dict[str, Any]:
        first, colon, second = line.partition(":")
        if not colon or not first.strip():
            raise ValidationError(f"Regel {number} (“{line[:40]}”) mist een dubbele punt. Schrijf: {self.help_text}")
        row = dict(zip(self.columns, (first.strip(), second.strip()), strict=True))
        return {name: self._value(number, name, text) for name, text in row.items()}

    def _value(self, number: int, name: str, text: str) -> Any:
        if name not in self.numbers:
            return text
        if not (text.isascii() and text.isdecimal() and len(text) <= 4):
            raise ValidationError(f"Regel {number}: “{text}” is geen jaar. Schrijf: {self.help_text}")
        return int(text)


class ProjectTextsField(ProseField):
    """What is said of each project of a plan, one below the other, each under its name as a heading; kept by name."""

    def clean(self, value: Any) -> dict[str, str]:
        first, *rest = _HEADING.split(super().clean(value))
        if first.strip():
            raise ValidationError("Zet boven elke tekst de naam van het project, als kop.")
        titles = (" ".join(unescape(strip_tags(one)).split()) for one in rest[::2])
        return {title: html.strip() for title, html in zip(titles, rest[1::2], strict=True) if html.strip()}

    def text(self, value: dict[str, str] | None) -> str:
        return "".join(f"<h3>{escape(title)}</h3>{html}" for title, html in (value or {}).items())

    def prepare_value(self, value: Any) -> str:
        return self.text(value) if isinstance(value, dict) else value
