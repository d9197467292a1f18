"""Differences in a budget, in sentences a reader can follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from nhveilig.figures.formats import counted, euro
from nhveilig.figures.values import Total
from themes.budgets.validators import BALANCED, About, BudgetCheck, differences, lines_of, side_sum
from themes.models import Budget


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
