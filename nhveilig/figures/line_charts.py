"""Lines: a course over the years, each with a stroke and a marker of its own."""

from collections.abc import Iterator
from decimal import Decimal

from nhveilig.figures.chart_parts import (
    GAP,
    LINE,
    PAPER,
    SIZE,
    SOFT,
    WIDTH,
    Axis,
    Content,
    Drawing,
    Series,
    axis_around,
    category_lines,
    label,
    rule,
    tick_labels,
    value_label,
    widest,
)
from nhveilig.figures.svg import Box, element, overlap, text_width, wrap

PLOT_HEIGHT = 240
STEPS_ALONG = 40
# Half of a name below the axis; a longer one is wrapped.
WIDEST_NAME = 48
BROKEN_AXIS = "De as begint niet bij 0."
DASHES = (None, "8 4", "2 3", "10 3 2 3", "5 3", "12 5")
# Outlines around 0,0: circle, square, triangle, diamond, triangle downwards, cross.
MARKERS = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "M0 -6L5.5 4.5H-5.5Z",
    "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",
    "M0 6L5.5 -4.5H-5.5Z",
    "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
)


def draw(content: Content) -> Drawing:
    axis = axis_around(content.known or [Decimal(0)], content.decimals)
    return _Lines(content, axis).draw()


def swatches(content: Content) -> list[str]:
    return [_stroke(series, "M0 0H24") + _marker(series, 12, 0) for series in content.series]


