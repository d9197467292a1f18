"""How far one promise is, and how that went: pips for at most ten, a bar with a line at the target, a line in time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from nhveilig.figures.svg import element, percents
from nhveilig.statuses.status import Status

HEIGHT = 12
# The target stands at one place whatever was reached, with room beside it for more.
AT_TARGET = 0.8
PIP, MOST_PIPS = 16, 10
SPARK = 20
TRACK, GOT, EDGE, TITLE = "#edf1f4", "#2f78a8", "#6e7f8c", "#0d3550"


def gauge(value: Decimal | None, target: Decimal, status: Status | None, said: str) -> str:
    """`said` is what it says in words, for a pointer and for paper; None is not known, and has no bar."""
    share = 0.0 if value is None else min(1.0, float(value / target) * AT_TARGET)
    parts = [_rect(1.0, TRACK, "gauge__track")]
    if share > 0:
        look = status.look.mark if status else GOT
        parts.append(_rect(share, look, f"gauge__value fill--{status.css}" if status else "gauge__value"))
    at = {"x1": percents(AT_TARGET), "x2": percents(AT_TARGET), "y1": -3, "y2": HEIGHT + 3}
    parts.append(element("line", **at, stroke=TITLE, stroke_width=2, class_="gauge__target"))
    return _drawing("gauge", "100%", said, *parts)


def pips(got: int, of: int, said: str) -> str:
    """Raises ValueError for more than ten: those nobody counts at a glance."""
    if not 0 < of <= MOST_PIPS:
        raise ValueError(f"{of} pips, at most {MOST_PIPS} can be counted")
    return _drawing("pips", of * PIP, said, *(_pip(n, filled=n < got) for n in range(of)))


def sparkline(course: Sequence[tuple[date, Decimal]]) -> str:
    """A line through what was reported, from 0 up, each at its day: at least two. Words stand beside it."""
    (first, _), (last, _) = course[0], course[-1]
    days, most = max((last - first).days, 1), max(*(value for _, value in course), Decimal(1))
    points = [((on - first).days * 100 / days, SPARK - float(value / most) * SPARK) for on, value in course]
    line = element(
        "polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none", class_="spark__line"
    )
    look = {"class_": "spark", "viewBox": f"0 -1 100 {SPARK + 2}", "preserveAspectRatio": "none"}
    return element("svg", line, width=96, height=SPARK, aria_hidden="true", focusable="false", **look)


def _rect(share: float, fill: str, class_: str) -> str:
    return element("rect", x=0, y=0, width=percents(share), height=HEIGHT, fill=fill, class_=class_)


def _pip(place: int, *, filled: bool) -> str:
    look = {"fill": GOT, "stroke": GOT} if filled else {"fill": "none", "stroke": EDGE}
    box = {"cx": place * PIP + HEIGHT / 2, "cy": HEIGHT / 2, "r": HEIGHT / 2 - 1}
    return element("circle", **box, **look, stroke_width=1.5, class_="pips__got" if filled else "pips__open")


def _drawing(kind: str, width: str | int, said: str, *parts: str) -> str:
    look = {"class_": kind, "width": width, "height": HEIGHT, "aria_hidden": "true", "focusable": "false"}
    return element("svg", element("title", escape(said)), *parts, xmlns="http://www.w3.org/2000/svg", **look)
