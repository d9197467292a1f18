"""What more than one part of the suite needs: the demo data, and somebody for every role."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.test import Client

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import PoliceUnit
from reports.models import Document
from tests.running import Portal

OWN_APPS = ("regions", "accounts", "agenda", "formation", "themes", "reports")
ROLES = ["lezer", "burgemeester", "officier", "controller", "projectleider", "staf", "beheerder"]
ELSEWHERE = "staf-elders"
DEMO_PLAN = "imv-nh-2019-2022"

Rows = dict[type[models.Model], list[models.Model]]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """SQLite in a file, as the portal has it: in memory, threads would meet locks that no portal knows."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def demo_rows(django_db_setup, django_db_blocker) -> Rows:
    """Every row the seed command writes, kept in memory: putting them back is ten times faster than seeding again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", stdout=io.StringIO())
        rows = {
            model: list(model._base_manager.all())
            for app in OWN_APPS
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        }
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def demo(db, demo_rows: Rows) -> Document:
    """The seeded database; the demo plan, which has two editions: the 95%-version and the adopted one."""
    with transaction.atomic():
        for model, rows in demo_rows.items():
            model._base_manager.bulk_create(rows)
    _continue_numbering(list(demo_rows))
    return Document.objects.get(slug=DEMO_PLAN)


def _continue_numbering(kinds: list[type[models.Model]]) -> None:
    """PostgreSQL counts on from what it handed out itself, and these rows brought their own numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(statement)


@pytest.fixture
def colleague(demo: Document) -> User:
    """Staff of another eenheid, who may do everything there and nothing here."""
    user = User.objects.create(username=ELSEWHERE)
    Role.objects.create(user=user, kind=Role.Kind.STAFF, police_unit=PoliceUnit.objects.get(code="RE05"))
    return user


@pytest.fixture
def log_in(demo: Document) -> Callable[[str], Client]:
    """A browser of the named user; `anoniem` is nobody."""

    def visitor(username: str) -> Client:
        client = Client()
        if username != "anoniem":
            client.force_login(User.objects.get(username=username))
        return client

    return visitor


@pytest.fixture
def staff(log_in) -> Client:
    return log_in("staf")


@pytest.fixture
def storage(settings, tmp_path: Path) -> Path:
    """Files of exports go to a folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """A whole portal in processes of its own, with the demo data; one for all tests that need it."""
    with Portal(tmp_path_factory.mktemp("portal"), os.environ.get("TEST_REDIS_URL", "")) as running:
        yield running
