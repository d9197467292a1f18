"""The plan in the address, for whoever may see, write or decide on it. To anybody else it is not there."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.accounts.permissions import Permission
from themes.models import ImplementationPlan
from themes.models.plans import ImplementationPlanQuerySet

PLANS = "Uitvoeringsplannen"
CONFLICT, UNPROCESSABLE = 409, 422


class OnePlan:
    """A page about one plan that the visitor may read. Address: eenheid, year, theme."""

    permission = Permission.VIEW_PLANS

    def plans(self) -> ImplementationPlanQuerySet:
        return ImplementationPlan.objects.visible_to(self.request.access)

    @cached_property
    def plan(self) -> ImplementationPlan:
        place = {
            "theme__plan__police_unit__slug": self.kwargs["unit"],
            "year": self.kwargs["year"],
            "theme__slug": self.kwargs["theme"],
        }
        # Two plans of one eenheid may both have a theme of this name; the newest is meant.
        found = self.plans().for_list().filter(**place).order_by("-theme__plan__start_year").first()
        if found is None:
            raise Http404("Dit uitvoeringsplan is er niet.")
        return found

    def page(self, title: str = "", **more: object) -> dict[str, object]:
        """What every page about the plan gives its template; `title` names a page below that of the plan itself."""
        plan, here = self.plan, (title, None)
        name = f"{plan.theme.short_title} {plan.year}"
        crumbs = [(PLANS, reverse("themes:plan-list")), (name, plan_url(plan) if title else None)]
        return {
            "plan": plan,
            "title": title or str(plan),
            "unit_name": f"Eenheid {plan.theme.plan.police_unit}",
            "breadcrumbs": [*crumbs, here] if title else crumbs,
            **more,
        }


class WritablePlan(OnePlan):
    """A page or act of whoever writes in the plan. Whether the plan is open for it now, the services say."""

    permission = Permission.EDIT_PLANS

    def plans(self) -> ImplementationPlanQuerySet:
        return ImplementationPlan.objects.editable_by(self.request.access)


class DecidedPlan(OnePlan):
    """A page or act of whoever decides on the plans of the eenheid."""

    permission = Permission.DECIDE_PLANS

    def plans(self) -> ImplementationPlanQuerySet:
        return ImplementationPlan.objects.decided_by(self.request.access)


def plan_url(plan: ImplementationPlan, name: str = "plan-detail", **more: object) -> str:
    """The address of a page about `plan`, which was read with `for_list()`."""
    place = {"unit": plan.theme.plan.police_unit.slug, "year": plan.year, "theme": plan.theme.slug}
    return reverse(f"themes:{name}", kwargs=place | more)
