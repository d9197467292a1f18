"""Back before there were reserves and ramingen, and forth again: no post is lost."""

import pytest
from django.db import connection

from nhveilig.caching import triggers
from tests.migrating import migrate
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetGroupFactory, BudgetLineFactory, make_budget
from themes.models import BudgetExplanation, BudgetTotal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

BEFORE = [("themes", "0014_reactions_by_round")]


@pytest.mark.long
def test_reserves_and_ramingen_go_back_and_lose_no_post():
    """In an installation that notes changes: PostgreSQL changes no column that a trigger names."""
    unit = PoliceUnitFactory()
    budget = make_budget(unit, kind="raming", year=2030)
    make_budget(unit, kind="wijziging", year=2030, number=1)
    for side, title in (("toevoegingen", ""), ("onttrekkingen", "Reserve vorming")):
        BudgetLineFactory(group=BudgetGroupFactory(budget=budget, side=side, title=title), title="Post", amount=7)
    for side in ("baten", "onttrekkingen", "saldo", "resultaat"):
        BudgetTotal.objects.create(budget=budget, side=side, label=side, amount=1)
    for about, side in (("balance", "lasten"), ("outcome", "saldo"), ("sign", "baten"), ("total", "toevoegingen")):
        BudgetExplanation.objects.create(budget=budget, about=about, side=side, difference=1, text="Zo is het.")
    notes = noted()
    apps = migrate(BEFORE)
    then = apps.get_model("themes", "Budget").objects.get(pk=budget.pk)
    assert (then.kind, then.number, then.title) == ("wijziging", 2, "Raming 2030")
    groups = apps.get_model("themes", "BudgetGroup").objects.filter(budget=then, lines__amount=7)
    assert set(groups.values_list("side", "title")) == {
        ("lasten", "Toevoegingen aan reserves"), ("baten", "Reserve vorming"),
    }  # fmt: skip
    assert set(then.totals.values_list("side", flat=True)) == {"baten"}
    assert list(then.explanations.values_list("about", "side")) == [("balance", "lasten")]

    triggers.install(using=connection.alias)
    migrate()
    triggers.install(using=connection.alias)
    assert BudgetTotal.objects.filter(budget=budget).count() == 1
    assert noted() == notes != set()


def noted() -> set[str]:
    with connection.cursor() as cursor:
        return {table for _, table in triggers.present(connection, cursor)}
