"""Bars in rows: a name, a bar, and the number at its end. Side by side a bar for each series, or stacked in one."""

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from nhveilig.figures.chart_parts import (
    EDGE,
    SIZE,
    STATUSES,
    Content,
    Scale,
    Series,
    bar,
    html,
    legend,
    lettered,
    plot,
)
from nhveilig.figures.status_bars import StatusBar, shape_at
from nhveilig.figures.svg import FONT, element, percents, text_width

THICK = 20
LETTER = 9
# A plot on a phone: what fits there in a piece of a bar, fits everywhere.
NARROW = 300


def draw(content: Content) -> str:
    arrange = _stacked if content.kind == "stacked" else _side_by_side
    rows = [row for index in range(len(content.categories)) for row in arrange(content, index)]
    return legend(content, [_swatch(content, series) for series in content.series]) + html(
        "div", "".join(rows), "chart-rows"
    )


def _swatch(content: Content, series: Series) -> str:
    """Of a status its shape, as everywhere."""
    if content.counts_statuses:
        return shape_at(STATUSES[series.label], 0.75, 7)
    return bar(series.fill, 0.02, 0.98, 12, top=1)


def _side_by_side(content: Content, index: int) -> Iterator[str]:
    scale = Scale.of([*content.known, *([content.target] if content.target is not None else [])])
    for lane, series in enumerate(content.series):
        name = content.categories[index] if lane == 0 else ""
        written, value = content.written(series, index), series.values[index]
        said = ", ".join(part for part in (content.categories[index], series.label) if part)
        drawn = _unknown() if value is None else _bar(series, scale, value)
        lines = _lines(scale, content.target)
        yield _row(name, plot(drawn, *lines, height=THICK, title=f"{said}: {written}"), written, lettered(series))


def _bar(series: Series, scale: Scale, value: Decimal) -> str:
    start, end = sorted((scale.share(Decimal(0)), scale.share(value)))
    return bar(series.fill, start, end, THICK)


def _unknown() -> str:
    """Outlined, never nought."""
    box = {"x": "0.3%", "y": 1, "width": "12%", "height": THICK - 2}
    look = {"fill": "none", "stroke": EDGE, "stroke_width": 1.5, "stroke_dasharray": "4 3"}
    return element("rect", **box, **look, class_="bar-unknown")


def _lines(scale: Scale, target: Decimal | None) -> list[str]:
    """Zero, where bars go both ways, and what is to be reached."""
    found = [_line(scale.share(Decimal(0)), "chart-zero")] if scale.low < 0 else []
    return found if target is None else [*found, _line(scale.share(target), "chart-target")]


def _line(at: float, class_: str) -> str:
    place = {"x1": percents(at), "x2": percents(at), "y1": -2, "y2": THICK + 2}
    return element("line", **place, stroke="#0d3550", stroke_width=2, class_=class_)


def _stacked(content: Content, index: int) -> Iterator[str]:
    name, total = content.categories[index], _total(content, index)
    if content.counts_statuses:
        counts = {STATUSES[one.label].value: int(one.values[index] or 0) for one in content.series}
        known = StatusBar(counts, name)
        yield _row(name, known.draw() if known.total else plot(_unknown(), height=THICK, title=f"{name}: 0"), total)
        return
    scale = Scale.of([sum_ for i in range(len(content.categories)) for sum_ in _ends(content, i)])
    yield _row(name, plot(*_pieces(content, index, scale), height=THICK, title=f"{name}: {total}"), total)


def _ends(content: Content, index: int) -> tuple[Decimal, Decimal]:
    """How far the positive values reach together, and the negative ones."""
    known = [one.values[index] for one in content.series if one.values[index] is not None]
    return sum((v for v in known if v > 0), Decimal(0)), sum((v for v in known if v < 0), Decimal(0))


def _pieces(content: Content, index: int, scale: Scale) -> Iterator[str]:
    """Positive values pile up from zero, negative ones down from it."""
    up = down = Decimal(0)
    for series in content.series:
        value = series.values[index]
        if not value:
            continue
        start = up if value > 0 else down
        up, down = (start + value, down) if value > 0 else (up, start + value)
        left, right = sorted((scale.share(start), scale.share(start + value)))
        yield bar(series.fill, left, right, THICK)
        number = _within(series, content.number(value), left, right)
        yield number + _letter(series, (left, right), beside=content.number(value) if number else "")
    yield from _lines(scale, None)


def _within(series: Series, written: str, left: float, right: float) -> str:
    """The number in its piece, where it fits."""
    if text_width(written, SIZE) + 8 > (right - left) * NARROW:
        return ""
    place = {"x": percents((left + right) / 2), "y": THICK / 2 + SIZE * 0.35, "text_anchor": "middle"}
    look = {"font_size": SIZE, "font_family": FONT, "fill": series.fill.ink, "class_": f"bar-ink--{series.fill.css}"}
    return element("text", written, **place, **look)


def _letter(series: Series, piece: tuple[float, float], *, beside: str) -> str:
    """In the corner of its piece, where it fits beside the number; tone and order tell the smallest apart."""
    left, right = piece
    taken = text_width(beside, SIZE) / 2 + (right - left) * NARROW / 2 if beside else 0
    if not series.letter or (right - left) * NARROW < taken + LETTER + 2:
        return ""
    look = {"font_size": LETTER, "font_weight": 600, "font_family": FONT, "fill": series.fill.ink}
    letter = element("text", series.letter, x=2, y=LETTER - 1, **look)
    return element("svg", letter, x=percents(left), y=0, overflow="visible", class_="chart-letter")


def _total(content: Content, index: int) -> str:
    """What is known, and why the rest is not."""
    known = [series.values[index] for series in content.series if series.values[index] is not None]
    marks = dict.fromkeys(series.mark(index) for series in content.series if series.values[index] is None)
    return " + ".join([*([content.number(sum(known, Decimal(0)))] if known else []), *marks])


def _row(name: str, drawn: str, written: str, letter: str = "") -> str:
    """Without a name it goes on with the category above it. `letter` is markup."""
    cells = html("div", escape(name), "chart-name") + html("div", drawn, "chart-bar")
    cells += html("div", letter + escape(written), "chart-value")
    return html("div", cells, "chart-row" if name else "chart-row chart-row--more")
