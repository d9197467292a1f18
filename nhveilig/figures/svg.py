"""SVG as strings: presentation attributes and classes only, so that a strict CSP and a PDF can both take it."""

from collections.abc import Iterator
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


def percents(share: float) -> str:
    """Of the width of a drawing that has no `viewBox`: letters in it keep their size."""
    return f"{round(share * 100, 2) + 0.0:.2f}%"


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
