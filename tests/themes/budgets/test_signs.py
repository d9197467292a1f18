"""What a budget says of baten and lasten follows from its amounts, whatever signs they have."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhveilig.figures.formats import euro
from nhveilig.figures.parsing import AMOUNT, parse_number
from nhveilig.figures.values import Total
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetFactory, BudgetGroupFactory, BudgetLineFactory
from themes.budgets.queries import Balance, balances, checked, left, notes
from themes.budgets.validators import differences
from themes.models import Budget, BudgetExplanation, BudgetSide, BudgetTotal

HIGHER = re.compile(r"[Dd]e ([a-z ]+) zijn (€\xa0[\d.,]+) hoger dan de ([a-z ]+)")
MONEY = (BudgetSide.INCOME, BudgetSide.EXPENSES, BudgetSide.ADDITIONS, BudgetSide.WITHDRAWALS)
amounts = st.one_of(st.none(), st.integers(-5_000, 5_000).map(Decimal), st.decimals(-100, 100, places=2))


def make(**sides: list[object]) -> Budget:
    """A budget with these amounts, in their order, per side."""
    budget = BudgetFactory(police_unit=PoliceUnitFactory())
    for side, found in sides.items():
        group = BudgetGroupFactory(budget=budget, side=side, title="")
        for amount in found:
            BudgetLineFactory(group=group, amount=amount)
    return read(budget)


def read(budget: Budget) -> Budget:
    return Budget.objects.with_figures().get(pk=budget.pk)


def publish(budget: Budget, **amounts: int) -> Budget:
    for side, amount in amounts.items():
        BudgetTotal.objects.create(budget=budget, side=side, label=side, amount=amount)
    return read(budget)


@st.composite
def sums(draw) -> dict[str, Total]:
    found = {}
    for side in BudgetSide:
        parts = draw(st.lists(amounts, max_size=3))
        known = [part for part in parts if part is not None]
        found[side] = Total(sum(known, Decimal(0)) if known else None, unknown=parts.count(None))
    return found


class _Unpublished:
    """Of a budget, what a balance looks at beside its sums."""

    class _None:
        def all(self) -> list:
            return []

    totals = explanations = _None()


@given(sums())
def test_what_a_balance_says_agrees_with_the_arithmetic(found):
    for balance in balances(_Unpublished(), found):
        agrees_with_arithmetic(balance, found)


def agrees_with_arithmetic(balance: Balance, found: dict[str, Total]) -> None:
    sides = [side for pair in balance.pair for side in pair]
    below = [side for side in sides if (found[side].value or 0) < 0]
    is_open = any(not found[side].is_complete for side in sides)
    said = HIGHER.search(balance.title)
    totals = [sum((found[side].value or Decimal(0) for side in pair), Decimal(0)) for pair in balance.pair]
    if below:
        assert not said
        assert all(side in balance.title for side in below)
    elif is_open:
        assert "nog niet te zeggen" in balance.title
    elif said:
        by_name = dict(zip(balance.names, totals, strict=True))
        assert by_name[said[1]] - by_name[said[3]] == parse_number(said[2], AMOUNT) > 0
    else:
        assert totals[0] == totals[1]
        assert balance.title.startswith("Dit sluit: ")
        assert euro(totals[0]) in balance.title


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("baten", "lasten"), [([-1067], [12826]), ([-412, -655], [9410, 4201]), ([-5], [3]), ([100, -120], [30])]
)
def test_baten_below_zero_are_named_and_never_compared(baten, lasten):
    budget = make(baten=baten, lasten=lasten)
    [balance] = balances(budget)
    assert (balance.kind, balance.title) == ("error", "De baten tellen op tot minder dan nul")
    assert "zonder minteken" in balance.text
    [check] = differences(budget)
    assert check.is_unexplained
    assert notes([check]) == [f"De baten tellen op tot {euro(sum(baten))}. Wat erbij komt staat op elke zijde zonder "
                              "minteken: ook wat er binnenkomt."]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["lasten", "toevoegingen", "onttrekkingen"])
def test_every_side_below_zero_is_named(side):
    budget = make(**{"baten": [10], "lasten": [10]} | {side: [-3]})
    [balance] = balances(budget)
    assert balance.title == f"De {side} tellen op tot minder dan nul"


@pytest.mark.django_db
@pytest.mark.parametrize(("posts", "told"), [([100, -20], "€\xa020 hoger"), ([100, -100], "€\xa0100 hoger")])
def test_a_correction_below_zero_is_no_fault(posts, told):
    [balance] = balances(make(baten=[100], lasten=posts))
    assert balance.title == f"Dit sluit niet: de baten zijn {told} dan de lasten"


@pytest.mark.django_db
def test_a_side_below_zero_that_is_explained_is_counted_as_it_is():
    budget = make(baten=[-5], lasten=[10])
    BudgetExplanation.objects.create(budget=budget, about="sign", side="baten", difference=-10, text="Teruggave.")
    [balance] = balances(read(budget))
    assert balance.title == "Dit sluit niet: de lasten zijn €\xa015 hoger dan de baten"


@pytest.mark.django_db
def test_reserves_help_to_pay_and_have_to_be_paid():
    [balance] = balances(make(baten=[80], lasten=[90], toevoegingen=[10], onttrekkingen=[20]))
    assert balance.title == "Dit sluit: baten en onttrekkingen en lasten en toevoegingen zijn allebei €\xa0100"
    [balance] = balances(make(baten=[80], lasten=[90], onttrekkingen=[20]))
    assert balance.title == "Dit sluit niet: de baten en onttrekkingen zijn €\xa010 hoger dan de lasten"


@pytest.mark.django_db
def test_what_is_published_as_left_is_said_and_no_fault():
    budget = publish(make(baten=[80], lasten=[90], toevoegingen=[5], onttrekkingen=[20]), saldo=-10, resultaat=5)
    [balance] = balances(budget)
    assert (balance.kind, balance.title) == ("info", "De lasten zijn €\xa010 hoger dan de baten")
    assert balance.text.endswith("Gepubliceerd is een saldo van €\xa010 nadelig en een resultaat van €\xa05 voordelig.")
    assert differences(budget) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published", "told"),
    [
        ({"saldo": 10}, "Gepubliceerd saldo is €\xa010 voordelig, maar uit de bedragen volgt €\xa010 nadelig."),
        (
            {"saldo": -10, "resultaat": -5},
            "Gepubliceerd resultaat is €\xa05 nadelig, maar uit de bedragen volgt €\xa05 vo",
        ),
        ({"resultaat": 6}, "Gepubliceerd resultaat is €\xa06 voordelig, maar uit de bedragen volgt €\xa05 voordelig."),
    ],
)
def test_what_is_published_as_left_and_does_not_follow_is_a_fault(published, told):
    budget = publish(make(baten=[80], lasten=[90], toevoegingen=[5], onttrekkingen=[20]), **published)
    [balance] = balances(budget)
    assert balance.kind == "error"
    assert told in balance.text
    assert any(told in line for line in checked(budget).lines)


@pytest.mark.django_db
def test_a_total_that_is_off_is_told_once():
    budget = publish(make(baten=[80], lasten=[90]), baten=81, saldo=-9)
    assert [check.what for check in differences(budget)] == ["totaal baten"]


@pytest.mark.parametrize(("amount", "words"), [(-5, "€\xa05 nadelig"), (5, "€\xa05 voordelig"), (0, "€\xa00")])
def test_what_is_left_has_no_sign(amount, words):
    assert left(Decimal(amount)) == words
