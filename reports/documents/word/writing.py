"""An edition as a Word document, made of the page that becomes its PDF: headings, lists, tables and notes as Word has
them. Drawings stay behind; the table with the same figures stands below each. A picture has its alternative text.

A passage that came from a block stands in a content control with the anchor of that block as its tag.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element

from reports.documents.content import OWN_TEXT
from reports.documents.word.packages import Package, Paper, packed
from reports.documents.word.runs import Line, Look, Shared, attribute
from reports.documents.word.tables import table_xml
from reports.documents.word.trees import classes, tree_of, with_class, words_of

HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading4", "h6": "Heading5"}
CONTAINERS = {"html", "body", "section", "div", "nav", "aside", "figure", "blockquote", "dl", "ul", "ol", "li", "table"}
BLOCKS = CONTAINERS | HEADINGS.keys() | {"p", "dt", "dd", "figcaption"}
SKIPPED = {"head", "svg", "script", "style"}
# Classes of the page that have a style of their own in Word.
STYLES = {
    "cover-organisation": "Subtitle",
    "cover-subtitle": "Subtitle",
    "figure-source": "Bron",
    "chart-description": "Bron",
    "figure-notes": "Bron",
    "signatories": "Ondertekening",
}
TAGS = {"figcaption": "Caption", "dt": "Begrip", "dd": "Uitleg"}
# What the tag of a control begins with; it takes no more than 64 characters, and an anchor has 60.
WRITTEN, FIXED = "t:", "v:"
# Between the anchor of a theme and which of its texts it is.
APART = "/"
BULLETS, OWN_NUMBERS = 1, 2


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands: the style of what is around it, how deep in lists, flush right or not."""

    style: str = ""
    depth: int = 0
    flush_right: bool = False
    has_figures: bool = False


def docx_of(page: str, paper: Paper) -> bytes:
    """`page` is the HTML of an edition on paper. Equal pages give equal bytes."""
    tree = tree_of(page)
    body = Body(Shared(targets=_targets(tree)))
    running = [words_of(one) for name in ("banner", "running-edition") for one in with_class(tree, name)]
    body.within(tree, Place())
    return packed(Package(paper, body.xml, body.shared, running))


def _targets(tree: Element) -> set[str]:
    return {one.get("href", "")[1:] for one in tree.iter("a") if one.get("href", "").startswith("#")}


class Apart(str):
    """A control that stands between two of its surroundings, and not in them."""

    __slots__ = ()


