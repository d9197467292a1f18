"""The name of each line beside its end, in a column of its own to the right of the plot: none lies over another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from nhveilig.figures.chart_parts import SIZE
from nhveilig.figures.svg import FONT, element, wrap

# As wide as the room the style sheets leave for it (`.chart-lines`), in pixels: the way to a name, and the name.
WAY, NAME = 14.0, 112.0
LINE = 17.0
GAP = 3.0


@dataclass(frozen=True)
class End:
    """Where a line ends, its name in lines, and how it is drawn."""

    y: float
    lines: Sequence[str]
    stroke: dict

    @classmethod
    def of(cls, y: float, label: str, stroke: dict) -> "End":
        return cls(y, wrap(label, NAME, SIZE), stroke)

    @property
    def height(self) -> float:
        return len(self.lines) * LINE


def spread(ends: Iterable[End], bottom: float) -> list[tuple[End, float]]:
    """Each with the top of its name: beside the end where it can, else below the name above it; from `bottom` upwards
    where that would come too low."""
    placed: list[tuple[End, float]] = []
    below = 0.0
    for end in sorted(ends, key=lambda one: one.y):
        top = max(end.y - end.height / 2, below)
        placed.append((end, top))
        below = top + end.height + GAP
    return _lifted(placed, max(bottom, sum(end.height + GAP for end, _ in placed)))


def _lifted(placed: Sequence[tuple[End, float]], floor: float) -> list[tuple[End, float]]:
    found = []
    for end, top in reversed(placed):
        lowest = min(top, floor - end.height)
        found.append((end, lowest))
        floor = lowest - GAP
    return found[::-1]


def draw(ends: Iterable[End], bottom: float) -> str:
    """In pixels from the right edge of the plot, whatever its width."""
    drawn = [part for end, top in spread(ends, bottom) for part in _named(end, top)]
    return element("svg", *drawn, x="100%", y=0, overflow="visible", class_="chart-ends")


def _named(end: End, top: float) -> Iterator[str]:
    yield element("line", x1=0, x2=WAY - 4, y1=end.y, y2=top + end.height / 2, **end.stroke)
    look = {"font_size": SIZE, "font_family": FONT, "fill": "#16222c", "class_": "chart-text"}
    for place, line in enumerate(end.lines):
        yield element("text", escape(line), x=WAY, y=top + LINE * place + LINE * 0.76, **look)
