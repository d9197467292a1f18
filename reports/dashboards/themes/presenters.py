"""What the dashboard of a theme shows: one year in full, and the years side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter

from django.db.models import Count, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from nhveilig.accounts.access import Access, Reader
from nhveilig.accounts.permissions import Permission
from nhveilig.figures import findings
from nhveilig.figures.charts import data_table
from nhveilig.figures.formats import counted, date_short, number
from nhveilig.figures.status_bars import StatusBar
from nhveilig.figures.units import with_unit
from nhveilig.prefetching import keep
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import PoliceUnit
from nhveilig.unions import planned_once
from reports.dashboards.presenters import (
    Judged,
    ThemeStand,
    course_chart,
    coverage_of,
    number_of,
    told_of,
    with_standing,
)
from reports.dashboards.queries import number_of_municipalities, with_leader
from reports.dashboards.targets import TargetProgress, targets_table
from reports.dashboards.themes import queries
from reports.dashboards.themes.goals import Goal, goals_of
from reports.dashboards.themes.paper import on_one_a4
from themes.budgets.money import ThemeMoney
from themes.goals.queries import rests_on, with_councils
from themes.models import (
    Activity,
    Capacity,
    Funding,
    ImplementationPlan,
    IntendedResult,
    Objective,
    Outlook,
    ProgressUpdate,
    ResultTarget,
    Standing,
)
from themes.models.plans import Part
from themes.models.progress import SUBJECTS
from themes.parts.queries import PlanParts
from themes.parts.questions import beside
from themes.progress.counting import Subject, name_of_subject
from themes.progress.trends import compared_with, course_on, headline
from themes.reading.presenters import capacity_table, funding_table

UPDATES_SHOWN = 15
# A bar each; the file has every year.
YEARS_SHOWN, ALL_YEARS = 8, 100
ADOPTED = ImplementationPlan.Status.ADOPTED
ALL = "all"


@planned_once
def plans_of(reader: Reader, police_unit: int, slug: str, day: date) -> QuerySet[ImplementationPlan]:
    """The plans of a theme over the years, also where one policy plan followed another, with how many activities had
    which course in each, and on `day` how many municipalities the eenheid has and how many councils name the theme.
    One query."""
    plans = ImplementationPlan.objects.visible_to(reader.access).for_list()
    return (
        with_councils(with_leader(plans), day)
        .filter(theme__plan__police_unit=police_unit, theme__slug=slug)
        .annotate(municipality_count=number_of_municipalities(police_unit, day), counts=_counts())
        .order_by("year", "theme__plan__start_year")
    )


def _counts() -> Subquery:
    """Of a plan as a dict: how many activities have which course, and how many there are; None without any."""
    stand = {course: Count("pk", filter=Q(standing_set__course=course)) for course in Outlook.values}
    own = Activity.objects.present().filter(plan=OuterRef("pk")).order_by().values("plan")
    found = own.annotate(counts=JSONObject(**stand, **{ALL: Count("pk")}))
    return Subquery(found.values("counts"), output_field=JSONField())


@planned_once
def newest_updates(plan: int, most: int) -> QuerySet[ProgressUpdate]:
    """What counts, the newest first; what it is about is read already."""
    found = ProgressUpdate.objects.standing().filter(plan=plan)
    people = ("reported_by", "on_behalf_of", "prepared_by")
    return found.select_related("municipality", *people).order_by("-on", "-pk")[:most]


def read_parts(plan: ImplementationPlan, day: date) -> PlanParts:
    """Only the parts a dashboard shows, with how each stands, and how activities stood on the day to compare with: six
    queries. A target that repeats one of another theme stands as that one does: `theirs_…` besides `told_…`."""
    keep(plan.theme, "objectives", _objectives(plan.theme_id))
    compared = compared_with(day)
    for kind in (Activity, IntendedResult, ResultTarget, Capacity, Funding):
        rows = _parts_of(kind, plan.pk, compared)
        for row in rows:
            row.plan = plan
        keep(plan, f"{kind._meta.model_name}_set", rows)
    return PlanParts(plan)


@planned_once
def _objectives(theme: int) -> QuerySet[Objective]:
    return Objective.objects.filter(theme=theme).order_by("number")


@planned_once
def _parts_of(kind: type[Part], plan: int, compared: date) -> QuerySet[Part]:
    if kind is ResultTarget:
        return _aimed_at().filter(plan=plan)
    found = kind.objects.for_plan().filter(plan=plan)
    if kind is Activity:
        found = found.annotate(stood=course_on(compared))
    return found if kind in (Capacity, Funding) else with_standing(found, "standing_set", "told")


def _aimed_at() -> QuerySet[ResultTarget]:
    targets = ResultTarget.objects.present().select_related("counts_as__plan__theme").order_by("order", "pk")
    targets = with_standing(with_standing(targets, "standing_set", "told"), "counts_as__standing_set", "theirs")
    counts_there = Coalesce(OuterRef("counts_as"), OuterRef("pk"))
    local = Standing.objects.filter(target=counts_there, municipality__isnull=False)
    reached, reported = number_of(local.filter(reached=True), "target"), number_of(local, "target")
    return targets.annotate(reached_in=reached, reported_in=reported)


def courses_of(plan: ImplementationPlan) -> Counter[str]:
    """How many activities of a plan of `plans_of` have which course."""
    counts = dict(plan.counts or {ALL: 0})
    whole = counts.pop(ALL)
    return Counter(counts | {"": whole - sum(counts.values())})


@dataclass(frozen=True)
class UpdateLine:
    """One report, with what it is about and its figure in words."""

    update: ProgressUpdate
    subject: Subject

    @property
    def figure_text(self) -> str:
        return with_unit(self.update.figure, getattr(self.subject, "unit", ""))


def _update_lines(parts: PlanParts, updates: Iterable[ProgressUpdate]) -> Iterator[UpdateLine]:
    """A line for each update, save those on what is in the bin."""
    subjects = {(name_of_subject(one), one.pk): one for one in (*parts.activities, *parts.results, *parts.targets)}
    for update in updates:
        place = next((name, pk) for name in SUBJECTS if (pk := getattr(update, f"{name}_id")))
        if place in subjects:
            yield UpdateLine(update, subjects[place])


@dataclass(frozen=True)
class ThemeDashboard:
    """`plan` is None in a year without a plan to read; then there is nothing but the other years."""

    police_unit: PoliceUnit
    slug: str
    year: int
    day: date
    plans: list[ImplementationPlan]
    plan: ImplementationPlan | None = None
    parts: PlanParts | None = None
    stand: ThemeStand | None = None
    targets: tuple[TargetProgress, ...] = ()
    results: tuple[Judged, ...] = ()
    updates: tuple[UpdateLine, ...] = ()
    more_updates: bool = False
    # None for who may not see the budget.
    money: ThemeMoney | None = None

    @property
    def questions(self) -> QuestionsBeside:
        return beside(self.police_unit, [self.plan] if self.plan else [])

    @property
    def is_adopted(self) -> bool:
        return self.plan is not None and self.plan.status == ADOPTED

    @property
    def years(self) -> list[tuple[int, Counter[str]]]:
        """Each with how many activities have which course."""
        return [(plan.year, courses_of(plan)) for plan in self.plans if plan.status == ADOPTED]

    @property
    def bar(self) -> StatusBar:
        return StatusBar(self.stand.courses, f"De {counted(len(self.stand.activities), 'activiteit', 'activiteiten')}")

    @property
    def headline(self) -> str:
        """The year in one or two sentences. Of a plan that was not adopted nothing is reported yet."""
        if not self.is_adopted:
            return "Dit plan is nog niet vastgesteld. Voortgang volgt daarna."
        return headline(self.stand.courses, self.stand.stood, self.day) or "In het plan staan geen activiteiten."

    @property
    def rests_on(self) -> str:
        """On the plans of how many municipalities."""
        return rests_on(self.plan)

    @cached_property
    def goals(self) -> list[Goal]:
        return on_one_a4(goals_of(self.parts, self.stand.activities, self.targets, self.results))

    @property
    def goals_left_out(self) -> int:
        """On paper."""
        return sum(not goal.is_on_paper for goal in self.goals)

    @property
    def late(self) -> list[Judged]:
        """What runs behind or should have been ready, longest first."""
        found = [one for one in self.stand.activities if one.is_behind or one.is_overdue]
        return sorted(found, key=lambda one: (not one.is_behind, -one.days_late))

    def stats(self) -> list[dict[str, str]]:
        """For components/stats.html."""
        stand, last = self.stand, self.stand.last_on
        of_targets = f"{number(stand.reached)} van {number(len(stand.aimed))}"
        behind = sum(one.is_behind or one.is_overdue for one in stand.activities)
        found = [
            ("Activiteiten", number(len(stand.activities)), f"{number(stand.courses[Outlook.DONE])} gereed"),
            ("Loopt achter of over tijd", number(behind), "van de activiteiten"),
            ("Streefwaarden gehaald", of_targets, f"{number(stand.reported)} gemeld") if stand.aimed else None,
            ("Laatste melding", date_short(last), f"{number(stand.silent)} zonder melding in 92 dagen")
            if last
            else None,
        ]
        return [dict(zip(("label", "value", "note"), one, strict=True)) for one in found if one]

    @property
    def means(self) -> list[dict]:
        tables = (capacity_table(self.parts), funding_table(self.parts)) if self.parts else ()
        return [table.as_dict() for table in tables if table]

    def years_chart(self, most: int = YEARS_SHOWN) -> dict | None:
        """The chart of at most `most` years, those nearest to the one shown."""
        near = sorted(self.years, key=lambda found: abs(found[0] - self.year))[:most]
        return course_chart(
            id=f"activiteiten-{self.slug}",
            title="Activiteiten per jaar",
            finding=findings.of_activities(dict(near).get(self.year, {}), f" in {self.year}"),
            header="Jaar",
            named=[(str(year), courses) for year, courses in sorted(near, key=itemgetter(0))],
            description="Hoe de activiteiten van elk jaar er volgens de laatste melding voor staan.",
        )

    def tables(self) -> dict[str, dict | None]:
        """For whoever takes the numbers elsewhere: what the charts show, and what they cannot draw."""
        years = self.years_chart(most=ALL_YEARS)
        caption = (
            f"Streefwaarden van {self.plan.theme.short_title} {self.year}, met wat is bereikt" if self.plan else ""
        )
        targets = targets_table(self.targets, id=f"voortgang-{self.slug}-{self.year}", caption=caption)
        return {"streefwaarden": targets, "jaren": data_table(years) if years else None}


def theme_dashboard(police_unit: PoliceUnit, slug: str, year: int, access: Access, today: date) -> ThemeDashboard:
    """Nine queries for a year with a plan, whatever its size; one for a year without."""
    plans = plans_of(access.as_reader, police_unit.pk, slug, today)
    plan = next((plan for plan in reversed(plans) if plan.year == year), None)
    if plan is None:
        return ThemeDashboard(police_unit, slug, year, today, plans)
    parts = read_parts(plan, today)
    judged = {kind: tuple(_judged(plan, found, today)) for kind, found in _subjects(parts)}
    told = queries.told_of(plan)
    reports = told.reports
    updates = newest_updates(plan.pk, UPDATES_SHOWN + 1)
    return ThemeDashboard(
        police_unit,
        slug,
        year,
        today,
        plans,
        plan,
        parts,
        ThemeStand(plan, judged["activities"], judged["targets"], today),
        targets=tuple(TargetProgress(one.subject, one, reports.get(one.subject.pk, ())) for one in judged["targets"]),
        results=tuple(_unmeasured(parts, judged["results"])),
        updates=tuple(_update_lines(parts, updates[:UPDATES_SHOWN])),
        more_updates=len(updates) > UPDATES_SHOWN,
        money=told.budgeted.money(plan, parts.funding) if access.may(Permission.VIEW_BUDGET, police_unit.pk) else None,
    )


def _subjects(parts: PlanParts) -> Iterator[tuple[str, list]]:
    yield from (("activities", parts.activities), ("targets", parts.targets), ("results", parts.results))


def _judged(plan: ImplementationPlan, subjects: Iterable[Subject], day: date) -> Iterator[Judged]:
    for one in subjects:
        standing = told_of(one, "theirs" if getattr(one, "counts_as_id", None) else "told")
        yield Judged(one, standing, coverage_of(one, plan.municipality_count or 0), plan=plan, day=day)


def _unmeasured(parts: PlanParts, results: Iterable[Judged]) -> Iterator[Judged]:
    """Results in words: what has targets is told by those, unless somebody reported on it as well."""
    return (one for one in results if one.is_reported or not parts.targets_of(one.subject))
