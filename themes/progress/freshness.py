"""Of what a report is asked, and when one is too old."""

from collections.abc import Iterator
from datetime import date, timedelta

from themes.models import Activity, Course, ImplementationPlan
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.progress.counting import Subject
from themes.progress.standings import SubjectStanding

# A quarter: longer ago than this, nobody knows whether it is still so.
FRESH_FOR = timedelta(days=92)
FINISHED = {Course.DONE, Course.STOPPED}


def is_ahead(plan: ImplementationPlan, today: date) -> bool:
    """Whether its year has not begun, so that there is nothing to report yet."""
    return plan.year > today.year


def asked_of(parts: PlanParts) -> Iterator[Subject]:
    """What a report is asked on: activities that go on, results that nothing measures, and targets that count here."""
    yield from (one for one in parts.activities if one.outcome == Activity.Outcome.OPEN)
    yield from (one for one in parts.results if not parts.targets_of(one))
    yield from (one for one in parts.targets if not counted_elsewhere(one))


def is_unreported(shown: SubjectStanding) -> bool:
    """Nothing was ever reported; of what is counted per municipality, some of them did not."""
    if shown.coverage:
        return shown.coverage.reported < shown.coverage.of
    return not shown.is_reported


def is_old(shown: SubjectStanding, today: date) -> bool:
    """Of another day than the last three months, in a year that goes on, and not finished."""
    if shown.on is None or shown.course in FINISHED or shown.on.year != today.year:
        return False
    return today - shown.on > FRESH_FOR
