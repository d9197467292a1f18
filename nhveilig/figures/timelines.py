"""When in a year something happens: a strip of quarters with its periods, the day it must be ready, and today. One
drawing for a screen and for paper, in a row of a table that says the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from nhveilig.figures.moments import DAY, Span
from nhveilig.figures.svg import element, percents
from nhveilig.statuses.status import Status

QUARTERS = ("jan–mrt", "apr–jun", "jul–sep", "okt–dec")
HEIGHT, BAR = 26, 12
TOP = (HEIGHT - BAR) / 2
# Between two periods that follow each other, so that four quarters are four bars.
GAP = 0.002
# Of one day, so that it is seen.
LEAST = 0.006
PLAIN, LINE, TITLE, LATE, LATE_GROUND, TODAY = "#2f78a8", "#c9d3da", "#0d3550", "#b3261e", "#fbe9e7", "#c9701a"


@dataclass(frozen=True)
class Strip:
    """`said` is what it shows, in words. `late_until`: how far it reaches past `due`; `today` only within the year.

    Without a status, as in a plan nobody reported on yet, the bars have a colour that says nothing.
    """

    year: int
    spans: Sequence[Span]
    said: str
    due: date | None = None
    status: Status | None = None
    late_until: date | None = None
    today: date | None = None

    def draw(self) -> str:
        """Widths are shares of its place; texts are escaped."""
        look = {"class_": "strip", "width": "100%", "height": HEIGHT, "role": "img"}
        title = element("title", escape(self.said))
        drawn = [title, *self._quarters(), *map(self._bar, self.spans), *self._late(), *self._lines()]
        return element("svg", *drawn, xmlns="http://www.w3.org/2000/svg", focusable="false", **look)

    def share(self, day: date) -> float:
        """Where in the year the day begins; of a day in another year the nearest end."""
        first = date(self.year, 1, 1)
        length = (date(self.year, 12, 31) - first).days + 1
        return min(1.0, max(0.0, (day - first).days / length))

    def _quarters(self) -> Iterator[str]:
        for month in (4, 7, 10):
            yield self._line(date(self.year, month, 1), (0, HEIGHT), "strip__quarter", LINE, 1)

    def _bar(self, span: Span) -> str:
        start, end = self.share(span[0]), self.share(span[1] + DAY)
        box = {
            "x": percents(start + GAP),
            "y": TOP,
            "width": percents(max(0.004, end - start - 2 * GAP)),
            "height": BAR,
        }
        if self.status is None:
            return element("rect", **box, rx=2, fill=PLAIN, class_="strip__bar")
        look = self.status.look
        dashes = "4 3" if self.status is Status.NONE else None
        edge = {"stroke": look.edge, "stroke_width": 1.5, "stroke_dasharray": dashes} if look.edge != look.mark else {}
        return element("rect", **box, rx=2, fill=look.mark, **edge, class_=f"strip__bar fill--{self.status.css}")

    def _late(self) -> Iterator[str]:
        if not self.due or not self.late_until or self.late_until <= self.due:
            return
        start, end = self.share(self.due + DAY), self.share(self.late_until + DAY)
        box = {"x": percents(start), "y": TOP, "width": percents(end - start), "height": BAR}
        edge = {"stroke": LATE, "stroke_width": 1.5, "stroke_dasharray": "5 3"}
        yield element("rect", **box, fill=LATE_GROUND, **edge, class_="strip__late")

    def _lines(self) -> Iterator[str]:
        if self.due and self.due.year == self.year:
            yield self._line(self.due + DAY, (3, HEIGHT - 3), "strip__due", TITLE, 3)
        if self.today:
            yield self._line(self.today, (0, HEIGHT), "strip__today", TODAY, 2)

    def _line(self, day: date, ends: tuple[float, float], kind: str, colour: str, width: float) -> str:
        at = percents(self.share(day))
        top, bottom = ends
        return element("line", x1=at, x2=at, y1=top, y2=bottom, stroke=colour, stroke_width=width, class_=kind)
