"""How everything stands that the plans of a year promised, in two queries for any number of plans.

Of the whole region: what repeats a target of another theme counts there. For one theme, with everything it shows,
`themes.progress.standings` has more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.statuses.status import Status
from nhveilig.unions import planned_once
from themes.models import Activity, ImplementationPlan, Outlook, ResultTarget, Standing
from themes.progress.counting import Subject
from themes.progress.standings import FINISHED, FRESH_FOR, Coverage, SubjectStanding
from themes.progress.trends import Trend, compared_with, course_on, is_comparable, trend_of

WRONG = {Outlook.BEHIND, Outlook.ATTENTION}


@planned_once
def activities_of(plans: tuple[int, ...], day: date) -> QuerySet[Activity]:
    """Only what a list needs of them, with how each stands, and `stood` on the day to compare `day` with."""
    found = Activity.objects.present().filter(plan__in=plans).annotate(stood=course_on(compared_with(day)))
    return _with_standing(found.only("plan_id", "title", "planned_moment", "quarters", "due_on", "outcome", "order"))


@planned_once
def targets_of(plans: tuple[int, ...]) -> QuerySet[ResultTarget]:
    """Those that count here, with how each stands, and how many municipalities reached it and reported on it."""
    local = Standing.objects.filter(target=OuterRef("pk"), municipality__isnull=False)
    found = ResultTarget.objects.present().counted_once().filter(plan__in=plans)
    fields = ("plan_id", "title", "due_on", "scope", "operator", "unit", "value", "order")
    return _with_standing(found.only(*fields)).annotate(
        reached_in=number_of(local.filter(reached=True), "target"), reported_in=number_of(local, "target")
    )


def number_of(found: QuerySet, by: str) -> Coalesce:
    """How many there are of each `by`, to annotate with."""
    counted = Subquery(found.order_by().values(by).annotate(number=Count("pk")).values("number"))
    return Coalesce(counted, Value(0), output_field=IntegerField())


def _with_standing(subjects: QuerySet) -> QuerySet:
    return with_standing(subjects, "standing_set", "told")


def with_standing(subjects: QuerySet, standings: str, name: str) -> QuerySet:
    """For the region as a whole, where there is one standing of a subject at most: as `told_…`, see Told."""
    whole = FilteredRelation(standings, condition=Q(**{f"{standings}__municipality__isnull": True}))
    joined = subjects.annotate(**{name: whole})
    return joined.annotate(**{f"{name}_{field}": F(f"{name}__{field}") for field in Told._fields})


class Told(NamedTuple):
    """What a dashboard tells of a Standing: as a row of the model it would take ten times as long to make."""

    on: date
    course: str
    reached: bool | None
    value: Decimal | None
    qualifier: str
    words: str
    breakdown: str

    @property
    def status(self) -> Status | None:
        if self.course:
            return Status(self.course)
        return Status.DONE if self.reached else None

    @property
    def figure(self) -> Figure:
        return Figure(None if self.value is None else without_trailing_zeros(self.value), Qualifier(self.qualifier))


def told_of(subject: Subject, name: str = "told") -> Told | None:
    """As it was read together with the subject."""
    found = Told(*(getattr(subject, f"{name}_{field}") for field in Told._fields))
    return None if found.on is None else found


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
    def is_behind(self) -> bool:
        return self.course == Outlook.BEHIND

    @property
    def days_late(self) -> int:
        """Since the day it should have been ready; 0 of what has no day, or one that is still to come."""
        return max(0, (self.day - self.subject.due_on).days) if self.subject.due_on else 0

    @property
    def said(self) -> str:
        """What was reported last, in words."""
        return self.standing.words if self.standing else ""

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

    @cached_property
    def stood(self) -> Counter[str]:
        """How many stood how on the day to compare with; of nothing where they cannot be compared."""
        stood = Counter(one.subject.stood for one in self.activities)
        return stood if is_comparable(self.plan, stood, self.day) else Counter()

    @property
    def trend(self) -> Trend | None:
        return trend_of(self.plan, self.courses, self.stood, self.day)

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
    asked = tuple(plan.pk for plan in plans)
    activities, targets = activities_of(asked, day), targets_of(asked)

    def judged(plan: ImplementationPlan, subjects: Iterable[Subject]) -> tuple[Judged, ...]:
        own = [one for one in subjects if one.plan_id == plan.pk]
        for one in own:
            one.plan = plan
        return tuple(Judged(one, told_of(one), coverage_of(one, municipalities), plan=plan, day=day) for one in own)

    return [ThemeStand(plan, judged(plan, activities), judged(plan, targets), day) for plan in plans]


def coverage_of(subject: Subject, municipalities: int) -> Coverage | None:
    """Of a target that every municipality has to reach: as it was read together with it."""
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
