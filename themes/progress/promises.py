"""How it stands with what every municipality promised by itself: computed, for nobody reports that in a word."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, F, Q, Value, When

from nhveilig.figures.values import Figure
from nhveilig.statuses.status import Status
from themes.models import ResultTarget, Standing

# So near to its term a promise needs this much of its number to come true.
NEAR = timedelta(days=31)
ENOUGH = Decimal("0.75")


def status_of(target: ResultTarget, standing: Standing | None, today: date) -> Status | None:
    """Reached is done. Else the word somebody reported after all. Else by its term, or the end of its year: over, or
    near with less than three quarters, runs behind; near with more asks for attention; before that it is on course.

    None when there is no number to reach and nobody said how it goes. `target.plan` is read.
    """
    if standing is None:
        return Status.NONE
    if standing.reached:
        return Status.DONE
    if standing.course:
        return Status(standing.course)
    if target.value is None:
        return None
    return by_term(target, share_of(target, standing.figure), today)


def by_term(target: ResultTarget, share: Decimal, today: date) -> Status:
    """Of what is not reached yet, of which there is this `share`."""
    term = term_of(target)
    if today > term:
        return Status.BEHIND
    if term - today > NEAR:
        return Status.ON_TRACK
    return Status.ATTENTION if share >= ENOUGH else Status.BEHIND


def term_of(target: ResultTarget) -> date:
    """The last day to keep it."""
    return target.due_on or date(target.plan.year, 12, 31)


def behind_since(target: ResultTarget, standing: Standing | None, today: date) -> date | None:
    """The day from which it runs behind by its term; None when it does not, or when somebody said so in a word."""
    if status_of(target, standing, today) != Status.BEHIND or standing.course:
        return None
    term = term_of(target)
    return term + timedelta(days=1) if today > term else term - NEAR


def share_of(target: ResultTarget, figure: Figure) -> Decimal:
    """How much of the number there is; nothing where no number was reported, and where there should be fewer than
    there are: of that no part is kept."""
    if not figure.is_known or not target.value or target.operator == ResultTarget.Operator.AT_MOST:
        return Decimal(0)
    return figure.value / target.value


def status_in_sql(today: date) -> Case:
    """The same rule for a queryset of standings of targets, as the stored value; empty where it cannot be said."""
    term = "target__due_on"
    by_term = [
        When(_term_before(term, today), then=Value(Status.BEHIND.value)),
        When(~_term_before(term, today + NEAR + timedelta(days=1)), then=Value(Status.ON_TRACK.value)),
        When(
            ~Q(target__operator=ResultTarget.Operator.AT_MOST),
            target__value__gt=0,
            value__gte=F("target__value") * ENOUGH,
            then=Value(Status.ATTENTION.value),
        ),
    ]
    return Case(
        When(reached=True, then=Value(Status.DONE.value)),
        When(~Q(course=""), then=F("course")),
        When(target__value=None, then=Value("")),
        *by_term,
        default=Value(Status.BEHIND.value),
        output_field=CharField(),
    )


def _term_before(term: str, day: date) -> Q:
    """Of what has no day of its own: whether the end of its year is before `day`."""
    return Q(**{f"{term}__lt": day}) | Q(**{term: None, "plan__year__lt": day.year})
