from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import CONFLICT
from nhveilig.http.views import Above, breadcrumbs
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit
from themes.budgets.exceptions import BudgetIsAdopted
from themes.budgets.presenters import SCALES, Scale, scale_of
from themes.budgets.queries import budget_url
from themes.models import Budget, BudgetQuerySet

BUDGET = "Begroting"
PAGES = {
    "read": "budget-detail",
    "edit": "budget-edit",
    "words": "budget-words",
    "explain": "differences-explain",
    "adopt": "budget-adopt",
    "copy": "budget-copy",
    "delete": "budget-delete",
    "history": "budget-history",
}


class OfBudgets(OfUnit):
    """The budgets of the eenheid in the address."""

    permission = Permission.VIEW_BUDGET
    unit_kwarg = "slug"

    @property
    def visible(self) -> BudgetQuerySet:
        return Budget.objects.visible_to(self.request.access).filter(police_unit__slug=self.kwargs["slug"])

    def may_edit(self, police_unit: PoliceUnit) -> bool:
        return self.request.access.may(Permission.EDIT_BUDGET, police_unit.pk)


class Scaled:
    """`?schaal=duizend` shows thousands of euros."""

    @property
    def scale(self) -> Scale:
        return scale_of(self.request.GET.get("schaal", ""))

    def scale_tabs(self) -> list[dict[str, object]]:
        return [
            {"label": scale.label, "url": f"?schaal={scale.key}", "current": scale == self.scale} for scale in SCALES
        ]


class OneBudget(OfBudgets):
    """The version of a budget in the address, with its figures; one the visitor may not see is not there."""

    # Where the reader is; on the page of the budget itself its name.
    title = ""

    @cached_property
    def budget(self) -> Budget:
        place = {name: self.kwargs[name] for name in ("year", "kind", "number")}
        return get_object_or_404(self.visible.with_figures(), **place)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**about(self.budget, self.title or str(self.budget)), **kwargs)


class OwnBudget(OneBudget):
    """The same, for whoever may edit it."""

    permission = Permission.EDIT_BUDGET

    @property
    def visible(self) -> BudgetQuerySet:
        units = self.request.access.units_with(self.permission)
        return Budget.objects.present().filter(police_unit__in=units, police_unit__slug=self.kwargs["slug"])


class OfConcept(OwnBudget):
    """A page or act that an adopted budget does not have: it answers with the way on, which is a copy."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.budget.is_concept:
            return self.adopted(BudgetIsAdopted())
        try:
            return super().dispatch(request, *args, **kwargs)
        except BudgetIsAdopted as refusal:
            return self.adopted(refusal)

    def adopted(self, refusal: BudgetIsAdopted) -> HttpResponse:
        context = about(self.budget, "Vastgesteld") | {"text": str(refusal)}
        return render(self.request, "themes/budgets/adopted.html", context, status=CONFLICT)


def about(budget: Budget, step: str) -> dict[str, object]:
    """What every page about one budget shows around its own part; `step` is where the reader is."""
    return {
        "budget": budget,
        "unit_name": f"Eenheid {budget.police_unit}",
        "addresses": {key: budget_url(budget, name) for key, name in PAGES.items()},
        "breadcrumbs": breadcrumbs([*above(), (str(budget), budget_url(budget))], here=step),
    }


def above() -> Above:
    return [(BUDGET, reverse("budgets:budget-list"))]
