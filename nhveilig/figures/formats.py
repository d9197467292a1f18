"""Numbers, amounts and dates as Dutch readers expect them. Nothing else in the project formats a figure."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from nhveilig.exceptions import PortalError

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
LONGEST_NUMBER = 40

Number = Decimal | int
Day = date | datetime | str


class NotANumber(PortalError):
    """What was typed cannot be read as a number."""


class AmbiguousNumber(PortalError):
    """What was typed can be read as two numbers, a factor of thousand apart."""


def rounded(value: Number, decimals: int) -> Decimal:
    """Half away from zero, as people round by hand."""
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def without_trailing_zeros(value: Decimal) -> Decimal:
    """12.5000 becomes 12.5 and 500.0000 becomes 500, never 5E+2."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value


def number(value: Number, decimals: int | None = None) -> str:
    """`1.234,56`, with a real minus sign. Without `decimals` the number keeps the decimals it has."""
    if isinstance(value, float):
        raise TypeError("a figure is a Decimal or an int, never a float")
    value = Decimal(value) if decimals is None else rounded(value, decimals)
    digits = f"{abs(value):,f}".translate(str.maketrans(",.", ".,"))
    return MINUS + digits if value < 0 else digits


def signed(value: Number, decimals: int | None = None) -> str:
    """A change: `+3,00`, `−20,50`; no change has no sign."""
    text = number(value, decimals)
    return text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def fte(value: Number, decimals: int | None = None) -> str:
    """`61,4 fte`. Without `decimals`: as many as the value needs."""
    return _trimmed(value, decimals) + NO_BREAK_SPACE + "fte"


def euro(value: Number, decimals: int | None = None) -> str:
    """`€ 8.010.900`; cents only when there are any, and then always two."""
    if decimals is None:
        decimals = 0 if Decimal(value) == Decimal(value).to_integral_value() else 2
    return "€" + NO_BREAK_SPACE + number(value, decimals)


def percentage(value: Number, decimals: int | None = None) -> str:
    """`25%`; the value is in percents already."""
    return _trimmed(value, decimals) + "%"


def _trimmed(value: Number, decimals: int | None) -> str:
    return number(without_trailing_zeros(Decimal(value)) if decimals is None else value, decimals)


def date_long(day: Day) -> str:
    """`20 september 2019`. Takes an ISO string too, for that is what frozen editions hold."""
    day = _day(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(day: Day) -> str:
    """`20-9-2019`"""
    day = _day(day)
    return f"{day.day}-{day.month}-{day.year}"


def datetime_long(moment: datetime | str) -> str:
    """`20 september 2019 om 14.05 uur`, in Dutch time when the moment knows its time zone."""
    moment = _local(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
    return f"{date_long(moment)} om {moment:%H.%M} uur"


def _day(day: Day) -> date:
    if isinstance(day, str):
        day = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    return _local(day).date() if isinstance(day, datetime) else day


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def file_size(size: int) -> str:
    """`812 bytes`, `45 kB`, `1,2 MB`; a kilobyte is a thousand bytes."""
    if size < 1000:
        return f"{size}{NO_BREAK_SPACE}bytes"
    if size < 999_500:
        return number(Decimal(size) / 1000, 0) + NO_BREAK_SPACE + "kB"
    return number(Decimal(size) / 1_000_000, 1) + NO_BREAK_SPACE + "MB"


_SIGN = re.compile(r"[+\-\u2212]")
_SPACED_THOUSANDS = re.compile(r"(?<=[0-9])[ \u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")
# One separator with three digits behind it, and a group before it that thousands could have.
_AMBIGUOUS = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DUTCH = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def parse_number(text: str) -> Decimal:
    """Read what a person typed or pasted: `1.234,5`, `1234,5`, ` 1 234,5 `, `1234.5`, `−20,50`.

    Raises AmbiguousNumber for `1.234` and `1,234`: guessing wrong is a factor of thousand.
    """
    stripped = text.strip()
    sign = _SIGN.match(stripped)
    digits = _SPACED_THOUSANDS.sub("", stripped[1:].lstrip() if sign else stripped)
    value = _unsigned(digits, shown=stripped)
    return -value if sign and sign[0] != "+" else value


def _unsigned(digits: str, shown: str) -> Decimal:
    if len(digits) > LONGEST_NUMBER:
        raise NotANumber(f"Een getal kan hier hooguit {LONGEST_NUMBER} tekens lang zijn.")
    if both := _AMBIGUOUS.fullmatch(digits):
        raise AmbiguousNumber(
            f"“{shown}” kan twee getallen betekenen. Schrijf {both[1]}{both[2]} als u een geheel getal bedoelt, "
            f"of {both[1]},{both[2]}0 als u cijfers achter de komma bedoelt."
        )
    if _DUTCH.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _PLAIN.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    raise NotANumber(f"“{shown}” is geen getal. Schrijf bijvoorbeeld 1234,5." if shown else "Vul een getal in.")
