"""The text of a paragraph of Word as HTML, as one sees it when every change is accepted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from nhveilig.texts.markup import FOOTNOTE_CLASS, LINKS
from reports.documents.incoming.styles import Styles, is_on, value

# What is in the file and is not taken along, or taken along in another form: said once, with how many.
COMMENTS, DELETED, INSERTED = "opmerkingen", "verwijderde tekst", "ingevoegde tekst"
DRAWINGS, FORMULAS, SIGNS = "tekstvakken en tekeningen", "formules", "bijzondere tekens"
HIDDEN, OBJECTS = "verborgen tekst", "ingevoegde bestanden"
# The run our own files give to the number of a heading, which the portal computes.
NUMBER_STYLE = "nummer"
_WITHIN = {"smartTag", "fldSimple", "ins", "moveTo", "sdtContent", "customXml", "dir", "bdo"}
_DELETED = {"del", "moveFrom"}
_SIGNS = {"tab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass
class Text:
    """A paragraph: its HTML, and whether all of it is bold."""

    html: str = ""
    words: str = ""
    number: str = ""
    is_bold: bool = False


@dataclass
class Drawn:
    """A picture that stands in the text: its part of the file (empty when it stands elsewhere), and what Word says of
    it."""

    part: str
    alt: str = ""
    is_decorative: bool = False
    caption: str = ""


@dataclass
class Reader:
    """Reads paragraphs of one document, and counts in `met` what it met and could not take along. `drawn` are pictures
    that have no place yet."""

    styles: Styles
    links: dict[str, tuple[str, str, bool]]
    notes: dict[str, Element] = field(default_factory=dict)
    endnotes: dict[str, Element] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    drawn: list[Drawn] = field(default_factory=list)

    def text(self, paragraph: Element) -> Text:
        parts: list[tuple[str, str, bool, str]] = []
        self._within(paragraph, parts)
        number = "".join(words for _, words, _, style in parts if style == NUMBER_STYLE).strip()
        kept = [part for part in parts if part[3] != NUMBER_STYLE]
        words = "".join(part[1] for part in kept)
        bold = [part[2] for part in kept if part[1].strip()]
        return Text(
            "".join(part[0] for part in kept).strip(), " ".join(words.split()), number, bool(bold) and all(bold)
        )

    def _within(self, element: Element, parts: list) -> None:
        for one in element:
            if one.tag == "r":
                self._run(one, parts)
            elif one.tag == "hyperlink":
                self._link(one, parts)
            elif one.tag == "sdt":
                self._within(one, parts)
            elif one.tag in _DELETED:
                self.met[DELETED] += 1
            elif one.tag in _WITHIN:
                self.met[INSERTED] += one.tag in {"ins", "moveTo"}
                self._within(one, parts)
            elif one.tag in {"oMath", "oMathPara"}:
                self.met[FORMULAS] += 1

    def _link(self, link: Element, parts: list) -> None:
        inside: list[tuple[str, str, bool, str]] = []
        self._within(link, inside)
        _, address, is_outside = self.links.get(link.get("id", ""), ("", "", False))
        if is_outside and address.startswith(LINKS):
            parts.append((f'<a href="{escape(address)}">', "", False, ""))
            parts += [*inside, ("</a>", "", False, "")]
        else:
            parts += inside

    def _run(self, run: Element, parts: list) -> None:
        looks = run.find("rPr")
        style = self.styles.get(value(looks, "rStyle")) if value(looks, "rStyle") else None
        if is_on(looks, "vanish"):
            self.met[HIDDEN] += 1
            return
        if is_on(looks, "strike") or is_on(looks, "dstrike"):
            self.met["doorgehaalde tekst"] += 1
            return
        said = "".join(self._sign(one) for one in run)
        words = "".join(one.text or "" for one in run if one.tag == "t")
        if not said:
            return
        bold, italic = _stress(looks, "b", style and style.bold), _stress(looks, "i", style and style.italic)
        raised = {"superscript": "sup", "subscript": "sub"}.get(value(looks, "vertAlign"), "")
        for tag in filter(None, [raised, "em" if italic else "", "strong" if bold else ""]):
            said = said if said.isspace() or "<span" in said else f"<{tag}>{said}</{tag}>"
        parts.append((said, words, bold, style.name if style else ""))

    def _sign(self, one: Element) -> str:
        if one.tag == "t":
            return escape(one.text or "", quote=False)
        if one.tag == "br" and one.get("type") in {"page", "column"}:
            return ""
        if one.tag in _SIGNS:
            return _SIGNS[one.tag]
        if one.tag in {"footnoteReference", "endnoteReference"}:
            return self._note(one)
        self._count(one)
        return ""

    def _count(self, one: Element) -> None:
        if one.tag == "AlternateContent" or one.tag in {"drawing", "pict"}:
            found = list(self._pictures(one))
            self.drawn += found
            self.met[DRAWINGS] += not found
        elif one.tag in {"commentReference", "object", "sym"}:
            self.met[{"commentReference": COMMENTS, "object": OBJECTS, "sym": SIGNS}[one.tag]] += 1

    def _pictures(self, one: Element) -> Iterator[Drawn]:
        """Word writes what older versions cannot show twice, the newest way first."""
        drawing = next((way for way in one if way.tag == "Choice" and way.find(".//blip") is not None), one)
        about = drawing.find(".//docPr")
        alt = about.get("descr", "") if about is not None else ""
        marked = drawing.find(".//decorative")
        is_decorative = marked is not None and marked.get("val") in {"1", "true"}
        for blip in drawing.iter("blip"):
            yield Drawn(self._part(blip.get("embed")), alt, is_decorative)
        if drawing.find(".//blip") is None:
            shape = drawing.find(".//shape")
            for data in drawing.iter("imagedata"):
                yield Drawn(self._part(data.get("id")), shape.get("alt", "") if shape is not None else "")

    def _part(self, link: str | None) -> str:
        _, part, is_outside = self.links.get(link or "", ("", "", False))
        return "" if is_outside else part

    def _note(self, call: Element) -> str:
        notes = self.notes if call.tag == "footnoteReference" else self.endnotes
        note = notes.get(call.get("id", ""))
        texts = [self.text(one).html for one in note.iter("p")] if note is not None else []
        said = " ".join(filter(None, texts))
        return f'<span class="{FOOTNOTE_CLASS}">{said}</span>' if said else ""


def _stress(looks: Element | None, name: str, of_style: bool | None) -> bool:
    return is_on(looks, name) if looks is not None and looks.find(name) is not None else bool(of_style)
