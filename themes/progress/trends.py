"""How it went with the activities of a plan since an earlier day, in a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from nhveilig.figures import findings
from nhveilig.figures.formats import MONTHS, number
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
# Of one alone.
ONLY = {
    Outlook.DONE: "is gereed",
    Outlook.ON_TRACK: "ligt op koers",
    Outlook.ATTENTION: "vraagt aandacht",
    Outlook.BEHIND: "loopt achter",
    Outlook.STOPPED: "is gestopt",
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
    if not is_comparable(plan, then, today):
        return None
    when = day_compared(today)
    course = next(_changed(now, then), None)
    if course is None:
        return Trend("flat", f"{capitalised(when)} waren er even veel gereed, en liepen er even veel achter")
    count, before = now.get(course, 0), then.get(course, 0)
    words = f"{capitalised(in_words(count))} {SAID[course][count > 1]}, {when} {in_words(before)}"
    return Trend("better" if (count > before) == (course == Outlook.DONE) else "worse", words)


def is_comparable(plan: ImplementationPlan, then: Mapping[str, int], today: date) -> bool:
    """Whether the plan held on `compared_with(today)`, and something was reported by then."""
    day = compared_with(today)
    held = day.year >= plan.year and not (plan.adopted_on and plan.adopted_on > day)
    return held and any(map(then.get, Outlook.values))


def day_compared(today: date) -> str:
    """`eind augustus`"""
    return f"eind {MONTHS[compared_with(today).month - 1]}"


def headline(now: Mapping[str, int], then: Mapping[str, int], today: date) -> str:
    """`Van de 41 activiteiten zijn er 7 gereed en liggen er 20 op koers. Zes lopen achter; eind juni was dat er nog
    geen.` With an empty `then` there is nothing to compare with. Empty without activities."""
    of = sum(now.values())
    if not of or now.get("") == of:
        return f"{findings.of_activities(now)}." if of else ""
    if of == 1:
        return f"De enige activiteit {ONLY[next(course for course, count in now.items() if count)]}."
    done, on_track = now.get(Outlook.DONE, 0), now.get(Outlook.ON_TRACK, 0)
    ready = f"{'is' if done < 2 else 'zijn'} er {number(done) if done else 'nog geen'} gereed"
    goes_on = f"{'ligt' if on_track < 2 else 'liggen'} er {number(on_track) if on_track else 'geen'} op koers"
    return f"Van de {number(of)} activiteiten {ready} en {goes_on}. {_behind(now, then, today)}."


def _behind(now: Mapping[str, int], then: Mapping[str, int], today: date) -> str:
    count, before = now.get(Outlook.BEHIND, 0), then.get(Outlook.BEHIND, 0)
    when, words = day_compared(today), _many_behind(count)
    if not any(then.values()) or not (count or before):
        return words
    if not count:
        return f"{words}; {when} {'liep' if before == 1 else 'liepen'} er nog {in_words(before)} achter"
    if count == before:
        return f"{words}, even veel als {when}"
    return f"{words}; {when} {'was' if before < 2 else 'waren'} dat er {in_words(before) if before else 'nog geen'}"


def _many_behind(count: int) -> str:
    return (
        f"{capitalised(in_words(count))} {'loopt' if count == 1 else 'lopen'} achter" if count else "Niets loopt achter"
    )


def _changed(now: Mapping[str, int], then: Mapping[str, int]) -> Iterator[Outlook]:
    """The most telling first. What was stopped is told before it looks as if fewer run behind."""
    apart = {course: now.get(course, 0) - then.get(course, 0) for course in SAID}
    yield from (course for course in (Outlook.BEHIND, Outlook.STOPPED) if apart[course] > 0)
    yield from (course for course in (Outlook.BEHIND, Outlook.ATTENTION, Outlook.DONE) if apart[course])
