"""Numbers, amounts and dates as Dutch readers expect them. Nothing else in the project formats a figure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

Number = Decimal | int
Day = date | datetime | str


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


def counted(count: int, one: str, many: str) -> str:
    """`1 controle`, `1.200 controles`"""
    return f"{number(count)} {one if count == 1 else many}"


def listed(names: Iterable[str]) -> str:
    """`eenheid, jaar en thema`"""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} en {last}" if first else last


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
    return f"{date_long(moment)} om {time_short(moment)} uur"


def time_short(moment: datetime) -> str:
    """`14.05`, in Dutch time when the moment knows its time zone."""
    return f"{_local(moment):%H.%M}"


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
