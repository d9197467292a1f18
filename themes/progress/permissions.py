"""On what one visitor may report: whoever works on a theme on all of it, a mayor on what the own municipality does."""

from collections.abc import Iterable
from dataclasses import dataclass

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from themes.members.queries import deciders_of, principal_of
from themes.models import ImplementationPlan
from themes.progress.counting import Subject


@dataclass(frozen=True)
class ReportingDesk:
    """What one visitor may report on one plan. `municipalities` are ids."""

    is_open: bool
    works_on_it: bool
    municipalities: frozenset[int]
    # Of which one prepares what the mayor reports.
    preparing: frozenset[int] = frozenset()

    def may_report(self, subject: Subject, municipality: int | None = None) -> bool:
        """A target that counts with another theme is reported there; what is counted per municipality, in each."""
        if not self.is_open or subject.counts_as_id:
            return False
        if not subject.is_per_municipality:
            return self.works_on_it and municipality is None
        return municipality is not None and (self.works_on_it or municipality in self.municipalities)

    def may_prepare(self, subject: Subject, municipality: int | None = None) -> bool:
        if not self.is_open or subject.counts_as_id or self.may_report(subject, municipality):
            return False
        return subject.is_per_municipality and municipality in self.preparing


def desks_of(access: Access, plans: Iterable[ImplementationPlan]) -> dict[int, ReportingDesk]:
    """By id of the plan. One query."""
    plans = list(plans)
    own = frozenset(access.municipalities_with(Permission.REPORT_PROGRESS))
    preparing = frozenset(access.municipalities_with(Permission.PREPARE_ANSWERS)) - own
    ids = [plan.pk for plan in plans]
    works_on = set(ImplementationPlan.objects.reported_by(access).filter(pk__in=ids).values_list("pk", flat=True))
    adopted = ImplementationPlan.Status.ADOPTED
    return {plan.pk: ReportingDesk(plan.status == adopted, plan.pk in works_on, own, preparing) for plan in plans}


def is_checked(plan: ImplementationPlan, whose: User | None) -> bool:
    """Whether what is reported in somebody's name counts only after staff looked at it. Of staff themselves no second
    pair of eyes is asked. At most one query."""
    if not plan.checks_progress:
        return False
    return whose is None or not deciders_of(plan).filter(pk=whose.pk).exists()


def desk_of(access: Access, plan: ImplementationPlan) -> ReportingDesk:
    return desks_of(access, [plan])[plan.pk]


def reports_for(access: Access, plan: ImplementationPlan, municipality: int | None) -> User | None:
    """In whose name the visitor reports; None: in their own. Of a municipality that is its mayor, unless the visitor
    works on the theme."""
    if municipality and not desk_of(access, plan).works_on_it:
        unit = plan.theme.plan.police_unit_id
        return access.for_whom(Permission.REPORT_PROGRESS, unit, municipality_id=municipality)
    return principal_of(access, plan)
