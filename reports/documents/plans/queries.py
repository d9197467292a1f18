from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Q

from nhveilig.regions.models import PoliceUnit
from themes.models import ImplementationPlan, PolicyPlan, Theme

Status = ImplementationPlan.Status


def plans_of_year(police_unit: PoliceUnit, year: int) -> list[ImplementationPlan]:
    """The plans of the eenheid in that year with all their parts, in the order of a jaarplan."""
    plans = ImplementationPlan.objects.with_parts().filter(theme__plan__police_unit=police_unit, year=year)
    # Programmes before the beleidsplan: what the organisation always does comes first.
    return list(plans.order_by("-theme__plan__kind", "theme__plan_id", "theme__number"))


def newest_years(unit_ids: Collection[int]) -> list[tuple[str, int]]:
    """Slug of the eenheid and the last year it has a plan for; nothing for an eenheid without plans."""
    plans = ImplementationPlan.objects.filter(theme__plan__police_unit__in=unit_ids)
    by_unit = plans.order_by("theme__plan__police_unit__slug").values_list("theme__plan__police_unit__slug")
    return list(by_unit.annotate(newest=Max("year")))


@dataclass(frozen=True)
class ThemeReadiness:
    """`plan` is None when nobody began one."""

    theme: Theme
    plan: ImplementationPlan | None

    @property
    def is_adopted(self) -> bool:
        return self.plan is not None and self.plan.status == Status.ADOPTED


@dataclass(frozen=True)
class ProgrammeReadiness:
    policy: PolicyPlan
    themes: tuple[ThemeReadiness, ...]

    @property
    def plans(self) -> list[ImplementationPlan]:
        return [theme.plan for theme in self.themes if theme.plan is not None]


def readiness(police_unit: PoliceUnit, year: int) -> list[ProgrammeReadiness]:
    """The programmes and beleidsplannen that run in that year, in the order of a jaarplan. Three queries."""
    found = ImplementationPlan.objects.for_list().filter(theme__plan__police_unit=police_unit, year=year)
    plans = {plan.theme_id: plan for plan in found}
    runs = Q(end_year__gte=year) | Q(extendable_until__gte=year, themes__in=list(plans))
    policies = PolicyPlan.objects.filter(runs, police_unit=police_unit, start_year__lte=year).distinct()
    return [
        ProgrammeReadiness(policy, tuple(ThemeReadiness(theme, plans.get(theme.pk)) for theme in policy.themes.all()))
        for policy in policies.order_by("-kind", "pk").prefetch_related("themes")
    ]
