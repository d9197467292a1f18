"""A PDF of what is not frozen: made by a worker, for who asked, and gone after an hour."""

import io
import subprocess
import time
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role
from nhveilig.celery import app as celery_app
from nhveilig.jobs.models import Queue
from reports.documents.models import Block, Edition, Export, OfficialFile, Preview
from reports.documents.pdf import Result
from reports.documents.previewing import services
from reports.documents.previewing.services import machine, request_preview
from tests.accounts.factories import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def browser(browser, monkeypatch) -> Client:
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: None)
    return browser


@pytest.fixture
def printer(monkeypatch) -> list[list[str]]:
    """What was laid out: the chapters of each."""
    printed = []

    def stand_in(draft, on_progress):
        printed.append([block["id"] for block in draft.content["blocks"]])
        return Result(b"%PDF", 3)

    monkeypatch.setattr(services, "pdf_of", stand_in)
    return printed


def asked(browser, document, chapter="") -> Preview:
    address = reverse("reports:document-preview-request", args=[document.slug])
    response = browser.post(address, {"hoofdstuk": chapter})
    preview = Preview.objects.order_by("-pk").first()
    assert response.url == reverse("reports:document-preview", args=[document.slug, preview.pk])
    return preview


def page(browser, preview, name="document-preview"):
    return browser.get(reverse(f"reports:{name}", args=[preview.document.slug, preview.pk]))


def test_a_chapter_is_laid_out_as_it_stands_and_nothing_of_it_is_official(document, browser, printer):
    preview = asked(browser, document, "samen")
    assert preview.queue == Queue.QUICK
    assert "hx-get" in page(browser, preview).content.decode()
    machine.run(preview.pk)
    assert printer == [["samen"]]
    assert "Aantal pagina’s: 3." in page(browser, preview).content.decode()
    file = page(browser, preview, "document-preview-file")
    assert (file.content, file["Cache-Control"]) == (b"%PDF", "no-store")
    assert file["Content-Disposition"] == 'inline; filename="voorbeeld-plan-2028-samen.pdf"'
    assert [model.objects.exists() for model in (Edition, Export, OfficialFile)] == [False] * 3


def test_the_whole_waits_where_long_work_waits(document, browser, printer):
    preview = asked(browser, document)
    assert preview.queue == Queue.LONG
    machine.run(preview.pk)
    assert printer == [["omslag", "leeswijzer", "thema-1", "samen", "sterkte", "colofon"]]


def test_who_asks_again_has_the_newest_alone(document, browser, printer):
    first = asked(browser, document, "samen")
    second = asked(browser, document, "sterkte")
    assert list(Preview.objects.values_list("pk", flat=True)) == [second.pk]
    Preview.objects.filter(pk=second.pk).update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    asked(browser, document)
    second.refresh_from_db()
    assert second.cancel_requested
    assert not machine.run(first.pk)


def test_nobody_else_has_it(document, browser, printer):
    preview = asked(browser, document, "samen")
    machine.run(preview.pk)
    other = Client()
    other.force_login(RoleFactory(kind=Role.Kind.STAFF, police_unit=document.police_unit).user)
    assert {page(other, preview, name).status_code for name in ("document-preview", "document-preview-file")} == {404}
    Role.objects.filter(user=preview.requested_by).update(kind=Role.Kind.READER)
    assert page(browser, preview, "document-preview-file").status_code == 403


def test_it_is_gone_after_an_hour(document, staff):
    old, new = (Preview.objects.create(document=document, requested_by=staff, state="done") for _ in range(2))
    Preview.objects.filter(pk=old.pk).update(requested_at=timezone.now() - timedelta(minutes=61))
    machine.sweep()
    assert list(Preview.objects.all()) == [new]


def test_a_chapter_that_went_meanwhile_and_a_document_without_any_are_told(document, browser, printer):
    preview = asked(browser, document, "samen")
    Block.objects.all().delete()
    machine.run(preview.pk)
    assert "staat niet meer in het document" in page(browser, preview).content.decode()
    preview = asked(browser, document)
    machine.run(preview.pk)
    assert "nog geen hoofdstuk" in page(browser, preview).content.decode()
    address = reverse("reports:document-preview-request", args=[document.slug])
    response = browser.post(address, {"hoofdstuk": "samen"}, follow=True)
    assert "Kies een ander" in response.content.decode()


@pytest.mark.pdf
def test_a_chapter_says_on_every_page_that_it_is_a_preview_and_is_there_at_once(document, staff):
    Block.objects.filter(anchor="overleg").update(html="<p>Nog een alinea over het overleg.</p>" * 60)
    Block.objects.filter(anchor="geld").update(kind="weg")
    request_preview(document=document, chapter="sterkte", requested_by=staff)
    machine.run(Preview.objects.get().pk)  # loads WeasyPrint, as a worker does before its first job
    preview = request_preview(document=document, chapter="samen", requested_by=staff)
    began = time.process_time()
    machine.run(preview.pk)
    assert time.process_time() - began < 2
    preview.refresh_from_db()
    with pikepdf.open(io.BytesIO(preview.data)) as pdf:
        assert len(pdf.pages) == preview.pages > 1
        assert "Voorbeeld van" in str(pdf.docinfo["/Title"])
    told = subprocess.run(["pdftotext", "-", "-"], input=bytes(preview.data), capture_output=True, check=True)
    *texts, _ = told.stdout.decode().split("\f")
    assert all("Voorbeeld – niet bewaard, niet vastgesteld" in text for text in texts)
    assert "Hier ontbreekt iets." in " ".join(texts)
