"""SVG as strings: presentation attributes and classes only, so that a strict CSP and a PDF can both take it."""

from collections.abc import Iterator
from html import escape

Attribute = str | float | None

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
