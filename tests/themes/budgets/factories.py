import uuid
from decimal import Decimal

import factory
from django.utils import timezone

from nhveilig.regions.models import PoliceUnit
from tests.regions.factories import PoliceUnitFactory
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, Grant, GrantYear


class BudgetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Budget

    police_unit = factory.SubFactory(PoliceUnitFactory)
    year = 2026
    source = "Ontwerpbegroting"


class BudgetGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetGroup

    budget = factory.SubFactory(BudgetFactory)
    side = BudgetSide.INCOME
    order = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence("Groep {}".format)


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    group = factory.SubFactory(BudgetGroupFactory)
    order = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence("Post {}".format)
    amount = Decimal(1000)


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    police_unit = factory.SubFactory(PoliceUnitFactory)
    slug = factory.Sequence("bron-{}".format)
    title = factory.Sequence("Bron {}".format)
    giver = "Ministerie"
    first_year = 2026


def make_budget(police_unit: PoliceUnit, posts: int = 1, **about: object) -> Budget:
    """A budget that balances: on either side a group with `posts` posts of 1.000 euros, each from a source."""
    budget = BudgetFactory(police_unit=police_unit, **about)
    for side in (BudgetSide.INCOME, BudgetSide.EXPENSES):
        group = BudgetGroupFactory(budget=budget, side=side, title=f"Groep {side}", lineage=_lineage(side))
        for place in range(posts):
            grant = GrantFactory(police_unit=police_unit) if side == BudgetSide.INCOME else None
            if grant:
                GrantYear.objects.create(grant=grant, year=budget.year, amount=1000)
            BudgetLineFactory(
                group=group, order=place, title=f"Post {side} {place}", grant=grant, lineage=_lineage(side, place)
            )
    return budget


def _lineage(*parts: object) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts)))


def make_budget_concept(police_unit: PoliceUnit) -> Budget:
    """A wijziging of 2025 in bewerking, with a group and a post numbered 9001, and in the bin another of each."""
    budget = BudgetFactory(police_unit=police_unit, year=2025, kind=Budget.Kind.AMENDMENT)
    group = BudgetGroupFactory(pk=9001, budget=budget)
    BudgetGroupFactory(pk=9002, budget=budget, deleted_at=timezone.now())
    BudgetLineFactory(pk=9001, group=group)
    BudgetLineFactory(pk=9002, group=group, deleted_at=timezone.now())
    return budget
