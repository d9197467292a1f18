"""The world of every test of registers, made once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.documents.models import Document
from tests.conftest import DEMO_PLAN, ELSEWHERE
from tests.databases import Databases
from tests.formation.factories import make_national
from tests.governance.factories import make_goal
from tests.picture_library.factories import make_picture, photo
from tests.registers.rows import COLLEAGUE, EDITOR, ROLELESS
from tests.worlds import Sessions
from themes.models import Theme


class World(Sessions):
    """The demo data with what it lacks for a register, everybody who is no part of it, and a session of each."""

    def make(self) -> None:
        with transaction.atomic():
            _make_national_tables()
            _make_pictures(Document.objects.get(slug=DEMO_PLAN).police_unit)
            _make_goals(Document.objects.get(slug=DEMO_PLAN).police_unit)
            _make_people()
        self.log_in(User.objects.all())


def _make_national_tables() -> None:
    """No source of the demo data prints a table of the whole country."""
    units = PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL)
    for kind in ("formatie", "bezetting"):
        for day in (date(2016, 6, 30), date(2017, 6, 30)):
            make_national(units, kind=kind, reference_date=day)


def _make_pictures(police_unit: PoliceUnit) -> None:
    """The demo data has none in a library; each with words of its own."""
    for number, (licence, decorative) in enumerate([("own", False), ("cc0", True)]):
        data, name = photo((40 + number, 30)), f"Beeld {number}"
        make_picture(police_unit, name, data=data, credit="An", licence=licence, is_decorative=decorative)


def _make_goals(police_unit: PoliceUnit) -> None:
    """No source of the demo data prints the goals of a council."""
    themes = Theme.objects.filter(plan__police_unit=police_unit).order_by("plan", "number")[:2]
    towns = Municipality.objects.filter(safety_region__police_unit=police_unit).on(date(2026, 1, 1))[:2]
    for town, theme in zip(towns, themes, strict=True):
        make_goal(town, theme)


def _make_people() -> None:
    """Somebody without a role, staff of another eenheid, and a colleague who may do what the editor may."""
    User.objects.create(username=ROLELESS)
    elsewhere, colleague = User.objects.create(username=ELSEWHERE), User.objects.create(username=COLLEAGUE)
    Role.objects.create(user=elsewhere, kind=Role.Kind.STAFF, police_unit=PoliceUnit.objects.get(code="RE05"))
    for held in Role.objects.filter(user__username=EDITOR):
        Role.objects.create(user=colleague, kind=held.kind, police_unit=held.police_unit)


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def django_db_setup(databases: Databases, django_db_blocker: DjangoDbBlocker, world: World) -> None:
    """Made once: every test rolls back what it did."""
    with django_db_blocker.unblock():
        databases.use("registers", made_by=world.make)


@pytest.fixture
def log_in(demo: Document, world: World) -> Callable[[str], Client]:
    return world.client


@pytest.fixture
def colleague(demo: Document) -> User:
    return User.objects.get(username=ELSEWHERE)


@pytest.fixture(autouse=True)
def national_roles(demo: Document, request: pytest.FixtureRequest) -> None:
    """Some registers hold for the whole country, which nobody of an eenheid keeps. Who does, sees every eenheid in the
    others: there it is left out."""
    spec = getattr(request.node, "callspec", None)
    register = spec.params.get("register") if spec else None
    if register is None or register.edit_permission == Permission.EDIT_NATIONAL:
        for user in User.objects.filter(username__in=[EDITOR, COLLEAGUE]):
            Role.objects.create(user=user, kind=Role.Kind.NATIONAL)


@pytest.fixture
def staff(log_in: Callable[[str], Client]) -> Client:
    """Who may edit every register."""
    return log_in(EDITOR)


@pytest.fixture
def another(log_in: Callable[[str], Client]) -> Client:
    """A colleague who may do the same."""
    return log_in(COLLEAGUE)
