"""Jobs that stood in the database before they were on one machine: kept, and going on."""

from datetime import timedelta

import pytest
from django.apps.registry import Apps
from django.utils import timezone

from nhveilig.imports.models import ImportJob
from nhveilig.imports.services import machine as imports
from reports.documents.models import Export
from reports.documents.services.exports import machine as exports
from tests.migrating import migrate

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("reports", "0011_official_files"), ("imports", "0001_initial")]
STEPS = [("reports", "0012_exports_in_queues"), ("imports", "0002_imports_as_jobs")]


@pytest.fixture
def old(demo) -> tuple[int, Apps]:
    """An edition, and the models of before."""
    edition = demo.editions.first().pk
    return edition, migrate(BEFORE)


@pytest.mark.long
def test_jobs_of_an_old_installation_go_on_and_the_way_back_is_open(old):
    edition, models = old
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
    migrate(BEFORE)
    assert list(old_import.objects.order_by("pk").values_list("rows_read", flat=True)) == [1500, 0, 30]
    assert old_export.objects.count() == 2

    migrate(STEPS)
    assert all(exports.claim(pk) for pk in Export.objects.values_list("pk", flat=True))
    assert [bool(imports.claim(job.pk)) for job in ImportJob.objects.order_by("pk")] == [True, True, False]
    assert set(ImportJob.objects.values_list("state", flat=True)) == {"reading", "storing", "done"}
