from datetime import date

import pytest
from django.test import Client

from formation.models import NationalTable
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.pictures.models import Picture
from nhveilig.regions.models import PoliceUnit
from tests.formation.factories import make_national
from tests.picture_library.factories import make_picture, photo


@pytest.fixture(autouse=True)
def national_tables(demo) -> list[NationalTable]:
    """No source of the demo data prints a table of the whole country."""
    units = PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL)
    days = (date(2016, 6, 30), date(2017, 6, 30))
    return [make_national(units, kind=kind, reference_date=day) for kind in ("formatie", "bezetting") for day in days]


@pytest.fixture(autouse=True)
def pictures(demo) -> list[Picture]:
    """The demo data has none in a library; each with words of its own."""
    kinds = [("own", False), ("cc0", True)]
    return [
        make_picture(
            demo.police_unit,
            f"Beeld {number}",
            data=photo((40 + number, 30)),
            credit="An",
            licence=licence,
            is_decorative=decorative,
        )
        for number, (licence, decorative) in enumerate(kinds)
    ]


@pytest.fixture(autouse=True)
def national_role(demo, request) -> Role | None:
    """Some registers hold for the whole country, which nobody of an eenheid keeps. Who does, sees every eenheid in the
    others: there it is left out."""
    spec = getattr(request.node, "callspec", None)
    register = spec.params.get("register") if spec else None
    if register and register.edit_permission != Permission.EDIT_NATIONAL:
        return None
    return Role.objects.create(user=User.objects.get(username="beheerder"), kind=Role.Kind.NATIONAL)


@pytest.fixture
def staff(log_in) -> Client:
    """Who may edit every register."""
    return log_in("beheerder")


@pytest.fixture
def another(log_in) -> Client:
    """A colleague who may do the same."""
    colleague = User.objects.create(username="beheerder-twee")
    for held in Role.objects.filter(user__username="beheerder"):
        Role.objects.create(user=colleague, kind=held.kind, police_unit=held.police_unit)
    return log_in("beheerder-twee")
