"""What all kinds of chart share: the numbers as drawn, axes with round steps, the palette, the legend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Self

from nhveilig.figures import formats
from nhveilig.figures.svg import element, hatching, text, text_width, wrap
from nhveilig.figures.values import WITHOUT_NUMBER, Qualifier

# At this width and size the letters are 11 px on a narrow phone and 11 pt in a document, from the same drawing.
WIDTH = 480
SIZE = 15
LINE = 19
GAP = 6
# What stands where a number lacks: a mark in the drawing, words in the table beside it.
MARKS = {Qualifier.BLANK: "leeg", **{q: text for q, text in WITHOUT_NUMBER.items() if text}}
MARK_WORDS = {Qualifier.BLANK: "nog niet ingevuld", Qualifier.DASH: "geen"}

INK = "#16222c"
SOFT = "#4a5a67"
GRID = "#d5dee5"
PAPER = "#ffffff"
# Each at least 4.5:1 on white, for values are written in them too. Hatching and markers do not depend on them.
PALETTE = ("#12517a", "#b85a0c", "#177d6b", "#8a4f9e", "#7f6b00", "#5b6770")
MOST_STEPS = 5
ROUND_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True)
class Series:
    """`values` has None where there is no number, and `missing` there says why; else `missing` has None.

    `place` counts from 1 and picks colour and hatching.
    """

    label: str
    values: tuple[Decimal | None, ...]
    missing: tuple[Qualifier | None, ...]
    place: int

    @property
    def colour(self) -> str:
        return PALETTE[self.place - 1]

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

    @classmethod
    def from_dict(cls, chart: dict) -> Self:
        _check(chart)
        series = tuple(
            Series(
                label=one["label"],
                values=tuple(None if value is None else Decimal(value) for value in one["values"]),
                missing=tuple(reasons(one)),
                place=place,
            )
            for place, one in enumerate(chart["series"], start=1)
        )
        return cls(chart["kind"], chart["decimals"], tuple(chart["categories"]), series)

    @property
    def known(self) -> list[Decimal]:
        return [value for series in self.series for value in series.values if value is not None]

    def number(self, value: Decimal) -> str:
        return formats.number(value, self.decimals)

    def written(self, series: Series, index: int) -> str:
        """The number, or the mark of why there is none."""
        value = series.values[index]
        return series.mark(index) if value is None else self.number(value)


def reasons(series: dict) -> list[Qualifier | None]:
    """Why a value of a series lacks; still to be decided where the series does not say."""
    said = series.get("missing") or [None] * len(series["values"])
    return [
        None if value is not None else Qualifier(reason or Qualifier.UNDECIDED)
        for value, reason in zip(series["values"], said, strict=True)
    ]


@dataclass(frozen=True)
class Drawing:
    """The parts below the legend, and how high they are together."""

    parts: tuple[str, ...]
    height: float


def _check(chart: dict) -> None:
    if not 1 <= len(chart["series"]) <= len(PALETTE):
        raise ValueError(
            f"chart {chart['id']}: {len(chart['series'])} series, at most {len(PALETTE)} can be told apart"
        )
    if not chart["categories"]:
        raise ValueError(f"chart {chart['id']}: no categories")
    for series in chart["series"]:
        if len(series["values"]) != len(chart["categories"]):
            raise ValueError(f"chart {chart['id']}: series {series['label']!r} does not fit the categories")


@dataclass(frozen=True)
class Axis:
    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    @property
    def starts_at_zero(self) -> bool:
        return self.low <= 0 <= self.high

    @property
    def decimals(self) -> int:
        return max(0, -min(formats.without_trailing_zeros(tick).as_tuple().exponent for tick in self.ticks))

    def share(self, value: Decimal) -> float:
        """How far along the axis: 0 at its low end, 1 at its high end."""
        return float((value - self.low) / (self.high - self.low))


def axis_from_zero(values: Sequence[Decimal], decimals: int) -> Axis:
    """For bars, whose length is the number."""
    return _axis(min(0, *values), max(0, *values), decimals)


def axis_around(values: Sequence[Decimal], decimals: int) -> Axis:
    """For lines: from zero too, unless that would press the whole course into the upper half."""
    low, high = min(values), max(values)
    if low > 0 and low * 2 > high > low:
        return _axis(low, high, decimals)
    return axis_from_zero(values, decimals)


def _axis(low: Decimal, high: Decimal, decimals: int) -> Axis:
    low, high = Decimal(low), Decimal(high)
    step = _step(high - low or Decimal(1), whole=decimals == 0)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = max(first + 1, int((high / step).to_integral_value(ROUND_CEILING)))
    return Axis(tuple(step * index for index in range(first, last + 1)))


def _step(span: Decimal, *, whole: bool) -> Decimal:
    """The smallest round step that needs at most MOST_STEPS; numbers without decimals get whole steps."""
    magnitude = Decimal(1).scaleb(span.adjusted() - 1)
    steps = [size * magnitude * scale for scale in (1, 10) for size in ROUND_STEPS]
    if whole:
        steps = [step for step in steps if step == step.to_integral_value()] or [Decimal(1)]
    return next(step for step in steps if step * MOST_STEPS >= span)


def bar(series: Series, x: float, y: float, width: float, height: float) -> str:
    """In the series' colour and hatching, for colour alone tells nothing apart. Zero still shows as a line."""
    width, height = max(width, 0.5), max(height, 0.5)
    place = {"fill": series.colour, "stroke": series.colour, "stroke_width": 1}
    class_ = f"chart-bar chart-fill-{series.place} chart-stroke-{series.place}"
    drawn = element("rect", x=x, y=y, width=width, height=height, **place, class_=class_)
    return drawn + hatch(series.place, x, y, width, height)


