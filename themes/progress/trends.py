"""How it went with the activities of a plan since an earlier day, in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from nhveilig.figures.formats import MONTHS
from nhveilig.worklist.presenters import capitalised, in_words
from themes.models import ImplementationPlan, Outlook, ProgressUpdate

MONTHS_AGO = 3
# Of one or none, and of more.
SAID = {
    Outlook.BEHIND: ("activiteit loopt achter", "activiteiten lopen achter"),
    Outlook.STOPPED: ("activiteit is gestopt", "activiteiten zijn gestopt"),
    Outlook.ATTENTION: ("activiteit vraagt aandacht", "activiteiten vragen aandacht"),
    Outlook.DONE: ("activiteit is gereed", "activiteiten zijn gereed"),
}


@dataclass(frozen=True)
class Trend:
    """For components/trend.html."""

    way: str
    words: str


def compared_with(today: date) -> date:
    """The end of the month three months ago: of 30 November 31 August."""
    month = today.year * 12 + today.month - MONTHS_AGO
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def course_on(day: date) -> Coalesce:
    """Of an activity, what was last said until then; empty when nobody did."""
    told = ProgressUpdate.objects.standing().filter(activity=OuterRef("pk"), on__lte=day).exclude(course="")
    return Coalesce(Subquery(told.order_by("-on", "-pk").values("course")[:1]), Value(""))


def trend_of(plan: ImplementationPlan, now: Mapping[str, int], then: Mapping[str, int], today: date) -> Trend | None:
    """Of how many activities have which course today, and had on `compared_with(today)`. What got worse is said first.

    None when the plan did not hold then, or nothing was reported yet.
    """
    day = compared_with(today)
    if day.year < plan.year or (plan.adopted_on and plan.adopted_on > day) or not any(map(then.get, Outlook.values)):
        return None
    when = f"eind {MONTHS[day.month - 1]}"
    course = next(_changed(now, then), None)
    if course is None:
        return Trend("flat", f"{capitalised(when)} waren er even veel gereed, en liepen er even veel achter")
    count, before = now.get(course, 0), then.get(course, 0)
    words = f"{capitalised(in_words(count))} {SAID[course][count > 1]}, {when} {in_words(before)}"
    return Trend("better" if (count > before) == (course == Outlook.DONE) else "worse", words)


def _changed(now: Mapping[str, int], then: Mapping[str, int]) -> Iterator[Outlook]:
    """The most telling first. What was stopped is told before it looks as if fewer run behind."""
    apart = {course: now.get(course, 0) - then.get(course, 0) for course in SAID}
    yield from (course for course in (Outlook.BEHIND, Outlook.STOPPED) if apart[course] > 0)
    yield from (course for course in (Outlook.BEHIND, Outlook.ATTENTION, Outlook.DONE) if apart[course])
