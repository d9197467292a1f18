"""What all kinds of chart share: the numbers as drawn, the palette, the legend, the frame."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from nhveilig.figures import formats
from nhveilig.figures.axes import Axis
from nhveilig.figures.svg import element, text, text_width, wrap

# At this width and size the letters are 11 px on a narrow phone and 11 pt in a document, from the same drawing.
WIDTH = 480
SIZE = 15
LINE = 19
GAP = 6
NOT_DECIDED = "n.t.b."

INK = "#16222c"
SOFT = "#4a5a67"
GRID = "#d5dee5"
PAPER = "#ffffff"
# Apart in lightness as well as hue; each at least 4:1 on white. The hatching below does not depend on either.
PALETTE = ("#12517a", "#c06010", "#1c8573", "#8a4f9e", "#8a7500", "#5b6770")
TILE = 8
HATCHING = (
    (),
    ("M-2 2L2 -2M0 8L8 0M6 10L10 6",),
    ("M2 2h2v2h-2zM6 6h2v2h-2z",),
    ("M0 4H8",),
    ("M0 4H8M4 0V8",),
    ("M-2 6L2 10M0 0L8 8M6 -2L10 2",),
)


@dataclass(frozen=True)
class Series:
    """`values` has None where a number is not decided yet; `place` counts from 1 and picks colour and pattern."""

    label: str
    values: tuple[Decimal | None, ...]
    place: int
    fill: str

    @property
    def colour(self) -> str:
        return PALETTE[self.place - 1]


@dataclass(frozen=True)
class Content:
    """A Chart of the edition, read and checked. Raises ValueError for a chart that cannot be drawn."""

    id: str
    title: str
    description: str
    kind: str
    decimals: int
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    @classmethod
    def from_dict(cls, chart: dict) -> Self:
        _check(chart)
        several = len(chart["series"]) > 1
        series = tuple(
            Series(
                label=one["label"],
                values=tuple(None if value is None else Decimal(value) for value in one["values"]),
                place=place,
                fill=f"url(#{pattern_id(chart['id'], place)})" if several and place > 1 else PALETTE[place - 1],
            )
            for place, one in enumerate(chart["series"], start=1)
        )
        names = ("id", "title", "description", "kind", "decimals")
        return cls(**{name: chart[name] for name in names}, categories=tuple(chart["categories"]), series=series)

    @property
    def known(self) -> list[Decimal]:
        return [value for series in self.series for value in series.values if value is not None]

    def number(self, value: Decimal | None) -> str:
        return NOT_DECIDED if value is None else formats.number(value, self.decimals)


@dataclass(frozen=True)
class Drawing:
    """The parts below the legend, and how high they are together."""

    parts: tuple[str, ...]
    height: float


def _check(chart: dict) -> None:
    if not 1 <= len(chart["series"]) <= len(PALETTE):
        raise ValueError(f"chart {chart['id']}: {len(chart['series'])} series, at most {len(PALETTE)} can be told apart")
    if not chart["categories"]:
        raise ValueError(f"chart {chart['id']}: no categories")
    for series in chart["series"]:
        if len(series["values"]) != len(chart["categories"]):
            raise ValueError(f"chart {chart['id']}: series {series['label']!r} does not fit the categories")


def pattern_id(chart_id: str, place: int) -> str:
    return f"{chart_id}-patroon-{place}"


def patterns(content: Content) -> str:
    """Colour alone never tells series apart: every one after the first is hatched in its own way."""
    tiles = [_pattern(content.id, series) for series in content.series[1:]]
    return element("defs", *tiles) if tiles else ""


def _pattern(chart_id: str, series: Series) -> str:
    ground = element("rect", width=TILE, height=TILE, fill=series.colour, class_=f"chart-fill-{series.place}")
    lines = [
        element("path", d=path, stroke=PAPER, stroke_width="1.6", fill="none", class_="chart-hatch")
        for path in HATCHING[series.place - 1]
    ]
    attributes = {"id": pattern_id(chart_id, series.place), "width": TILE, "height": TILE}
    return element("pattern", ground, *lines, **attributes, patternUnits="userSpaceOnUse")


def bar(series: Series, x: float, y: float, width: float, height: float) -> str:
    """A rectangle of the series' own colour and hatching. A value of zero still shows as a line."""
    solid = not series.fill.startswith("url")
    return element(
        "rect",
        x=x,
        y=y,
        width=max(width, 0.5),
        height=max(height, 0.5),
        fill=series.fill,
        stroke=series.colour,
        stroke_width=1,
        class_=f"chart-bar chart-stroke-{series.place}" + (f" chart-fill-{series.place}" if solid else ""),
    )


def label(x: float, y: float, content: str, **attributes: str) -> str:
    """A value beside its bar or point; `y` is the middle of the letters."""
    return text(x, y + SIZE * 0.35, content, **{"class_": "chart-text chart-value", **attributes})


def category_lines(x: float, middle: float, lines: list[str], anchor: str) -> list[str]:
    top = middle - LINE * (len(lines) - 1) / 2
    return [label(x, top + LINE * i, line, text_anchor=anchor, class_="chart-text") for i, line in enumerate(lines)]


def rule(x1: float, y1: float, x2: float, y2: float, *, zero: bool = False) -> str:
    """A grid line, or the heavier line of zero."""
    return element(
        "path",
        d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}",
        stroke=SOFT if zero else GRID,
        stroke_width="1.2" if zero else "1",
        fill="none",
        class_="chart-zero" if zero else "chart-grid",
    )


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
        parts += [label(x + 32, y + LINE * i, line, class_="chart-text") for i, line in enumerate(lines)]
        x, y = x + width + 20, y + LINE * (len(lines) - 1)
    return Drawing(tuple(parts), y + LINE / 2 + 10)
