"""The budget of an eenheid in a year, as one line each of its versions: the sums are made by the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import date_long
from nhveilig.figures.values import Total
from nhveilig.regions.models import PoliceUnit
from themes.budgets.queries import budget_url, euros
from themes.budgets.words import Balance
from themes.models import Budget, BudgetSide, BudgetTotal

SIDES = (BudgetSide.INCOME, BudgetSide.EXPENSES)


def budgets_of(police_unit: PoliceUnit, year: int, access: Access) -> QuerySet[Budget]:
    """The versions somebody may see, with per side what its posts add up to and what was published. One query."""
    sums = {}
    for side in SIDES:
        posts = Q(groups__side=side, groups__deleted_at=None, groups__lines__deleted_at=None)
        sums[f"{side}_sum"] = Sum("groups__lines__amount", filter=posts)
        sums[f"{side}_open"] = Count("groups__lines", filter=posts & Q(groups__lines__amount=None))
        sums[f"{side}_published"] = Subquery(
            BudgetTotal.objects.filter(budget=OuterRef("pk"), side=side).values("amount")[:1]
        )
    return Budget.objects.visible_to(access).filter(police_unit=police_unit, year=year).in_order().annotate(**sums)


@dataclass(frozen=True)
class BudgetLineUp:
    """One version of the budget; `income` and `expenses` are as published, or computed where nothing was."""

    budget: Budget

    @property
    def url(self) -> str:
        return budget_url(self.budget)

    @property
    def income(self) -> str:
        return euros(self._stated(BudgetSide.INCOME))

    @property
    def expenses(self) -> str:
        return euros(self._stated(BudgetSide.EXPENSES))

    @property
    def balance(self) -> Balance:
        """Income beside expenses, summed over the posts themselves, whatever total was published."""
        income, expenses = (self._computed(side) for side in SIDES)
        complete = income.is_complete and expenses.is_complete
        gap = (expenses.value or Decimal(0)) - (income.value or Decimal(0)) if complete else None
        return Balance((str(BudgetSide.INCOME), str(BudgetSide.EXPENSES)), (income, expenses), gap)

    @property
    def status(self) -> str:
        """`vastgesteld op 3 maart 2025`, `in bewerking`"""
        words = self.budget.get_status_display()
        return f"{words} op {date_long(self.budget.adopted_on)}" if self.budget.adopted_on else words

    def _computed(self, side: BudgetSide) -> Total:
        return Total(getattr(self.budget, f"{side}_sum"), unknown=getattr(self.budget, f"{side}_open"))

    def _stated(self, side: BudgetSide) -> Total:
        published = getattr(self.budget, f"{side}_published")
        return self._computed(side) if published is None else Total(published)


def money_of(police_unit: PoliceUnit, year: int, access: Access) -> Iterator[BudgetLineUp]:
    return (BudgetLineUp(budget) for budget in budgets_of(police_unit, year, access))
