"""A chapter that comes back: read, and what was chosen of it saved."""

from collections.abc import Mapping

from django.db import transaction

from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.sheets.exceptions import FileRefused
from reports.documents.desk.rows import form_of
from reports.documents.desk.services import save_row
from reports.documents.incoming.files import read_word
from reports.documents.models import Block, Document, WordFile
from reports.documents.returning.leaving import Text
from reports.documents.returning.texts import Returned


@transaction.atomic
def read_chapter(
    *, document: Document, chapter: Block, rows: Mapping[str, Text], data: bytes, name: str, by: Writer
) -> WordFile:
    """In the place of what this person read before for the document. Raises FileRefused, also for a file in which
    nothing of the chapter is found."""
    file = read_word(document=document, chapter=chapter, data=data, name=name, by=by.user)
    if not Returned(file, rows).texts:
        raise FileRefused(
            "In dit bestand staat niets van dit hoofdstuk. Haal het hoofdstuk hier op als Word-document, verander dat, "
            "en lees het weer in. Een nieuw hoofdstuk leest u in bij het document zelf."
        )
    return file


@transaction.atomic
def take_back(*, returned: Returned, chosen: Mapping[str, set[int]], by: Writer) -> list[SavedField]:
    """Save what was chosen, by field; each text once. Raises SaveRefused and RowIsGone, and then nothing is saved."""
    saved = []
    for one in returned.fields:
        if places := chosen.get(one.key):
            change = FieldChange("", one.name, one.text(places), one.version)
            saved += save_row(row=one.row, fields=form_of(one.row).base_fields, changes=[change], by=by)
    returned.file.delete()
    return saved
