"""What more than one part of the suite needs: the demo data, and somebody for every role."""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.test import Client
from hypothesis import HealthCheck, settings

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document
from tests.running import Portal

OWN_APPS = ("seeding", "regions", "accounts", "agenda", "formation", "themes", "reports", "dashboards", "search")
ROLES = ["lezer", "burgemeester", "officier", "controller", "projectleider", "staf", "beheerder"]
ELSEWHERE = "staf-elders"
DEMO_PLAN = "imv-nh-2019-2022"

Rows = dict[type[models.Model], list[models.Model]]

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """SQLite in a file, as the portal has it: in memory, threads would meet locks that no portal knows."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what starts from an empty database, then what starts from the demo data, then what commits.

    The demo data is put in once, between the first and the second; every test but the last ones rolls back what it did.
    """
    items.sort(key=_stage)


def _stage(item: pytest.Item) -> int:
    return 2 if _commits(item) else int(bool({"demo", "demo_rows"} & set(item.fixturenames)))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@dataclass
class DemoData:
    """The rows that `seed` writes, and whether they stand in the test database now."""

    rows: Rows
    present: bool = True


DEMO = pytest.StashKey[DemoData]()


@pytest.fixture(scope="session")
def demo_data(request, django_db_setup, django_db_blocker) -> DemoData:
    with django_db_blocker.unblock():
        # The numbers start from 1, whatever was written and rolled back before.
        call_command("flush", interactive=False, verbosity=0)
        # Nobody asks for files of the demo data; a test that wants one does.
        with patch("reports.documents.services.editions.request_export"):
            call_command("seed", stdout=io.StringIO())
        models_of_ours = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models(True)]
        data = DemoData({model: list(model._base_manager.all()) for model in models_of_ours})
    request.config.stash[DEMO] = data
    return data


@pytest.fixture(scope="session")
def demo_rows(demo_data: DemoData) -> Rows:
    return demo_data.rows


@pytest.fixture(autouse=True)
def _empty_before_committing(request, django_db_blocker) -> None:
    """What commits and did not ask for the demo data starts without it."""
    found = request.config.stash.get(DEMO, None)
    if found and found.present and _commits(request.node) and "demo" not in request.fixturenames:
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
        found.present = False


@pytest.fixture
def demo(request, db, demo_data: DemoData) -> Document:
    """The seeded database; the demo plan, which has two editions: the 95%-version and the adopted one."""
    if not demo_data.present:
        with transaction.atomic():
            for model, rows in demo_data.rows.items():
                model._base_manager.bulk_create(rows)
        _continue_numbering(list(demo_data.rows))
    # A test that commits is followed by a flush.
    demo_data.present = not _commits(request.node) and demo_data.present
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
