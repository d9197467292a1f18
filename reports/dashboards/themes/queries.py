"""What the dashboard of a theme reads besides its parts, in one question: how its targets went, and its money."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DateField, DecimalField, IntegerField, QuerySet, Value

from nhveilig.figures.values import Figure, Total, total
from nhveilig.unions import union_of
from themes.budgets.money import ThemeMoney, with_budgeted
from themes.models import Budget, Funding, ImplementationPlan, ProgressUpdate, Theme

REPORT, MONEY = "melding", "geld"
# Those of Budgeted, as `with_budgeted` names them.
COLUMNS = {
    "money_granting": int,
    "money_spending": int,
    "money_granted": Decimal,
    "money_spent": Decimal,
    "money_shared": Decimal,
    "money_granted_open": int,
    "money_spent_open": int,
    "money_shared_open": int,
}


class Budgeted(NamedTuple):
    """What the budget grants and what was spent, with how many posts have no amount; `granting` and `spending` are the
    ids of the versions that say so."""

    granting: int | None
    spending: int | None
    granted: Decimal | None
    spent: Decimal | None
    shared: Decimal | None
    granted_open: int
    spent_open: int
    shared_open: int

    def money(self, plan: ImplementationPlan, asked: Sequence[Funding]) -> ThemeMoney:
        amounts = (Figure.undecided() if one.amount is None else Figure(one.amount) for one in asked)
        return ThemeMoney(
            theme=plan.theme,
            year=plan.year,
            asked=total(amounts),
            granted=Total(self.granted, self.granted_open) if self.granting else None,
            spent=Total(self.spent, self.spent_open) if self.spending else None,
            shared=Total(self.shared, self.shared_open),
        )


class Told(NamedTuple):
    """`reports`: by target of the region what was reported of it in numbers, oldest first."""

    reports: dict[int, list[tuple[date, Decimal]]]
    budgeted: Budgeted


def told_of(plan: ImplementationPlan) -> Told:
    """One query. Of a budget only what was adopted counts."""
    reports: dict[int, list[tuple[date, Decimal]]] = {}
    [*found, budgeted] = sorted(_rows(plan.pk, plan.theme_id, plan.year), key=lambda row: row[:3], reverse=True)
    for _, on, _, target, value, *_ in reversed(found):
        reports.setdefault(target, []).append((on, value))
    return Told(reports, Budgeted(*budgeted[5:]))


@union_of
def _rows(plan: int, theme: int, year: int) -> Iterator[QuerySet]:
    """The reports, and the money in a row that sorts before them."""
    number, amount, day = Value(None, IntegerField()), Value(None, DecimalField()), Value(None, DateField())
    known = ProgressUpdate.objects.standing().filter(plan=plan, target__isnull=False)
    known = known.filter(municipality=None, value__isnull=False)
    nothing = [{int: number, Decimal: amount}[kind] for kind in COLUMNS.values()]
    yield known.order_by().values_list(Value(REPORT), "on", "pk", "target", "value", *nothing)
    budgeted = with_budgeted(Theme.objects.filter(pk=theme), Budget.objects.filter(deleted_at=None), year)
    yield budgeted.order_by().values_list(Value(MONEY), day, "pk", number, amount, *COLUMNS)