class _Lines:
    def __init__(self, content: Content, axis: Axis) -> None:
        self.content, self.axis = content, axis
        self.left = widest(tick_labels(axis)) + 2 * GAP + widest([content.written(content.series[0], 0)]) / 2
        # Half of what is written at the last point sticks out to its right, and half of the name below it.
        written = widest(content.written(series, -1) for series in content.series) / 2 + GAP
        self.right = WIDTH - max(written, min(widest(content.categories[-1:]) / 2, WIDEST_NAME))
        # Room for a value above the highest point.
        self.top = LINE + 8.0
        self.bottom = self.top + PLOT_HEIGHT
        self.taken: list[Box] = []

    def x(self, index: int) -> float:
        last = len(self.content.categories) - 1
        return self.left + (self.right - self.left) * (index / last if last else 0.5)

    def y(self, value: Decimal) -> float:
        return self.bottom - self.axis.share(value) * PLOT_HEIGHT

    def draw(self) -> Drawing:
        self.taken = [box for series in self.content.series for box in self._drawn_boxes(series)]
        parts = self._grid()
        for series in self.content.series:
            parts.append(_stroke(series, self._path(series)))
        for series in self.content.series:
            parts += [_marker(series, x, y) for x, y, _ in self._points(series)]
        parts += self._values() + self._missing()
        names, depth = self._category_names()
        parts += names
        height = self.bottom + GAP + LINE * depth + 2
        if self.axis.starts_at_zero:
            return Drawing(tuple(parts), height)
        note = label(0, height + LINE / 2, BROKEN_AXIS, class_="chart-text chart-note", fill=SOFT)
        return Drawing((*parts, note), height + LINE + 2)

    def _grid(self) -> list[str]:
        start = widest(tick_labels(self.axis)) + GAP
        parts = []
        for tick, name in zip(self.axis.ticks, tick_labels(self.axis), strict=True):
            parts.append(rule(start, self.y(tick), WIDTH, self.y(tick), zero=tick == 0))
            parts.append(label(start - GAP, self.y(tick), name, text_anchor="end", class_="chart-text chart-tick"))
        return parts

    def _points(self, series: Series) -> Iterator[tuple[float, float, Decimal]]:
        for index, value in enumerate(series.values):
            if value is not None:
                yield self.x(index), self.y(value), value

    def _path(self, series: Series) -> str:
        """A missing value breaks the line: nothing is drawn where nothing is known."""
        path, drawing = "", False
        for index, value in enumerate(series.values):
            if value is not None:
                path += f"{'L' if drawing else 'M'}{self.x(index):.1f} {self.y(value):.1f}"
            drawing = value is not None
        return path

    def _values(self) -> list[str]:
        """A value at each point where there is room for it; the table beside the chart has them all."""
        parts = []
        several = len(self.content.series) > 1
        for series in self.content.series:
            for x, y, value in self._points(series):
                written = self.content.number(value)
                aside = text_width(written, SIZE) / 2 + 4
                near = ((0, -16), (0, 17), (aside, -13), (-aside, -13), (aside, 14), (-aside, 14))
                free = next(((x + dx, y + dy) for dx, dy in near if self._is_free(x + dx, y + dy, written)), None)
                if free:
                    parts.append(value_label(*free, written, "middle", of=series if several else None))
        return parts

    def _missing(self) -> list[str]:
        parts = []
        for series in self.content.series:
            for index in (i for i, value in enumerate(series.values) if value is None):
                mark = series.mark(index)
                x, y = self.x(index), self.bottom - 12
                while y > LINE and not self._is_free(x, y, mark):
                    y -= LINE
                parts.append(value_label(x, y, mark, "middle"))
                if len(self.content.series) > 1:
                    parts.append(_marker(series, x - text_width(mark, SIZE) / 2 - 10, y, hollow=True))
        return parts

    def _is_free(self, x: float, middle: float, written: str) -> bool:
        """Claims the place when it is free and on the plot."""
        half = text_width(written, SIZE) / 2 + 1
        box = (x - half, middle - 8, x + half, middle + 8)
        on_plot = box[0] >= self.left - half - GAP and box[1] >= 0 and box[2] <= WIDTH and box[3] <= self.bottom
        if not on_plot or any(overlap(box, other) for other in self.taken):
            return False
        self.taken.append(box)
        return True

    def _drawn_boxes(self, series: Series) -> Iterator[Box]:
        """Where its markers are, and small steps along its line."""
        previous = None
        for index, value in enumerate(series.values):
            here = None if value is None else (self.x(index), self.y(value))
            if here:
                yield _around(*here, 6)
            if here and previous:
                yield from _along(previous, here)
            previous = here

    def _category_names(self) -> tuple[list[str], int]:
        """Under their points, all of them or every second, third, ... and the last."""
        last = len(self.content.categories) - 1
        band = (self.right - self.left) / max(last, 1)
        lines = [wrap(name, max(band - GAP, 30), SIZE) for name in self.content.categories]
        need = max(map(widest, lines)) + GAP
        every = next(n for n in range(1, last + 3) if band * n >= need or n > last)
        shown = [i for i in range(last + 1) if (last - i) % every == 0]
        depth = max(len(lines[i]) for i in shown)
        parts: list[str] = []
        for i in shown:
            middle = self.bottom + GAP + LINE / 2 + LINE * (len(lines[i]) - 1) / 2
            parts += category_lines(self.x(i), middle, lines[i], "middle")
        return parts, depth


def _stroke(series: Series, path: str) -> str:
    name = f"chart-line chart-stroke-{series.place}"
    look = {"stroke": series.colour, "stroke_width": "2.5", "stroke_dasharray": DASHES[series.place - 1]}
    return element("path", d=path, fill="none", **look, class_=name)


def _marker(series: Series, x: float, y: float, *, hollow: bool = False) -> str:
    name = f"chart-hollow chart-stroke-{series.place}" if hollow else f"chart-marker chart-fill-{series.place}"
    fill, stroke = (PAPER, series.colour) if hollow else (series.colour, PAPER)
    place = {"d": MARKERS[series.place - 1], "transform": f"translate({x:.1f} {y:.1f})"}
    return element("path", **place, fill=fill, stroke=stroke, stroke_width="1.5", class_=name)


def _around(x: float, y: float, reach: float) -> Box:
    return (x - reach, y - reach, x + reach, y + reach)


def _along(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Box]:
    for step in range(1, STEPS_ALONG):
        share = step / STEPS_ALONG
        yield _around(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share, 2)
