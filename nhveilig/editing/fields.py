"""Fields in which people write, and the text that stands for the value of any field.

Every field is saved, compared and kept in the history as a text: the one its control shows.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from nhveilig.editing.exceptions import FieldRefused
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long, number
from nhveilig.figures.units import ADD_FIRST, read_unit
from nhveilig.texts import forms as texts
from nhveilig.texts.cleaning import clean
from nhveilig.texts.forms import checked, printable
from nhveilig.texts.markup import TextRefused


class CleanProse(str):
    """A text that was cleaned already, so that nobody waits while it is cleaned under a lock."""

    __slots__ = ()


class LineField(forms.CharField):
    """One line of plain text."""

    def __init__(self, *, longest: int = 300, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: str | None) -> str:
        line = " ".join(printable(value or "").split())
        if len(line) > self.longest:
            raise ValidationError(
                f"{self.label} is {len(line)} tekens lang en hier passen er {self.longest}. "
                f"Maak de tekst {len(line) - self.longest} tekens korter."
            )
        return line


class HeadingField(LineField):
    """One line that may be long: its control wraps."""

    widget = forms.Textarea


class UnitField(LineField):
    """What a figure is counted in, by either word of a known unit; `otherwise` is what to do about another."""

    def __init__(self, *, otherwise: str = ADD_FIRST, **kwargs: Any) -> None:
        self.otherwise = otherwise
        super().__init__(**kwargs)

    def to_python(self, value: str | None) -> str:
        try:
            return read_unit(super().to_python(value), self.otherwise)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class LinesField(forms.CharField):
    """Plain text of more than one line."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 5_000, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: str | None) -> str:
        text = printable(value or "").strip()
        lines = "\n".join(line.rstrip() for line in text.split("\n"))
        if len(lines) > self.longest:
            raise ValidationError(
                f"{self.label} is {number(len(lines))} tekens lang en hier passen er {number(self.longest)}."
            )
        return lines


class ProseField(forms.CharField):
    """Running text with headings, lists, links, notes and tables, as clean HTML."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        if isinstance(value, CleanProse):
            return value
        try:
            return CleanProse(checked(clean(value or "").strip()))
        except TextRefused as error:
            raise ValidationError(str(error)) from None

    def text(self, value: Any) -> str:
        """The HTML of what is stored."""
        return value or ""


def cleaned_before(field: forms.Field | None, text: str) -> str:
    """The same text for a field of prose, cleaned before anybody has to wait for it; what cannot be stored stays as it
    is, for the field to refuse."""
    if not isinstance(field, ProseField):
        return text
    try:
        return field.to_python(text)
    except ValidationError:
        return text


def is_text(field: forms.Field) -> bool:
    """Whether two versions of it can be put together; of a date, a choice or a unit only one of the two can be."""
    if isinstance(field, UnitField):
        return False
    return isinstance(field, LineField | LinesField | ProseField) or type(field) in (forms.CharField, texts.CharField)


def shown_in(field: forms.Field, value: Any) -> list[str]:
    """What a browser sends when the control of `field` is left as it was shown with `value`."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    shown = field.widget.format_value(field.prepare_value(value))
    return shown if isinstance(shown, list) else [shown or ""]


def text_of(field: forms.Field, value: Any) -> str:
    """The text that stands for `value`. `value_of` reads it back."""
    if isinstance(field, ProseField):
        return field.text(value)
    shown = shown_in(field, value)
    return ",".join(sorted(shown) if _takes_many(field) else shown)


def value_of(field: forms.Field, text: str) -> Any:
    """Raises FieldRefused, or another PortalError of what reads the text."""
    try:
        return field.clean([one for one in text.split(",") if one] if _takes_many(field) else text)
    except ValidationError as error:
        raise FieldRefused(" ".join(error.messages)) from None


def words_of(field: forms.Field, text: str) -> str:
    """As people read it: the name of what was chosen, a date in full; empty for nothing. Not for prose."""
    if isinstance(field, forms.BooleanField):
        return "ja" if text else "nee"
    try:
        value = value_of(field, text)
    except PortalError:
        return text
    if hasattr(field, "words"):
        return field.words(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return _chosen(field, text)
    return _in_words(value, text)


def _takes_many(field: forms.Field) -> bool:
    return getattr(field.widget, "allow_multiple_selected", False)


def _chosen(field: forms.ChoiceField, text: str) -> str:
    labels = dict(field.widget.choices)
    return ", ".join(str(labels.get(one, one)) for one in (text.split(",") if _takes_many(field) else [text]))


def _in_words(value: Any, text: str) -> str:
    if value is None or isinstance(value, str):
        return text
    if isinstance(value, date):
        return date_long(value)
    if isinstance(value, Model):
        return str(value)
    return ", ".join(sorted(map(str, value))) if hasattr(value, "__iter__") else text
