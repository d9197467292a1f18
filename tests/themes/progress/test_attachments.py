"""Files that come with a report."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.progress.reporting import browser, reader, reported
from tests.themes.workflow.people import writer
from themes.models import Attachment, ProgressUpdate
from themes.parts.views import plan_url
from themes.progress.standings import subject_url

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 verslag"


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


@pytest.fixture
def activity():
    return ActivityFactory(plan=ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30)))


@pytest.fixture
def leader(activity):
    return browser(writer(activity.plan))


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def photo():
    exif = Image.Exif()
    exif[0x010F] = "Camera van Anja"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def report(client, activity, *files, **more):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(subject_url(activity), {"course": "on_track", "on": "2025-09-30", "files": sent} | more)


def test_stand_with_the_report_for_whoever_reads_it(activity, leader):
    files = (
        ("Verslag Q3.PDF", PDF),
        ("cijfers.xlsx", packed("xl/workbook.xml")),
        ("b.docx", packed("word/document.xml")),
    )
    assert report(leader, activity, *files).status_code == 302
    found = list(Attachment.objects.values_list("name", flat=True))
    assert found == ["Verslag Q3.pdf", "cijfers.xlsx", "b.docx"]
    visitor = reader(activity.plan)
    assert "Verslag Q3.pdf" in visitor.get(subject_url(activity)).content.decode()
    answer = visitor.get(subject_url(activity, name="progress-file", pk=Attachment.objects.first().pk))
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")


def test_of_a_picture_only_what_one_sees_is_kept(activity, leader):
    report(leader, activity, ("foto.jpg", photo()), alt="De nieuwe poort")
    file = Attachment.objects.get()
    assert b"Anja" not in bytes(file.data)
    assert (file.name, file.media_type) == ("foto.png", "image/png")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("verslag.pdf", b"<html>", "is geen pdf, docx, xlsx, jpg of png"),
        ("verslag.docx", b"PK geen zip", "is geen pdf, docx, xlsx, jpg of png"),
        ("verslag.docx", packed("iets.txt"), "is geen pdf, docx, xlsx, jpg of png"),
        ("verslag.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin"), "zit een programma"),
        ("foto.jpg", b"\xff\xd8\xff kapot", "."),
        ("leeg.pdf", b"", "Dit bestand is leeg"),
        ("groot.pdf", PDF + bytes(10 * 1024 * 1024), "groter dan 10 MB"),
    ],
)
def test_anything_else_is_refused_and_nothing_is_reported(activity, leader, name, data, why):
    answer = report(leader, activity, ("goed.pdf", PDF), (name, data))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


def test_too_many_are_refused(activity, leader):
    answer = report(leader, activity, *[(f"{number}.pdf", PDF) for number in range(6)])
    assert "Stuur hooguit 5 bestanden mee" in answer.content.decode()


def test_is_not_there_at_another_subject_or_for_another_eenheid(activity, leader):
    report(leader, activity, ("a.pdf", PDF))
    other = ActivityFactory(plan=activity.plan)
    pk = Attachment.objects.get().pk
    assert leader.get(subject_url(other, name="progress-file", pk=pk)).status_code == 404
    stranger = reader(ImplementationPlanFactory(status="adopted"))
    assert stranger.get(subject_url(activity, name="progress-file", pk=pk)).status_code == 404


def test_a_picture_is_shown_small_with_what_one_sees_on_it(activity, leader):
    report(leader, activity, ("foto.jpg", photo()), ("plan.pdf", PDF), ("b.jpg", photo()), alt="De nieuwe poort")
    page = reader(activity.plan).get(subject_url(activity)).content.decode()
    assert 'alt="De nieuwe poort (1 van 2)"' in page
    assert 'alt="De nieuwe poort (2 van 2)"' in page
    assert page.count("<img") == 2
    first, pdf, _ = Attachment.objects.all()
    small = reader(activity.plan).get(subject_url(activity, name="progress-preview", pk=first.pk))
    assert (small["Content-Type"], small["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Image.open(io.BytesIO(small.content)).size == (40, 30)
    assert leader.get(subject_url(activity, name="progress-preview", pk=pdf.pk)).status_code == 404
    stranger = reader(ImplementationPlanFactory(status="adopted"))
    assert stranger.get(subject_url(activity, name="progress-preview", pk=first.pk)).status_code == 404


def test_of_a_picture_is_asked_what_is_on_it(activity, leader):
    answer = report(leader, activity, ("foto.jpg", photo()))
    assert answer.status_code == 422
    assert "Schrijf in een paar woorden wat er op de foto te zien is." in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


def test_a_picture_of_before_there_were_small_ones_is_shown_too(activity, leader):
    about = {"name": "a.jpg", "media_type": "image/jpeg", "size": 1, "data": photo()}
    file = Attachment.objects.create(report=reported(activity, course="on_track"), **about)
    assert leader.get(subject_url(activity, name="progress-preview", pk=file.pk)).content.startswith(b"\x89PNG")
    assert 'alt="Foto zonder beschrijving"' in leader.get(subject_url(activity)).content.decode()


def test_the_table_of_many_names_those_of_the_last_report(activity, leader):
    for day, name in (("2025-03-01", "oud.pdf"), ("2025-06-01", "nieuw.pdf"), ("2025-07-01", "")):
        made = reported(activity, course="on_track", on=date.fromisoformat(day))
        if name:
            Attachment.objects.create(report=made, name=name, size=1, data=PDF)
    page = leader.get(plan_url(activity.plan, "progress-table")).content.decode()
    assert "nieuw.pdf" in page
    assert "oud.pdf" not in page


@pytest.mark.parametrize("size", [1, 6])
def test_their_bytes_are_not_read_for_the_page(activity, leader, size, django_assert_num_queries):
    for _ in range(size):
        Attachment.objects.create(report=reported(activity, course="on_track"), name="a.pdf", size=1, data=PDF)
    with django_assert_num_queries(12):
        leader.get(subject_url(activity))
