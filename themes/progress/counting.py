"""What reports are on, and what a row of them comes to: one figure, one course, and the day they are of."""

from collections.abc import Sequence
from decimal import Decimal

from nhveilig.figures.values import Figure, Qualifier, combined_qualifier
from themes.models import Activity, IntendedResult, ProgressUpdate, ResultTarget, Standing
from themes.models.progress import name_of_subject
from themes.progress.breakdowns import breakdown_of

Subject = Activity | IntendedResult | ResultTarget
Operator = ResultTarget.Operator


def count(subject: Subject, updates: Sequence[ProgressUpdate]) -> Standing | None:
    """What the updates come to, given oldest first without the corrected ones: a standing that is not stored. None when
    there are none."""
    if not updates:
        return None
    last = updates[-1]
    told = next((update for update in reversed(updates) if not update.unchanged), last)
    figure = figure_of(subject, updates)
    return Standing(
        plan_id=last.plan_id,
        municipality_id=last.municipality_id,
        value=figure.value,
        qualifier=figure.qualifier,
        breakdown=breakdown_of(subject, updates),
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


def figure_of(subject: Subject, updates: Sequence[ProgressUpdate]) -> Figure:
    """What was said last, or the sum of what came."""
    given = [update.figure for update in updates if update.figure.qualifier != Qualifier.BLANK]
    if not given:
        return Figure.blank()
    known = [figure for figure in given if figure.is_known]
    if not known or not subject.adds_up:
        return given[-1]
    return Figure(sum((figure.value for figure in known), Decimal(0)), combined_qualifier(known))


def reaches(subject: Subject, figure: Figure) -> bool | None:
    """Whether the figure is what the target asks for; None of what has no number on either side."""
    if subject.value is None or not figure.is_known:
        return None
    if subject.operator == Operator.AT_LEAST:
        return figure.value >= subject.value
    if subject.operator == Operator.AT_MOST:
        return figure.value <= subject.value
    return figure.value == subject.value
