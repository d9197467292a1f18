"""What the agenda, the strength and the documents ask of who keeps them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agenda.making.services.agendas import create_agenda
from agenda.models import Measurement, SafetyAgenda
from formation.models import StrengthTable
from nhveilig.accounts.models import Role, User
from nhveilig.figures.formats import counted
from nhveilig.figures.values import Figure
from reports.documents.models import Document
from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetFactory
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from tests.worklist.readers import asked, titles
from themes.budgets.queries import budget_url
from themes.models import Budget, ImplementationPlan

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def unit():
    return PoliceUnitFactory(slug="kust", name="Kust")


@pytest.fixture
def staff(unit):
    return RoleFactory(kind=Role.Kind.STAFF, police_unit=unit).user


def test_who_begins_with_an_empty_portal_is_told_what_comes_first(unit):
    today = date(2026, 11, 30)
    national = RoleFactory(kind=Role.Kind.NATIONAL, police_unit=None).user
    assert set(titles(national, today)) == {"Benoem de eerste beheerder van een eenheid", "Maak de Veiligheidsagenda"}
    RoleFactory(kind=Role.Kind.ADMINISTRATOR, police_unit=unit)
    agenda = SafetyAgenda(title="Agenda 2027-2030", slug="agenda", start_year=2027, end_year=2030, source="Ministerie")
    create_agenda(agenda=agenda, basis=None, with_targets=False, by=national)
    assert titles(national, today) == ["Maak af: Agenda 2027-2030"]
    SafetyAgenda.objects.update(is_draft=False)
    assert titles(national, today) == []


def test_a_strength_table_in_the_making(unit, staff):
    StrengthTable.objects.create(police_unit=unit, reference_date=date(2027, 1, 1), source="Politie")
    controller = RoleFactory(kind=Role.Kind.POLICE_CONTROLLER, police_unit=unit).user
    reader = RoleFactory(police_unit=unit).user

    for user in (staff, controller):
        (task,) = asked(user, date(2026, 11, 30))
        assert task.title == "Maak af: Formatie, per 1 januari 2027"
    assert titles(reader, date(2026, 11, 30)) == []
    StrengthTable.objects.update(status=StrengthTable.Status.ADOPTED)
    assert titles(staff, date(2026, 11, 30)) == []


def test_a_budget_in_the_making(unit, staff):
    today, money = date(2026, 11, 30), RoleFactory(kind=Role.Kind.PARTNER_FINANCE, police_unit=unit).user
    controller = RoleFactory(kind=Role.Kind.POLICE_CONTROLLER, police_unit=unit).user
    budget = BudgetFactory(police_unit=unit, year=2027, title="", status=Budget.Status.CONCEPT)
    for user in (staff, money):
        assert [task.url for task in asked(user, today)] == [budget_url(budget, "budget-edit")]
    assert titles(money, today) == ["Maak af: Begroting 2027"]
    assert titles(controller, today) == []
    Budget.objects.update(deleted_at=timezone.now())
    assert titles(money, today) == []
    Budget.objects.update(deleted_at=None, status=Budget.Status.ADOPTED)
    assert titles(money, today) == []


def test_a_report_of_a_period_that_is_over(unit, staff):
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=unit))
    ImplementationPlanFactory(theme=theme, year=2025, status=ImplementationPlan.Status.ADOPTED)

    assert titles(staff, date(2025, 6, 30)) == []
    assert titles(staff, date(2025, 8, 1)) == ["Maak de halfjaarrapportage 2025"]
    assert titles(staff, date(2026, 1, 1)) == ["Maak het jaarverslag 2025"]
    Document.objects.create(
        slug="verslag", kind="annual_report", police_unit=unit, title="Verslag", start_year=2025, end_year=2025
    )
    assert titles(staff, date(2026, 1, 1)) == []


def test_the_jaarplan_is_behind_when_a_plan_was_adopted_since(unit, staff):
    today = timezone.localdate()
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=unit))
    document = Document.objects.create(
        slug="jaarplan",
        kind="year_plan",
        police_unit=unit,
        title="Jaarplan",
        start_year=today.year,
        end_year=today.year,
    )
    document.editions.create(
        number=1,
        status="concept",
        schema_version=1,
        content={},
        sha256="",
        frozen_at=timezone.now() - timedelta(days=1),
    )
    assert f"Werk het jaarplan {today.year} bij" not in titles(staff, today)

    plan = ImplementationPlanFactory(theme=theme, year=today.year, status=ImplementationPlan.Status.ADOPTED)
    plan.steps.create(from_status="consultation", to_status="adopted")
    assert f"Werk het jaarplan {today.year} bij" in titles(staff, today)


def test_a_figure_that_comes_in_is_not_asked_any_more(demo):
    staff, unit = User.objects.get(username="staf"), demo.police_unit
    agenda = SafetyAgenda.objects.get(start_year=2019)
    day = date(2021, 6, 1)
    (target, *others) = [
        one
        for indicator in agenda.indicators
        if indicator.supplier
        for one in indicator.regional_targets.filter(police_unit=unit, year=2020).exclude(qualifier="not_applicable")
    ]
    for one in (target, *others):
        Measurement.objects.filter(indicator=one.indicator, police_unit=unit, year=2020).delete()
    Measurement.objects.get_or_create(
        indicator=target.indicator, police_unit=unit, year=2019, defaults={"figure": Figure.of(3), "source": "Politie"}
    )
    assert f"Vul {counted(len(others) + 1, 'cijfer', 'cijfers')} in van 2020" in titles(staff, day)
    Measurement.objects.create(
        indicator=target.indicator, police_unit=unit, year=2020, figure=Figure.of(3), source="Politie"
    )
    left = [title for title in titles(staff, day) if "van 2020" in title]
    assert left == ([f"Vul {counted(len(others), 'cijfer', 'cijfers')} in van 2020"] if others else [])
