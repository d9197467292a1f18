"""Asked, granted and spent per theme: what is known, what is not, and where they differ."""

from decimal import Decimal

import pytest

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetGroupFactory, BudgetLineFactory, make_budget
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from themes.budgets.money import ThemeMoney, money_of, with_money
from themes.budgets.queries import budget_url
from themes.models import Budget, BudgetLine, Funding, ImplementationPlan, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
YEAR = 2026


@pytest.fixture
def theme() -> Theme:
    return ThemeFactory(plan=PolicyPlanFactory(police_unit=PoliceUnitFactory()))


@pytest.fixture
def access(theme) -> Access:
    return Access(RoleFactory(police_unit=theme.plan.police_unit, kind=Role.Kind.READER).user)


def adopted(theme: Theme, amount: int | None, kind: str = "begroting", **about: object) -> Budget:
    """With one post of the lasten for the theme."""
    about = {"status": Budget.Status.ADOPTED} | about
    budget = make_budget(theme.plan.police_unit, kind=kind, **about)
    BudgetLine.objects.filter(group__budget=budget, group__side="lasten").update(theme=theme, amount=amount)
    return budget


def asks(theme: Theme, *amounts: int | None, status: str = "adopted") -> None:
    plan = ImplementationPlanFactory(theme=theme, year=YEAR, status=status)
    for amount in amounts:
        Funding.objects.create(plan=plan, source="Gemeenten", amount=amount)


def money(access: Access, theme: Theme, budget: Budget | None = None) -> ThemeMoney:
    themes = Theme.objects.filter(pk=theme.pk).select_related("plan__police_unit")
    return money_of(with_money(themes, access, YEAR, budget).get(), YEAR)


def words(access: Access, theme: Theme) -> tuple[list[str], list[str]]:
    found = money(access, theme)
    return [one for _, one in found.amounts], found.remarks


def test_the_three_and_where_they_differ(theme, access):
    asks(theme, 100_000, 20_000)
    adopted(theme, 90_000)
    adopted(theme, 95_000, "realisatie")
    assert words(access, theme) == (
        ["€\xa0120.000", "€\xa090.000", "€\xa095.000"],
        ["Toegekend is €\xa030.000 minder dan het plan vraagt.", "Uitgegeven is €\xa05.000 meer dan toegekend."],
    )


def test_what_nobody_wrote_down_is_no_zero(theme, access):
    assert words(access, theme) == (["nog geen plan", "nog geen begroting", "nog geen realisatie"], [])
    asks(theme, None)
    make_budget(theme.plan.police_unit, status=Budget.Status.ADOPTED)
    assert words(access, theme) == (["geen bedrag genoemd", "geen bedrag genoemd", "nog geen realisatie"], [])
    assert money(access, theme).is_empty


def test_an_open_amount_is_told_and_nothing_is_held_against_it(theme, access):
    asks(theme, 5_000, None)
    adopted(theme, 5_000)
    assert words(access, theme)[0][0] == "€\xa05.000 (zonder 1 n.t.b.)"
    assert words(access, theme)[1] == []


def test_the_wijziging_that_was_adopted_last_is_what_is_granted(theme, access):
    adopted(theme, 10)
    adopted(theme, 20, "wijziging")
    adopted(theme, 30, "wijziging", number=2, status=Budget.Status.CONCEPT)
    assert words(access, theme)[0][1] == "€\xa020"


def test_what_a_reader_may_not_see_is_not_told(theme, access):
    asks(theme, 5_000, status="concept")
    concept = adopted(theme, 5_000, status=Budget.Status.CONCEPT)
    assert words(access, theme)[0] == ["nog geen plan", "nog geen begroting", "nog geen realisatie"]
    staff = Access(RoleFactory(police_unit=theme.plan.police_unit, kind=Role.Kind.STAFF).user)
    found = money(staff, theme, concept)
    assert [one for _, one in found.amounts][:2] == ["€\xa05.000", "€\xa05.000"]
    assert found.notable == ["Toegekend is precies wat het plan vraagt."]


def test_what_is_for_a_whole_plan_is_told_beside_it_and_not_divided(theme, access):
    budget = make_budget(theme.plan.police_unit, status=Budget.Status.ADOPTED)
    BudgetLine.objects.filter(group__budget=budget).update(policy_plan=theme.plan)
    amounts, remarks = words(access, theme)
    assert amounts[1] == "geen bedrag genoemd"
    assert remarks == [f"Voor alle thema’s van {theme.plan} samen staat €\xa01.000 in de begroting van 2026."]


def test_posts_in_the_bin_grant_nothing_and_two_of_one_theme_add_up(theme, access):
    budget = adopted(theme, 10)
    group = BudgetGroupFactory(budget=budget, side="lasten")
    BudgetLineFactory(group=group, theme=theme, amount=Decimal("0.50"), policy_plan=theme.plan)
    BudgetLineFactory(group=group, theme=theme, deleted_at="2026-01-01T00:00Z")
    assert words(access, theme)[0][1] == "€\xa010,50"


def test_it_is_read_along_with_themes_and_with_plans(theme, access, django_assert_num_queries):
    for one in [theme, *ThemeFactory.create_batch(3, plan=theme.plan)]:
        asks(one, 1_000)
    adopted(theme, 400)
    list(with_money(Theme.objects.all(), access, YEAR))
    with django_assert_num_queries(2):
        themes = list(with_money(Theme.objects.order_by("number"), access, YEAR))
        plans = list(with_money(ImplementationPlan.objects.for_list().order_by("theme__number"), access))
    amounts = [["€\xa01.000", "€\xa0400"], *[["€\xa01.000", "geen bedrag genoemd"]] * 3]
    for rows in (themes, plans):
        assert [[words for _, words in money_of(one, YEAR).amounts[:2]] for one in rows] == amounts
    assert money_of(plans[0], YEAR).budget_url == f"/begroting/{theme.plan.police_unit.slug}/{YEAR}/"


def test_the_page_of_a_budget_shows_every_theme_of_its_year(theme, client):
    client.force_login(RoleFactory(police_unit=theme.plan.police_unit, kind=Role.Kind.STAFF).user)
    budget = adopted(theme, None, status=Budget.Status.CONCEPT)
    assert "Kies bij een post een thema" in client.get(budget_url(budget)).text
    BudgetLine.objects.filter(theme=theme).update(amount=7_000)
    asks(theme, 8_000)
    shown = client.get(budget_url(budget)).text
    assert "Havens" in shown
    assert "Toegekend is €\xa01.000 minder dan het plan vraagt." in shown
