"""Which themes of a year have a plan for the jaarplan, and how far each is."""

from dataclasses import dataclass

from django.db.models import Q

from nhveilig.regions.models import PoliceUnit
from themes.models import ImplementationPlan, PolicyPlan, Theme

Status = ImplementationPlan.Status


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

    @property
    def missing(self) -> list[Theme]:
        return [theme.theme for theme in self.themes if theme.plan is None]


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
