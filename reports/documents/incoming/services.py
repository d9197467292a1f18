"""From a Word document to chapters: read, looked at, and taken into the outline or thrown away."""

from django.db import transaction
from django.utils.text import slugify

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.texts.addresses import first_free
from nhveilig.texts.markup import FOOTNOTE_CLASS
from reports.documents.incoming.choices import LEFT_OUT, WITHIN, Way
from reports.documents.incoming.reading import Section, as_text_heading, read_docx
from reports.documents.models import Block, Document, WordFile
from reports.documents.services.outlines import Node, read_outline, walk, write_outline

# What stands behind the chapters of a document.
CLOSING = {"abbreviations", "footnotes", "glossary", "colophon"}
LONGEST_ANCHOR = Block._meta.get_field("anchor").max_length


@transaction.atomic
def read_word(*, document: Document, data: bytes, name: str, by: User) -> WordFile:
    """In the place of what this person read before for the document and did not decide on. Raises FileRefused."""
    read = read_docx(data, name)
    values = {"name": name[-200:], "sections": read.as_data(), "remarks": read.remarks}
    return WordFile.objects.update_or_create(document=document, uploaded_by=by, defaults=values)[0]


def discard_word(*, file: WordFile) -> None:
    file.delete()


@transaction.atomic
def accept_word(*, file: WordFile, choices: list[str], way: Way) -> int:
    """The number of chapters that came into the document. `choices` are those of `incoming.choices`, per heading.

    Raises PortalError.
    """
    document = Document.objects.select_for_update().get(pk=file.document_id)
    outline = read_outline(document)
    chapters = _chapters([Section(**one) for one in file.sections], choices)
    if not chapters:
        raise PortalError("Er is geen kop gekozen die een hoofdstuk wordt. Kies er ten minste een.")
    kept = outline if way == Way.APPEND else [one for one in outline if not is_own_text(one)]
    _name(chapters, set(document.blocks.values_list("anchor", flat=True)))
    _number(chapters, kept)
    write_outline(document, _with_notes(_placed(kept, chapters)))
    file.delete()
    return len(chapters)


def is_own_text(chapter: Node) -> bool:
    """Whether a chapter is text and nothing that is kept elsewhere, so that a file can take its place."""
    return all(one.kind == "prose" for one in walk([chapter]))


def _chapters(sections: list[Section], choices: list[str]) -> list[Node]:
    """A heading may lie one step below the one before it; deeper ones come up."""
    top: list[Node] = []
    above: list[Node] = []
    for section, choice in zip(sections, choices, strict=True):
        if choice == WITHIN:
            _add_within(above, section)
        elif choice != LEFT_OUT:
            del above[int(choice) - 1 :]
            node = Node("prose", "", title=section.title, html=section.html)
            (above[-1].children if above else top).append(node)
            above.append(node)
    return top


def _add_within(above: list[Node], section: Section) -> None:
    if not above:
        raise PortalError(
            f"“{section.title}” kan niet in de tekst erboven komen: daarboven staat geen hoofdstuk. "
            "Maak er een hoofdstuk van, of laat het weg."
        )
    above[-1].html += as_text_heading(section.title) + section.html


def _name(chapters: list[Node], taken: set[str]) -> None:
    """Each a name of its own in the document, its bin included, after its title."""
    for one in walk(chapters):
        stem = slugify(one.title)[: LONGEST_ANCHOR - 5].strip("-") or "tekst"
        one.anchor = first_free(stem, taken)
        taken.add(one.anchor)


def _number(chapters: list[Node], kept: list[Node]) -> None:
    """On from the last number; a document whose chapters have none goes on without."""
    has_chapters = any(one.title and one.kind not in CLOSING | {"contents", "cover", "foreword"} for one in kept)
    if not has_chapters or any(one.numbering == Block.Numbering.AUTO for one in kept):
        for one in walk(chapters):
            one.numbering = Block.Numbering.AUTO


def _placed(kept: list[Node], chapters: list[Node]) -> list[Node]:
    place = len(kept)
    while place and kept[place - 1].kind in CLOSING:
        place -= 1
    return [*kept[:place], *chapters, *kept[place:]]


def _with_notes(outline: list[Node]) -> list[Node]:
    """Notes are listed on the web, so a document that has any has a place for them."""
    every = list(walk(outline))
    if not any(FOOTNOTE_CLASS in one.html for one in every) or any(one.kind == "footnotes" for one in every):
        return outline
    notes = Node("footnotes", "noten", title="Noten")
    place = next((at for at, one in enumerate(outline) if one.kind == "colophon"), len(outline))
    return [*outline[:place], notes, *outline[place:]]
