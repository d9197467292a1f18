"""Bars, side by side or stacked, standing when everything written at them fits and lying when it does not."""

from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures.chart_parts import (
    GAP,
    LINE,
    SIZE,
    WIDTH,
    Axis,
    Content,
    Drawing,
    Series,
    axis_from_zero,
    bar,
    category_lines,
    label,
    rule,
    tick_labels,
    value_label,
    widest,
)
from nhveilig.figures.svg import text_width, wrap

PLOT_HEIGHT = 230
WIDEST_BAR = 56.0
LYING_BAR = 20.0
MOST_STANDING = 10


@dataclass(frozen=True)
class Piece:
    """A bar from `start` to `end` along the axis, in the lane-th of its category's bars."""

    series: Series
    start: Decimal
    end: Decimal
    lane: int
    text: str


@dataclass(frozen=True)
class End:
    """What is written where a lane ends: a value, a total, why there is none."""

    at: Decimal
    lane: int
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Category:
    name: str
    pieces: tuple[Piece, ...]
    ends: tuple[End, ...]


def draw(content: Content) -> Drawing:
    stacked = content.kind == "stacked"
    lanes = 1 if stacked else len(content.series)
    arrange = _stack if stacked else _side_by_side
    categories = [arrange(content, i, name) for i, name in enumerate(content.categories)]
    reached = [at for category in categories for piece in category.pieces for at in (piece.start, piece.end)]
    axis = axis_from_zero([Decimal(0), *reached], content.decimals)
    stands = _fits_standing(categories, lanes, axis)
    return (_Standing if stands else _Lying)(categories, lanes, axis).draw()


def swatches(content: Content) -> list[str]:
    return [bar(series, 0, -7, 24, 14) for series in content.series]


def _side_by_side(content: Content, index: int, name: str) -> Category:
    pieces, ends = [], []
    for lane, series in enumerate(content.series):
        value = series.values[index]
        if value is not None:
            pieces.append(Piece(series, Decimal(0), value, lane, ""))
        ends.append(End(value or Decimal(0), lane, content.written(series, index)))
    return Category(name, tuple(pieces), tuple(ends))


def _stack(content: Content, index: int, name: str) -> Category:
    """Positive values pile up from zero, negative ones down from it."""
    up = down = Decimal(0)
    pieces = []
    for series in content.series:
        value = series.values[index]
        if not value:
            continue
        start = up if value > 0 else down
        pieces.append(Piece(series, start, start + value, 0, content.number(value)))
        up, down = (start + value, down) if value > 0 else (up, start + value)
    return Category(name, tuple(pieces), (End(up, 0, _stack_total(content, index), strong=True),))


def _stack_total(content: Content, index: int) -> str:
    """What is known, and why the rest is not."""
    known = [series.values[index] for series in content.series if series.values[index] is not None]
    marks = dict.fromkeys(series.mark(index) for series in content.series if series.values[index] is None)
    return " + ".join([*([content.number(sum(known, Decimal(0)))] if known else []), *marks])


def _fits_standing(categories: list[Category], lanes: int, axis: Axis) -> bool:
    if len(categories) > MOST_STANDING:
        return False
    band = (WIDTH - widest(tick_labels(axis)) - GAP) / len(categories)
    names = all(
        len(lines := wrap(category.name, band - GAP, SIZE)) <= 2 and widest(lines) <= band - GAP
        for category in categories
    )
    written = widest(end.text for category in categories for end in category.ends)
    return names and written + GAP <= (band - GAP) / lanes


class _Standing:
    def __init__(self, categories: list[Category], lanes: int, axis: Axis) -> None:
        self.categories, self.lanes, self.axis = categories, lanes, axis
        self.left = widest(tick_labels(axis)) + GAP
        self.band = (WIDTH - self.left) / len(categories)
        self.slot = min(WIDEST_BAR * (1.4 if lanes == 1 else 1), (self.band - GAP) / lanes)
        self.thick = min(WIDEST_BAR, self.slot * (0.7 if lanes == 1 else 0.88))
        # Room above the highest and below the lowest value for what is written there.
        self.top = float(LINE)
        self.bottom = self.top + PLOT_HEIGHT
        self.foot = self.bottom + (LINE if axis.low < 0 else 0)

    def y(self, value: Decimal) -> float:
        return self.bottom - self.axis.share(value) * PLOT_HEIGHT

    def x(self, index: int, lane: int) -> float:
        """The middle of a lane."""
        return self.left + self.band * (index + 0.5) + self.slot * (lane - (self.lanes - 1) / 2)

    def draw(self) -> Drawing:
        parts = self._grid()
        lines = [wrap(category.name, self.band - GAP, SIZE) for category in self.categories]
        deepest = max(map(len, lines))
        for index, category in enumerate(self.categories):
            parts += self._category(index, category)
            middle = self.foot + GAP + LINE / 2 + LINE * (len(lines[index]) - 1) / 2
            parts += category_lines(self.left + self.band * (index + 0.5), middle, lines[index], "middle")
        parts.append(rule(self.left, self.y(Decimal(0)), WIDTH, self.y(Decimal(0)), zero=True))
        return Drawing(tuple(parts), self.foot + GAP + LINE * deepest + 2)

    def _grid(self) -> list[str]:
        parts = []
        for tick, name in zip(self.axis.ticks, tick_labels(self.axis), strict=True):
            parts.append(rule(self.left, self.y(tick), WIDTH, self.y(tick)))
            parts.append(label(self.left - GAP, self.y(tick), name, text_anchor="end", class_="chart-text chart-tick"))
        return parts

    def _category(self, index: int, category: Category) -> list[str]:
        parts = []
        for piece in category.pieces:
            x, y = self.x(index, piece.lane), self.y(max(piece.start, piece.end))
            height = abs(self.y(piece.start) - self.y(piece.end))
            parts.append(bar(piece.series, x - self.thick / 2, y, self.thick, height))
            if piece.text and height >= LINE + 3 and text_width(piece.text, SIZE) + 8 <= self.thick:
                parts.append(value_label(x, y + height / 2, piece.text, "middle"))
        for end in category.ends:
            away = LINE / 2 + 1 if end.at < 0 else -LINE / 2 - 1
            place = self.x(index, end.lane), self.y(end.at) + away
            parts.append(value_label(*place, end.text, "middle", strong=end.strong))
        return parts


