"""The plan in the address, for whoever may see or write in it. To anybody else it is not there."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import Above, breadcrumbs, tabs
from themes.models import Comment, ImplementationPlan
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.constants import section_of

PLANS = "Uitvoeringsplannen"
_PAGES = [
    ("Lezen", "plan-detail"),
    ("Voortgang", "progress"),
    ("Bewerken", "plan-edit"),
    ("Waar staat het plan", "plan-steps"),
    ("Reacties", "reactions"),
    ("Opmerkingen", "plan-comments"),
    ("Geschiedenis", "plan-history"),
    ("Prullenbak", "plan-bin"),
]
# Those that whoever reads the plan finds too.
_OF_READERS = {"plan-detail", "progress", "plan-steps"}


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
        plans = self.plans().for_list().with_reactions().with_writing(self.request.access)
        found = plans.filter(**place).order_by("-theme__plan__start_year").first()
        if found is None:
            raise Http404("Dit uitvoeringsplan is er niet.")
        return found

    @property
    def plan_name(self) -> str:
        return f"{self.plan.theme.short_title} {self.plan.year}"

    def above(self) -> Above:
        return [(PLANS, reverse("themes:plan-list")), (self.plan_name, plan_url(self.plan))]

    def page(self, title: str = "", **more: object) -> dict[str, object]:
        """What every page about the plan gives its template; `title` names a page below that of the plan itself."""
        plan = self.plan
        return {
            "plan": plan,
            "title": title or str(plan),
            "unit_name": f"Eenheid {plan.theme.plan.police_unit}",
            "breadcrumbs": breadcrumbs(self.above(), here=title or self.plan_name),
            **more,
        }


class WritablePlan(OnePlan):
    """A page or act of whoever writes in the plan. Whether the plan is open for it now, the services say."""

    permission = Permission.EDIT_PLANS

    def plans(self) -> ImplementationPlanQuerySet:
        return ImplementationPlan.objects.editable_by(self.request.access)


def plan_url(plan: ImplementationPlan, name: str = "plan-detail", **more: object) -> str:
    """The address of a page about `plan`, which was read with `for_list()`."""
    place = {"unit": plan.theme.plan.police_unit.slug, "year": plan.year, "theme": plan.theme.slug}
    return reverse(f"themes:{name}", kwargs=place | more)


def part_url(plan: ImplementationPlan, key: str) -> str:
    """Where the part (`activity-12`) is written, opened."""
    return f"{plan_url(plan, 'plan-edit')}?deel={section_of(key).code}&open={key}#{key}"


def plan_tabs(plan: ImplementationPlan, current: str, threads: int | None = None) -> list[dict[str, object]]:
    """For components/tabs.html: the pages of the plan, the same ones on each of them; for who may write in it with how
    much waits there. `threads`: how many comments are open; without it one query.

    Expects a plan read `with_reactions()` and `with_writing()`: what municipalities said stays within reach, wherever
    the plan is now.
    """
    there = {
        "progress": plan.status == ImplementationPlan.Status.ADOPTED,
        "reactions": is_put_to_municipalities(plan),
        "plan-edit": plan.is_open,
    }
    shown = [page for page in _PAGES if there.get(page[1], True) and (plan.may_write or page[1] in _OF_READERS)]
    counts = {"reactions": plan.objections}
    if plan.may_write:
        counts["plan-comments"] = sum(Comment.objects.counts_of(plan).values()) if threads is None else threads
    named = ((f"{label} ({counts[name]})" if counts.get(name) else label, name) for label, name in shown)
    return tabs((label, plan_url(plan, name), name == current) for label, name in named)


def is_put_to_municipalities(plan: ImplementationPlan) -> bool:
    """Whether there are reactions to read, or will be."""
    return plan.reacted > 0 or plan.status == ImplementationPlan.Status.CONSULTATION
