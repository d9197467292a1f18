"""Fields in which figures and dates are typed. Each kind has one widget and one way to refuse, on every page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nhveilig.figures.dates import EXAMPLE, UNKNOWN, FuzzyDate, parse_date, parse_fuzzy_date
from nhveilig.figures.formats import date_short, euro, number, without_trailing_zeros
from nhveilig.figures.parsing import (
    AMOUNT,
    ANY,
    COUNT,
    PERCENTAGE,
    Bounds,
    Unreadable,
    parse_figure,
    parse_number,
    typed_figure,
)
from nhveilig.figures.values import Figure

LONGEST = 60
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


class TypedField(forms.CharField):
    """A line of text with a meaning. What the field holds is shown such that it reads back as itself."""

    required_message = "Vul een getal in."
    inputmode = "decimal"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": self.inputmode, "autocomplete": "off"}))
        too_long = f"Dit is te lang: hooguit {kwargs['max_length']} tekens."
        words = {"required": self.required_message, "max_length": too_long}
        super().__init__(error_messages=words | kwargs.pop("error_messages", {}), **kwargs)

    def parse(self, text: str) -> object:
        """Raises Unreadable."""
        raise NotImplementedError

    def is_missing(self, value: object) -> bool:
        return value is None

    def clean(self, value: str | None) -> Any:
        text = self.to_python(value)
        self.run_validators(text)
        found = read_or_refuse(self.parse, text)
        if self.required and self.is_missing(found):
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.text(value)

    def text(self, value: Any) -> str:
        raise NotImplementedError

    def has_changed(self, initial: Any, data: str | None) -> bool:
        try:
            return self.parse(self.to_python(data)) != self.parse(self.to_python(self.prepare_value(initial)))
        except Unreadable:
            return True


def read_or_refuse(parse: Callable[[str], Any], text: str) -> Any:
    """What `parse` reads in `text`. What it cannot read is refused as a form refuses."""
    try:
        return parse(text)
    except Unreadable as error:
        raise ValidationError(str(error), code=error.code) from None


class NumberField(TypedField):
    """A number by itself; the cleaned value is a Decimal, or None when there is none (yet)."""

    bounds: Bounds = ANY

    def __init__(self, *, bounds: Bounds | None = None, **kwargs: Any) -> None:
        self.bounds = bounds or self.bounds
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal | None:
        return parse_number(text, self.bounds)

    def text(self, value: Decimal | int) -> str:
        value = without_trailing_zeros(Decimal(value))
        return typed_figure(Figure(value)) if self.bounds.decimals is None else number(value)


class AmountField(NumberField):
    """Euros: `€ 23.064.000,-`, `500.000`, `1234,50`. With cents, or none at all."""

    bounds = AMOUNT
    required_message = "Vul een bedrag in."

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "In euro’s, bijvoorbeeld 367.500. Laat leeg wat u nog niet weet.")
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal | None:
        amount = super().parse(text)
        return None if amount is None else round(amount, 2)

    def text(self, value: Decimal | int) -> str:
        return number(value, 0 if value == int(value) else 2)

    def words(self, value: Decimal | None) -> str:
        """As readers see it, where a text is told and not typed over."""
        return "" if value is None else euro(value)


class PercentageField(NumberField):
    bounds = PERCENTAGE
    required_message = "Vul een percentage in, bijvoorbeeld 2,5."


class CountField(NumberField):
    """How many there are: a whole number. The cleaned value is an int."""

    bounds = COUNT
    inputmode = "numeric"

    def __init__(self, *, lowest: int | None = None, highest: int | None = None, **kwargs: Any) -> None:
        given = {"lowest": lowest, "highest": highest}
        found = {name: Decimal(value) for name, value in given.items() if value is not None}
        super().__init__(bounds=replace(self.bounds, **found), **kwargs)

    def parse(self, text: str) -> int | None:
        count = super().parse(text)
        return None if count is None else int(count)


class YearField(forms.IntegerField):
    """Four digits, without a point: a year is not counted."""

    def __init__(self, **kwargs: Any) -> None:
        first, last = EARLIEST.year, LATEST.year
        words = dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], f"Vul een jaar in tussen {first} en {last}."
        )
        super().__init__(min_value=first, max_value=last, error_messages=words, **kwargs)


class FigureField(NumberField):
    """A figure as a table has it: `bijna 12`, `n.t.b.`, or nothing at all, which is a blank. Never None."""

    def parse(self, text: str) -> Figure:
        return parse_figure(text, self.bounds)

    def is_missing(self, value: Figure) -> bool:
        return value == Figure.blank()

    def text(self, value: Figure) -> str:
        return typed_figure(value, self.bounds.decimals)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def format_value(self, value: date | str | None) -> str | None:
        """A browser shows an ISO date only: that is what becomes of `31-12-2026`, typed where there is no calendar."""
        try:
            return parse_date(value).isoformat() if isinstance(value, str) else super().format_value(value)
        except Unreadable:
            return value


class DateField(forms.DateField):
    """One day, from 1990 up to 2100."""

    widget = DateInput
    required_message = f"Vul een datum in, bijvoorbeeld {EXAMPLE}."

    def __init__(self, **kwargs: Any) -> None:
        words = {"required": self.required_message} | kwargs.pop("error_messages", {})
        super().__init__(error_messages=words, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value or None)
        return read_or_refuse(parse_date, value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not EARLIEST <= value < LATEST:
            raise ValidationError(f"Kies een datum tussen {date_short(EARLIEST)} en {date_short(LATEST)}.")


class FuzzyDateField(TypedField):
    """A day or a period; with `year`, a period of that year may leave it out. None when nothing was typed."""

    required_message = "Vul een datum of periode in, bijvoorbeeld Q3 2026 of medio 2026."
    inputmode = "text"

    def __init__(self, *, year: int | None = None, **kwargs: Any) -> None:
        self.year = year
        super().__init__(**kwargs)

    def parse(self, text: str) -> FuzzyDate | None:
        return None if text.strip().lower() in {"", UNKNOWN} else parse_fuzzy_date(text, self.year)

    def text(self, value: FuzzyDate) -> str:
        return value.text
