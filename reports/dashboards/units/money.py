"""The budget of an eenheid in a year: each version with its two sides, and where the money goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nhveilig.accounts.access import Access, Reader
from nhveilig.figures.formats import date_long, euro
from nhveilig.figures.values import Figure, Total, total
from nhveilig.prefetching import prefetch_at_once
from nhveilig.regions.models import PoliceUnit
from nhveilig.unions import planned_once
from reports.dashboards.bars import Bar, Row, bars
from themes.budgets.queries import Balance, balances, budget_url, euros
from themes.budgets.validators import published_total
from themes.models import Budget, BudgetSide

SIDES, KINDS = tuple(BudgetSide), Budget.Kind.values
# Of where the money goes; the page of the budget has the rest.
SHOWN = 6


@planned_once
def posts_of_budgets(reader: Reader, police_unit: int, year: int) -> QuerySet[Budget]:
    """The versions somebody may see, of the year or else of the newest before it, each as often as it has posts: with
    the `side`, `post` and `amount` of one of them, `in_bin` when that is there. One query."""
    seen = Budget.objects.visible_to(reader.access).filter(police_unit=police_unit)
    newest = seen.filter(police_unit=OuterRef("police_unit"), year__lte=year).order_by("-year")
    return (
        seen.filter(year=Subquery(newest.values("year")[:1]))
        .order_by()
        .annotate(
            side=F("groups__side"),
            post=F("groups__lines__title"),
            amount=F("groups__lines__amount"),
            in_bin=Coalesce("groups__deleted_at", "groups__lines__deleted_at"),
        )
    )


def budgets_of(police_unit: PoliceUnit, year: int, access: Access) -> "list[BudgetLineUp]":
    """In their order. Two queries."""
    versions: dict[Budget, list[Budget]] = {}
    for row in posts_of_budgets(access.as_reader, police_unit.pk, year):
        row.police_unit = police_unit
        versions.setdefault(row, []).append(row)
    prefetch_at_once(list(versions), "totals", "explanations")
    found = [BudgetLineUp(budget, rows) for budget, rows in versions.items()]
    return sorted(found, key=lambda one: (KINDS.index(one.budget.kind), one.budget.number))


@dataclass(frozen=True)
class BudgetLineUp:
    """One version of the budget; `income` and `expenses` are as published, or computed where nothing was. `rows` are
    those of `posts_of_budgets`."""

    budget: Budget
    rows: Sequence[Budget]

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
    def balance(self) -> Balance | None:
        """Income beside expenses, summed over the posts themselves, whatever was published. None without posts."""
        found = balances(self.budget, self._sums)
        return next((one for one in found if BudgetSide.INCOME in one.pair[0]), None)

    @property
    def status(self) -> str:
        """`vastgesteld op 3 maart 2025`, `in bewerking`"""
        words = self.budget.get_status_display()
        return f"{words} op {date_long(self.budget.adopted_on)}" if self.budget.adopted_on else words

    @property
    def goes_to(self) -> list[Bar]:
        """The largest posts of the expenses, and the others together. Empty with one: that says nothing."""
        # By name where two are as large: the database gives them in any order.
        posts = (row for row in self._of(BudgetSide.EXPENSES) if row.amount)
        found = sorted(posts, key=lambda row: (-row.amount, row.post))
        named = [(row.post, row.amount) for row in found]
        if len(named) > SHOWN:
            named = [*named[: SHOWN - 1], ("Overige lasten", sum(amount for _, amount in named[SHOWN - 1 :]))]
        return bars(Row(name, amount, euro(amount)) for name, amount in named) if len(named) > 1 else []

    @cached_property
    def _sums(self) -> dict[str, Total]:
        return {side: total(_figure(row) for row in self._of(side)) for side in SIDES}

    def _of(self, side: str) -> list[Budget]:
        return [row for row in self.rows if row.side == side and row.post is not None and not row.in_bin]

    def _stated(self, side: BudgetSide) -> Total:
        published = published_total(self.budget, side)
        return Total(published.amount) if published else self._sums[side]


def _figure(row: Budget) -> Figure:
    return Figure.undecided() if row.amount is None else Figure(row.amount)
