"""The paragraphs, lists and tables of a Word document, in order, as HTML and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from reports.documents.incoming.runs import Reader, Text
from reports.documents.incoming.styles import Lists, Style, value

LONGEST_GUESS = 100
# A number somebody typed before a heading; the portal counts by itself.
_TYPED_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.)\s+(?=\S)")
_CONTENTS = re.compile(r"toc(?: heading|\s*\d)|inhopg\s*\d|kopvaninhoudsopgave|table of figures")
_QUOTES = {"quote", "citaat", "intense quote", "duidelijk citaat"}
_CAPTIONS = {"caption", "bijschrift"}
_OWN_TABLE = "Tabel"
_BLOCKS = {"kader": ('<aside class="kader">', "</aside>"), "pijlers": ('<ol class="pijlers">', "</ol>")}


@dataclass(frozen=True)
class Heading:
    """`level` 0: a paragraph that is bold altogether, so that it looks like one."""

    title: str
    level: int


@dataclass
class _Open:
    """A list that has no end yet."""

    tag: str
    key: tuple[str, int]


class Body:
    """`parts` are headings, and the HTML between them."""

    def __init__(self, reader: Reader, lists: Lists) -> None:
        self.reader = reader
        self.lists = lists
        self.parts: list[str | Heading] = []
        self.remarks: list[str] = []
        self._open: list[_Open] = []
        self._caption = ""
        self._is_pillars = False
        # How often a list that counts went on, to begin there when it does again.
        self._counted: dict[tuple[str, int], int] = {}

    def read(self, container: Element) -> None:
        self._read(container)
        self._end_all()

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

    def _control(self, control: Element) -> None:
        content = control.find("sdtContent")
        kind = value(control, "sdtPr/docPartObj/docPartGallery").lower()
        if content is None or "table of contents" in kind:
            return
        begin, end = _BLOCKS.get(value(control, "sdtPr/tag"), ("", ""))
        if begin.startswith("<aside"):
            self._end_all()
            place = len(self.parts)
            self._read(content)
            self._end_all()
            self.parts[place:] = [begin, *map(_in_text, self.parts[place:]), end]
        elif begin:
            self._end_all()
            self._is_pillars = True
            self._read(content)
            self._end_all()
            self._is_pillars = False
        else:
            self._read(content)

    # Paragraphs -----------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element) -> None:
        about = paragraph.find("pPr")
        style = self.reader.styles.get(value(about, "pStyle"))
        text = self.reader.text(paragraph)
        if _CONTENTS.fullmatch(style.name) or not text.html:
            return
        level = _level(about, style)
        if level:
            self._heading(text, level)
        elif style.name == "title":
            self.remarks.append(f"De titel “{text.words}” staat niet in een hoofdstuk: die hoort bij het document.")
        else:
            self._running(text, style, about)

    def _heading(self, text: Text, level: int) -> None:
        self._end_all()
        title = text.words if text.number else _TYPED_NUMBER.sub("", text.words, count=1)
        if title:
            self.parts.append(Heading(title, level))

    def _running(self, text: Text, style: Style, about: Element | None) -> None:
        number = value(about, "numPr/numId") or style.numbering
        depth = value(about, "numPr/ilvl") or "0"
        if number and number != "0":
            self._item(text, number, int(depth) if depth.isdecimal() else 0)
        elif style.name == "list paragraph" and self._open:
            self.parts.append(f"<p>{text.html}</p>")
        elif style.name in _CAPTIONS:
            self._end_all()
            self._caption = text.html
        else:
            self._end_all()
            self._plain(text, style)

    def _plain(self, text: Text, style: Style) -> None:
        if style.name in _QUOTES:
            self.parts.append(f"<blockquote><p>{text.html}</p></blockquote>")
        elif text.is_bold and len(text.words) <= LONGEST_GUESS and text.words[-1] not in ".;:,":
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
        html = "".join(
            one if isinstance(one, str) else f"<p><strong>{escape(one.title, quote=False)}</strong></p>"
            for one in inside.parts
        )
        spans = f' colspan="{across}"' if across > 1 else ""
        spans += f' rowspan="{down}"' if down > 1 else ""
        tag = "th" if is_head else "td"
        return f"<{tag}{spans}>{html}</{tag}>"


def _in_text(part: str | Heading) -> str:
    """A heading in a box begins no section; as deep as its style says, within what a text may have."""
    if isinstance(part, str):
        return part
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
