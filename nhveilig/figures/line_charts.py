"""Lines over the years, at their true distance and from zero, in a drawing whose letters keep their size.

Each has its name at its end; a legend only stands above a chart with a line that ends before the others.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise

from nhveilig.figures import line_ends
from nhveilig.figures.chart_parts import EDGE, SIZE, SOFT, Content, Scale, Series, html, legend, plot
from nhveilig.figures.dates import parse_date
from nhveilig.figures.svg import FONT, Box, element, overlap, percents, text_width

# Above the highest point, the plot, and below it for the names.
TOP, PLOT, NAMES = 30.0, 180.0, 20.0
BOTTOM = TOP + PLOT
# What fits side by side on a phone fits everywhere: of a line alone, and beside the names of more.
NARROW, BESIDE_NAMES = 330.0, 200.0
# At both sides, for what is written at the first and the last point.
MARGIN = 0.12
DASHES = (None, None, "8 4", "2 3", "10 3 2 3", "5 3")
REACH = 5


def draw(content: Content) -> str:
    if len(content.series) < 2:
        return _Lines(content).draw()
    swatches = [_swatch(series, place) for place, series in enumerate(content.series)]
    all_end_together = all(series.values[-1] is not None for series in content.series)
    above = "" if all_end_together else legend(content, swatches)
    return above + html("div", _Lines(content).draw(), "chart-lines")


def places_of(categories: Sequence[str]) -> list[float]:
    """Where each stands, from 0 to 1: years and days at their true distance, other names evenly."""
    days = [_day_of(name) for name in categories]
    if None in days or len(set(days)) < len(days) or len(days) == 1:
        return [i / (len(days) - 1) if len(days) > 1 else 0.5 for i in range(len(days))]
    first, last = min(days), max(days)
    return [(day - first) / (last - first) for day in days]


# A year as a source may call a date: 2022, vanaf 2022, 2022/2023.
_YEAR = re.compile(r"(?:vanaf )?(\d{4})(?:/\d{4})?")


def _day_of(name: str) -> int | None:
    """Its day as a number; of a year its first."""
    year = _YEAR.fullmatch(name)
    try:
        return parse_date(f"1 januari {year[1]}" if year else name).toordinal()
    except ValueError:
        return None


class _Lines:
    def __init__(self, content: Content) -> None:
        self.content, self.scale = content, Scale.of(content.known)
        self.places = [MARGIN + (1 - 2 * MARGIN) * place for place in places_of(content.categories)]
        self.width = NARROW if len(content.series) < 2 else BESIDE_NAMES
        # In pixels of a phone.
        self.taken: list[Box] = []

    def draw(self) -> str:
        parts = [self._rule(self.y(Decimal(0)))]
        for place, series in enumerate(self.content.series):
            parts += [*self._line(series, place), *self._markers(series, place)]
        parts += [*self._ends(), *self._values(), *self._missing(), *self._names()]
        foot = max(bottom for _, _, _, bottom in self.taken) + 4
        return plot(*parts, height=max(foot, BOTTOM + NAMES), title=", ".join(self.content.categories))

    def y(self, value: Decimal) -> float:
        return BOTTOM - self.scale.share(value) * PLOT

    def _rule(self, y: float) -> str:
        return element("line", x1="0%", x2="100%", y1=y, y2=y, stroke=EDGE, stroke_width=1.2, class_="chart-zero")

    def _points(self, series: Series) -> list[tuple[float, float] | None]:
        return [
            None if value is None else (x, self.y(value)) for x, value in zip(self.places, series.values, strict=True)
        ]

    def _line(self, series: Series, place: int) -> Iterator[str]:
        """Step by step: nothing is drawn where nothing is known."""
        points = self._points(series)
        for one, next_ in pairwise(points):
            if one and next_:
                ends = {"x1": percents(one[0]), "y1": one[1], "x2": percents(next_[0]), "y2": next_[1]}
                yield element("line", **ends, **_stroke(series, place))

    def _markers(self, series: Series, place: int) -> Iterator[str]:
        for point in filter(None, self._points(series)):
            self.taken.append(_around(point[0] * self.width, point[1], REACH, REACH))
            yield _marker(series, place, percents(point[0]), point[1])

    def _ends(self) -> Iterator[str]:
        """From the last point to the edge, and from there to the name; a line alone is what the title says."""
        last, ends = self.places[-1], []
        if len(self.content.series) < 2:
            return
        for place, series in enumerate(self.content.series):
            if (value := series.values[-1]) is None:
                continue
            y, thin = self.y(value), _stroke(series, place) | {"stroke_width": 1}
            yield element("line", x1=percents(last), x2="100%", y1=y, y2=y, **thin)
            ends.append(line_ends.End.of(y, series.label, thin))
        if ends:
            yield line_ends.draw(ends, BOTTOM + NAMES)

    def _values(self) -> Iterator[str]:
        """The newest first, then the oldest, then where there is room; the table beside the chart has them all."""
        order = sorted(range(len(self.places)), key=lambda i: (i != len(self.places) - 1, i))
        for index in order:
            for series in self.content.series:
                value = series.values[index]
                if value is not None:
                    yield self._written(self.content.number(value), self.places[index], self.y(value))

    def _written(self, text: str, x: float, y: float) -> str:
        spots = (y - 14, y + 15)
        free = next((spot for spot in spots if spot < BOTTOM - 4 and self._is_free(text, x, spot)), None)
        return "" if free is None else _text(text, x, free)

    def _missing(self) -> Iterator[str]:
        for series in self.content.series:
            for index, value in enumerate(series.values):
                if value is None and self._is_free(series.mark(index), self.places[index], BOTTOM - 12):
                    yield _text(series.mark(index), self.places[index], BOTTOM - 12, soft=True)

    def _names(self) -> Iterator[str]:
        for index in sorted(range(len(self.places)), key=lambda i: (i != len(self.places) - 1, i)):
            name, x = self.content.categories[index], self.places[index]
            half = text_width(name, SIZE) / 2 / self.width
            anchor, middle = ("start", half) if x < half else ("end", 1 - half) if x > 1 - half else ("middle", x)
            at = {"start": 0.0, "end": 1.0, "middle": x}[anchor]
            free = next((y for y in (BOTTOM + 18, BOTTOM + 18 + NAMES) if self._is_free(name, middle, y)), None)
            if free is not None:
                yield _text(name, at, free, anchor=anchor, soft=True)

    def _is_free(self, text: str, x: float, middle: float) -> bool:
        """Claims the place when it is free."""
        box = _around(x * self.width, middle, text_width(text, SIZE) / 2 + 5, 8)
        if any(overlap(box, other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


def _stroke(series: Series, place: int) -> dict:
    ink = series.fill.edge
    return {"stroke": ink, "stroke_width": 2.5, "stroke_dasharray": DASHES[place], "class_": _css("line", series)}


def _marker(series: Series, place: int, x: str, y: float) -> str:
    """A dot of every second series, a square of the others: they differ without colour too."""
    look = {"fill": series.fill.colour, "stroke": series.fill.edge, "stroke_width": 1.5, "class_": _css("bar", series)}
    if place % 2:
        return element("rect", x=x, y=y - REACH, width=REACH * 2, height=REACH * 2, transform="translate(-5 0)", **look)
    return element("circle", cx=x, cy=y, r=REACH, **look)


def _swatch(series: Series, place: int) -> str:
    return element("line", x1=0, x2=24, y1=7, y2=7, **_stroke(series, place)) + _marker(series, place, "12", 7)


def _css(kind: str, series: Series) -> str:
    return f"{kind} {kind}--{series.fill.css}"


def _text(content: str, x: float, middle: float, *, anchor: str = "middle", soft: bool = False) -> str:
    place = {"x": percents(x), "y": middle + SIZE * 0.35, "text_anchor": anchor}
    ink = {"fill": SOFT, "class_": "chart-text chart-soft"} if soft else {"fill": "#16222c", "class_": "chart-text"}
    return element("text", escape(content), **place, font_size=SIZE, font_family=FONT, **ink)


def _around(x: float, y: float, across: float, down: float) -> Box:
    return (x - across, y - down, x + across, y + down)
