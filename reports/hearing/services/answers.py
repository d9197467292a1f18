"""Answers: one for many points, and what they change in the document."""

from collections.abc import Collection, Mapping

from django import forms
from django.db import transaction

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import add_row, lock_row, mark_rows, save_if_unchanged
from reports.hearing.exceptions import AnswerRefused
from reports.hearing.models import Answer, Point, Round


@transaction.atomic
def group_points(*, row: Round, subject: str, points: Collection[Point], by: Writer) -> Answer:
    """One answer for these points from now on; what was answered to one of them alone goes with it when it is the only
    answer there is. Raises AnswerRefused."""
    lock_row(row)
    held = list(
        Point.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in points], hearing__round=row)
    )
    if not held:
        raise AnswerRefused("Kies ten minste één punt.")
    answers = {one.answer_id for one in held} - {None}
    if len(answers) > 1:
        raise AnswerRefused("Deze punten hebben al verschillende antwoorden. Haal er eerst punten uit.")
    answer = Answer.objects.get(pk=answers.pop()) if answers else None
    if answer is None:
        answer = add_row(row=Answer(round=row), by=by, values={"subject": subject}, history=History.of)
    _put(held, answer)
    return answer


@transaction.atomic
def take_out(*, point: Point) -> None:
    """It is answered apart again. An answer that is left without points goes."""
    lock_row(point.hearing.round)
    answer = point.answer
    _put([point], None)
    if answer and not answer.points.exists():
        answer.delete()


def _put(points: Collection[Point], answer: Answer | None) -> None:
    mark_rows([one for one in points if one.answer_id != (answer and answer.pk)], answer=answer)


@transaction.atomic
def keep_answer(
    *, answer: Answer, fields: Mapping[str, forms.Field], changes: list[FieldChange], by: Writer, is_given: bool
) -> bool:
    """Store it; with `is_given` it counts as the answer from now on. Whether anything changed. Raises AnswerRefused and
    SaveRefused."""
    lock_row(answer.round)
    saved = save_if_unchanged(row=answer, fields=fields, changes=changes, by=by, history=History.of(answer))
    answer.refresh_from_db()
    if is_given:
        refuse_incomplete(answer)
    if is_given == answer.is_given:
        return any(one.changed for one in saved)
    mark_rows([answer], answered_at=by.now if is_given else None, answered_by=by.user if is_given else None)
    return True


def refuse_incomplete(answer: Answer) -> None:
    """Raises AnswerRefused, with everything that lacks in one sentence."""
    lacking = [
        words
        for words, is_lacking in (
            ("of het punt is overgenomen", not answer.verdict),
            ("wat het antwoord is", not answer.text.strip()),
            ("waar het document verandert", answer.changes_document and not answer.place),
        )
        if is_lacking
    ]
    if lacking:
        raise AnswerRefused(f"Het antwoord is nog niet compleet. Vul in: {'; '.join(lacking)}.")


@transaction.atomic
def say_it_is_done(*, answer: Answer, by: Writer, is_done: bool = True) -> None:
    """Of what changes elsewhere than in a text of the document: in a table, a theme, a figure."""
    mark_rows([lock_row(answer)], done_at=by.now if is_done else None)
    answer.refresh_from_db()
