"""The progress of one plan: every activity, result and target in its order, with how it stands; and of many plans what
was never reported, what is too old, and which municipalities are missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from django.db.models import Prefetch
from django.utils.text import capfirst, slugify

from nhveilig.accounts.names import name_of
from nhveilig.prefetching import prefetch_at_once
from nhveilig.regions.models import Municipality
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    Outlook,
    ProgressUpdate,
    Project,
    ResultTarget,
    ThemeMember,
)
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.registry import key_of
from themes.progress.counting import Subject
from themes.progress.matrix import MatrixColumn
from themes.progress.permissions import ReportingDesk
from themes.progress.standings import (
    FINISHED,
    AboutSubject,
    Standings,
    SubjectStanding,
    asked_of,
    is_ahead,
    is_old,
    is_unreported,
    subject_url,
    url_where_counted,
)
from themes.progress.waiting import Place, WaitingReport, waiting_at
from themes.reading import outline
from themes.reading.presenters import moment_of


@dataclass(frozen=True)
class SubjectRow(AboutSubject):
    """One subject, and what the visitor may do with it. `municipalities`: for which a mayor may report it."""

    subject: Subject
    label: str
    shown: SubjectStanding
    is_asked: bool
    may_report: bool
    today: date
    municipalities: list[Municipality] = field(default_factory=list)
    targets: list["SubjectRow"] = field(default_factory=list)
    # Whether the chosen filter is about this subject; otherwise it only names what its targets belong to.
    matches: bool = True
    # What the visitor knows of that waits for a check.
    waiting: list[WaitingReport] = field(default_factory=list)

    @property
    def moment(self) -> str:
        return "" if isinstance(self.subject, IntendedResult) else moment_of(self.subject)

    @cached_property
    def counts_with(self) -> ResultTarget | None:
        return counted_elsewhere(self.subject)

    @cached_property
    def counts_with_url(self) -> str:
        return url_where_counted(self.subject)

    @property
    def is_unreported(self) -> bool:
        return self.is_asked and not self.waiting and is_unreported(self.shown)

    @property
    def is_measured_below(self) -> bool:
        """Nobody reported on it, and nobody has to: its targets say how it stands."""
        return bool(self.targets) and not self.is_asked and not self.shown.is_reported

    @property
    def is_old(self) -> bool:
        return self.is_asked and not self.waiting and is_old(self.shown, self.today)

    @cached_property
    def url(self) -> str:
        return subject_url(self.subject)

    @cached_property
    def unchanged_url(self) -> str:
        """Empty when there is nothing yet that could be unchanged, or nothing that can still change."""
        may = self.may_report and self.shown.standing and self.shown.course not in FINISHED and not self.waiting
        return subject_url(self.subject, name="progress-unchanged") if may else ""

    @cached_property
    def town_links(self) -> list[tuple[Municipality, str]]:
        return [(town, subject_url(self.subject, town)) for town in self.municipalities]

    def walk(self) -> Iterator["SubjectRow"]:
        yield self
        for target in self.targets:
            yield from target.walk()


@dataclass(frozen=True)
class RowGroup:
    """What stands under one goal or project; `level` is that of its heading."""

    title: str
    kicker: str
    anchor: str
    level: int
    rows: list[SubjectRow]
    groups: list["RowGroup"]

    def walk(self) -> Iterator[SubjectRow]:
        for row in self.rows:
            yield from row.walk()
        for group in self.groups:
            yield from group.walk()


@dataclass(frozen=True)
class SubjectFilter:
    """A choice of what to show; `code` as it stands in the address."""

    code: str
    label: str
    holds: Callable[[SubjectRow], bool]


EVERYTHING = SubjectFilter("", "Alles", lambda row: True)
FILTERS = [
    EVERYTHING,
    SubjectFilter("niet-gemeld", "Nog niet gemeld", lambda row: row.is_unreported),
    SubjectFilter("ouder", "Ouder dan drie maanden", lambda row: row.is_old),
    SubjectFilter("wacht", "Wacht op controle", lambda row: bool(row.waiting)),
    *(
        SubjectFilter(slugify(course.label), capfirst(course.label), lambda row, own=course: row.shown.course == own)
        for course in Outlook
    ),
]


def filter_of(code: str) -> SubjectFilter:
    """What nobody can choose counts as not chosen."""
    return next((one for one in FILTERS if one.code == code), EVERYTHING)


def counted(groups: Iterable[RowGroup]) -> list[tuple[SubjectFilter, int]]:
    """How many rows each filter holds for."""
    rows = [row for group in groups for row in group.walk() if row.matches]
    return [(one, sum(map(one.holds, rows))) for one in FILTERS]


def filter_links(groups: Iterable[RowGroup], chosen: SubjectFilter) -> list[dict[str, object]]:
    """For themes/progress/filters.html: each choice that holds for something."""
    return [
        {"label": f"{one.label} ({count})", "url": f"?toon={one.code}", "current": one == chosen}
        for one, count in counted(groups)
        if count or one in (EVERYTHING, chosen)
    ]


def narrowed(groups: Iterable[RowGroup], chosen: SubjectFilter) -> list[RowGroup]:
    """The groups with what `chosen` is about; what a target belongs to stays above it, as a name alone."""
    return [kept for group in groups if (kept := _narrowed(group, chosen))]


def _narrowed(group: RowGroup, chosen: SubjectFilter) -> RowGroup | None:
    rows = [kept for row in group.rows if (kept := _kept(row, chosen))]
    groups = narrowed(group.groups, chosen)
    return replace(group, rows=rows, groups=groups) if rows or groups else None


def _kept(row: SubjectRow, chosen: SubjectFilter) -> SubjectRow | None:
    targets = [target for target in row.targets if chosen.holds(target)]
    matches = chosen.holds(row)
    return replace(row, targets=targets, matches=matches) if targets or matches else None


def read_work(plan: ImplementationPlan) -> None:
    """What reports are on, and the goals and projects it stands under; without texts and means."""
    kinds = (Project, Activity, IntendedResult, ResultTarget)
    parts = [Prefetch(f"{kind._meta.model_name}_set", kind.objects.for_plan()) for kind in kinds]
    prefetch_at_once([plan], "theme__objectives", *parts)


def progress_rows(
    plan: ImplementationPlan,
    desk: ReportingDesk,
    municipalities: Iterable[Municipality],
    today: date,
    waiting: Mapping[Place, Sequence[ProgressUpdate]] = MappingProxyType({}),
) -> list[RowGroup]:
    """Expects a plan with its work read; `municipalities` are those the visitor is mayor of."""
    return _Rows(plan, desk, list(municipalities), today, waiting).groups()


class _Rows:
    def __init__(
        self,
        plan: ImplementationPlan,
        desk: ReportingDesk,
        towns: list[Municipality],
        today: date,
        waiting: Mapping[Place, Sequence[ProgressUpdate]],
    ) -> None:
        self.plan, self.desk, self.towns, self.today, self.waiting = plan, desk, towns, today, waiting
        self.parts, self.has_begun = PlanParts(plan), not is_ahead(plan, today)
        self.standings = Standings([plan], today=today)
        self.asked = {key_of(one) for one in asked_of(self.parts)}

    def groups(self) -> list[RowGroup]:
        found = [self._group(group) for group in outline.groups(self.parts)]
        if own := self.parts.targets_of(None):
            found.append(RowGroup("Van het plan als geheel", "", "plan-als-geheel", 3, self._targets(own), []))
        return found

    def _group(self, group: outline.WorkGroup) -> RowGroup:
        rows = [self._row(item.activity, f"Activiteit {item.number}") for item in group.activities]
        rows += [self._row(item.result, "Beoogd resultaat") for item in group.results]
        inner = [self._group(one) for one in group.groups]
        return RowGroup(group.title, group.kicker, group.anchor, group.level, rows, inner)

    def _row(self, subject: Subject, label: str) -> SubjectRow:
        per_town = self.has_begun and subject.is_per_municipality
        return SubjectRow(
            subject=subject,
            label=label,
            shown=self.standings.of(subject),
            is_asked=key_of(subject) in self.asked,
            may_report=self.has_begun and self.desk.may_report(subject),
            today=self.today,
            municipalities=[town for town in self.towns if per_town and self.desk.may_report(subject, town.pk)],
            targets=[] if isinstance(subject, ResultTarget) else self._targets(self.parts.targets_of(subject)),
            waiting=waiting_at(self.waiting, subject),
        )

    def _targets(self, targets: Iterable[ResultTarget]) -> list[SubjectRow]:
        return [self._row(target, "Streefwaarde") for target in targets]


@dataclass(frozen=True)
class MissingReports:
    """What is not reported, or too long ago, on one plan; `columns`: its targets that lack municipalities."""

    plan: ImplementationPlan
    asked: int
    unreported: list[SubjectStanding]
    old: list[SubjectStanding]
    columns: list[MatrixColumn]

    @property
    def leaders(self) -> list[str]:
        return [name_of(member.user) for member in self.plan.theme.leaders]

    @property
    def count(self) -> int:
        return len(self.unreported) + len(self.old)

    @property
    def reported(self) -> int:
        """How many of what is asked stand there and are fresh."""
        return self.asked - self.count

    @property
    def missing(self) -> list[Municipality]:
        """Municipalities that are missing somewhere, by name."""
        found = {town.pk: town for column in self.columns for town in column.missing}
        return sorted(found.values(), key=lambda town: town.name)


def with_subjects(plans: ImplementationPlanQuerySet) -> ImplementationPlanQuerySet:
    """What reports are asked on, and who leads the theme."""
    leaders = ThemeMember.objects.filter(kind=ThemeMember.Kind.LEADER).select_related("user")
    targets = ResultTarget.objects.present().select_related("counts_as").order_by("plan_id", "order", "pk")
    return plans.select_related("theme__plan__police_unit").prefetch_related(
        Prefetch("theme__members", leaders, to_attr="leaders"),
        Prefetch("activity_set", Activity.objects.for_plan()),
        Prefetch("intendedresult_set", IntendedResult.objects.for_plan()),
        Prefetch("resulttarget_set", targets),
    )


def missing_reports(
    plans: Iterable[ImplementationPlan], columns: Iterable[MatrixColumn], today: date
) -> list[MissingReports]:
    """Of each plan, read with `with_subjects()`, what is missing; `columns` are those of their matrix. Two queries."""
    plans, columns = list(plans), list(columns)
    standings = Standings(plans, today=today)
    return [
        _missing_of(plan, standings, [one for one in columns if one.target.plan_id == plan.pk], today) for plan in plans
    ]


def per_municipality(plans: Iterable[ImplementationPlan]) -> list[ResultTarget]:
    """The targets of these plans that are counted in every municipality, each with its plan. No query."""
    targets = (target for plan in plans for target in PlanParts(plan).targets)
    return [target for target in targets if target.is_per_municipality and not target.counts_as_id]


def _missing_of(
    plan: ImplementationPlan, standings: Standings, columns: list[MatrixColumn], today: date
) -> MissingReports:
    asked = [one for one in asked_of(PlanParts(plan)) if not one.is_per_municipality]
    shown = [standings.of(one) for one in asked]
    return MissingReports(
        plan=plan,
        asked=len(asked),
        unreported=[one for one in shown if not one.is_reported],
        old=sorted((one for one in shown if is_old(one, today)), key=lambda one: one.on),
        columns=[column for column in columns if column.missing],
    )
