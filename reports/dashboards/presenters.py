"""How everything stands that the plans of a year promised, in two queries for any number of plans.

Of the whole region: what repeats a target of another theme counts there. For one theme, with everything it shows,
`themes.progress.standings` has more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.values import Figure
from nhveilig.statuses.status import Status
from themes.models import Activity, ImplementationPlan, Outlook, ResultTarget, Standing
from themes.parts.registry import key_of
from themes.progress.counting import Subject
from themes.progress.standings import FINISHED, FRESH_FOR, Coverage, SubjectStanding
from themes.progress.trends import Trend, compared_with, course_on, trend_of

# What a list says of how something stands.
TOLD = ("on", "course", "reached", "value", "qualifier")
WRONG = {Outlook.BEHIND, Outlook.ATTENTION}


def activities_of(plans: Sequence[ImplementationPlan], day: date) -> QuerySet[Activity]:
    """Only what a list needs of them, with how each stands, and `stood` on the day to compare `day` with."""
    found = Activity.objects.present().filter(plan__in=plans).annotate(stood=course_on(compared_with(day)))
    return _with_standing(found.only("plan_id", "title", "due_on", "outcome", "order"))


def targets_of(plans: Sequence[ImplementationPlan]) -> QuerySet[ResultTarget]:
    """Those that count here, with how each stands, and how many municipalities reached it and reported on it."""
    local = Q(standing_set__municipality__isnull=False)
    found = ResultTarget.objects.present().counted_once().filter(plan__in=plans)
    return _with_standing(found.only("plan_id", "title", "due_on", "scope", "unit", "value", "order")).annotate(
        reached_in=Count("standing_set", local & Q(standing_set__reached=True)),
        reported_in=Count("standing_set", local),
    )


def _with_standing(subjects: QuerySet) -> QuerySet:
    """For the region as a whole, where there is one standing of a subject at most: as `told_…` of `TOLD`."""
    whole = FilteredRelation("standing_set", condition=Q(standing_set__municipality__isnull=True))
    return subjects.annotate(told=whole).annotate(**{f"told_{name}": F(f"told__{name}") for name in TOLD})


def _standing_of(subject: Subject) -> Standing | None:
    """As it was read together with the subject."""
    said = {name: getattr(subject, f"told_{name}") for name in TOLD}
    return None if said["on"] is None else Standing(**said)


@dataclass(frozen=True, kw_only=True)
class Judged(SubjectStanding):
    """One subject on a day: how it stands, and whether that asks for attention."""

    plan: ImplementationPlan
    day: date

    @property
    def is_finished(self) -> bool:
        return self.course in FINISHED or getattr(self.subject, "outcome", "open") != Activity.Outcome.OPEN

    @property
    def is_overdue(self) -> bool:
        return bool(self.subject.due_on and self.subject.due_on < self.day and not self.is_finished)

    @property
    def is_silent(self) -> bool:
        """Nobody reported on it for a quarter of a year, and it is not finished. Of municipalities: nobody at all."""
        if self.is_finished or (self.standing is None and self.is_reported):
            return False
        since = self.on or self.plan.adopted_on or date(self.plan.year, 1, 1)
        return self.day - since > FRESH_FOR

    @property
    def is_late(self) -> bool:
        return self.course in WRONG or self.is_overdue

    @property
    def key(self) -> str:
        """Where it stands on the dashboard of its theme: `activity-12`."""
        return key_of(self.subject)


@dataclass(frozen=True)
class ThemeStand:
    """One plan in a year: what it promised, and how that stands."""

    plan: ImplementationPlan
    activities: tuple[Judged, ...]
    targets: tuple[Judged, ...]
    day: date

    @property
    def all(self) -> tuple[Judged, ...]:
        return self.activities + self.targets

    @cached_property
    def courses(self) -> Counter[str]:
        return Counter(one.course for one in self.activities)

    @property
    def trend(self) -> Trend | None:
        stood = Counter(one.subject.stood for one in self.activities)
        return trend_of(self.plan, self.courses, stood, self.day)

    @property
    def reported(self) -> int:
        """How many of its targets somebody reported on."""
        return sum(one.is_reported for one in self.targets)

    @cached_property
    def aimed(self) -> list[Judged]:
        """The targets with a number to reach; of others nobody can say whether they are reached."""
        return [one for one in self.targets if one.subject.value is not None or one.coverage]

    @property
    def reached(self) -> int:
        return sum(one.course == Outlook.DONE for one in self.aimed)

    @property
    def last_on(self) -> date | None:
        """The newest day anything was reported of, for the region as a whole."""
        return max((one.on for one in self.all if one.on), default=None)

    @property
    def silent(self) -> int:
        return sum(one.is_silent for one in self.all)


def stands_of(plans: Sequence[ImplementationPlan], municipalities: int, day: date) -> list[ThemeStand]:
    """In the order of the plans. `municipalities`: how many the eenheid has on that day. Two queries."""
    activities, targets = list(activities_of(plans, day)), list(targets_of(plans))

    def judged(plan: ImplementationPlan, subjects: Iterable[Subject]) -> tuple[Judged, ...]:
        own = (one for one in subjects if one.plan_id == plan.pk)
        return tuple(Judged(one, _standing_of(one), _coverage(one, municipalities), plan=plan, day=day) for one in own)

    return [ThemeStand(plan, judged(plan, activities), judged(plan, targets), day) for plan in plans]


def _coverage(subject: Subject, municipalities: int) -> Coverage | None:
    if getattr(subject, "scope", "") != ResultTarget.Scope.EVERY_MUNICIPALITY:
        return None
    return Coverage(subject.reached_in, subject.reported_in, municipalities)


COURSES = {status.value: status.word for status in Status}


def course_chart(
    *, id: str, title: str, header: str, named: Sequence[tuple[str, Counter[str]]], **said: str
) -> dict | None:
    """A bar for each name, in pieces by course. None when there is nothing to count. `said` as for a chart."""
    used = [course for course in COURSES if any(counts[course] for _, counts in named)]
    if not used:
        return None
    series = [chart_series(COURSES[course], [Figure.of(counts[course]) for _, counts in named]) for course in used]
    names = [name for name, _ in named]
    return chart(id, title, names, series, unit="activiteiten", kind="stacked", category_header=header, **said)
