"""A plan that is put to one municipality, on a day on which its mayor may react; asked for by name."""

from datetime import date

import pytest
import time_machine

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality
from tests.themes.factories import ImplementationPlanFactory
from tests.themes.workflow.people import municipalities, person
from themes.models import ImplementationPlan


@pytest.fixture
def during_the_consultation():
    with time_machine.travel("2025-03-03 14:03+01:00", tick=False):
        yield


@pytest.fixture
def plan() -> ImplementationPlan:
    return ImplementationPlanFactory(status="consultation", consultation_ends_on=date(2025, 3, 31))


@pytest.fixture
def town(plan) -> Municipality:
    return municipalities(plan, "Alkmaar")[0]


@pytest.fixture
def mayor(plan, town) -> User:
    return person(plan, Role.Kind.MAYOR, "Bregje", town)
