"""An import is a job as any other: kept while it compares and stores, ended when thrown away, and never mute."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nhveilig.imports import engine, services
from nhveilig.imports.models import ImportJob
from nhveilig.imports.services import ImportRefused, discard_import, machine
from nhveilig.jobs import holding
from nhveilig.jobs.services import sign_of_life
from nhveilig.notices.models import Notice
from tests.imports.files import confirm, csv_of, upload

HEAD = ("peildatum", "onderdeel", "categorie", "fte", "bron")
ROW = ("31-12-2030", "Basisteam Alkmaar", "wijkagent", "12,5", "Proef")
STEPS = [("queued", "reading", "preview"), ("confirmed", "storing", "apply")]

# SQLite writes for one at a time: nobody renews, cancels or takes over while a preview is being written.
beside = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite writes for one at a time")


@pytest.fixture
def job(staff, storage, monkeypatch, django_capture_on_commit_callbacks) -> ImportJob:
    """A file that waits for a worker to look at it."""
    monkeypatch.setattr(services, "MOST_ROWS_AT_ONCE", 0)
    monkeypatch.setattr("nhveilig.celery.app.send_task", lambda name, args, queue: None)
    upload(staff, csv_of(HEAD, ROW))
    return ImportJob.objects.get()


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def during(monkeypatch, step: str, act: Callable[[], object]) -> None:
    """`act` happens after the work of this step, before it is known to be done."""
    work = getattr(engine, step)

    def and_act(*args, **kwargs):
        done = work(*args, **kwargs)
        act()
        return done

    monkeypatch.setattr(engine, step, and_act)


def elsewhere(act: Callable[[], object]) -> list:
    """In another connection, as another person or worker does it."""
    outcome: list = []

    def run() -> None:
        try:
            outcome.append(act())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return outcome


def up_to(job: ImportJob, state: str) -> None:
    if state == "confirmed":
        machine.run(job.pk)
        job.refresh_from_db()
        services.confirm_import(job=job, fingerprint=job.fingerprint)
    job.refresh_from_db()
    assert job.state == state


@beside
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("waiting", "running", "step"), STEPS)
def test_the_lease_is_kept_while_it_compares_and_while_it_stores(job, settings, monkeypatch, waiting, running, step):
    settings.JOB_LEASE_SECONDS = 0.6
    up_to(job, waiting)
    taken = []

    def go_on_for_long() -> None:
        time.sleep(1.5)
        taken.extend(elsewhere(lambda: (ImportJob.objects.get(pk=job.pk).state, machine.claim(job.pk))))

    during(monkeypatch, step, go_on_for_long)
    machine.run(job.pk)
    assert taken == [(running, None)]
    job.refresh_from_db()
    assert job.state == {"preview": "ready", "apply": "done"}[step]


@beside
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("waiting", "running", "step"), STEPS)
def test_throwing_it_away_ends_the_work(job, storage, monkeypatch, waiting, running, step):
    monkeypatch.setattr(holding, "SECONDS_BETWEEN_BEATS", 0.1)
    up_to(job, waiting)
    said = []

    def thrown_away() -> None:
        # Noted beside, for here the work may end as soon as it is thrown away.
        elsewhere(lambda: said.append(discard_import(job=ImportJob.objects.get(pk=job.pk)).state))
        time.sleep(60)

    during(monkeypatch, step, thrown_away)
    began = time.monotonic()
    machine.run(job.pk)
    assert time.monotonic() - began < 20
    assert said == ["discarded"]
    job.refresh_from_db()
    assert (job.state, job.plan) == ("discarded", None)
    assert files_in(storage) == []


@pytest.mark.django_db(transaction=True)
def test_one_that_takes_too_long_ends_with_a_sentence_and_without_its_file(job, storage, settings, monkeypatch):
    monkeypatch.setattr(holding, "SECONDS_BETWEEN_BEATS", 0.1)
    settings.JOB_LIMIT_SECONDS = 0.5
    during(monkeypatch, "preview", lambda: time.sleep(60))
    machine.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error.startswith("Het inlezen duurde langer dan")
    machine.sweep()
    assert files_in(storage) == []


def test_what_is_stored_is_not_thrown_away(job):
    up_to(job, "confirmed")
    machine.run(job.pk)
    with pytest.raises(ImportRefused, match="al afgerond"):
        discard_import(job=job)


def test_a_storage_error_puts_it_back_in_the_queue(job, monkeypatch):
    def gone(*args: object) -> None:
        raise OSError("the disk does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(services, "_read", gone)
        machine.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.lease) == ("queued", "", None)
    machine.run(job.pk)
    job.refresh_from_db()
    assert job.state == "ready"


def test_a_worker_that_was_overtaken_leaves_no_file(job, storage, monkeypatch):
    """Both kept what they read; the file of the one that lost its lease is removed."""
    during(monkeypatch, "preview", lambda: ImportJob.objects.update(lease="0" * 32))
    machine.run(job.pk)
    job.refresh_from_db()
    assert job.state == "reading"
    assert len(files_in(storage)) == 1
    assert job.file.storage.exists(job.file.name)


def test_the_page_says_why_it_waits_and_what_it_does(staff, job):
    def page() -> str:
        return staff.get(reverse("imports:job-detail", args=[job.pk])).content.decode()

    assert "Er is nu geen achtergrondverwerking actief." in page()
    sign_of_life(["quick"])
    assert "De wachtrij antwoordt niet." in page()
    ImportJob.objects.update(dispatched_at=timezone.now())
    assert "Deze import is als eerste aan de beurt." in page()
    ImportJob.objects.update(state="reading", stage="read", done=1500)
    assert "1500 rijen gelezen." in page()
    ImportJob.objects.update(stage="compare", attempts=2)
    assert "Stap: vergelijken met wat er staat." in page()
    assert "Dit is poging 2" in page()


@pytest.mark.parametrize(("rows", "queue"), [(10_000, "quick"), (10_001, "long")])
def test_a_large_file_does_not_hold_up_quick_work(rows, queue):
    assert services._queue_for(rows) == queue


def test_a_small_file_is_done_at_once_and_not_sent_to_a_worker_meanwhile(staff, storage, monkeypatch):
    sent = []
    monkeypatch.setattr("nhveilig.celery.app.send_task", lambda name, args, queue: sent.append(args))
    during(monkeypatch, "preview", machine.sweep)
    upload(staff, csv_of(HEAD, ROW))
    job = ImportJob.objects.get()
    assert (job.state, job.dispatched_at) == ("ready", None)
    confirm(staff, job)
    assert sent == []


def test_who_did_not_wait_hears_that_the_table_is_looked_at(job, monkeypatch):
    monkeypatch.setattr("nhveilig.jobs.services.WAITED_FOR", timedelta(0))
    machine.run(job.pk)
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (job.requested_by, "tabel wacht op u")
    assert notice.url == f"/invoer/opdrachten/{job.pk}/"


def test_who_looked_on_hears_nothing(job):
    machine.run(job.pk)
    assert not Notice.objects.exists()
