from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from agenda.exceptions import Overtaken, Refused, refuse_other_years
from agenda.models import Agreement, AgreementNote
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.changes import ReadyField, Writer
from nhveilig.editing.exceptions import FieldConflict
from nhveilig.editing.history import History
from nhveilig.regions.models import PoliceUnit


@transaction.atomic
def note_agreement(  # noqa: PLR0913 - a note is that much: of what, by whom, about when, and what it says
    *,
    agreement: Agreement,
    police_unit: PoliceUnit | None,
    year: int,
    status: str,
    text: str,
    written_on: date,
    by: User | None,
    seen: tuple[str, str] | None = None,
) -> AgreementNote:
    """The note of one eenheid for one year; writing it again replaces it. Without `police_unit`: the whole country.

    `seen` are the status and the text the writer began with, both empty for none. Raises Refused, and Overtaken when
    somebody else wrote it since.
    """
    refuse_other_years(agreement.objective.agenda, year)
    if year > written_on.year:
        raise Refused(f"Over {year} kunt u nog niets schrijven: dat jaar moet nog beginnen.", "year")
    if not text.strip():
        raise Refused("Schrijf in een of twee zinnen wat er is gedaan en wat het opleverde.", "text")
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    place = {"agreement": agreement, "police_unit": police_unit, "year": year}
    note = AgreementNote.objects.select_related("written_by").filter(**place).first() or AgreementNote(**place)
    said = {"status": Agreement.Status(status), "text": text.strip()}
    _refuse_stale(note, said, by, seen)
    old, is_new = note.text, note.pk is None
    note.status, note.text, note.written_on, note.written_by = said["status"], said["text"], written_on, by
    note.save()
    if not is_new and old != note.text:
        # What a note said is part of the history of its agreement.
        change = ReadyField("note", note.text, old, note.text, version=1)
        label = f"Toelichting {note.police_unit or 'Heel Nederland'} {note.year}"
        History.of(agreement).keep(f"note-{note.pk}", label, [change], Writer(by), {})
    return note


def _refuse_stale(note: AgreementNote, said: Mapping[str, Any], by: User | None, seen: tuple[str, str] | None) -> None:
    stands = (note.status, note.text)
    if seen is None or stands in (seen, (said["status"], said["text"])):
        return
    raise Overtaken(
        "Iemand schreef intussen ook iets in deze toelichting. Kies wat er moet komen te staan.",
        FieldConflict(
            part=f"note-{note.pk or ''}",
            field="text",
            where=str(note.agreement),
            mine=said["text"],
            theirs=note.text,
            version=0,
            changed_by=name_of(note.written_by),
            changed_at=None,
            same_person=bool(by and note.written_by_id == by.pk),
        ),
    )
