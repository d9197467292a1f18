from django.urls import reverse

from themes.models import Budget


def budget_url(budget: Budget, name: str = "budget-detail", **more: object) -> str:
    """A page about one version of a budget. Expects its `police_unit` to be read along."""
    return reverse(f"budgets:{name}", kwargs=budget_place(budget) | more)


def budget_place(budget: Budget) -> dict[str, object]:
    place = {"slug": budget.police_unit.slug, "year": budget.year}
    return place | {"kind": budget.kind, "number": budget.number}
