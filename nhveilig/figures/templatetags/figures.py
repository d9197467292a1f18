import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from nhveilig.figures import charts, formats, gauges
from nhveilig.figures.status_bars import StatusBar
from nhveilig.figures.tables import head_of
from nhveilig.figures.timelines import Strip
from nhveilig.figures.values import STILL_OPEN, Figure, Total
from nhveilig.statuses.status import Status

register = template.Library()

for formatted in (
    formats.number,
    formats.signed,
    formats.fte,
    formats.euro,
    formats.percentage,
    formats.date_long,
    formats.date_short,
    formats.datetime_long,
    formats.file_size,
):
    register.filter(formatted.__name__, formatted)


@register.filter
def counted(count: int, words: str) -> str:
    """`{{ 12|counted:"controle,controles" }}`"""
    return formats.counted(count, *words.split(","))


@register.filter
def figure(value: Figure | Total, decimals: int | None = None) -> str:
    return value.text(decimals)


@register.filter
def beside_columns(row: dict, table: dict) -> Iterator[tuple[dict, str]]:
    """Each cell with its classes: total, of-which, words, open; mostly none, so that mostly no attribute is written."""
    for cell, column in zip(row["cells"], table["columns"], strict=False):
        yield cell, " ".join(_cell_classes(cell, column))


def _cell_classes(cell: dict, column: dict) -> Iterator[str]:
    if column["role"] != "value":
        yield column["role"].replace("_", "-")
    if column["kind"] == "text":
        yield "words"
    if cell["qualifier"] in STILL_OPEN:
        yield "open"


@register.filter
def unless_said_in(unit: str, caption: str) -> str:
    """The unit of a table or chart, empty when its caption names it already: “Onderzoeken naar cybercrime”."""
    return "" if re.search(rf"\b{re.escape(unit)}\b", caption, re.IGNORECASE) else unit


register.filter("head_in", head_of)


@register.simple_tag
def chart(content: dict) -> SafeString:
    return mark_safe(charts.render(content))  # noqa: S308 - charts.render escapes every text


@register.simple_tag
def status_bar(bar: StatusBar) -> SafeString:
    return mark_safe(bar.draw())  # noqa: S308 - StatusBar.draw escapes every text


@register.simple_tag
def gauge(value: Decimal | None, target: Decimal, status: Status | None = None, said: str = "") -> SafeString:
    """Beside the words that say the same: a screen reader skips it."""
    return mark_safe(gauges.gauge(value, target, status, said))  # noqa: S308 - it escapes every text


@register.simple_tag
def strip(drawn: Strip) -> SafeString:
    return mark_safe(drawn.draw())  # noqa: S308 - Strip.draw escapes every text


@register.simple_tag
def pips(got: int, of: int, said: str = "") -> SafeString:
    return mark_safe(gauges.pips(got, of, said))  # noqa: S308 - it escapes every text


@register.simple_tag
def sparkline(course: Sequence[tuple[date, Decimal]]) -> SafeString:
    return mark_safe(gauges.sparkline(course))  # noqa: S308 - nothing in it was typed by anybody


@register.simple_tag
def chart_table(content: dict) -> dict:
    return charts.data_table(content)
