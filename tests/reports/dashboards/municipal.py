"""An eenheid with municipalities, a basisteam each, and adopted plans that count per municipality."""

from datetime import date
from decimal import Decimal

from django.test import Client

from formation.models import StaffCategory, StrengthTable
from nhveilig.accounts.models import Role
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit
from tests.accounts.factories import RoleFactory
from tests.formation.factories import (
    StaffCategoryFactory,
    StrengthCellFactory,
    StrengthRowFactory,
    StrengthTableFactory,
)
from tests.regions.factories import MunicipalityFactory, OrganisationUnitFactory, PoliceUnitFactory, SafetyRegionFactory
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ResultTargetFactory, ThemeFactory
from themes.models import ImplementationPlan, ResultTarget
from themes.progress.services import Report, report_progress

YEAR = 2025
Scope = ResultTarget.Scope


def make_unit(towns: int = 3) -> tuple[PoliceUnit, list[Municipality]]:
    unit = PoliceUnitFactory()
    region = SafetyRegionFactory(police_unit=unit)
    return unit, MunicipalityFactory.create_batch(towns, safety_region=region)


def make_plan(unit: PoliceUnit, year: int = YEAR, **more: object) -> ImplementationPlan:
    policy = PolicyPlanFactory(police_unit=unit, start_year=year, end_year=year)
    return ImplementationPlanFactory(theme=ThemeFactory(plan=policy), year=year, **{"status": "adopted"} | more)


def make_target(plan: ImplementationPlan, scope: str = Scope.EVERY_MUNICIPALITY, **more: object) -> ResultTarget:
    return ResultTargetFactory(plan=plan, scope=scope, **{"value": 1, "unit": "scans"} | more)


def report(target: ResultTarget, figure: int, town: Municipality | None = None, **more: str) -> None:
    said = Report(on=date(target.plan.year, 9, 30), figure=Figure.of(figure), **more)
    report_progress(subject=target, report=said, by=None, municipality=town, today=date(target.plan.year, 10, 1))


def make_team(town: Municipality, *tables: StrengthTable, officers: int = 4, inhabitants: int = 20_000):
    """A basisteam for one municipality, with as many wijkagenten in every table."""
    unit = town.safety_region.police_unit
    team = OrganisationUnitFactory(police_unit=unit, name=f"Team van {town}")
    team.municipalities.add(town)
    Inhabitants.objects.create(
        municipality=town, value=Decimal(inhabitants), reference_date=date(2024, 1, 1), source="Telling"
    )
    for table in tables:
        row = StrengthRowFactory(table=table, unit=team)
        for category, value in zip(table.categories.all(), (officers, 30), strict=True):
            StrengthCellFactory(row=row, category=category, value=Decimal(value))
    return team


def make_table(unit: PoliceUnit, day: date = date(2024, 6, 1), series: str = "eenheid") -> StrengthTable:
    table = StrengthTableFactory(police_unit=unit, reference_date=day, series=series, source="Sterktetabel")
    StaffCategoryFactory(table=table, code="wijkagent", is_community_officer=True)
    StaffCategoryFactory(table=table, code="totaal", role=StaffCategory.Role.TOTAL)
    return table


def visitor(unit: PoliceUnit, kind: str = "", town: Municipality | None = None) -> Client:
    """The mayor of `town`; without one a reader."""
    kind = kind or (Role.Kind.MAYOR if town else Role.Kind.READER)
    role = RoleFactory(police_unit=unit, kind=kind, municipality=town)
    client = Client()
    client.force_login(role.user)
    return client


def put_to_municipalities(unit: PoliceUnit, ends_on: date, year: int = YEAR) -> ImplementationPlan:
    return make_plan(unit, year, status="consultation", consultation_ends_on=ends_on)
