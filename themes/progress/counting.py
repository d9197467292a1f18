"""What reports are on, and what a row of them comes to: one figure, one course, and the day they are of."""

from collections.abc import Sequence
from decimal import Decimal

from nhveilig.figures.values import Figure, Qualifier, combined_qualifier
from themes.models import Activity, IntendedResult, ProgressUpdate, ResultTarget, Standing
from themes.models.progress import SUBJECTS

Subject = Activity | IntendedResult | ResultTarget
Operator, Counting = ResultTarget.Operator, ResultTarget.Counting
PER_MUNICIPALITY = ResultTarget.Scope.EVERY_MUNICIPALITY


def count(subject: Subject, updates: Sequence[ProgressUpdate]) -> Standing | None:
    """What the updates come to, given oldest first without the corrected ones: a standing that is not stored. None when
    there are none."""
    if not updates:
        return None
    last = updates[-1]
    told = next((update for update in reversed(updates) if not update.unchanged), last)
    figure = _figure(subject, updates)
    return Standing(
        plan_id=last.plan_id,
        municipality_id=last.municipality_id,
        value=figure.value,
        qualifier=figure.qualifier,
        course=next((update.course for update in reversed(updates) if update.course), ""),
        words=told.words,
        evidence=next((update.evidence for update in reversed(updates) if update.evidence), ""),
        on=last.on,
        # None when that cannot be said.
        reached=reaches(subject, figure),
        updates=len(updates),
        reported_by_id=last.reported_by_id,
        reported_at=last.reported_at,
        **{name_of_subject(subject): subject},
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


def is_per_municipality(subject: Subject) -> bool:
    return getattr(subject, "scope", "") == PER_MUNICIPALITY


def name_of_subject(subject: Subject) -> str:
    """`activity`, `result` or `target`: the field that leads to it."""
    return next(name for name in SUBJECTS if isinstance(subject, ProgressUpdate._meta.get_field(name).related_model))
