"""SVG as strings: presentation attributes and classes only, so that a strict CSP and a PDF can both take it."""

import math
from collections.abc import Callable, Iterator
from html import escape

FONT = "'Source Sans 3', 'NHVeilig Symbols', 'Segoe UI', Arial, sans-serif"
Attribute = str | float | None
# Left, top, right, bottom.
Box = tuple[float, float, float, float]

# Average advances of Source Sans 3 in em, a little on the wide side; no font file is read while drawing.
NARROW = frozenset("ijlftI.,:;'’()[]| -–−")
WIDE = frozenset("mwMWQO%€@&")


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """`class_` becomes class, `stroke_width` stroke-width; an attribute that is None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def text(x: float, y: float, content: str, **attributes: Attribute) -> str:
    return element("text", escape(content), x=x, y=y, **{"class_": "chart-text", "fill": "#16222c", **attributes})


def drawing(content: dict, kind: str, width: int, height: int, size: float, *parts: str) -> str:
    """The root of a chart or map: its `title` and, if there is any, its `description` are what a screen reader says."""
    title, description = f"{content['id']}-titel", f"{content['id']}-beschrijving"
    return element(
        "svg",
        element("title", escape(content["title"]), id=title),
        element("desc", escape(content["description"]), id=description) if content["description"] else "",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart {kind}",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{title} {description}" if content["description"] else title,
        font_family=FONT,
        font_size=size,
    )


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def text_width(content: str, size: float) -> float:
    return size * sum(_advance(character) for character in content)


def wrap(content: str, width: float, size: float) -> list[str]:
    """Lines that fit `width`; a single word that does not is left whole."""
    return list(_lines(content.split(), width, size)) or [""]


def _lines(words: list[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _advance(character: str) -> float:
    if character in NARROW:
        return 0.29
    if character in WIDE:
        return 0.85
    return 0.6 if character.isupper() else 0.52


def _value(value: str | float) -> str:
    if isinstance(value, float):
        # One decimal is finer than any screen or printer here, and the same on every machine.
        # Adding zero turns -0.0 into 0.0.
        return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
    return escape(str(value))


# Hatching is computed line by line. A `<pattern>` would be shorter, but PDF viewers show the seams between its tiles.
STEP = 7

Segment = tuple[float, float, float, float]
Hatch = Callable[[float, float, float, float], Iterator[Segment]]


def _steps(low: float, high: float) -> range:
    """Multiples of STEP between low and high: equal for neighbours, so that hatching runs on from bar to bar."""
    return range((math.floor(low) // STEP + 1) * STEP, math.ceil(high), STEP)


def _rising(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for total in _steps(left + top, right + bottom):
        yield max(left, total - bottom), min(bottom, total - left), min(right, total - top), max(top, total - right)


def _falling(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for difference in _steps(left - bottom, right - top):
        start = max(left, difference + top)
        end = min(right, difference + bottom)
        yield start, start - difference, end, end - difference


def _level(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for y in _steps(top, bottom):
        yield left, y, right, y


def _grid(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    yield from _level(left, top, right, bottom)
    for x in _steps(left, right):
        yield x, top, x, bottom


def _dots(left: float, top: float, right: float, bottom: float) -> Iterator[Segment]:
    for y in _steps(top + 1, bottom - 1):
        shift = STEP / 2 if y // STEP % 2 else 0
        for x in _steps(left + 1 - shift, right - 3 - shift):
            yield x + shift, y, x + shift + 2.2, y


HATCHES: tuple[Hatch | None, ...] = (None, _rising, _dots, _level, _grid, _falling)


def hatching(place: int, x: float, y: float, width: float, height: float) -> str:
    """The path data of the place-th hatching inside a rectangle; "" for the first, which is plain."""
    hatch = HATCHES[place - 1]
    if hatch is None:
        return ""
    return "".join(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in hatch(x, y, x + width, y + height))
