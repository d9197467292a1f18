"""Who has not reported: per plan what was never reported, what is too old, and which municipalities are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from nhveilig.accounts.names import name_of
from nhveilig.regions.models import Municipality
from themes.models import Activity, ImplementationPlan, IntendedResult, ResultTarget, ThemeMember
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.queries import PlanParts
from themes.progress.counting import Subject
from themes.progress.matrix import MatrixColumn
from themes.progress.permissions import is_per_municipality
from themes.progress.standings import Standings, SubjectStanding, asked_of, is_old
from themes.progress.subjects import subject_url


@dataclass(frozen=True)
class NotReported:
    """One subject that asks for a report."""

    plan: ImplementationPlan
    shown: SubjectStanding

    @property
    def subject(self) -> Subject:
        return self.shown.subject

    @property
    def kind(self) -> str:
        return str(self.subject._meta.verbose_name)

    @property
    def url(self) -> str:
        return subject_url(self.plan, self.subject)


@dataclass(frozen=True)
class MissingReports:
    """What is not reported, or too long ago, on one plan; `columns`: its targets that lack municipalities."""

    plan: ImplementationPlan
    asked: int
    unreported: list[NotReported]
    old: list[NotReported]
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
    """What reports are asked on, and who leads the theme. Five queries, whatever the number of plans."""
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
    found = [(plan, target) for plan in plans for target in PlanParts(plan).targets]
    for plan, target in found:
        target.plan = plan
    return [target for _, target in found if is_per_municipality(target) and not target.counts_as_id]


def _missing_of(
    plan: ImplementationPlan, standings: Standings, columns: list[MatrixColumn], today: date
) -> MissingReports:
    asked = [one for one in asked_of(PlanParts(plan)) if not is_per_municipality(one)]
    shown = [NotReported(plan, standings.of(one)) for one in asked]
    return MissingReports(
        plan=plan,
        asked=len(asked),
        unreported=[one for one in shown if not one.shown.is_reported],
        old=sorted((one for one in shown if is_old(one.shown, today)), key=lambda one: one.shown.on),
        columns=[column for column in columns if column.missing],
    )
