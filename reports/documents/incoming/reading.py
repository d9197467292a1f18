"""A Word document read: its sections, its pictures, and what is not taken along."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from xml.etree.ElementTree import Element

from django.utils.text import capfirst

from nhveilig.sheets.exceptions import FileRefused
from reports.documents.incoming.bodies import Body
from reports.documents.incoming.packages import Document, opened
from reports.documents.incoming.pictures import ReadPicture, pictures_in
from reports.documents.incoming.runs import Drawn, Reader
from reports.documents.incoming.sections import Section, sections_of
from reports.documents.incoming.styles import Lists, Styles

MOST_SECTIONS = 300


@dataclass
class Incoming:
    """`remarks` say what was not taken along, or otherwise than it stands in Word. `origin` is what the
    portal gave the file along when it left; `pictures` those that can be held, by their place among all of them."""

    sections: list[Section] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    origin: dict = field(default_factory=dict)
    pictures: dict[int, ReadPicture] = field(default_factory=dict)

    def leave_pictures(self) -> None:
        """Where there is no place for one."""
        count = sum(one.picture is not None and not one.is_fixed for one in self.sections)
        self.sections = [replace(one, picture=None) for one in self.sections]
        self.remarks += [f"Afbeeldingen ({count}): niet overgenomen."] if count else []
        self.pictures = {}

    def as_data(self) -> list[dict]:
        return [asdict(one) for one in self.sections]


def read_docx(data: bytes, name: str) -> Incoming:
    """Raises FileRefused."""
    with opened(data, name) as document:
        reader = _reader(document)
        body = Body(reader, Lists.of(document.related("numbering")))
        body.read(document.body)
        drawn: list[Drawn] = []
        sections = sections_of(body.parts, drawn)
        pictures, lost = pictures_in(document, drawn)
        origin = document.origin
    if not sections:
        raise FileRefused("In dit document staat geen tekst. Kies een ander bestand.")
    if sum(one.is_heading for one in sections) > MOST_SECTIONS:
        raise FileRefused(f"Dit document heeft meer dan {MOST_SECTIONS} koppen. Verdeel het over meer bestanden.")
    return Incoming(sections, [*body.remarks, *_remarks(reader), *lost], origin, pictures)


def _reader(document: Document) -> Reader:
    notes, endnotes = document.related("footnotes"), document.related("endnotes")
    return Reader(
        Styles.of(document.related("styles")),
        document.links(),
        _by_id(notes, "footnote"),
        _by_id(endnotes, "endnote"),
    )


def _by_id(tree: Element | None, name: str) -> dict[str, Element]:
    found = tree.iter(name) if tree is not None else []
    return {one.get("id", ""): one for one in found if one.get("type") in {None, "normal"}}


# Of what one meets, how it is told.
_ACCEPTED = {"ingevoegde tekst": "is overgenomen alsof de wijziging is geaccepteerd"}


def _remarks(reader: Reader) -> Iterator[str]:
    for what, count in sorted(reader.met.items()):
        if count:
            yield f"{capfirst(what)} ({count}): {_ACCEPTED.get(what, 'niet overgenomen')}."
