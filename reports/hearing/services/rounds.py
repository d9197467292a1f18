"""A round: prepared, sent to everybody who is to be heard, and closed when of everybody is known what they said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import add_row, lock_row, mark_rows, save_if_unchanged
from nhveilig.figures.formats import date_long, listed
from nhveilig.regions.models import Municipality
from nhveilig.trail.kinds import Kind
from nhveilig.trail.services import Subject, record
from reports.documents.models import Document, Edition, Export
from reports.documents.services.exports import request_export
from reports.hearing.exceptions import RoundRefused
from reports.hearing.models import Hearing, Round
from reports.hearing.notices import tell_of_round
from reports.hearing.places import outline_of
from reports.hearing.services.mailing import tell_a_worker

# How many raden a sentence names before it counts them.
NAMED = 5


@transaction.atomic
def prepare_round(*, document: Document, values: Mapping[str, Any], by: Writer) -> Round:
    """A round with everybody who is to be heard, as the municipalities are on the day it opens. Nobody hears of it yet.

    Raises RoundRefused.
    """
    row = Round(document=document)
    refuse_edition(document, values["edition"])
    row.outline = outline_of(values["edition"].intact())
    try:
        with transaction.atomic():
            add_row(row=row, by=by, values=values, history=History.of)
    except IntegrityError:
        raise RoundRefused(
            "Er loopt al een ronde van deze soort over dit document. Sluit die eerst, of pas haar aan."
        ) from None
    _ask_everybody(row)
    return row


def refuse_edition(document: Document, edition: Edition) -> None:
    """Raises RoundRefused for what no raad can be heard about."""
    if edition.document_id != document.pk or edition.status != Edition.Status.CONSULTATION:
        raise RoundRefused(
            "Kies een 95%-versie. Een concept is er nog niet klaar voor, en over een vastgesteld plan wordt niet meer "
            "gehoord."
        )
    adopted = document.editions.filter(status=Edition.Status.ADOPTED, number__gt=edition.number).without_content()
    if later := adopted.first():
        raise RoundRefused(
            f"Dit document is vastgesteld{later.adopted} (versie {later.number}). Horen gaat daaraan vooraf."
        )


def _ask_everybody(row: Round) -> None:
    asked = Municipality.objects.on(row.opens_on).filter(safety_region__police_unit=row.document.police_unit_id)
    earlier = Hearing.objects.filter(round__document__police_unit=row.document.police_unit_id).exclude(email="")
    addresses = dict(earlier.order_by("pk").values_list("municipality", "email"))
    hearings = [Hearing(round=row, municipality=one, email=addresses.get(one.pk, "")) for one in asked.order_by("name")]
    if row.kind == Round.Kind.DISTRIBUTION:
        hearings.append(Hearing(round=row, email=addresses.get(None, "")))
    Hearing.objects.bulk_create(hearings)


@transaction.atomic
def change_round(*, row: Round, fields: Mapping[str, Any], changes: list[FieldChange], by: Writer) -> bool:
    """Whether anything changed. What was sent keeps its edition and its kind. Raises RoundRefused and SaveRefused."""
    found = lock_row(row)
    if found.closed_at:
        raise RoundRefused("Deze ronde is gesloten. Er verandert niets meer aan.")
    if found.sent_at and {one.field for one in changes} & {"edition", "kind", "opens_on"}:
        raise RoundRefused(
            "De ronde is verstuurd. Alleen de laatste dag, de vaststelling en de tekst kunnen nog anders."
        )
    saved = save_if_unchanged(row=row, fields=fields, changes=changes, by=by, history=History.of(row))
    return any(one.changed for one in saved)


@transaction.atomic
def send_round(*, row: Round, by: Writer) -> Round:
    """Put it to everybody: mail goes to each griffie that has an address, and the PDF of the edition is made.

    Raises RoundRefused for what was sent, or has a last day that is over.
    """
    found = lock_row(row)
    if found.sent_at:
        raise RoundRefused(f"Deze ronde is al verstuurd, op {date_long(timezone.localdate(found.sent_at))}.")
    if found.last_day < timezone.localdate():
        raise RoundRefused(f"De laatste dag ({date_long(found.last_day)}) is voorbij. Kies eerst een andere.")
    mark_rows([found], sent_at=by.now, sent_by=by.user)
    found.hearings.exclude(email="").update(to_mail=Hearing.Mail.ROUND)
    transaction.on_commit(tell_a_worker, robust=True)
    tell_of_round(found, by.user)
    _put_down(found, "sent", by)
    request_export(edition=found.edition, format=Export.Format.PDF, requested_by=by.user)
    return found


@transaction.atomic
def close_round(*, row: Round, by: Writer) -> Round:
    """From now on nothing is put in any more. Raises RoundRefused while it is not known of everybody what they said.

    Of two who close it at once the second hears that it was done.
    """
    found = lock_row(row)
    if found.closed_at:
        raise RoundRefused(f"Deze ronde is al gesloten, op {_moment(found.closed_at)}.")
    if not found.sent_at:
        raise RoundRefused("Deze ronde is nog niet verstuurd. Verstuur haar eerst, of gooi haar weg.")
    if problems := what_is_lacking(found):
        raise RoundRefused(" ".join(problems))
    mark_rows([found], closed_at=by.now, closed_by=by.user)
    _put_down(found, "closed", by)
    return found


@transaction.atomic
def discard_round(*, row: Round) -> None:
    """Raises RoundRefused for what was sent: what raden saw stays."""
    found = lock_row(row)
    if found.sent_at:
        raise RoundRefused("Deze ronde is verstuurd en blijft daarom staan. Sluit haar als zij klaar is.")
    found.delete()


def what_is_lacking(row: Round) -> list[str]:
    """Before it can be closed; each a sentence."""
    hearings = list(row.hearings.select_related("municipality"))
    silent = [str(one) for one in hearings if not one.outcome]
    waiting = [str(one) for one in hearings if one.waits_for_council]
    said = set(row.hearings.filter(points__deleted_at=None, points__isnull=False).values_list("pk", flat=True))
    empty = [str(one) for one in hearings if one.outcome == Hearing.Outcome.POINTS and one.pk not in said]
    return [
        f"{words}: {_few(names)}. {remedy}"
        for names, words, remedy in (
            (silent, "Van deze raden is niet bekend wat zij zeiden", "Vul een uitkomst in, of waarom er geen is."),
            (waiting, "Nog onder voorbehoud", "Vul in wanneer de raad het bevestigde."),
            (empty, "Een zienswijze met punten, maar zonder punt", "Voeg de punten toe, of kies een andere uitkomst."),
        )
        if names
    ]


def _few(names: list[str]) -> str:
    more = len(names) - NAMED
    return listed([*names[:NAMED], f"{more} andere"] if more > 0 else names)


def _put_down(row: Round, what: str, by: Writer) -> None:
    """In the trail."""
    facts = {"what": what, "edition": row.edition.sha256, "last_day": row.last_day, "adoption_on": row.adoption_on}
    subject = Subject("hearing", row.pk, str(row))
    unit = row.document.police_unit.code
    record(kind=Kind.HEARING, subject=subject, unit=unit, by=by.user, on_behalf_of=by.on_behalf_of, facts=facts)


def _moment(at: datetime) -> str:
    return date_long(timezone.localdate(at))
