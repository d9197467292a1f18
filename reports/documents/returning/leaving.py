"""A chapter as a Word document, with what its texts are now, so that it can come back."""

from collections.abc import Iterator
from datetime import datetime

from nhveilig.editing.models import Versioned
from reports.documents.content import OWN_TEXT
from reports.documents.desk.queries import Chapter
from reports.documents.desk.rows import Outline
from reports.documents.models import Block, Document
from reports.documents.previewing.drafts import Draft
from reports.documents.rendering import print_page_of
from reports.documents.word import Paper, docx_of
from reports.documents.word.writing import APART
from themes.models import ThemeElement, ThemePart

WRITTEN = ("title", "html")
Text = Block | ThemePart | ThemeElement


def docx_of_chapter(document: Document, chapter: Block, at: datetime) -> bytes:
    draft = Draft(document, at)
    draft.only(chapter.anchor)
    texts = {key: {name: getattr(row, name) for name in WRITTEN} for key, row in own_texts(Outline(document), chapter)}
    origin = {"document": document.slug, "chapter": chapter.anchor, "texts": texts}
    paper = Paper(chapter.title or document.title, document.organisation, at, origin)
    return docx_of(print_page_of(draft.content, sha256="", texts_apart=True), paper)


def own_texts(outline: Outline, chapter: Block) -> Iterator[tuple[str, Text]]:
    """What is written in a chapter, in reading order, by what the file calls it: the blocks whose text is that of the
    document itself, and the texts of its themes."""
    whole = Chapter(outline, chapter)
    for block in whole.blocks:
        if block.kind in OWN_TEXT:
            yield block.anchor, block
        for row in whole.rows_of(block):
            if code := _code(row):
                yield f"{block.anchor}{APART}{code}", row


def _code(row: Versioned) -> str:
    """As the page on paper names the texts of a theme; empty for what is no running text."""
    if isinstance(row, ThemePart):
        return row.kind
    return f"element-{row.number}" if isinstance(row, ThemeElement) else ""
