"""A Word document as sections: each heading with the text below it, cleaned as any other text."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from django.utils.text import capfirst

from nhveilig.sheets.exceptions import FileRefused
from nhveilig.texts.cleaning import clean
from nhveilig.texts.markup import FOOTNOTE_CLASS, TextRefused
from reports.documents.incoming.bodies import Body, Heading
from reports.documents.incoming.packages import opened
from reports.documents.incoming.runs import PICTURES, Reader
from reports.documents.incoming.styles import Lists, Styles

NO_HEADING = "Tekst zonder kop"
LONGEST_TITLE = 200
MOST_SECTIONS = 300
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Section:
    """A heading with the text below it. `level` 0: what looks like a heading and has no style that says so."""

    title: str
    level: int
    html: str = ""
    # False of what stands before the first heading.
    is_heading: bool = True

    @property
    def words(self) -> int:
        return len(_TAG.sub(" ", self.html).split())

    @property
    def tables(self) -> int:
        return self.html.count("<table")

    @property
    def notes(self) -> int:
        return self.html.count(f'class="{FOOTNOTE_CLASS}"')


@dataclass
class Incoming:
    """`remarks` say what was not taken along, or otherwise than it stands in Word."""

    sections: list[Section] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def as_data(self) -> list[dict]:
        return [asdict(one) for one in self.sections]


def read_docx(data: bytes, name: str) -> Incoming:
    """Raises FileRefused."""
    with opened(data, name) as document:
        styles = Styles.of(document.related("styles"))
        notes, endnotes = document.related("footnotes"), document.related("endnotes")
        reader = Reader(styles, document.links(), _by_id(notes, "footnote"), _by_id(endnotes, "endnote"))
        body = Body(reader, Lists.of(document.related("numbering")))
        body.read(document.body)
    sections = list(_sections(body.parts))
    if not sections:
        raise FileRefused("In dit document staat geen tekst. Kies een ander bestand.")
    if len(sections) > MOST_SECTIONS:
        raise FileRefused(f"Dit document heeft meer dan {MOST_SECTIONS} koppen. Verdeel het over meer bestanden.")
    return Incoming(sections, [*body.remarks, *_remarks(reader)])


def _by_id(tree: Element | None, name: str) -> dict[str, Element]:
    found = tree.iter(name) if tree is not None else []
    return {one.get("id", ""): one for one in found if one.get("type") in {None, "normal"}}


def _sections(parts: list[str | Heading]) -> Iterator[Section]:
    found: list[tuple[Heading, list[str]]] = [(Heading(NO_HEADING, 1), [])]
    for part in parts:
        if isinstance(part, Heading):
            found.append((part, []))
        else:
            found[-1][1].append(part)
    for place, (heading, texts) in enumerate(found):
        html = _cleaned("".join(texts), heading.title)
        if place or html:
            yield Section(heading.title[:LONGEST_TITLE], heading.level, html, is_heading=place > 0)


def _cleaned(html: str, title: str) -> str:
    try:
        return clean(html)
    except TextRefused as refused:
        raise FileRefused(f"Onder de kop “{title}”: {refused}") from None


# Of what one meets, how it is told.
_ACCEPTED = {"ingevoegde tekst": "is overgenomen alsof de wijziging is geaccepteerd"}


def _remarks(reader: Reader) -> Iterator[str]:
    for what, count in sorted(reader.met.items()):
        if count:
            yield f"{capfirst(what)} ({count}): {_ACCEPTED.get(what, 'niet overgenomen')}."
    if reader.met[PICTURES] and reader.alts:
        yield "Op de afbeeldingen staat, volgens Word: " + "; ".join(dict.fromkeys(reader.alts)) + "."


def as_text_heading(title: str) -> str:
    """A heading that becomes part of the text above it."""
    return f"<h3>{escape(title, quote=False)}</h3>"
