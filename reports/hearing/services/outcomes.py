"""What a raad said, put in by its griffier, its mayor or the staff of the eenheid."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import add_row, delete_to_bin, lock_row, mark_rows, save_if_unchanged
from nhveilig.figures.formats import date_long
from reports.hearing.exceptions import HearingRefused
from reports.hearing.models import Hearing, Letter, Point, Round
from reports.hearing.notices import tell_of_outcome
from themes.progress.validators import NewFile


@transaction.atomic
def keep_outcome(
    *,
    hearing: Hearing,
    fields: Mapping[str, forms.Field],
    changes: list[FieldChange],
    by: Writer,
    is_staff: bool,
    file: NewFile | None = None,
) -> bool:
    """Whether anything changed. Raises HearingRefused and SaveRefused."""
    refuse_late(hearing, is_staff=is_staff)
    # The form has put what was typed on the row it was given.
    came_in = not lock_row(hearing).outcome
    saved = save_if_unchanged(row=hearing, fields=fields, changes=changes, by=by, history=History.of(hearing))
    if file:
        about = {"name": file.name, "media_type": file.media_type, "size": len(file.data), "data": file.data}
        Letter.objects.update_or_create(hearing=hearing, defaults=about)
    hearing.refresh_from_db()
    if came_in and hearing.outcome and hearing.received_on is None:
        mark_rows([hearing], received_on=timezone.localdate(by.now))
    if not is_staff and hearing.outcome:
        tell_of_outcome(hearing, by.user)
    return bool(file) or any(one.changed for one in saved)


def refuse_late(hearing: Hearing, *, is_staff: bool) -> Round:
    """The round, held until the end of the transaction. Raises HearingRefused when nothing can be put in any more."""
    row = lock_row(hearing.round)
    if row.sent_at is None:
        raise HearingRefused("Deze ronde is nog niet verstuurd.")
    if row.closed_at:
        raise HearingRefused(
            f"Deze ronde is gesloten op {date_long(timezone.localdate(row.closed_at))}. Er komt niets meer bij."
        )
    if not is_staff and not row.takes_answers_on(timezone.localdate()):
        raise HearingRefused(
            f"De laatste dag was {date_long(row.last_day)}. Stuur wat de raad zei aan {row.sender}: die kan het nog "
            "opnemen, als te laat ontvangen."
        )
    return row


@transaction.atomic
def add_point(*, hearing: Hearing, values: Mapping[str, Any], by: Writer, is_staff: bool) -> Point:
    """Raises HearingRefused."""
    row = refuse_late(hearing, is_staff=is_staff)
    _refuse_unknown_place(row, values["place"], values["table"])
    point = add_row(row=Point(hearing=hearing), by=by, values=values, history=lambda _: History.of(hearing))
    if hearing.outcome != Hearing.Outcome.POINTS:
        # Who says something has points: whatever was chosen before would contradict them.
        received_on = hearing.received_on or timezone.localdate()
        mark_rows([hearing], outcome=Hearing.Outcome.POINTS, received_on=received_on)
    return point


def _refuse_unknown_place(row: Round, anchor: str, table: str) -> None:
    if anchor and not any(one[:2] == [anchor, table] for one in row.outline):
        raise HearingRefused("Dit onderdeel staat niet in de versie waarover wordt gehoord. Kies een ander.")


@transaction.atomic
def change_point(
    *,
    point: Point,
    fields: Mapping[str, forms.Field],
    changes: list[FieldChange],
    where: Mapping[str, str],
    by: Writer,
    is_staff: bool,
) -> bool:
    """Whether anything changed; `where` is the place and the table. What was answered keeps its words.

    Raises HearingRefused and SaveRefused."""
    row = refuse_late(point.hearing, is_staff=is_staff)
    _refuse_answered(point)
    _refuse_unknown_place(row, where["place"], where["table"])
    history = History.of(point.hearing)
    saved = save_if_unchanged(
        row=point, fields=fields, changes=changes, by=by, history=history, part=f"punt-{point.pk}"
    )
    moves = any(getattr(point, name) != value for name, value in where.items())
    if moves:
        mark_rows([lock_row(point)], **where)
    return moves or any(one.changed for one in saved)


@transaction.atomic
def delete_point(*, point: Point, by: Writer, is_staff: bool) -> bool:
    """False when it was deleted already. Raises HearingRefused."""
    refuse_late(point.hearing, is_staff=is_staff)
    _refuse_answered(point)
    return delete_to_bin(row=point, by=by, history=History.of(point.hearing), part=f"punt-{point.pk}")


def _refuse_answered(point: Point) -> None:
    if point.answer and point.answer.is_given:
        raise HearingRefused(
            "Dit punt is beantwoord. Neem het antwoord eerst terug; dan kan het punt weer worden gewijzigd."
        )
