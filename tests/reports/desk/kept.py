"""A chapter of a document with a comment and an edit, and a picture, under numbers that addresses can name."""

from nhveilig.editing.models import Edit, key_of_whole
from reports.documents.models import Block, Document, DocumentComment
from tests.picture_library.factories import make_picture

KEPT = 9001


def make_chapter(document: Document) -> None:
    make_picture(document.police_unit, pk=KEPT)
    block = Block.objects.create(pk=KEPT, document=document, kind="prose", anchor="vervolg", title="Vervolg", order=900)
    part = f"block-{block.pk}"
    DocumentComment.objects.create(pk=KEPT, document=document, part=part, text="Klopt dit nog?")
    Edit.objects.create(
        pk=KEPT, whole=key_of_whole(document), part=part, field="title", old="Slot", new="Vervolg", label="Vervolg"
    )
