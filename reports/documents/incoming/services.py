"""From sections to chapters: taken into the outline of a document, or put back in their place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.exceptions import PortalError
from nhveilig.texts.addresses import first_free
from nhveilig.texts.markup import FOOTNOTE_CLASS
from reports.documents.desk.rows import form_of
from reports.documents.desk.services import save_row
from reports.documents.incoming.choices import Way
from reports.documents.incoming.files import Waiting
from reports.documents.incoming.library import Said, take_pictures
from reports.documents.incoming.outlining import Coming, with_missing
from reports.documents.models import Block, Document, WordFile
from reports.documents.services.outlines import Node, read_outline, walk, write_outline

# What stands behind the chapters of a document.
CLOSING = {"abbreviations", "footnotes", "glossary", "colophon"}
LONGEST_ANCHOR = Block._meta.get_field("anchor").max_length


@dataclass(frozen=True)
class Accepted:
    """How many chapters came into the document; and of what came back, where the portal was changed in the same place
    and stays as it is."""

    count: int
    kept: list[str]


@transaction.atomic
def accept_word(*, file: WordFile, choices: list[str], way: Way, by: Writer, pictures: Mapping[int, Said]) -> Accepted:
    """`choices` are those of `incoming.choices`, per section; `pictures` are those that go along, by their place, with
    what is said of each. Raises PortalError."""
    document = Document.objects.select_for_update().get(pk=file.document_id)
    waiting = Waiting(file)
    coming = Coming(waiting.known, take_pictures(waiting, pictures, by))
    if way == Way.BACK:
        coming.left_with = file.left_with
    chapters = coming.chapters(waiting.sections, choices)
    if not chapters:
        raise PortalError("Er is geen kop gekozen die een hoofdstuk wordt. Kies er ten minste een.")
    outline = read_outline(document)
    if way == Way.BACK:
        chapters = with_missing(chapters, outline)
        _save_texts(chapters, waiting.known, by)
        kept = []
    else:
        kept = outline if way == Way.APPEND else [one for one in outline if not is_own_text(one)]
    _name(chapters, document, keep=way == Way.BACK)
    _number(chapters, outline if way == Way.BACK else kept)
    write_outline(document, _with_notes(_placed(kept, chapters)))
    file.delete()
    return Accepted(len(chapters), coming.kept)


def is_own_text(chapter: Node) -> bool:
    """Whether a chapter is text and nothing that is kept elsewhere, so that a file can take its place."""
    return all(one.kind == "prose" for one in walk([chapter]))


def _save_texts(chapters: list[Node], known: Mapping[str, Block], by: Writer) -> None:
    """As somebody who typed them would, so that what stood there can be read and put back."""
    for node in walk(chapters):
        block = known.get(node.anchor)
        if block is None:
            continue
        fields = form_of(block).base_fields
        new = {"title": node.title, "html": node.html}
        changes = [
            FieldChange("", name, text, block.version_of(name))
            for name, text in new.items()
            if name in fields and text != getattr(block, name)
        ]
        if changes:
            save_row(row=block, fields=fields, changes=changes, by=by)
            block.refresh_from_db()
            node.title, node.html = block.title, block.html


def _name(chapters: list[Node], document: Document, *, keep: bool) -> None:
    """Each a name of its own in the document, its bin included, after its title."""
    taken = set(document.blocks.values_list("anchor", flat=True))
    for one in walk(chapters):
        if not (keep and one.anchor):
            stem = slugify(one.title or one.anchor)[: LONGEST_ANCHOR - 5].strip("-") or "tekst"
            one.anchor = first_free(stem, taken)
            taken.add(one.anchor)


def _number(chapters: list[Node], kept: list[Node]) -> None:
    """On from the last number; a document whose chapters have none goes on without. What left from here keeps its
    own way."""
    has_chapters = any(one.title and one.kind not in CLOSING | {"contents", "cover", "foreword"} for one in kept)
    if not has_chapters or any(one.numbering == Block.Numbering.AUTO for one in kept):
        for one in walk(chapters):
            one.numbering = one.numbering or (Block.Numbering.AUTO if one.title else Block.Numbering.NONE)


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
