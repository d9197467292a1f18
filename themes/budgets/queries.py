"""What the pages of the budget show, in words and figures that are ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import euro
from nhveilig.figures.values import Total
from nhveilig.regions.models import PoliceUnit
from themes.budgets.validators import groups_of, published_total, reconcile, side_sum
from themes.budgets.words import notes
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal

Row = BudgetGroup | BudgetLine
ROWS: dict[str, type[Row]] = {"group": BudgetGroup, "line": BudgetLine}


def budget_url(budget: Budget, name: str = "budget-detail", **more: object) -> str:
    """A page about one version of a budget. Expects its `police_unit` to be read along."""
    place = {"slug": budget.police_unit.slug, "year": budget.year, "kind": budget.kind, "number": budget.number}
    return reverse(f"budgets:{name}", kwargs=place | more)


@dataclass(frozen=True)
class BudgetOutcome:
    """One version in a list, with what comes in and goes out. In words, for a post may still be open."""

    budget: Budget
    url: str
    income: str
    expenses: str


def overview(
    police_unit: PoliceUnit, budgets: Sequence[Budget], access: Access, binned: Iterable[Budget]
) -> dict[str, object]:
    """The versions of one eenheid with their outcome, and what it has in the bin."""
    return {
        "police_unit": police_unit,
        "budgets": [_outcome(one) for one in budgets if one.police_unit_id == police_unit.pk],
        "may_edit": access.may(Permission.EDIT_BUDGET, police_unit.pk),
        "binned": [one for one in binned if one.police_unit_id == police_unit.pk],
    }


def _outcome(budget: Budget) -> BudgetOutcome:
    income, expenses = (euros(stated(budget, side)) for side in (BudgetSide.INCOME, BudgetSide.EXPENSES))
    return BudgetOutcome(budget, budget_url(budget), income, expenses)


def stated(budget: Budget, side: str) -> Total:
    """The total as published; the computed one where none was."""
    published = published_total(budget, side)
    return Total(published.amount) if published else side_sum(budget, side)


def euros(computed: Total) -> str:
    if computed.value is None:
        return computed.text() or "nog geen posten"
    text = euro(computed.value)
    return text if computed.is_complete else f"{text} (zonder {computed.unknown} n.t.b.)"


def stats(budget: Budget) -> list[dict[str, str]]:
    """What comes in, what goes out and the balance sheet, as far as there is any."""
    labels = {
        BudgetSide.INCOME: "Totaal baten",
        BudgetSide.EXPENSES: "Totaal lasten",
        BudgetSide.ASSETS: "Balanstotaal",
    }
    return [
        {"label": label, "value": euros(stated(budget, side))}
        for side, label in labels.items()
        if groups_of(budget, side)
    ]


@dataclass(frozen=True)
class Checked:
    """How many amounts were held against others, and a sentence for each that differs."""

    count: int
    lines: list[str]
    unexplained: int


def checked(budget: Budget) -> Checked:
    found = reconcile(budget)
    differing = [check for check in found if not check.agrees]
    return Checked(len(found), notes(differing), sum(check.is_unexplained for check in differing))


def rows_of(budget: Budget, model: type[Row]) -> QuerySet:
    """Groups or posts, in the bin or not; posts of a group that was deleted come and go with it."""
    if model is BudgetGroup:
        return BudgetGroup.objects.filter(budget=budget)
    return BudgetLine.objects.filter(group__budget=budget, group__deleted_at=None).select_related("group")


def row_of(budget: Budget, part: str) -> Row | BudgetTotal | Budget | None:
    """What the history calls `group-12`, `line-3`, `total-baten` or, as a whole, nothing."""
    kind, _, place = part.partition("-")
    if kind in ROWS:
        return rows_of(budget, ROWS[kind]).filter(pk=place).first()
    return BudgetTotal(budget=budget, side=place) if kind else budget


def sides_to_edit(budget: Budget) -> list[dict[str, object]]:
    """Every side with its groups, also one that has none yet. Expects `with_figures()`."""
    return [
        {
            "side": side,
            "groups": groups_of(budget, side),
            "total": published_total(budget, side),
            "total_url": budget_url(budget, "total-change", side=side.value),
        }
        for side in BudgetSide
    ]
