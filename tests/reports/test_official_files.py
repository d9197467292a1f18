"""The PDF of what is adopted: made once, kept as bytes, and never made again, whatever becomes of the code."""

import hashlib
import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from nhveilig.celery import app as celery_app
from nhveilig.exceptions import PortalError
from reports.documents.models import Document, Edition, Export, OfficialFile, OfficialFileDamaged
from reports.documents.rendering import Result
from reports.documents.services import exports
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import freeze_edition
from reports.documents.services.exports import file_of, machine, official_file, request_export, without_official_file
from tests.at_once import at_once

pytestmark = pytest.mark.sqlite

PDF, HTML = Export.Format.PDF, Export.Format.HTML


class Release:
    """What one release of the code makes of an edition; a next one makes something else."""

    def __init__(self) -> None:
        self.name, self.made = "first", []

    def __call__(self, edition, format, on_progress, compared_with=None) -> Result:
        self.made.append((edition.number, str(format)))
        return Result(f"%PDF {edition.sha256} {format} by the {self.name} release".encode(), 3)


@pytest.fixture(autouse=True)
def code(monkeypatch, storage) -> Release:
    release = Release()
    monkeypatch.setattr(exports, "render", release)
    monkeypatch.setattr(exports, "renderer_version", lambda: release.name)
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: None)
    return release


@pytest.fixture
def adopted(demo: Document) -> Edition:
    return demo.editions.get(number=2)


def exported(edition: Edition, format: Export.Format = PDF) -> Export:
    export = request_export(edition=edition, format=format, requested_by=None)
    machine.run(export.pk)
    export.refresh_from_db()
    return export


def given_before(edition: Edition, data: bytes, **values: object) -> Export:
    """An export of before official files were kept."""
    export = Export(edition=edition, format=PDF, content_key=hashlib.sha256(data).hexdigest(), state="done", pages=7)
    export.file.save(f"exports/{len(data)}/plan.pdf", ContentFile(data), save=False)
    export.file_size, export.finished_at = len(data), timezone.now() - timedelta(days=300)
    for name, value in values.items():
        setattr(export, name, value)
    export.save()
    return export


def kept_of(edition: Edition) -> bytes:
    return OfficialFile.objects.get(edition=edition).intact()


def damage(edition: Edition) -> None:
    """As whoever owns the database can."""
    on = ' ON "reports_officialfile"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER IF EXISTS "fixed_reports_officialfile_update"{on}')
        cursor.execute("UPDATE reports_officialfile SET data = %s WHERE edition_id = %s", [b"%PDF else", edition.pk])


# Made once


def test_the_first_export_of_what_is_adopted_keeps_its_file(adopted):
    export = exported(adopted)
    kept = OfficialFile.objects.get()
    assert (kept.edition, kept.pages, kept.renderer) == (adopted, 3, "first")
    assert kept.intact() == Path(export.file.path).read_bytes()
    assert (kept.sha256, kept.size) == (hashlib.sha256(kept.intact()).hexdigest(), len(kept.intact()))


def test_a_next_release_hands_out_the_same_bytes(adopted, code, staff, monkeypatch):
    exported(adopted)
    before = kept_of(adopted)
    code.name = "second"
    monkeypatch.setattr("reports.documents.rendering.renderer_version", lambda: "second")
    again = exported(adopted)
    assert Path(again.file.path).read_bytes() == before
    assert file_of(adopted, PDF).data == before
    answer = staff.get(f"/exports/{again.pk}/bestand/", follow=True)
    assert answer.content == before
    assert answer.headers["Content-Type"] == "application/pdf"
    assert code.made == [(2, "pdf")]


def test_a_concept_and_other_formats_are_made_by_the_code_there_is(demo, adopted, code):
    concept = demo.editions.get(number=1)
    exported(concept)
    exported(adopted, HTML)
    assert not OfficialFile.objects.exists()
    assert code.made == [(1, "pdf"), (2, "html")]


def test_the_command_writes_the_official_file(adopted, code, tmp_path):
    exported(adopted)
    code.name = "second"
    written = tmp_path / "plan.pdf"
    call_command("export", adopted.document.slug, edition=2, format="pdf", output=written, stderr=io.StringIO())
    assert written.read_bytes() == kept_of(adopted)


