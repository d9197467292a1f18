"""A document as its next edition would be, without being one: nothing of it is kept."""

from datetime import datetime
from functools import cached_property

from django.urls import reverse

from reports.documents.blocks import FreezingError
from reports.documents.content import fingerprint, pictures_of
from reports.documents.desk.presenters import block_url, desk_url
from reports.documents.desk.reviewing import Reviewed, reviewed_texts
from reports.documents.desk.rows import Outline, key_of
from reports.documents.freezing import Lost, freeze_alone, freeze_draft
from reports.documents.models import Block, Document, Edition
from reports.documents.pdf import Job, Progress, Result, render_pdf, unheard
from reports.documents.rendering import print_page_of
from reports.documents.services.editions import said_of_edition


class Draft:
    """`content` is what an edition of now would hold; `lost` are the blocks that have nothing to show."""

    content: dict
    lost: list[Lost]

    def __init__(self, document: Document, at: datetime) -> None:
        self.document, self.at = document, at
        self.content, self.lost = freeze_draft(document)
        said = said_of_edition(document, Edition.Status.CONCEPT, at)
        self.content["edition"] = said | {"status_label": "Voorbeeld", "is_draft": True}

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.document)

    @cached_property
    def reviewed(self) -> list[Reviewed]:
        return reviewed_texts(self.document, self.outline)

    @cached_property
    def chapters(self) -> list[dict]:
        """What can be looked at by itself."""
        return [block for block in self.content["blocks"] if block["title"]]

    def only(self, anchor: str) -> bool:
        """Leave out all but this chapter; whether there is one. What is numbered keeps its number in the whole."""
        found = [block for block in self.content["blocks"] if block["id"] == anchor]
        self.content["blocks"] = found or self.content["blocks"]
        return bool(found)

    def place_of(self, anchor: str) -> str:
        """Where a block is written. What a part of it is, is written there too."""
        block = next((one for one in self.outline.blocks if one.anchor == anchor), None)
        if block is None:
            return desk_url(self.document)
        return block_url(self.document, self.outline.chapter_of(block), key_of(block))


def pdf_of(draft: Draft, on_progress: Progress = unheard) -> Result:
    """Without the data that travels in an official file. Raises RenderError."""
    about, content = draft.content["document"], draft.content
    title = f"Voorbeeld van {about['title']}"
    page = print_page_of(content, sha256="")
    return render_pdf(Job(page, title, about["organisation"], draft.at, fingerprint(content)), on_progress)


def picture_of(document: Document, picture: str) -> dict | None:
    """One of the pictures of a draft, by what that calls it."""
    anchor, _, _ = picture.rpartition("-")
    block: Block | None = document.blocks.present().filter(anchor=anchor).first()
    try:
        found = pictures_of(freeze_alone(block)) if block else []
    except FreezingError:
        found = []
    return next((one for one in found if one["id"] == picture), None)


def draft_url(document: Document, chapter: str = "") -> str:
    own = reverse("reports:document-draft", args=[document.slug])
    return f"{own}?hoofdstuk={chapter}" if chapter else own
