"""What the dashboard of a theme shows: one year in full, and the years side by side."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import itemgetter

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects

from nhveilig.accounts.access import Access
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series, data_table
from nhveilig.figures.formats import rounded
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.regions.models import PoliceUnit
from reports.dashboards.presenters import COURSES, course_chart
from reports.dashboards.queries import number_of_municipalities
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
from themes.models.progress import SUBJECTS
from themes.parts.queries import PlanParts
from themes.progress.counting import Subject, name_of_subject
from themes.progress.standings import Standings, SubjectStanding
from themes.reading.presenters import aim_of, capacity_table, figure_of, funding_table, moment_of

UPDATES_SHOWN = 15
# A bar each; the file has every year.
YEARS_SHOWN, ALL_YEARS = 8, 100
ADOPTED = ImplementationPlan.Status.ADOPTED
HUNDRED = Decimal(100)


def plans_of(police_unit: PoliceUnit, slug: str, access: Access, day: date) -> QuerySet[ImplementationPlan]:
    """The plans of a theme over the years, also where one policy plan followed another, with how many activities had
    which course in each, and how many municipalities the eenheid has on `day`. One query."""
    activities = Activity.objects.present().filter(plan=OuterRef("pk"))
    standings = Standing.objects.filter(plan=OuterRef("pk"), activity__isnull=False, activity__deleted_at=None)
    return (
        ImplementationPlan.objects.visible_to(access)
        .for_list()
        .filter(theme__plan__police_unit=police_unit, theme__slug=slug)
        .annotate(
            activity_count=_number(activities),
            municipality_count=number_of_municipalities(police_unit, day),
            **{f"count_{course}": _number(standings.filter(course=course)) for course in Outlook.values},
        )
        .order_by("year", "theme__plan__start_year")
    )


def _number(found: QuerySet) -> Subquery:
    return Subquery(found.order_by().values("plan").annotate(number=Count("pk")).values("number"))


def updates_of(plan: ImplementationPlan) -> QuerySet[ProgressUpdate]:
    """What was reported, the newest first, without what was corrected since; what it is about is read already."""
    # What was corrected is looked for in this plan alone: `standing()` looks through every report there is.
    corrected = plan.progressupdate_set.filter(corrects__isnull=False).values("corrects")
    found = plan.progressupdate_set.exclude(pk__in=corrected).select_related(
        "municipality", "reported_by", "on_behalf_of", "prepared_by"
    )
    return found.order_by("-on", "-pk")


def read_parts(plan: ImplementationPlan) -> PlanParts:
    """Only the parts a dashboard shows: six queries."""
    targets = ResultTarget.objects.present().select_related("counts_as__plan__theme").order_by("order", "pk")
    prefetch_related_objects(
        [plan],
        Prefetch("theme__objectives", Objective.objects.order_by("number")),
        Prefetch("activity_set", Activity.objects.for_plan()),
        Prefetch("intendedresult_set", IntendedResult.objects.for_plan()),
        Prefetch("resulttarget_set", targets),
        Prefetch("capacity_set", Capacity.objects.for_plan()),
        Prefetch("funding_set", Funding.objects.for_plan()),
    )
    return PlanParts(plan)


def courses_of(plan: ImplementationPlan) -> Counter[str]:
    """How many activities of a plan of `plans_of` have which course."""
    counted = Counter({course: getattr(plan, f"count_{course}") or 0 for course in Outlook.values})
    counted[""] = (plan.activity_count or 0) - counted.total()
    return counted


@dataclass(frozen=True)
class TargetProgress:
    """A target with its aim and how far it is, in percents of the aim where that can be said."""

    target: ResultTarget
    standing: SubjectStanding

    @property
    def aim(self) -> str:
        return aim_of(self.target)

    @property
    def moment(self) -> str:
        return moment_of(self.target)

    @property
    def aimed(self) -> Figure:
        """In what `standing.realised` counts."""
        if self.standing.coverage:
            return Figure.of(self.standing.coverage.of)
        return figure_of(self.target)

    @property
    def unit(self) -> str:
        return "gemeenten" if self.standing.coverage else self.target.unit

    @property
    def share(self) -> Figure | None:
        """Realised in percents of the aim; None of an upper bound, and without an aim in a number above zero."""
        if self.target.operator == ResultTarget.Operator.AT_MOST or not self.aimed.is_known or not self.aimed.value:
            return None
        realised = self.standing.realised
        if not realised.is_known:
            return Figure.blank()
        return Figure(rounded(realised.value * HUNDRED / self.aimed.value, 0), realised.qualifier)


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
    plans: list[ImplementationPlan]
    plan: ImplementationPlan | None = None
    parts: PlanParts | None = None
    activities: tuple[SubjectStanding, ...] = ()
    targets: tuple[TargetProgress, ...] = ()
    results: tuple[SubjectStanding, ...] = ()
    updates: tuple[UpdateLine, ...] = ()
    more_updates: bool = False

    @property
    def is_adopted(self) -> bool:
        return self.plan is not None and self.plan.status == ADOPTED

    @property
    def years(self) -> list[tuple[int, Counter[str]]]:
        """Each with how many activities have which course."""
        return [(plan.year, courses_of(plan)) for plan in self.plans if plan.status == ADOPTED]

    @cached_property
    def by_course(self) -> list[tuple[str, str, list[SubjectStanding]]]:
        """(course, words, activities) of every course an activity has."""
        found = [(c, words, [a for a in self.activities if a.course == c]) for c, words in COURSES.items()]
        return [(course, words, same) for course, words, same in found if same]

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

    def progress_chart(self) -> dict | None:
        """Each target in percents of its aim: the only measure they have in common. None when none can be drawn."""
        drawn = [(line, share) for line in self.targets if (share := line.share) is not None]
        if not any(share.is_known for _, share in drawn):
            return None
        about = "Wat is bereikt, in procenten van wat is afgesproken: bij 100 is de streefwaarde gehaald."
        about += _left_out(len(self.targets) - len(drawn))
        about += " Leeg: nog niet gemeld." if not all(share.is_known for _, share in drawn) else ""
        return chart(
            f"streefwaarden-{self.slug}-{self.year}",
            "Hoe ver elke streefwaarde is",
            [str(line.target) for line, _ in drawn],
            [chart_series("bereikt", [share for _, share in drawn])],
            description=about,
            unit="% van de streefwaarde",
            category_header="Streefwaarde",
            target="100",
            finding=findings.reaching((line.standing.realised, line.aimed) for line, _ in drawn),
        )

    def tables(self) -> dict[str, dict | None]:
        """For whoever takes the numbers elsewhere: what the charts show, and what they cannot draw."""
        years = self.years_chart(most=ALL_YEARS)
        return {"streefwaarden": self._progress_table(), "jaren": data_table(years) if years else None}

    def _progress_table(self) -> dict | None:
        """Every target with its aim and what was reached."""
        if not self.targets:
            return None
        decimals = decimals_needed([figure for line in self.targets for figure in (line.aimed, line.standing.realised)])
        return Table(
            id=f"voortgang-{self.slug}-{self.year}",
            caption=f"Streefwaarden van {self.plan.theme.short_title} {self.year}, met wat is bereikt",
            row_header="Streefwaarde",
            columns=[
                Column("aim", "Afgesproken", decimals=decimals),
                Column("realised", "Bereikt", decimals=decimals),
                Column("share", "Bereikt in %"),
                *text_columns(unit="Uitgedrukt in", course="Stand", on="Gemeld"),
            ],
            rows=[_progress_row(line, decimals) for line in self.targets],
        ).as_dict()


def theme_dashboard(police_unit: PoliceUnit, slug: str, year: int, access: Access, today: date) -> ThemeDashboard:
    """Ten queries for a year with a plan, whatever its size; one for a year without."""
    plans = list(plans_of(police_unit, slug, access, today))
    plan = next((plan for plan in reversed(plans) if plan.year == year), None)
    if plan is None:
        return ThemeDashboard(police_unit, slug, year, plans)
    parts = read_parts(plan)
    standings = Standings([plan], today=today, municipalities={police_unit.pk: plan.municipality_count or 0})
    updates = list(updates_of(plan)[: UPDATES_SHOWN + 1])
    return ThemeDashboard(
        police_unit,
        slug,
        year,
        plans,
        plan,
        parts,
        activities=tuple(map(standings.of, parts.activities)),
        targets=tuple(TargetProgress(target, standings.of(target)) for target in parts.targets),
        results=tuple(_unmeasured(parts, standings)),
        updates=tuple(_update_lines(parts, updates[:UPDATES_SHOWN])),
        more_updates=len(updates) > UPDATES_SHOWN,
    )


def _unmeasured(parts: PlanParts, standings: Standings) -> Iterator[SubjectStanding]:
    """Results in words: what has targets is told by those, unless somebody reported on it as well."""
    for result in parts.results:
        standing = standings.of(result)
        if standing.is_reported or not parts.targets_of(result):
            yield standing


def _left_out(number: int) -> str:
    if not number:
        return ""
    verb = "staat" if number == 1 else "staan"
    return f" Hier {verb} {number} niet bij: zonder getal, of met een bovengrens."


def _progress_row(line: TargetProgress, decimals: int) -> Row:
    share = line.share if line.share is not None else Figure.dash()
    words = (line.unit, line.standing.course_label, line.standing.stamp)
    cells = [Cell.of(line.aimed, decimals), Cell.of(line.standing.realised, decimals), Cell.of(share, 0)]
    return Row(str(line.target), [*cells, *map(Cell.words, words)])
