"""What more than one part of the suite needs: the demo data, and somebody for every role."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from nhveilig.accounts.models import Role, User
from nhveilig.figures.units import forget_units
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document
from tests.databases import DEMO, EMPTY, REFERENCE, WORKER, Databases, PostgresStore, SqliteStore
from tests.running import Portal

OWN_APPS = (
    "seeding",
    "regions",
    "accounts",
    "notices",
    "calendars",
    "editing",
    "partners",
    "governance",
    "goals",
    "glossary",
    "units",
    "questions",
    "agenda",
    "formation",
    "themes",
    "reports",
    "dashboards",
    "search",
)
ROLES = ["lezer", "burgemeester", "officier", "controller", "projectleider", "staf", "beheerder", "landelijk"]
ELSEWHERE = "staf-elders"
# One of these that begins last keeps one worker busy while the others have nothing left to do.
BEGUN_FIRST = ("tests/ways/", "tests/seeding/test_users_work", "tests/imports/test_limits", "tests/imports/test_any")
DEMO_PLAN = "imv-nh-2019-2022"

Rows = dict[type[models.Model], list[models.Model]]

pytest_plugins = ["tests.kinds"]


if WORKER and "TEST_REDIS_URL" in os.environ:
    # Of each worker its own: a portal would take the messages of another.
    server, _, number = os.environ["TEST_REDIS_URL"].rpartition("/")
    os.environ["TEST_REDIS_URL"] = f"{server}/{int(number) + int(WORKER.removeprefix('gw'))}"

if WORKER:
    # What a test starts takes its memory as it does elsewhere; `use_large_pages` is about the workers.
    for name in ("PYTHONMALLOC", "GLIBC_TUNABLES"):
        os.environ.pop(name, None)

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Databases]:
    shared = request.config.cache.mkdir("databases")
    if connection.vendor == "sqlite":
        store = SqliteStore(shared, tmp_path_factory.mktemp("databases"))
    else:
        store = PostgresStore()
    databases = Databases(store, shared / f"{connection.vendor}.lock")
    with pytest.MonkeyPatch.context() as patch:
        # Instead of emptying every table.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: databases.touch())
        yield databases
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(autouse=True)
def _no_units_of_another_test() -> None:
    forget_units()


@pytest.fixture
def django_db_setup(request: pytest.FixtureRequest, databases: Databases, django_db_blocker: DjangoDbBlocker) -> None:
    """The database of this test: with the demo data, or only what every portal knows, for whoever asks for it."""
    asked = {"demo": DEMO, "reference": REFERENCE}
    with django_db_blocker.unblock():
        databases.use(next((kind for name, kind in asked.items() if name in request.fixturenames), EMPTY))


def pytest_collection_finish() -> None:
    """All that was imported stays until the end: looking through it for garbage again and again takes a quarter of
    the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is about the same database stands together, which saves connecting; what commits comes last."""
    items.sort(key=lambda item: (not _is_long(item), _commits(item), "demo" in item.fixturenames))


def _is_long(item: pytest.Item) -> bool:
    return item.nodeid.startswith(BEGUN_FIRST)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def demo_rows(databases: Databases, django_db_blocker: DjangoDbBlocker) -> Rows:
    """The rows that `seed` writes."""
    with django_db_blocker.unblock():
        databases.use(DEMO)
        models_of_ours = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models(True)]
        return {model: list(model._base_manager.all()) for model in models_of_ours}


@pytest.fixture
def reference(db: None) -> None:
    """What every portal knows from its first day, and nobody in it."""


@pytest.fixture
def demo(db: None) -> Document:
    """The seeded database; the demo plan, which has two editions: the 95%-version and the adopted one."""
    return Document.objects.get(slug=DEMO_PLAN)


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
def demo_template(databases: Databases, django_db_blocker: DjangoDbBlocker) -> str:
    """The database that holds what `seed` writes, for a portal to begin from."""
    with django_db_blocker.unblock():
        return databases.template_of(DEMO)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, demo_template: str) -> Iterator[Portal]:
    """A whole portal in processes of its own, with the demo data; one for all tests that need it."""
    folder = tmp_path_factory.mktemp("portal")
    with Portal(folder, demo_template, os.environ.get("TEST_REDIS_URL", "")) as running:
        yield running
