"""Text within a paragraph: HTML as runs of WordprocessingML, with its white space as a browser shows it."""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from nhveilig.texts.markup import FOOTNOTE_CLASS
from reports.documents.word.drawings import Media, drawing_xml, media_of
from reports.documents.word.trees import classes

NUMBER = "Nummer"
_SPACE = " \t\r\n\f"
_SPACES = re.compile(f"[{_SPACE}]+")
# What XML cannot hold; cleaned texts have none of it.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(value: str) -> str:
    return escape(_UNWRITABLE.sub("", value))


def attribute(value: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", value))


@dataclass(frozen=True)
class Look:
    """How a run looks, and where it leads; `raised` is `superscript` or `subscript`."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    link: str = ""

    @property
    def xml(self) -> str:
        style = self.style or ("Hyperlink" if self.link else "")
        marks = [
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/>" if self.bold else "",
            "<w:i/>" if self.italic else "",
            f'<w:vertAlign w:val="{self.raised}"/>' if self.raised else "",
        ]
        return f"<w:rPr>{''.join(marks)}</w:rPr>" if any(marks) else ""


_CHANGES = {
    "strong": {"bold": True},
    "b": {"bold": True},
    "em": {"italic": True},
    "i": {"italic": True},
    "sup": {"raised": "superscript"},
    "sub": {"raised": "subscript"},
}


@dataclass
class Shared:
    """What the whole document has once: notes, links to elsewhere, places that are linked to, lists, pictures."""

    targets: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    # By the hash of the bytes: the same picture stands in the file once.
    media: dict[str, Media] = field(default_factory=dict)
    drawings: int = 0

    def link_to(self, address: str) -> str:
        """The beginning of a link: to a place in the document itself, or to an address outside."""
        if address.startswith("#"):
            return f'<w:hyperlink w:anchor="{self.mark_of(address[1:])}" w:history="1">'
        name = self.links.setdefault(address, f"rIdLink{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{name}" w:history="1">'

    def mark_of(self, anchor: str) -> str:
        """Word takes no hyphens in the name of a bookmark, and no more than forty characters."""
        return self.marks.setdefault(anchor, f"plek_{len(self.marks) + 1}")


class Line:
    """The runs of one paragraph."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._parts: list[tuple[Look, str]] = []
        self._space: Look | None = None

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def add(self, element: Element, look: Look = Look()) -> None:
        if FOOTNOTE_CLASS in classes(element):
            return self._note(element, look)
        if element.tag == "svg" or element.get("role") == "img":
            return None
        if element.tag == "img":
            return self.picture(element)
        if element.tag == "br":
            return self._put(look, "<w:br/>")
        return self.within(element, self._changed(element, look))

    def within(self, element: Element, look: Look = Look()) -> None:
        self.text(element.text, look)
        for child in element:
            self.add(child, look)
            self.text(child.tail, look)

    def picture(self, image: Element) -> None:
        """Of one that does not stand in the page itself, the words."""
        media = media_of(image)
        if media is None:
            return self.text(f"[Afbeelding: {image.get('alt', '')}]", Look())
        self.shared.media.setdefault(media.digest, media)
        self.shared.drawings += 1
        link = f"rIdBeeld{list(self.shared.media).index(media.digest) + 1}"
        return self._put(Look(), drawing_xml(image, link, self.shared.drawings, attribute(image.get("alt", ""))))

    @staticmethod
    def _changed(element: Element, look: Look) -> Look:
        if element.tag == "a" and element.get("href"):
            return replace(look, link=element.get("href"))
        if "number" in classes(element):
            return replace(look, style=NUMBER)
        return replace(look, **_CHANGES.get(element.tag, {}))

    def text(self, value: str | None, look: Look) -> None:
        """White space counts once, and not at the beginning or the end; it looks as where it stood first."""
        value = _SPACES.sub(" ", value or "")
        words = value.strip(_SPACE)
        if value.startswith(" ") and self._space is None:
            self._space = look
        if not words:
            return
        if self._space is not None and self._parts:
            self._put_words(self._space, " ")
        self._put_words(look, words)
        self._space = look if value.endswith(" ") else None

    def _put_words(self, look: Look, words: str) -> None:
        self._put(look, f'<w:t xml:space="preserve">{text_of(words)}</w:t>')

    def _put(self, look: Look, xml: str) -> None:
        self._parts.append((look, xml))

    def _note(self, element: Element, look: Look) -> None:
        note = Line(self.shared)
        note.within(element)
        self.shared.notes.append(note.xml)
        call = f'<w:footnoteReference w:id="{len(self.shared.notes)}"/>'
        self._put(Look(style="FootnoteReference", link=look.link), call)

    @property
    def xml(self) -> str:
        out = []
        for link, parts in groupby(self._parts, key=lambda part: part[0].link):
            runs = "".join(f"<w:r>{look.xml}{xml}</w:r>" for look, xml in parts)
            out.append(f"{self.shared.link_to(link)}{runs}</w:hyperlink>" if link else runs)
        return "".join(out)
