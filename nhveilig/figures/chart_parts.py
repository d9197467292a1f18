"""What all kinds of chart share: the numbers as drawn, the palette, the legend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import Self

from nhveilig.figures import formats
from nhveilig.figures.svg import element, percents
from nhveilig.figures.values import WITHOUT_NUMBER, Qualifier
from nhveilig.statuses.status import Status

SIZE = 15
# What stands where a number lacks: a mark in the drawing, words in the table beside it.
MARKS = {Qualifier.BLANK: "leeg", **{q: text for q, text in WITHOUT_NUMBER.items() if text}}
MARK_WORDS = {Qualifier.BLANK: "nog niet ingevuld", Qualifier.DASH: "geen"}

SOFT = "#4a5a67"
EDGE = "#6e7f8c"
PAPER = "#ffffff"
STATUSES = {status.word: status for status in Status}
LETTERS = "ABCDEF"
MOST_SERIES = len(LETTERS)


@dataclass(frozen=True)
class Fill:
    """How a series looks on paper; on a screen the style sheet says the same for `css`. `ink` is what stands on it."""

    css: str
    colour: str
    edge: str
    ink: str
    dashes: str | None = None


# One blue from deep to pale, the pale ones with an edge; what comes after them is an edge alone.
PALETTE = (
    Fill("series-1", "#0d3550", "#0d3550", PAPER),
    Fill("series-2", "#2f78a8", "#2f78a8", PAPER),
    Fill("series-3", "#86b6d6", EDGE, "#16222c"),
    Fill("series-4", "#d3e3ee", EDGE, "#16222c"),
    Fill("series-5", PAPER, EDGE, "#16222c"),
    Fill("series-6", PAPER, EDGE, "#16222c", "2 2"),
)
ONLY = PALETTE[1]


def fill_of(status: Status) -> Fill:
    look = status.look
    return Fill(status.css, look.mark, look.edge, look.on_mark, "4 3" if status is Status.NONE else None)


@dataclass(frozen=True)
class Series:
    """`values` has None where there is no number, and `missing` there says why; else `missing` has None."""

    label: str
    values: tuple[Decimal | None, ...]
    missing: tuple[Qualifier | None, ...]
    fill: Fill
    # On paper, where tones of one ink are hard to tell apart; empty where something else does.
    letter: str = ""

    def mark(self, index: int) -> str:
        """Only where there is no value."""
        return MARKS[self.missing[index]]


@dataclass(frozen=True)
class Content:
    """A Chart of the edition, read and checked. Raises ValueError for a chart that cannot be drawn."""

    kind: str
    decimals: int
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    target: Decimal | None

    @classmethod
    def from_dict(cls, chart: dict) -> Self:
        _check(chart)
        target = Decimal(chart["target"]) if chart.get("target") else None
        series = tuple(_series(one, fill) for one, fill in _filled(chart["series"]))
        if chart["kind"] != "line" and len(series) > 1 and not all(one.label in STATUSES for one in series):
            series = tuple(replace(one, letter=LETTERS[place]) for place, one in enumerate(series))
        return cls(chart["kind"], chart["decimals"], tuple(chart["categories"]), series, target)

    @property
    def known(self) -> list[Decimal]:
        return [value for series in self.series for value in series.values if value is not None]

    @property
    def counts_statuses(self) -> bool:
        """Whether each series is one of the six."""
        return all(series.label in STATUSES for series in self.series)

    def number(self, value: Decimal) -> str:
        return formats.number(value, self.decimals)

    def written(self, series: Series, index: int) -> str:
        """The number, or the mark of why there is none."""
        value = series.values[index]
        return series.mark(index) if value is None else self.number(value)


def _filled(series: Sequence[dict]) -> list[tuple[dict, Fill]]:
    """Statuses in their own order and colours, whatever a frozen edition has them in; a series alone is mid blue."""
    if all(one["label"] in STATUSES for one in series):
        order = list(STATUSES)
        found = sorted(series, key=lambda one: order.index(one["label"]))
        return [(one, fill_of(STATUSES[one["label"]])) for one in found]
    return [(series[0], ONLY)] if len(series) == 1 else list(zip(series, PALETTE, strict=False))


def _series(one: dict, fill: Fill) -> Series:
    values = tuple(None if value is None else Decimal(value) for value in one["values"])
    return Series(one["label"], values, tuple(reasons(one)), fill)


def reasons(series: dict) -> list[Qualifier | None]:
    """Why a value of a series lacks; still to be decided where the series does not say."""
    said = series.get("missing") or [None] * len(series["values"])
    return [
        None if value is not None else Qualifier(reason or Qualifier.UNDECIDED)
        for value, reason in zip(series["values"], said, strict=True)
    ]


def _check(chart: dict) -> None:
    if not 1 <= len(chart["series"]) <= MOST_SERIES:
        raise ValueError(f"chart {chart['id']}: {len(chart['series'])} series, at most {MOST_SERIES} can be told apart")
    if not chart["categories"]:
        raise ValueError(f"chart {chart['id']}: no categories")
    for series in chart["series"]:
        if len(series["values"]) != len(chart["categories"]):
            raise ValueError(f"chart {chart['id']}: series {series['label']!r} does not fit the categories")


@dataclass(frozen=True)
class Scale:
    """From the lowest number to the highest, always with zero in it: the length of a bar is the number."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, numbers: Sequence[Decimal]) -> Self:
        low, high = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
        return cls(low, high if high > low else low + 1)

    def share(self, value: Decimal) -> float:
        """How far along: 0 at the low end, 1 at the high end."""
        return float((value - self.low) / (self.high - self.low))


def bar(fill: Fill, start: float, end: float, height: float, *, top: float = 0) -> str:
    """From one share of the width to another. Nought still shows as a line."""
    box = {"x": percents(start), "y": top, "width": percents(max(end - start, 0.003)), "height": height}
    look = {"fill": fill.colour, "stroke": fill.edge, "stroke_width": 1, "stroke_dasharray": fill.dashes}
    return element("rect", **box, **look, class_=f"bar bar--{fill.css}")


def html(tag: str, content: str, class_: str = "") -> str:
    """`content` is markup already."""
    return f'<{tag} class="{class_}">{content}</{tag}>' if class_ else f"<{tag}>{content}</{tag}>"


def lettered(series: Series) -> str:
    """Before its name and its numbers; the style sheet of a screen leaves it out."""
    return html("b", series.letter, "chart-letter") + " " if series.letter else ""


def plot(*parts: str, height: float, title: str) -> str:
    """A drawing as wide as its place, in which letters keep their size. `title` is what is said of it alone."""
    look = {"class_": "chart-plot", "width": "100%", "height": height, "focusable": "false"}
    return element("svg", element("title", escape(title)), *parts, xmlns="http://www.w3.org/2000/svg", **look)


def legend(content: Content, swatches: Sequence[str]) -> str:
    """Of more than one series: a swatch of 24 by 14 and the name of each, in the order of the drawing."""
    if len(content.series) < 2:
        return ""
    look = {"class_": "chart-swatch", "width": 24, "height": 14, "focusable": "false"}
    named = [
        html(
            "li",
            element("svg", element("title", escape(series.label)), swatch, xmlns="http://www.w3.org/2000/svg", **look)
            + f" {lettered(series)}{escape(series.label)}",
        )
        for series, swatch in zip(content.series, swatches, strict=True)
    ]
    return html("ul", "".join(named), "chart-key")