class Body:
    """Blocks of HTML as paragraphs, tables and content controls."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._out: list[str] = []
        # What the next paragraph begins with: the number of its list, and places that are linked to.
        self._numbered = ""
        self._marks: list[str] = []
        self._controls = 0
        self._block = ""

    @property
    def xml(self) -> str:
        return "".join(self._out)

    def within(self, element: Element, place: Place) -> None:
        """Text beside blocks is a paragraph of its own."""
        line = Line(self.shared)
        line.text(element.text, Look())
        for child in element:
            if child.tag in BLOCKS:
                self._paragraph(line, place)
                line = Line(self.shared)
                self.block(child, place)
            elif child.tag == "img":
                line.picture(child)
            elif child.tag not in SKIPPED:
                line.add(child)
            line.text(child.tail, Look())
        self._paragraph(line, place)

    def block(self, element: Element, place: Place) -> None:
        names = classes(element)
        if element.get("role") == "img" or names & {"banner", "running-edition"}:
            return
        if element.get("id") in self.shared.targets:
            self._marks.append(element.get("id", ""))
        place = replace(place, style=next((STYLES[name] for name in names if name in STYLES), place.style))
        if "block" in names:
            self._passage(element, place)
        elif "data-text" in element.attrib:
            self._text_apart(element, place)
        elif "contents" in names:
            self._contents(element)
        else:
            self._by_tag(element, place)

    def _by_tag(self, element: Element, place: Place) -> None:
        tag, names = element.tag, classes(element)
        if tag in {"ul", "ol"}:
            self._list(element, place)
        elif tag == "table":
            self._table(element, place)
        elif tag == "aside" and not place.depth:
            with self._control("kader"):
                self.within(element, replace(place, style="Kader"))
        elif tag in CONTAINERS:
            style = "Quote" if tag == "blockquote" else place.style
            self.within(element, replace(place, style=style, has_figures=place.has_figures or "figure-table" in names))
        else:
            self._line(element, HEADINGS.get(tag) or place.style or TAGS.get(tag, ""), place)

    # Passages -------------------------------------------------------------------------------------

    def _passage(self, block: Element, place: Place) -> None:
        """The heading and the text of one block in a control; what stands under it follows in controls of its own."""
        own = Element("div")
        own.text = block.text
        own.extend(one for one in block if "block" not in classes(one))
        kind = next((name.removeprefix("block-") for name in classes(block) if name.startswith("block-")), "")
        tag, self._block = WRITTEN if kind in OWN_TEXT else FIXED, block.get("id", "")
        # Word fills the contents with the numbers of its own pages.
        with self._control(f"{tag}{block.get('id', '')}", is_locked=tag == FIXED and kind != "contents"):
            if kind == "contents":
                self._without_chapter(own, place)
            else:
                self.within(own, place)
        for one in block:
            if "block" in classes(one):
                self.block(one, place)

    def _text_apart(self, element: Element, place: Place) -> None:
        """What is written of a theme: of the control around it, it is no part."""
        around, self._out = self._out, []
        self.within(element, place)
        inside, self._out = self.xml, around
        if inside:
            self._out.append(Apart(self._wrapped(f"{WRITTEN}{self._block}{APART}{element.get('data-text')}", inside)))

    def _without_chapter(self, own: Element, place: Place) -> None:
        """The heading of the contents is not in the contents."""
        for one in own:
            if one.tag in HEADINGS:
                self._line(one, "TOCHeading", place)
            else:
                self.block(one, place)

    @contextmanager
    def _control(self, tag: str, *, is_locked: bool = False) -> Iterator[None]:
        around, self._out = self._out, []
        yield
        found, self._out = self._out, around
        for is_apart, parts in groupby(found, key=lambda one: isinstance(one, Apart)):
            inside = "".join(parts)
            self._out.append(inside if is_apart else self._wrapped(tag, inside, is_locked=is_locked))

    def _wrapped(self, tag: str, inside: str, *, is_locked: bool = False) -> str:
        self._controls += 1
        lock = '<w:lock w:val="contentLocked"/>' if is_locked else ""
        return (
            f'<w:sdt><w:sdtPr><w:tag w:val={attribute(tag)}/><w:id w:val="{self._controls}"/>{lock}'
            f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
        )

    def _contents(self, element: Element) -> None:
        """A field that Word fills with page numbers, filled with the headings for who does not."""
        entries = [one for one in element.iter("li") if one.find("p") is not None]
        for place, entry in enumerate(entries):
            level = next(name[-1] for name in classes(entry) if name.startswith("contents-"))
            line = Line(self.shared)
            line.within(entry.find("p"))
            begin = _FIELD_BEGINS if place == 0 else ""
            end = _FIELD_ENDS if place == len(entries) - 1 else ""
            self._out.append(_paragraph(f"TOC{level}", f"{begin}{line.xml}{end}"))

    # Paragraphs -----------------------------------------------------------------------------------

    def _line(self, element: Element, style: str, place: Place) -> None:
        line = Line(self.shared)
        line.within(element)
        self._paragraph(line, replace(place, style=style))

    def _paragraph(self, line: Line, place: Place) -> None:
        if line.is_empty:
            return
        style, numbered, self._numbered = place.style, self._numbered, ""
        if place.depth and not numbered:
            numbered = f'<w:ind w:left="{360 * place.depth}"/>'
        if place.depth and not style:
            style = "ListParagraph"
        flush = '<w:jc w:val="right"/>' if place.flush_right else ""
        self._out.append(_paragraph(style, f"{self._bookmarks()}{line.xml}", f"{numbered}{flush}"))

    def _bookmarks(self) -> str:
        names, self._marks = [self.shared.mark_of(anchor) for anchor in self._marks], []
        return "".join(
            f'<w:bookmarkStart w:id="{name.rpartition("_")[2]}" w:name="{name}"/>'
            f'<w:bookmarkEnd w:id="{name.rpartition("_")[2]}"/>'
            for name in names
        )

    # Lists and tables -----------------------------------------------------------------------------

    def _list(self, element: Element, place: Place) -> None:
        if "pijlers" in classes(element) and not place.depth:
            with self._control("pijlers"):
                self._items(element, place)
        else:
            self._items(element, place)

    def _items(self, element: Element, place: Place) -> None:
        items = [one for one in element if one.tag == "li"]
        number = BULLETS if element.tag == "ul" else self._numbers(element, items)
        inside = replace(place, depth=place.depth + 1)
        for item in items:
            has_own = place.style == "Ondertekening" or next(with_class(item, "code"), None) is not None
            level = min(place.depth, 8)
            marker = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            self._numbered = "" if has_own else marker
            self.within(item, inside)
        self._numbered = ""

    def _numbers(self, element: Element, items: list[Element]) -> int:
        """Each list with numbers counts for itself, from where it says."""
        said = element.get("start") or (items[0].get("value") if items else None) or "1"
        self.shared.starts.append(int(said) if said.isdecimal() else 1)
        return OWN_NUMBERS + len(self.shared.starts) - 1

    def _table(self, element: Element, place: Place) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._line(caption, "Caption", Place())
        said = words_of(caption) if caption is not None else ""
        self._numbered = ""
        self._out.append(table_xml(element, said, place.has_figures, self._filled))
        # Two tables below each other would become one.
        self._out.append(_paragraph("Tussenruimte", ""))

    def _filled(self, cell: Element, style: str, flush_right: bool) -> str:
        around, self._out = self._out, []
        self.within(cell, Place(style=style, flush_right=flush_right))
        inside, self._out = self.xml, around
        return inside or _paragraph(style, "")


_FIELD_BEGINS = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _paragraph(style: str, runs: str, more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    about = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{about}{runs}</w:p>"
