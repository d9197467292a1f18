"""A small database of before official files: what its exports gave out becomes official, and goes back as such."""

import hashlib
import io
from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from reports.documents.models import OfficialFile
from tests.migrating import migrate

BEFORE = [("reports", "0010_rooms_of_their_own")]
SHA256 = hashlib.sha256(b"content").hexdigest()
GIVEN = f"%PDF-1.7 {SHA256} as given in spring".encode()


@pytest.fixture
def before(transactional_db, storage: Path) -> Apps:
    """The models of the release before, whose tables hold one adopted edition with its PDF exported."""
    old = migrate(BEFORE)
    unit = old.get_model("regions", "PoliceUnit").objects.create(code="RE99", slug="streek", name="Streek", order=99)
    document = old.get_model("reports", "Document").objects.create(
        slug="plan", kind="policy_plan", police_unit_id=unit.pk, title="Plan", start_year=2025, end_year=2028
    )
    edition = old.get_model("reports", "Edition").objects.create(
        document=document,
        number=1,
        status="adopted",
        schema_version=1,
        content={"schema": 1},
        sha256=SHA256,
        frozen_at=timezone.now(),
    )
    old.get_model("reports", "Export").objects.create(
        edition=edition,
        format="pdf",
        content_key="x",
        state="done",
        file=default_storage.save("exports/x/plan-editie-1.pdf", ContentFile(GIVEN)),
        file_size=len(GIVEN),
        pages=2,
        finished_at=timezone.now(),
    )
    return old


@pytest.mark.long
def test_a_file_that_was_given_becomes_official_and_stays_so_back_and_forth(before, storage):
    migrate()
    call_command("keep_official_files", stdout=io.StringIO())
    assert OfficialFile.objects.get().intact() == GIVEN
    for path in storage.rglob("*.pdf"):
        path.unlink()

    old = migrate(BEFORE)
    exports = old.get_model("reports", "Export").objects.filter(state="done").order_by("pk")
    assert [export.file_size for export in exports] == [len(GIVEN)] * 2
    with exports.last().file.open() as file:
        assert file.read() == GIVEN

    migrate()
    call_command("keep_official_files", stdout=io.StringIO())
    assert OfficialFile.objects.get().intact() == GIVEN
