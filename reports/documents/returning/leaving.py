"""A chapter as a Word document, with what its texts are now, so that it can come back."""

from collections.abc import Iterator
from datetime import datetime

from reports.documents.desk.rows import Outline
from reports.documents.models import Block, Document
from reports.documents.previewing.drafts import Draft
from reports.documents.rendering import print_page_of
from reports.documents.word import Paper, docx_of
from reports.documents.word.writing import OWN_TEXT

WRITTEN = ("title", "html")


def docx_of_chapter(document: Document, chapter: Block, at: datetime) -> bytes:
    draft = Draft(document, at)
    draft.only(chapter.anchor)
    texts = {
        one.anchor: {name: [one.version_of(name), getattr(one, name)] for name in WRITTEN}
        for one in own_texts(Outline(document), chapter)
    }
    origin = {"document": document.slug, "chapter": chapter.anchor, "texts": texts}
    paper = Paper(chapter.title or document.title, document.organisation, at, origin)
    return docx_of(print_page_of(draft.content, sha256=""), paper)


def own_texts(outline: Outline, chapter: Block) -> Iterator[Block]:
    """Of a chapter the blocks whose text is that of the document itself, in reading order, with those texts."""
    full = Block.objects.in_bulk([one.pk for one in outline.below(chapter) if one.kind in OWN_TEXT])
    for one in outline.below(chapter):
        if one.pk in full:
            full[one.pk].document = outline.document
            yield full[one.pk]