def hatch(place: int, x: float, y: float, width: float, height: float) -> str:
    """White lines over what is coloured; none for the first place."""
    lines = hatching(place, x, y, width, height)
    look = {"fill": "none", "stroke": PAPER, "stroke_width": "1.6", "class_": "chart-hatch"}
    return element("path", d=lines, **look) if lines else ""


def label(x: float, y: float, content: str, **attributes: str | None) -> str:
    """`y` is the middle of the letters."""
    return text(x, y + SIZE * 0.35, content, **attributes)


def value_label(
    x: float, y: float, content: str, anchor: str, *, strong: bool = False, of: Series | None = None
) -> str:
    """On a ground of its own: figures cannot be read across grid lines or hatching. `of` lends it a series' colour."""
    width = text_width(content, SIZE) * (1.06 if strong else 1)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    box = {"x": left - 2, "y": y - 8.0, "width": width + 4, "height": 16}
    ground = element("rect", **box, fill=PAPER, class_="chart-ground")
    ink = {"fill": of.colour, "class_": f"chart-text chart-fill-{of.place}"} if of else {}
    return ground + label(x, y, content, text_anchor=anchor, font_weight="600" if strong else None, **ink)


def category_lines(x: float, middle: float, lines: list[str], anchor: str) -> list[str]:
    top = middle - LINE * (len(lines) - 1) / 2
    return [label(x, top + LINE * i, line, text_anchor=anchor) for i, line in enumerate(lines)]


def rule(x1: float, y1: float, x2: float, y2: float, *, zero: bool = False) -> str:
    """A grid line, or the heavier line of zero."""
    colour, width, name = (SOFT, "1.2", "chart-zero") if zero else (GRID, "1", "chart-grid")
    place = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    return element("path", d=place, stroke=colour, stroke_width=width, fill="none", class_=name)


def tick_labels(axis: Axis) -> list[str]:
    return [formats.number(tick, axis.decimals) for tick in axis.ticks]


def widest(labels: Iterable[str]) -> float:
    return max((text_width(one, SIZE) for one in labels), default=0.0)


def legend(content: Content, swatches: list[str]) -> Drawing:
    """Swatch and name of each series, as many to a line as fit. `swatches` are drawn around 0,0 and 24 wide."""
    if len(content.series) < 2:
        return Drawing((), 0.0)
    parts: list[str] = []
    x, y = 0.0, LINE / 2
    for series, swatch in zip(content.series, swatches, strict=True):
        lines = wrap(series.label, WIDTH - 32, SIZE)
        width = 32 + widest(lines)
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE + 4
        parts.append(element("g", swatch, transform=f"translate({x:.1f} {y:.1f})"))
        parts += [label(x + 32, y + LINE * i, line) for i, line in enumerate(lines)]
        x, y = x + width + 20, y + LINE * (len(lines) - 1)
    return Drawing(tuple(parts), y + LINE / 2 + 10)