class _Lying:
    def __init__(self, categories: list[Category], lanes: int, axis: Axis) -> None:
        self.categories, self.lanes, self.axis = categories, lanes, axis
        names = [category.name for category in categories]
        longest_word = widest(word for name in names for word in name.split())
        self.names = min(widest(names), max(WIDTH * 0.36, longest_word))
        self.left = self.names + 2.0 * GAP
        # The number under the last grid line sticks out half.
        self.right = WIDTH - widest(tick_labels(axis)[-1:]) / 2
        self._make_room([end for category in categories for end in category.ends])
        self.slot = LYING_BAR + (2 if lanes > 1 else 0)

    def x(self, value: Decimal) -> float:
        return self.left + self.axis.share(value) * (self.right - self.left)

    def _make_room(self, ends: list[End]) -> None:
        """For texts that stick out on one side; that moves the other side too, so it takes a few rounds."""
        first, last = self.left, float(WIDTH)
        for _ in range(4):
            spans = [self._written(end) for end in ends]
            self.left += max(0.0, *(first - start for start, _ in spans))
            self.right -= max(0.0, *(end - last for _, end in spans))

    def _written(self, end: End) -> tuple[float, float]:
        """From where to where an end's text runs."""
        width = text_width(end.text, SIZE) * 1.06 + GAP
        return (self.x(end.at) - width, self.x(end.at)) if end.at < 0 else (self.x(end.at), self.x(end.at) + width)

    def draw(self) -> Drawing:
        lines = [wrap(category.name, self.names, SIZE) for category in self.categories]
        bands = [max(self.slot * self.lanes, LINE * len(one)) + 12.0 for one in lines]
        height = sum(bands)
        parts = self._grid(height)
        top = 0.0
        for category, names, band in zip(self.categories, lines, bands, strict=True):
            parts += category_lines(self.names, top + band / 2, names, "end")
            parts += self._category(category, top + band / 2)
            top += band
        parts.append(rule(self.x(Decimal(0)), 0, self.x(Decimal(0)), height, zero=True))
        return Drawing(tuple(parts), height + LINE + GAP)

    def _grid(self, height: float) -> list[str]:
        """Lines for all ticks; numbers only as close as they can stand."""
        parts = []
        names = tick_labels(self.axis)
        room = (self.right - self.left) / (len(names) - 1)
        every = next(n for n in range(1, len(names) + 1) if n == len(names) or room * n > widest(names) + 2 * GAP)
        for i, (tick, name) in enumerate(zip(self.axis.ticks, names, strict=True)):
            parts.append(rule(self.x(tick), 0, self.x(tick), height))
            if i % every == 0:
                place = {"text_anchor": "middle", "class_": "chart-text chart-tick"}
                parts.append(label(self.x(tick), height + GAP + LINE / 2, name, **place))
        return parts

    def _category(self, category: Category, middle: float) -> list[str]:
        parts = []
        for piece in category.pieces:
            x, y = self.x(min(piece.start, piece.end)), self._y(middle, piece.lane)
            width = abs(self.x(piece.end) - self.x(piece.start))
            parts.append(bar(piece.series, x, y - LYING_BAR / 2, width, LYING_BAR))
            if piece.text and text_width(piece.text, SIZE) + 10 <= width:
                parts.append(value_label(x + width / 2, y, piece.text, "middle"))
        for end in category.ends:
            away, anchor = (-GAP, "end") if end.at < 0 else (GAP, "start")
            place = self.x(end.at) + away, self._y(middle, end.lane)
            parts.append(value_label(*place, end.text, anchor, strong=end.strong))
        return parts

    def _y(self, middle: float, lane: int) -> float:
        return middle + self.slot * (lane - (self.lanes - 1) / 2)
