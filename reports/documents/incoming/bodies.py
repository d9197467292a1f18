"""The paragraphs, lists and tables of a Word document, in order, as HTML and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from reports.documents.incoming.runs import Drawn, Reader, Text
from reports.documents.incoming.styles import Lists, Style, value
from reports.documents.word.writing import APART, FIXED, WRITTEN

LONGEST_GUESS = 100
# A number somebody typed before a heading; the portal counts by itself.
_TYPED_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.)\s+(?=\S)")
_CONTENTS = re.compile(r"toc(?: heading|\s*\d)|inhopg\s*\d|kopvaninhoudsopgave|table of figures")
_QUOTES = {"quote", "citaat", "intense quote", "duidelijk citaat"}
_CAPTIONS = {"caption", "bijschrift"}
_OWN_TABLE, _SIGNED = "Tabel", "ondertekening"
_BLOCKS = {"kader": ('<aside class="kader">', "</aside>"), "pijlers": ('<ol class="pijlers">', "</ol>")}


@dataclass(frozen=True)
class Heading:
    """`level` 0: a paragraph that is bold altogether, so that it looks like one."""

    title: str
    level: int


@dataclass(frozen=True)
class Mark:
    """Here begins what left from a block with this anchor; without one, it ends. `is_fixed`: printed from elsewhere."""

    anchor: str = ""
    is_fixed: bool = False


@dataclass
class _Open:
    """A list that has no end yet."""

    tag: str
    key: tuple[str, int]


class Body:
    """`parts` are headings, pictures, and the HTML between them. A picture has its place between paragraphs: one in a
    list, a box or a table comes behind it."""

    def __init__(self, reader: Reader, lists: Lists) -> None:
        self.reader = reader
        self.lists = lists
        self.parts: list[Part] = []
        self.waiting: list[Drawn] = []
        self._is_in_box = False
        # Within a text of our own: the level of its heading, 0 before that; None elsewhere.
        self._own_level: int | None = None
        self._last_level = 1
        self._is_fixed = False
        self.remarks: list[str] = []
        self._open: list[_Open] = []
        self._caption = ""
        self._is_pillars = False
        # How often a list that counts went on, to begin there when it does again.
        self._counted: dict[tuple[str, int], int] = {}

    def read(self, container: Element) -> None:
        self._read(container)
        self._end_all()
        self._place_pictures()

    def _read(self, container: Element) -> None:
        for one in container:
            if one.tag == "p":
                self._paragraph(one)
            elif one.tag == "tbl":
                self._table(one)
            elif one.tag == "sdt":
                self._control(one)
            elif one.tag in {"ins", "moveTo", "customXml", "smartTag"}:
                self._read(one)
            self._place_pictures()

    def _control(self, control: Element) -> None:
        content = control.find("sdtContent")
        kind = value(control, "sdtPr/docPartObj/docPartGallery").lower()
        if content is None or "table of contents" in kind:
            return
        tag = value(control, "sdtPr/tag")
        begin, end = _BLOCKS.get(tag, ("", ""))
        if tag.startswith((WRITTEN, FIXED)):
            self._own(content, tag)
        elif begin.startswith("<aside"):
            self._box(content, begin, end)
        elif begin:
            self._end_all()
            self._is_pillars = True
            self._read(content)
            self._end_all()
            self._is_pillars = False
        else:
            self._read(content)

    def _own(self, content: Element, tag: str) -> None:
        self._end_all()
        self._is_fixed = tag.startswith(FIXED)
        self.parts.append(Mark(tag.partition(":")[2], self._is_fixed))
        self._own_level = None if self._is_fixed else self._last_level if APART in tag else 0
        self._read(content)
        self._end_all()
        self._place_pictures()
        self._own_level, self._is_fixed = None, False
        self.parts.append(Mark())

    def _box(self, content: Element, begin: str, end: str) -> None:
        self._end_all()
        self._place_pictures()
        place, self._is_in_box = len(self.parts), True
        self._read(content)
        self._end_all()
        self._is_in_box = False
        self.parts[place:] = [begin, *map(_in_text, self.parts[place:]), end]

    def _place_pictures(self) -> None:
        if not self._open and not self._is_in_box:
            self.parts += self.waiting
            self.waiting = []

    # Paragraphs -----------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element) -> None:
        about = paragraph.find("pPr")
        text = self.reader.text(paragraph)
        self._said(text, about, self.reader.styles.get(value(about, "pStyle")))
        self.waiting += self.reader.drawn
        self.reader.drawn = []

    def _said(self, text: Text, about: Element | None, style: Style) -> None:
        if _CONTENTS.fullmatch(style.name) or not text.html:
            return
        # Who signs a foreword is set, not written.
        if self._own_level is not None and style.name == _SIGNED:
            return
        level = _level(about, style)
        if level:
            self._heading(text, level)
        elif style.name == "title":
            if not self._is_fixed:
                self.remarks.append(f"De titel “{text.words}” staat niet in een hoofdstuk: die hoort bij het document.")
        else:
            self._running(text, style, about)

    def _heading(self, text: Text, level: int) -> None:
        self._end_all()
        self._place_pictures()
        is_own = text.number or self._own_level
        title = text.words if is_own else _TYPED_NUMBER.sub("", text.words, count=1)
        if title and self._own_level:
            self.parts.append(_in_text(Heading(title, max(level - self._own_level, 1) + 1)))
        elif title:
            self._own_level = level if self._own_level == 0 else None
            self._last_level = level
            self.parts.append(Heading(title, level))

    def _running(self, text: Text, style: Style, about: Element | None) -> None:
        number = value(about, "numPr/numId") or style.numbering
        depth = value(about, "numPr/ilvl") or "0"
        if number and number != "0":
            self._item(text, number, int(depth) if depth.isdecimal() else 0)
        elif style.name == "list paragraph" and self._open:
            self.parts.append(f"<p>{text.html}</p>")
        elif style.name in _CAPTIONS:
            self._captioned(text)
        else:
            self._end_all()
            self._plain(text, style)

    def _captioned(self, text: Text) -> None:
        """Of a picture it stands below, of a table above."""
        self._end_all()
        last = self.parts[-1] if self.parts else ""
        if isinstance(last, Drawn) and not last.caption:
            last.caption = text.words
        else:
            self._caption = text.html

    def _plain(self, text: Text, style: Style) -> None:
        if style.name in _QUOTES:
            self.parts.append(f"<blockquote><p>{text.html}</p></blockquote>")
        elif self._own_level is None and _looks_like_heading(text):
            self.parts.append(Heading(_TYPED_NUMBER.sub("", text.words, count=1), 0))
        else:
            self.parts.append(f"<p>{text.html}</p>")

    # Lists ----------------------------------------------------------------------------------------

    def _item(self, text: Text, number: str, depth: int) -> None:
        self._flush_caption()
        depth = min(depth, len(self._open))
        while len(self._open) > depth + 1:
            self._end_list()
        if len(self._open) == depth + 1 and self._open[-1].key != (number, depth):
            self._end_list()
        if len(self._open) == depth + 1:
            self.parts.append("</li>")
        else:
            self._begin_list(number, depth)
        self._counted[number, depth] = self._counted.get((number, depth), 0) + 1
        self.parts.append(f"<li><p>{text.html}</p>")

    def _begin_list(self, number: str, depth: int) -> None:
        key = (number, depth)
        tag = self.lists.tag(number, str(depth))
        start = self.lists.start(number, str(depth)) + (self._counted.get(key, 0) if depth == 0 else 0)
        named = ' class="pijlers"' if self._is_pillars and not self._open else ""
        said = f' start="{start}"' if tag == "ol" and start != 1 else ""
        self._open.append(_Open(tag, key))
        self.parts.append(f"<{tag}{named}{said}>")

    def _end_list(self) -> None:
        self.parts.append(f"</li></{self._open.pop().tag}>")

    def _end_all(self) -> None:
        while self._open:
            self._end_list()
        self._flush_caption()

    def _flush_caption(self) -> None:
        """A caption that no table came after is a line of text."""
        caption, self._caption = self._caption, ""
        if caption:
            self.parts.append(f"<p>{caption}</p>")

    # Tables ---------------------------------------------------------------------------------------

    def _table(self, table: Element) -> None:
        caption, self._caption = self._caption, ""
        self._end_all()
        rows = list(_rows(table))
        look = table.find("tblPr/tblLook")
        heads = _heads(rows, look)
        has_row_heads = value(table, "tblPr/tblStyle") == _OWN_TABLE and _says(look, "firstColumn")
        self.parts.append(f"<table>{f'<caption>{caption}</caption>' if caption else ''}")
        for place, cells in enumerate(_placed(rows)):
            mark = "<thead>" if place == 0 and heads else "<tbody>" if place == heads else ""
            row = "".join(self._cell(place < heads or (has_row_heads and first), *one) for first, one in cells)
            end = "</thead>" if place == heads - 1 else ""
            self.parts.append(f"{mark}<tr>{row}</tr>{end}")
        self.parts.append("</tbody></table>" if heads < len(rows) else "</table>")

    def _cell(self, is_head: bool, cell: Element, across: int, down: int) -> str:
        inside = Body(self.reader, self.lists)
        inside.read(cell)
        self.waiting += [one for one in inside.parts if isinstance(one, Drawn)]
        html = "".join(map(_in_cell, inside.parts))
        spans = f' colspan="{across}"' if across > 1 else ""
        spans += f' rowspan="{down}"' if down > 1 else ""
        tag = "th" if is_head else "td"
        return f"<{tag}{spans}>{html}</{tag}>"


def _looks_like_heading(text: Text) -> bool:
    return text.is_bold and len(text.words) <= LONGEST_GUESS and text.words[-1] not in ".;:,"


Part = str | Heading | Drawn | Mark


def _in_cell(part: Part) -> str:
    if isinstance(part, Heading):
        return f"<p><strong>{escape(part.title, quote=False)}</strong></p>"
    return part if isinstance(part, str) else ""


def _in_text(part: Part) -> str:
    """A heading in a box begins no section; as deep as its style says, within what a text may have."""
    if not isinstance(part, Heading):
        return part if isinstance(part, str) else ""
    level = min(max(part.level + 1, 3), 5)
    return f"<h{level}>{escape(part.title, quote=False)}</h{level}>"


def _level(about: Element | None, style: Style) -> int:
    outline = value(about, "outlineLvl")
    if outline.isdecimal():
        return int(outline) + 1 if int(outline) < 9 else 0
    return style.level


def _rows(table: Element) -> Iterator[Element]:
    """Those in content controls and in tracked insertions too; without what was deleted."""
    for one in table:
        if one.tag == "tr":
            if one.find("trPr/del") is None:
                yield one
        elif one.tag in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(one)


def _cells(row: Element) -> Iterator[Element]:
    for one in row:
        if one.tag == "tc":
            yield one
        elif one.tag in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(one)


def _says(look: Element | None, name: str) -> bool:
    return look is not None and look.get(name) in {"1", "true", "on"}


def _heads(rows: list[Element], look: Element | None) -> int:
    """How many rows head the table: those Word repeats on each page, or the first when its style says so."""
    marked = 0
    while marked < len(rows) and rows[marked].find("trPr/tblHeader") is not None:
        marked += 1
    return marked or int(_says(look, "firstRow") and len(rows) > 1)


def _across(cell: Element) -> int:
    said = value(cell, "tcPr/gridSpan")
    return max(int(said), 1) if said.isdecimal() else 1


def _placed(rows: list[Element]) -> list[list[tuple[bool, tuple[Element, int, int]]]]:
    """Of each row the cells that begin there: whether it is the first, and how many columns and rows it takes."""
    grid: list[list[list]] = []
    above: dict[int, list] = {}
    for row in rows:
        line, column, below = [], 0, {}
        for cell in _cells(row):
            merge = cell.find("tcPr/vMerge")
            goes_on = merge is not None and merge.get("val", "continue") != "restart" and column in above
            if goes_on:
                above[column][2] += 1
            else:
                line.append([cell, _across(cell), 1, column == 0])
            if merge is not None:
                below[column] = above[column] if goes_on else line[-1]
            column += _across(cell)
        above = below
        grid.append(line)
    return [[(first, (cell, across, down)) for cell, across, down, first in line] for line in grid]
