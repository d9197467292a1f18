"""What the pages of the budget show, in words and figures that are ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, euro
from nhveilig.figures.values import Total
from nhveilig.regions.models import PoliceUnit
from themes.budgets.validators import (
    BALANCED,
    About,
    BudgetCheck,
    differences,
    groups_of,
    lines_of,
    published_total,
    reconcile,
    side_sum,
)
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


def sentence(check: BudgetCheck) -> str:
    """What differs, by how much and in which direction; without the reason."""
    amount = euro(abs(check.difference))
    more = "meer" if check.difference > 0 else "minder"
    if check.about in {About.SUBTOTAL, About.TOTAL}:
        return f"{capfirst(check.what)}: gepubliceerd is {amount} {more} dan de som, die {euro(check.computed)} is."
    if check.about == About.BALANCE:
        side, _, against = check.what.partition(" tegenover ")
        return f"De {side} zijn {amount} {'hoger' if check.difference > 0 else 'lager'} dan de {against}."
    if check.about == About.LABEL:
        return f"In de bron staat {check.what}: {euro(check.published)} en {euro(check.computed)}."
    what, _, against = check.what.partition(" tegenover ")
    return f"{what} is {euro(check.published)}, {against} {euro(check.computed)}: een verschil van {amount}."


def notes(checks: Iterable[BudgetCheck]) -> list[str]:
    return [f"{sentence(check)} {check.explanation}".strip() for check in checks]


@dataclass(frozen=True)
class Balance:
    """Two sides that should be equal. `difference` (euros) is None while a post is open; `where` says where to look."""

    names: tuple[str, str]
    sums: tuple[Total, Total]
    difference: Decimal | None
    where: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "warning" if self.difference is None else "error" if self.difference else "success"

    @property
    def title(self) -> str:
        first, second = self.names
        if self.difference is None:
            return f"Of {first} en {second} gelijk zijn, is nog niet te zeggen"
        if self.difference:
            higher, lower = (second, first) if self.difference > 0 else (first, second)
            return f"Dit sluit niet: de {higher} zijn {euro(abs(self.difference))} hoger dan de {lower}"
        return f"Dit sluit: {first} en {second} zijn allebei {euro(self.sums[0].value or 0)}"

    @property
    def text(self) -> str:
        if self.difference is None:
            unknown = sum(each.unknown for each in self.sums)
            return f"Van {counted(unknown, 'post', 'posten')} is het bedrag nog niet bekend (n.t.b.)."
        if not self.difference:
            return ""
        first, second = (euro(each.value or 0) for each in self.sums)
        return f"De {self.names[0]} tellen op tot {first}, de {self.names[1]} tot {second}."


def balances(budget: Budget) -> list[Balance]:
    """Baten and lasten, activa and passiva, where there are any. Expects `with_figures()`."""
    return [_balance(budget, *pair) for pair in BALANCED if any(lines_of(budget, side) for side in pair)]


def _balance(budget: Budget, first: str, second: str) -> Balance:
    sums = side_sum(budget, first), side_sum(budget, second)
    complete = all(each.is_complete for each in sums)
    difference = (sums[1].value or Decimal(0)) - (sums[0].value or Decimal(0)) if complete else None
    where = _where(budget, {first, second}) if difference else ()
    return Balance((str(first), str(second)), sums, difference, where)


def _where(budget: Budget, sides: set[str]) -> tuple[str, ...]:
    """What else on these sides does not agree, and nobody explained: there the mistake is most likely."""
    on_side = {line.pk for side in sides for line in lines_of(budget, side)}
    elsewhere = [check for check in differences(budget) if check.about != About.BALANCE and check.is_unexplained]
    return tuple(sentence(check) for check in elsewhere if check.side in sides or check.line_id in on_side)
