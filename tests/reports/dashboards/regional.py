"""An eenheid with themes, targets, strength and money in one year, as large as a test wants it."""

from datetime import date
from decimal import Decimal

from django.test import Client

from agenda.models import Measurement, RegionalTarget
from nhveilig.accounts.models import Role, User
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Inhabitants, PoliceUnit
from tests.accounts.factories import RoleFactory
from tests.agenda.factories import IndicatorFactory
from tests.formation.factories import make_strength
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory, SafetyRegionFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    ObjectiveFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from themes.models import (
    Budget,
    BudgetGroup,
    BudgetLine,
    BudgetSide,
    Capacity,
    Funding,
    ImplementationPlan,
    Outlook,
    ResultTarget,
)
from themes.progress.services import Report, report_progress

YEAR = 2025
DAY = date(YEAR, 10, 1)
EVERYWHERE = ResultTarget.Scope.EVERY_MUNICIPALITY


def make_unit(towns: int = 2) -> PoliceUnit:
    unit = PoliceUnitFactory()
    for town in MunicipalityFactory.create_batch(towns, safety_region=SafetyRegionFactory(police_unit=unit)):
        Inhabitants.objects.create(
            municipality=town, value=Decimal(30_000), reference_date=date(2024, 1, 1), source="Telling"
        )
    return unit


def make_plan(unit: PoliceUnit, year: int = YEAR, slug: str = "havens", **more: object) -> ImplementationPlan:
    """Adopted, of a theme that is there already in the plan of that year or else begun in a plan of its own."""
    policy = unit.plans.filter(start_year__lte=year, end_year__gte=year).first()
    policy = policy or PolicyPlanFactory(police_unit=unit, start_year=year, end_year=year)
    theme = policy.themes.filter(slug=slug).first() or ThemeFactory(plan=policy, slug=slug, short_title=slug.title())
    stated = {"status": "adopted", "adopted_on": date(year, 1, 15)}
    return ImplementationPlanFactory(theme=theme, year=year, **stated | more)


def report(subject, figure: int | None = None, town=None, on: date | None = None, **more: str):
    year = subject.plan.year
    told = Figure.blank() if figure is None else Figure.of(figure)
    said = Report(on=on or date(year, 9, 30), figure=told, **more)
    return report_progress(subject=subject, report=said, by=None, municipality=town, today=date(year, 12, 1))


def fill(plan: ImplementationPlan, parts: int = 1) -> None:
    """Activities of every course, a target in the region and one in every municipality, money and people."""
    town = plan.theme.plan.police_unit.safety_regions.get().municipalities.first()
    for _ in range(parts):
        for course in Outlook.values:
            report(ActivityFactory(plan=plan), course=course)
        ActivityFactory(plan=plan)
        report(ResultTargetFactory(plan=plan, value=20, unit="controles"), 12)
        report(ResultTargetFactory(plan=plan, value=1, unit="scans", scope=EVERYWHERE), 1, town)
        ObjectiveFactory(theme=plan.theme)
        Capacity.objects.create(plan=plan, partner="Politie", amount=2)
        Funding.objects.create(plan=plan, source="Rijk", amount=50_000)


def make_target(unit: PoliceUnit, year: int = YEAR, aim: int = 20, realised: int | None = 21, **more: object):
    """An indicator with a share of this eenheid and what it realised."""
    indicator = IndicatorFactory(supplier="politie", direction="hoger", **more)
    RegionalTarget.objects.create(indicator=indicator, police_unit=unit, year=year, value=aim)
    if realised is not None:
        Measurement.objects.create(
            indicator=indicator,
            police_unit=unit,
            year=year,
            value=realised,
            source="Politiecijfers",
            status="definitief",
        )
    return indicator


def make_budget(unit: PoliceUnit, year: int = YEAR, income: int = 100, expenses: int = 90, number: int = 1) -> Budget:
    kind = Budget.Kind.BUDGET if number == 1 else Budget.Kind.AMENDMENT
    budget = Budget.objects.create(police_unit=unit, year=year, kind=kind, number=number, status="adopted")
    for side, amount in ((BudgetSide.INCOME, income), (BudgetSide.EXPENSES, expenses)):
        group = BudgetGroup.objects.create(budget=budget, side=side)
        BudgetLine.objects.create(group=group, title="Post", amount=amount)
        BudgetLine.objects.create(group=group, title="Nog een post", amount=amount)
    return budget


def make_year(unit: PoliceUnit, year: int = YEAR, size: int = 1) -> list[ImplementationPlan]:
    """`size` of everything a dashboard shows."""
    plans = [make_plan(unit, year, f"thema-{number}") for number in range(size)]
    for number, plan in enumerate(plans, start=1):
        fill(plan, size)
        make_target(unit, year)
        make_budget(unit, year, number=number)
    return plans


def make_tables(unit: PoliceUnit, size: int = 1) -> None:
    """A strength table on the first of January of as many years up to `YEAR`."""
    make_strength(unit, dates=[date(YEAR - number, 1, 1) for number in reversed(range(size))])


def reader(unit: PoliceUnit, kind: str = Role.Kind.READER) -> User:
    return RoleFactory(police_unit=unit, kind=kind).user


def visitor(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
