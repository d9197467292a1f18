"""Jobs that stood in the database before they were on one machine: kept, and going on."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from nhveilig.imports.models import ImportJob
from nhveilig.imports.services import machine as imports
from reports.documents.models import Export
from reports.documents.services.exports import machine as exports

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = [("reports", "0012_exports_in_queues"), ("imports", "0002_imports_as_jobs")]


def migrate(targets: list[tuple[str, str]]):
    """The models as they are after these migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def before(step: tuple[str, str]) -> tuple[str, str]:
    graph = MigrationExecutor(connection).loader.graph
    [parent] = [node.key for node in graph.node_map[step].parents if node.key[0] == step[0]]
    return parent


@pytest.fixture
def old(demo) -> Iterator[Callable]:
    """The models of before; the database is brought up to date again after the test, whatever happens."""
    edition = demo.editions.first().pk
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield lambda: (edition, migrate([before(step) for step in STEPS]))
    migrate(leaves)


def test_jobs_of_an_old_installation_go_on_and_the_way_back_is_open(old):
    edition, models = old()
    now = timezone.now()
    silent = {"state": "running", "attempts": 1, "started_at": now - timedelta(days=1), "lease_until": now}
    old_export, old_import = models.get_model("reports", "Export"), models.get_model("imports", "ImportJob")
    old_export.objects.create(edition_id=edition, format="pdf", content_key="a", state="queued")
    old_export.objects.create(edition_id=edition, format="csv", content_key="b", **silent)
    for state, read in (("reading", 1500), ("confirmed", 0), ("done", 30)):
        old_import.objects.create(kind="formatie", file_name="a.csv", state=state, rows_read=read, lease_until=now)

    migrate(STEPS)
    assert list(Export.objects.order_by("content_key").values_list("format", "queue", "state")) == [
        ("pdf", "long", "queued"),
        ("csv", "quick", "running"),
    ]
    assert list(ImportJob.objects.order_by("pk").values_list("state", "done", "queue")) == [
        ("reading", 1500, "quick"),
        ("confirmed", 0, "quick"),
        ("done", 30, "quick"),
    ]
    migrate([before(step) for step in STEPS])
    assert list(old_import.objects.order_by("pk").values_list("rows_read", flat=True)) == [1500, 0, 30]
    assert old_export.objects.count() == 2

    migrate(STEPS)
    assert all(exports.claim(pk) for pk in Export.objects.values_list("pk", flat=True))
    assert [bool(imports.claim(job.pk)) for job in ImportJob.objects.order_by("pk")] == [True, True, False]
    assert set(ImportJob.objects.values_list("state", flat=True)) == {"reading", "storing", "done"}
