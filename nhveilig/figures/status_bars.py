"""A whole in parts per status, in one order, each with its number: one drawing for a screen and for paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from nhveilig.figures.formats import number
from nhveilig.figures.svg import FONT, element, percents
from nhveilig.statuses.status import Status, in_order

HEIGHT = 36
# Of the width: the least a part has, so that its number fits on a phone, and from where its shape fits beside it.
# In a smaller part the shape stands above the number: without colour it is what tells the parts apart.
LEAST, BESIDE = 0.06, 0.15
MARK, SMALL_MARK = 15, 12
LETTERS, SMALL_LETTERS = 16, 14
# Of a thin bar, such as that of an earlier day below the one of today: one line, with the shape always beside.
THIN, THIN_MARK, THIN_LETTERS = 20, 9, 13
GROUND = "#ffffff"


@dataclass(frozen=True)
class StatusBar:
    """`counts` by the stored value of a status; `label` says of what."""

    counts: Mapping[str, int]
    label: str
    is_thin: bool = False

    @cached_property
    def parts(self) -> list[tuple[Status, int]]:
        """Only what there is one of at least."""
        return in_order(self.counts)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.parts)

    @property
    def words(self) -> str:
        """`7 gereed, 20 op koers`"""
        return ", ".join(f"{number(count)} {status.word}" for status, count in self.parts)

    def draw(self) -> str:
        """Texts are escaped. Widths are shares of its place: letters are as large on a phone as on a wide screen."""
        part, height = (_thin_part, THIN) if self.is_thin else (_part, HEIGHT)
        drawn = [part(status, count, start, width) for (status, count), start, width in self._places()]
        title = element("title", escape(f"{self.label}: {self.words}"))
        look = {"class_": "statusbar__drawing", "width": "100%", "height": height, "focusable": "false"}
        return element("svg", title, *drawn, xmlns="http://www.w3.org/2000/svg", **look)

    def _places(self) -> list[tuple[tuple[Status, int], float, float]]:
        """Where each part starts and how wide it is, of 1. What small parts get more, the others give by size."""
        shares = [count / self.total for _, count in self.parts]
        least = min(LEAST, 1 / max(len(shares), 1))
        spare = sum(max(0.0, share - least) for share in shares) or 1.0
        left = 1 - least * len(shares)
        widths = [least + left * max(0.0, share - least) / spare for share in shares]
        return [(part, sum(widths[:n]), widths[n]) for n, part in enumerate(self.parts)]


def _part(status: Status, count: int, start: float, width: float) -> str:
    middle, ground = start + width / 2, _ground(status, start, width, HEIGHT)
    if width < BESIDE:
        shape = _shape(status, middle, 10, (SMALL_MARK, SMALL_MARK / 2), on_mark=True)
        return ground + shape + _count(status, count, middle, {"y": 31, "text_anchor": "middle"}, SMALL_LETTERS)
    return ground + _beside(status, count, middle, HEIGHT, (MARK, LETTERS))


def _thin_part(status: Status, count: int, start: float, width: float) -> str:
    ground = _ground(status, start, width, THIN)
    return ground + _beside(status, count, start + width / 2, THIN, (THIN_MARK, THIN_LETTERS))


def _ground(status: Status, start: float, width: float, height: int) -> str:
    look = status.look
    box = {"x": percents(start), "y": 1, "width": percents(width), "height": height - 2}
    is_outlined = look.edge != look.mark
    edge = {"stroke": look.edge if is_outlined else GROUND, "stroke_width": 1.5 if is_outlined else 2}
    dashes = "4 3" if status is Status.NONE else None
    return element("rect", **box, fill=look.mark, **edge, stroke_dasharray=dashes, class_=f"bar bar--{status.css}")


def _beside(status: Status, count: int, middle: float, height: int, sizes: tuple[int, int]) -> str:
    """The shape left of the number; `sizes` of these two."""
    mark, letters = sizes
    shape = _shape(status, middle, height / 2, (mark, mark + 3 if mark == MARK else mark), on_mark=True)
    return shape + _count(status, count, middle, {"y": height / 2 + letters * 0.35, "dx": 2}, letters)


def _count(status: Status, count: int, middle: float, place: dict, size: int) -> str:
    ink = {"fill": status.look.on_mark, "class_": f"bar-ink bar-ink--{status.css}"}
    letters = {"font_size": size, "font_weight": 600, "font_family": FONT}
    return element("text", number(count), x=percents(middle), **letters, **place, **ink)


def shape_at(status: Status, x: float, middle: float) -> str:
    """The shape of a status in its own colour, left of `x`."""
    return _shape(status, x, middle, (MARK, MARK + 3), on_mark=False)


def _shape(status: Status, x: float, middle: float, size: tuple[float, float], *, on_mark: bool) -> str:
    """`size`: how large, and how far it reaches to the left of `x`. In its own colour, or in that of what is on it."""
    look = status.look
    ink, ground = (look.on_mark, look.mark) if on_mark else (look.mark, look.on_mark)
    ink = look.edge if ink == "none" else ink
    drawn = look.shape.format(ground=ground, edge=ink if on_mark else look.edge)
    side, left = size
    inner = element("g", drawn, transform=f"translate({-left:g} {middle - side / 2:.1f}) scale({side / 16:.3f})")
    kind = f"bar-mark bar-mark--{status.css}" if on_mark else f"mark mark--{status.css}"
    return element("svg", inner, x=percents(x), y=0, overflow="visible", color=ink, class_=kind)
