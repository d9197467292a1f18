"""What a row of updates comes to: one figure, one course, and the day they are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nhveilig.figures.values import Figure, Qualifier, combined_qualifier
from themes.models import Activity, IntendedResult, ProgressUpdate, ResultTarget
from themes.models.progress import SUBJECTS

Subject = Activity | IntendedResult | ResultTarget
Operator, Counting = ResultTarget.Operator, ResultTarget.Counting


@dataclass(frozen=True)
class Counted:
    """After the last update. `figure` is blank when nobody gave one; `reached` None when that cannot be said."""

    figure: Figure
    course: str
    words: str
    evidence: str
    on: date
    reached: bool | None
    last: ProgressUpdate
    updates: int


def count(subject: Subject, updates: Sequence[ProgressUpdate]) -> Counted | None:
    """What the updates come to, given oldest first without the corrected ones. None when there are none."""
    if not updates:
        return None
    figure = _figure(subject, updates)
    last_told = next((update for update in reversed(updates) if not update.unchanged), updates[-1])
    return Counted(
        figure=figure,
        course=next((update.course for update in reversed(updates) if update.course), ""),
        words=last_told.words,
        evidence=next((update.evidence for update in reversed(updates) if update.evidence), ""),
        on=updates[-1].on,
        reached=reaches(subject, figure),
        last=updates[-1],
        updates=len(updates),
    )


def _figure(subject: Subject, updates: Sequence[ProgressUpdate]) -> Figure:
    given = [update.figure for update in updates if update.figure.qualifier != Qualifier.BLANK]
    if not given:
        return Figure.blank()
    if getattr(subject, "counting", Counting.LAST) == Counting.LAST:
        return given[-1]
    known = [figure for figure in given if figure.is_known]
    if not known:
        return given[-1]
    return Figure(sum((figure.value for figure in known), Decimal(0)), combined_qualifier(known))


def reaches(subject: Subject, figure: Figure) -> bool | None:
    """Whether the figure is what the target asks for; None of what has no number on either side."""
    aim = getattr(subject, "value", None)
    if aim is None or not figure.is_known:
        return None
    if subject.operator == Operator.AT_LEAST:
        return figure.value >= aim
    if subject.operator == Operator.AT_MOST:
        return figure.value <= aim
    return figure.value == aim


def name_of_subject(subject: Subject) -> str:
    """`activity`, `result` or `target`: the field that leads to it."""
    return next(name for name in SUBJECTS if isinstance(subject, ProgressUpdate._meta.get_field(name).related_model))
