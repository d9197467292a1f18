"""What the styles and lists of a Word document say: which paragraph is a heading, which list counts."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_HEADING = re.compile(r"(?:heading|kop|überschrift|titre|título|titolo)\s*(\d)")
_OFF = {"0", "false", "off", "none"}


def value(element: Element | None, path: str = "") -> str:
    found = element.find(path) if element is not None and path else element
    return "" if found is None else found.get("val", "")


def is_on(element: Element | None, name: str) -> bool:
    """`<w:b/>` is on, `<w:b w:val="0"/>` is off."""
    found = element.find(name) if element is not None else None
    return found is not None and found.get("val", "1") not in _OFF


@dataclass(frozen=True)
class Style:
    """`level` is that of a heading, 0 of other paragraphs; `numbering` the list its paragraphs belong to."""

    name: str = ""
    level: int = 0
    numbering: str = ""
    bold: bool = False
    italic: bool = False


@dataclass
class Styles:
    """By id, each with what it takes from the one it is based on."""

    found: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Element | None) -> "Styles":
        every = {one.get("styleId", ""): one for one in tree.iter("style")} if tree is not None else {}
        return cls({name: _style(name, every, frozenset()) for name in every})

    def get(self, name: str) -> Style:
        return self.found.get(name, Style(name.lower()))


def _style(name: str, every: dict[str, Element], seen: frozenset[str]) -> Style:
    """A style that is based on itself by a detour ends there."""
    one = every.get(name)
    if one is None or name in seen or len(seen) > 20:
        return Style()
    base = _style(value(one, "basedOn"), every, seen | {name})
    called = value(one, "name").lower()
    heading = _HEADING.fullmatch(called)
    outline = value(one, "pPr/outlineLvl")
    level = int(heading[1]) if heading else int(outline) + 1 if outline.isdecimal() else base.level
    return Style(
        called,
        level if 0 < level < 10 else 0,
        value(one, "pPr/numPr/numId") or base.numbering,
        is_on(one.find("rPr"), "b") or base.bold,
        is_on(one.find("rPr"), "i") or base.italic,
    )


@dataclass
class Lists:
    """By the number of a list: the tag of each of its levels, and where it begins to count."""

    tags: dict[str, dict[str, str]]
    starts: dict[str, dict[str, int]]

    @classmethod
    def of(cls, tree: Element | None) -> "Lists":
        kept = cls({}, {})
        if tree is None:
            return kept
        kinds = {one.get("abstractNumId", ""): one for one in tree.findall("abstractNum")}
        for one in tree.findall("num"):
            kept._add(one.get("numId", ""), one, kinds.get(value(one, "abstractNumId"), Element("none")))
        return kept

    def _add(self, number: str, one: Element, kind: Element) -> None:
        levels = kind.findall("lvl")
        overrides = {over.get("ilvl", ""): value(over, "startOverride") for over in one.findall("lvlOverride")}
        self.tags[number] = {at.get("ilvl", ""): _tag(value(at, "numFmt")) for at in levels}
        said = {at.get("ilvl", ""): value(at, "start") for at in levels} | {k: v for k, v in overrides.items() if v}
        self.starts[number] = {at: int(start) for at, start in said.items() if start.isdecimal()}

    def tag(self, number: str, level: str) -> str:
        return self.tags.get(number, {}).get(level, "ul")

    def start(self, number: str, level: str) -> int:
        return self.starts.get(number, {}).get(level, 1)


def _tag(format: str) -> str:
    return "ul" if format in {"bullet", "none"} else "ol"