def test_adopting_starts_the_making_and_other_freezing_does_not(demo, staff):
    def frozen(status: str) -> Edition:
        demo.blocks.create(order=900, kind="prose", anchor=f"na-{status}", title=status)
        adoption = Adoption(rectifies="De leeswijzer.")
        return freeze_edition(document=demo, status=status, frozen_by=None, adoption=adoption)

    frozen("concept")
    assert not Export.objects.exists()
    edition = frozen("adopted")
    export = Export.objects.get()
    assert (export.edition, export.format, export.state) == (edition, "pdf", "queued")
    machine.run(export.pk)
    assert kept_of(edition)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_keeps_its_file_and_both_go_on_with_it(adopted, monkeypatch):
    both = threading.Barrier(2)

    def slowly(edition, format, on_progress, compared_with=None) -> Result:
        both.wait(20)
        return Result(f"%PDF {edition.sha256} {threading.get_ident()}".encode(), 1)

    monkeypatch.setattr(exports, "render", slowly)

    found = at_once([lambda: file_of(adopted, PDF).data] * 2)
    assert found == [kept_of(adopted)] * 2


# Never changed


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.save(),
        lambda kept: kept.delete(),
        lambda kept: OfficialFile.objects.filter(pk=kept.pk).update(pages=4),
        lambda kept: OfficialFile.objects.filter(pk=kept.pk).delete(),
        lambda kept: OfficialFile.objects.all().delete(),
        lambda kept: OfficialFile.objects.update_or_create(edition=kept.edition, defaults={"pages": 4}),
        lambda kept: OfficialFile.objects.bulk_update([kept], ["pages"]),
        lambda kept: OfficialFile.objects.bulk_create(
            [kept], update_conflicts=True, unique_fields=["edition"], update_fields=["pages"]
        ),
    ],
)
def test_nothing_changes_or_removes_it(adopted, change):
    kept = official_file(edition=adopted)
    before = kept.intact()
    kept.pages = 4
    with pytest.raises(TypeError, match="An official file is kept"), transaction.atomic():
        change(kept)
    kept = OfficialFile.objects.get()
    assert (kept.intact(), kept.pages) == (before, 3)


def test_a_file_that_was_changed_behind_our_back_is_said_to_be_so_and_not_made_again(adopted, staff, code, caplog):
    exported(adopted)
    damage(adopted)
    with pytest.raises(OfficialFileDamaged, match=r"is beschadigd.*geen nieuw bestand.*reservekopie"):
        file_of(adopted, PDF)
    page = staff.get("/documenten/imv-nh-2019-2022/edities/2/officieel.pdf")
    assert (page.status_code, "is beschadigd" in page.text) == (409, True)
    assert "is beschadigd" in caplog.text
    again = request_export(edition=adopted, format=PDF, requested_by=None)
    Export.objects.filter(pk=again.pk).update(state="queued")
    machine.run(again.pk)
    again.refresh_from_db()
    assert again.state == "failed"
    assert "is beschadigd" in again.error
    assert code.made == [(2, "pdf")]


def test_a_lost_copy_of_an_export_changes_nothing(adopted, code, staff, storage):
    export = exported(adopted)
    Path(export.file.path).unlink()
    code.name = "second"
    assert staff.get(f"/exports/{export.pk}/bestand/", follow=True).content == kept_of(adopted)
    assert Path(exported(adopted).file.path).read_bytes() == kept_of(adopted)


# What was there before


def test_what_readers_were_given_before_is_the_official_file(adopted, code):
    data = f"%PDF {adopted.sha256} as given in spring".encode()
    first = given_before(adopted, data)
    given_before(adopted, data + b", and in summer", finished_at=timezone.now() - timedelta(days=200))
    call_command("keep_official_files", stdout=io.StringIO())
    kept = OfficialFile.objects.get(edition=adopted)
    assert (kept.intact(), kept.made_at, kept.pages, kept.renderer) == (data, first.finished_at, 7, "")
    assert (2, "pdf") not in code.made


