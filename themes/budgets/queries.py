"""What the pages of the budget show, in words and figures that are ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, euro
from nhveilig.figures.values import Total
from nhveilig.regions.models import PoliceUnit
from themes.budgets.validators import (
    OUTCOMES,
    About,
    BudgetCheck,
    Sides,
    Sums,
    balanced_pairs,
    differences,
    explained,
    groups_of,
    is_left_open,
    lines_of,
    named,
    outcome_checks,
    published_total,
    reconcile,
    stated,
    sums_of,
    together,
    wrong_signs,
)
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetOutcome, BudgetSide, BudgetTotal

# Of the page to copy a budget: begin with the begroting of the next year.
NEXT_YEAR = "volgend-jaar"
Row = BudgetGroup | BudgetLine
ROWS: dict[str, type[Row]] = {"group": BudgetGroup, "line": BudgetLine}


def budget_url(budget: Budget, name: str = "budget-detail", **more: object) -> str:
    """A page about one version of a budget. Expects its `police_unit` to be read along."""
    place = {"slug": budget.police_unit.slug, "year": budget.year, "kind": budget.kind, "number": budget.number}
    return reverse(f"budgets:{name}", kwargs=place | more)


# As the address of a comparison names two versions.
PAIR = ("eerste", "tweede")


def key_of(budget: Budget) -> str:
    return f"{budget.year}-{budget.kind}-{budget.number}"


def compare_url(budget: Budget) -> str:
    """Where it stands beside what it was taken over from; else beside the others of its year."""
    address = reverse("budgets:comparison", args=[budget.police_unit.slug, budget.year])
    if budget.copied_from is None:
        return address
    return f"{address}?{urlencode(dict(zip(PAIR, map(key_of, (budget.copied_from, budget)), strict=True)))}"


@dataclass(frozen=True)
class ListedBudget:
    """One version in a list, with what comes in and goes out. In words, for a post may still be open."""

    budget: Budget
    url: str
    copy_url: str
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


def _outcome(budget: Budget) -> ListedBudget:
    income, expenses = (euros(stated(budget, side)) for side in (BudgetSide.INCOME, BudgetSide.EXPENSES))
    copy_url = f"{budget_url(budget, 'budget-copy')}?naar={NEXT_YEAR}"
    return ListedBudget(budget, budget_url(budget), copy_url, income, expenses)


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
    found = {label: euros(stated(budget, side)) for side, label in labels.items() if groups_of(budget, side)}
    found |= {str(BudgetOutcome(one.side).label): left(one.amount) for one in outcomes(budget)}
    return [{"label": label, "value": value} for label, value in found.items()]


def outcomes(budget: Budget) -> list[BudgetTotal]:
    """The saldo and the resultaat as published, in this order."""
    found = (published_total(budget, outcome) for outcome in OUTCOMES)
    return [one for one in found if one]


def left(amount: Decimal) -> str:
    """`€ 12.155.000 nadelig`: no sign, which means another thing in every budget."""
    return f"{euro(abs(amount))} {'nadelig' if amount < 0 else 'voordelig'}" if amount else euro(0)


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


def outcomes_to_edit(budget: Budget) -> list[dict[str, object]]:
    """What was published as left, or the room to say so."""
    return [
        {
            "label": outcome.label,
            "total": published_total(budget, outcome),
            "total_url": budget_url(budget, "total-change", side=outcome.value),
        }
        for outcome in BudgetOutcome
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
    if check.about == About.SIGN:
        return f"De {check.side} tellen op tot {euro(check.published)}. {SIGN_REMEDY}"
    if check.about == About.OUTCOME:
        return f"{capfirst(check.what)} is {left(check.published)}, maar uit de bedragen volgt {left(check.computed)}."
    if check.about == About.LABEL:
        return f"In de bron staat {check.what}: {euro(check.published)} en {euro(check.computed)}."
    what, _, against = check.what.partition(" tegenover ")
    return f"{what} is {euro(check.published)}, {against} {euro(check.computed)}: een verschil van {amount}."


def notes(checks: Iterable[BudgetCheck]) -> list[str]:
    return [f"{sentence(check)} {check.explanation}".strip() for check in checks]


SIGN_REMEDY = "Wat erbij komt staat op elke zijde zonder minteken: ook wat er binnenkomt."


@dataclass(frozen=True)
class Balance:
    """Two sides that should be equal, or two of them together.

    `difference` (euros, the second minus the first) is None while a post is open or a sign is wrong: `negative` names
    those sides. `explanation` says why they are not equal; `disputes` what was published as left and does not follow;
    `where` says where to look.
    """

    pair: tuple[Sides, Sides]
    sums: tuple[Total, Total]
    difference: Decimal | None
    explanation: str = ""
    negative: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, str]:
        return named(self.pair[0]), named(self.pair[1])

    @property
    def is_fault(self) -> bool:
        return bool(self.negative or self.disputes or (self.difference and not self.explanation))

    @property
    def kind(self) -> str:
        if self.is_fault:
            return "error"
        return "warning" if self.difference is None else "info" if self.difference else "success"

    @property
    def title(self) -> str:
        first, second = self.names
        if self.negative:
            return f"De {named(self.negative)} tellen op tot minder dan nul"
        if self.disputes:
            return "Wat er volgens de bron overblijft, volgt niet uit de bedragen"
        if self.difference is None:
            return f"Of {first} en {second} gelijk zijn, is nog niet te zeggen"
        if self.difference:
            higher, lower = (second, first) if self.difference > 0 else (first, second)
            told = f"de {higher} zijn {euro(abs(self.difference))} hoger dan de {lower}"
            return f"Dit sluit niet: {told}" if self.is_fault else capfirst(told)
        return f"Dit sluit: {first} en {second} zijn allebei {euro(self.sums[0].value or 0)}"

    @property
    def text(self) -> str:
        if self.negative:
            return f"{self._sums} {SIGN_REMEDY}" if self._is_complete else SIGN_REMEDY
        if self.disputes:
            return " ".join([self._sums, *self.disputes] if self._is_complete else self.disputes)
        if self.difference is None:
            unknown = sum(each.unknown for each in self.sums)
            return f"Van {counted(unknown, 'post', 'posten')} is het bedrag nog niet bekend (n.t.b.)."
        return f"{self._sums} {self.explanation}".strip() if self.difference else ""

    @property
    def _is_complete(self) -> bool:
        return all(each.is_complete for each in self.sums)

    @property
    def _sums(self) -> str:
        first, second = (euro(each.value or 0) for each in self.sums)
        return f"De {self.names[0]} tellen op tot {first}, de {self.names[1]} tot {second}."


def balances(budget: Budget, sums: Sums | None = None) -> list[Balance]:
    """Baten and lasten, activa and passiva, where there are any. Expects `with_figures()`; with the `sums` of its sides
    only its totals and explanations."""
    found = sums_of(budget) if sums is None else sums
    drawn = (_balance(budget, found, pair) for pair in balanced_pairs(budget, found))
    return [replace(one, where=_where(budget, one)) if sums is None and one.is_fault else one for one in drawn]


def _balance(budget: Budget, sums: Sums, pair: tuple[Sides, Sides]) -> Balance:
    first, second = (together(sums, sides) for sides in pair)
    negative = tuple(wrong_signs(budget, sums, (*pair[0], *pair[1])))
    is_known = first.is_complete and second.is_complete and not negative
    difference = (second.value or Decimal(0)) - (first.value or Decimal(0)) if is_known else None
    return Balance(
        pair=pair,
        sums=(first, second),
        difference=difference,
        explanation=_why(budget, pair, difference) if difference else "",
        negative=negative,
        disputes=_disputes(budget, sums, pair) if not negative else (),
    )


def _disputes(budget: Budget, sums: Sums, pair: tuple[Sides, Sides]) -> tuple[str, ...]:
    """Of the baten and lasten: what was published as left, and nobody explained why that does not follow."""
    if pair[0][0] != BudgetSide.INCOME:
        return ()
    return tuple(sentence(check) for check in outcome_checks(budget, sums) if check.is_unexplained)


def _why(budget: Budget, pair: tuple[Sides, Sides], difference: Decimal) -> str:
    """What was published as left is an answer too."""
    if pair[0][0] == BudgetSide.INCOME and is_left_open(budget):
        told = (f"een {one.side} van {left(one.amount)}" for one in outcomes(budget))
        return f"Gepubliceerd is {' en '.join(told)}."
    return explained(budget, About.BALANCE, pair[1][0], difference)


def _where(budget: Budget, balance: Balance) -> tuple[str, ...]:
    """What else on these sides does not agree, and nobody explained: there the mistake is most likely."""
    sides = {*balance.pair[0], *balance.pair[1]}
    on_side = {line.pk for side in sides for line in lines_of(budget, side)}
    told = {About.BALANCE, About.SIGN}
    elsewhere = [check for check in differences(budget) if check.about not in told and check.is_unexplained]
    return tuple(sentence(check) for check in elsewhere if check.side in sides or check.line_id in on_side)