@pytest.mark.parametrize(
    "spoil",
    [
        lambda export: Path(export.file.path).unlink(),
        lambda export: Path(export.file.path).write_bytes(Path(export.file.path).read_bytes()[:-1]),
        lambda export: Path(export.file.path).write_bytes(b"x" * export.file_size),
        lambda export: Export.objects.filter(pk=export.pk).update(state="failed"),
        lambda export: Export.objects.filter(pk=export.pk).update(file=""),
    ],
    ids=["gone", "cut short", "of another edition", "not finished", "without a file"],
)
def test_a_file_that_is_not_what_was_given_is_passed_over(adopted, spoil):
    spoil(given_before(adopted, f"%PDF {adopted.sha256} as given in spring".encode()))
    later = f"%PDF {adopted.sha256} as given in summer".encode()
    given_before(adopted, later, finished_at=timezone.now())
    assert official_file(edition=adopted).intact() == later


def test_an_upgrade_makes_what_is_missing_once(demo, code):
    missing = without_official_file()
    assert len(missing) == Edition.objects.filter(status="adopted").count() > 1
    call_command("keep_official_files", stdout=io.StringIO())
    assert without_official_file() == []
    made = list(code.made)
    out = io.StringIO()
    call_command("keep_official_files", stdout=out)
    assert (code.made, out.getvalue()) == (made, "")


def test_nothing_is_read_when_nothing_is_missing(adopted, django_assert_num_queries):
    call_command("keep_official_files", stdout=io.StringIO())
    with django_assert_num_queries(1):
        call_command("keep_official_files", stdout=io.StringIO())


def test_an_edition_that_cannot_be_made_does_not_keep_the_others_from_it(demo, adopted, monkeypatch, code):
    def broken(edition, *rest):
        if edition == adopted:
            raise PortalError("Bestand ontbreekt: /static/kust.svg")
        return code(edition, *rest)

    monkeypatch.setattr(exports, "render", broken)
    with pytest.raises(CommandError, match=r"2019-2022, versie 2: Bestand ontbreekt"):
        call_command("keep_official_files", stdout=io.StringIO())
    assert without_official_file() == [adopted]


def test_verifying_names_what_was_changed(demo, adopted):
    call_command("keep_official_files", stdout=io.StringIO())
    call_command("keep_official_files", "--verify", stdout=io.StringIO())
    damage(adopted)
    with pytest.raises(CommandError, match=r"versie 2” is beschadigd"):
        call_command("keep_official_files", "--verify", stdout=io.StringIO())


# What readers see


@pytest.mark.parametrize("address", ["/documenten/imv-nh-2019-2022/", "/documenten/imv-nh-2019-2022/edities/2/"])
def test_the_page_tells_of_the_official_file_and_offers_it(adopted, log_in, address):
    reader = log_in("lezer")
    assert "wordt nog gemaakt" in reader.get(address).content.decode()
    kept = official_file(edition=adopted)
    page = reader.get(address).content.decode()
    assert all(part in page for part in ("Officieel bestand", kept.sha256, "3 pagina", "Het verandert nooit meer."))
    assert '/edities/2/officieel.pdf"' in page
    answer = reader.get("/documenten/imv-nh-2019-2022/edities/2/officieel.pdf")
    assert answer.content == kept.intact()
    assert answer.headers["ETag"] == f'"{kept.sha256}"'
    assert 'filename="imv-nh-2019-2022-versie-2.pdf"' in answer.headers["Content-Disposition"]


def test_an_edition_that_is_not_adopted_has_no_official_file(demo, staff):
    page = staff.get("/documenten/imv-nh-2019-2022/edities/1/").content.decode()
    assert "fficieel bestand" not in page
    assert "Exporteer PDF" in page
    assert staff.get("/documenten/imv-nh-2019-2022/edities/1/officieel.pdf").status_code == 404


def test_pages_do_not_read_the_bytes(adopted, staff):
    official_file(edition=adopted)
    exported(adopted)
    with connection.execute_wrapper(_refuse_bytes):
        for address in ("/documenten/imv-nh-2019-2022/", "/documenten/imv-nh-2019-2022/edities/2/", "/exports/"):
            assert staff.get(address).status_code == 200


def _refuse_bytes(execute, sql, params, many, context):
    assert '"reports_officialfile"."data"' not in sql
    return execute(sql, params, many, context)
