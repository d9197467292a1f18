"""The life of an export, step by step, with a renderer that costs nothing."""

import logging
import threading
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.template import TemplateDoesNotExist
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.celery import app as celery_app
from nhveilig.exceptions import PortalError
from nhveilig.jobs.holding import Interrupted
from reports.documents.models import Edition, Export
from reports.documents.rendering import Result, content_key, render
from reports.documents.services import exports
from reports.documents.services.exports import ExportError, cancel_export, machine, request_export, retry_export
from tests.at_once import at_once

claim, dispatch, run_export, sweep = machine.claim, machine.dispatch, machine.run, machine.sweep

pytestmark = pytest.mark.sqlite

PDF, JSON = Export.Format.PDF, Export.Format.JSON


class Renderer:
    """Stands in for the real one; `during` happens in the middle of the work."""

    def __init__(self) -> None:
        self.calls = 0
        self.during = lambda tick: None

    def __call__(self, edition, format, on_progress, compared_with=None) -> Result:
        self.calls += 1
        on_progress("layout", 1, 0)
        self.during(on_progress)
        return Result(b"%PDF " + edition.sha256.encode(), 3)


@pytest.fixture
def renderer(monkeypatch, storage: Path) -> Renderer:
    stand_in = Renderer()
    monkeypatch.setattr(exports, "render", stand_in)
    return stand_in


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The exports the broker was told about."""
    messages: list[int] = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: messages.append(*args))
    return messages


@pytest.fixture
def no_broker(monkeypatch) -> None:
    def refuse(name: str, args: list, queue: str) -> None:
        raise ConnectionError("nobody listens")

    monkeypatch.setattr(celery_app, "send_task", refuse)


@pytest.fixture
def edition(demo) -> Edition:
    """The one that councils saw: every release may make its file anew."""
    return demo.editions.get(number=1)


@pytest.fixture
def export(edition: Edition, sent: list[int]) -> Export:
    return request_export(edition=edition, format=PDF, requested_by=User.objects.get(username="staf"))


def requested(edition: Edition, format: Export.Format = PDF) -> Export:
    return request_export(edition=edition, format=format, requested_by=None)


def changed(export: Export, **values: object) -> Export:
    """Put an export in a state that real workers reach only in minutes."""
    Export.objects.filter(pk=export.pk).update(**values)
    export.refresh_from_db()
    return export


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def content_of(export: Export) -> bytes:
    return Path(export.file.path).read_bytes()


def long_ago() -> dict[str, object]:
    return {"lease_until": timezone.now() - timedelta(seconds=1)}


# Asking


def test_a_request_waits_and_is_sent_once_it_is_saved(edition, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        export = requested(edition)
        assert sent == []
    assert sent == [export.pk]
    export.refresh_from_db()
    assert (export.state, export.attempts, export.requested_by) == ("queued", 0, None)
    assert export.dispatched_at is not None


def test_asking_twice_makes_one_export(edition, export):
    assert requested(edition) == export
    assert Export.objects.count() == 1


def test_asking_while_it_runs_makes_one_export(edition, export):
    claim(export.pk)
    assert requested(edition) == export


def test_another_format_is_another_export(edition, export):
    assert requested(edition, JSON) != export


def test_asking_for_what_is_done_gives_the_same_file(edition, export, renderer):
    run_export(export.pk)
    assert requested(edition) == export
    assert renderer.calls == 1


def test_a_file_that_was_lost_is_made_again(edition, export, renderer, storage):
    run_export(export.pk)
    files_in(storage)[0].unlink()
    again = requested(edition)
    assert again != export
    run_export(again.pk)
    assert len(files_in(storage)) == 1


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_asking_after_a_failure_makes_a_new_export(edition, export, state):
    changed(export, state=state)
    assert requested(edition) != export


def test_a_file_made_by_older_code_is_made_again(edition, export, renderer, monkeypatch):
    run_export(export.pk)
    monkeypatch.setattr("reports.documents.rendering.renderer_version", lambda: "next")
    assert requested(edition) != export


def test_the_key_depends_on_content_format_and_code(monkeypatch):
    key = content_key("a" * 64, "pdf")
    assert len({key, content_key("b" * 64, "pdf"), content_key("a" * 64, "html")}) == 3
    monkeypatch.setattr("reports.documents.rendering.renderer_version", lambda: "next")
    assert content_key("a" * 64, "pdf") != key


def test_asking_while_it_is_being_cancelled_says_so(edition, export):
    claim(export.pk)
    cancel_export(export=export)
    with pytest.raises(ExportError, match="wordt nog gestopt"):
        requested(edition)
    assert Export.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_export(edition, sent):
    found = at_once([lambda: requested(edition).pk] * 2)
    assert found == [Export.objects.get().pk] * 2


# Making


def test_an_export_ends_with_its_file_and_its_pages(export, renderer, storage):
    assert run_export(export.pk) is True
    export.refresh_from_db()
    assert (export.state, export.pages, export.attempts, export.lease) == ("done", 3, 1, None)
    assert export.file_size == len(content_of(export)) > 64
    assert export.started_at <= export.finished_at
    assert len(files_in(storage)) == 1


def test_of_two_workers_one_gets_the_export(export):
    assert [claim(export.pk) is not None, claim(export.pk) is not None] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_at_once_one_gets_the_export(export):
    leases = at_once([lambda: claim(export.pk)] * 4)
    assert len([lease for lease in leases if lease]) == 1
    assert Export.objects.get().attempts == 1


def test_a_message_that_comes_twice_does_nothing_the_second_time(export, renderer):
    assert [run_export(export.pk), run_export(export.pk)] == [True, False]
    assert renderer.calls == 1


def test_a_message_about_nothing_does_nothing(db):
    assert run_export(12345) is False


def test_progress_is_written_down(export):
    holder = machine.hold(export.pk, claim(export.pk))
    holder.tick("layout", 7, 60)
    export.refresh_from_db()
    assert (export.stage, export.done, export.total) == ("layout", 7, 60)


def test_progress_is_written_twice_a_second_at_most(export, django_assert_num_queries):
    holder = machine.hold(export.pk, claim(export.pk))
    holder.tick("layout", 1, 0)
    with django_assert_num_queries(0):
        for page in range(2, 60):
            holder.tick("layout", page, 0)
    with django_assert_num_queries(1):
        holder.tick("write", 0, 60)


def test_progress_keeps_the_lease(export):
    holder = machine.hold(export.pk, claim(export.pk))
    changed(export, **long_ago())
    holder.tick("layout", 1, 0)
    export.refresh_from_db()
    assert export.lease_until > timezone.now()


@pytest.mark.django_db(transaction=True)
def test_a_long_silent_step_keeps_the_lease_as_well(export, settings, renderer):
    settings.JOB_LEASE_SECONDS = 0.6
    renderer.during = lambda tick: time.sleep(1.5)
    worker = threading.Thread(target=lambda: (run_export(export.pk), connection.close()))
    worker.start()
    taken = []
    while worker.is_alive():
        if Export.objects.filter(state="running").exists():
            taken.append(claim(export.pk))
        time.sleep(0.05)
    worker.join()
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 1)
    assert len(taken) > 5
    assert not any(taken)


# Cancelling


def test_a_waiting_export_is_cancelled_at_once(export, renderer):
    cancelled = cancel_export(export=export)
    assert (cancelled.state, cancelled.finished_at is not None) == ("cancelled", True)
    assert run_export(export.pk) is False
    assert renderer.calls == 0


def test_a_running_export_stops_at_the_next_sign_of_progress(export, renderer, storage):
    reached = []

    def cancelled_meanwhile(tick) -> None:
        cancel_export(export=export)
        tick("write", 0, 3)
        reached.append("the end")

    renderer.during = cancelled_meanwhile
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error, export.file.name) == ("cancelled", "", "")
    assert reached == []
    assert files_in(storage) == []


def test_an_export_cancelled_while_its_file_is_written_leaves_no_file(export, renderer, storage):
    renderer.during = lambda tick: cancel_export(export=export) and None
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name) == ("cancelled", "")
    assert files_in(storage) == []


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_has_ended_cannot_be_cancelled(export, state):
    changed(export, state=state)
    with pytest.raises(ExportError, match="loopt niet meer"):
        cancel_export(export=export)
    export.refresh_from_db()
    assert (export.state, export.cancel_requested) == (state, False)


def test_an_export_cancelled_under_a_worker_that_died_ends(export, sent):
    claim(export.pk)
    cancel_export(export=export)
    sweep()
    export.refresh_from_db()
    assert export.state == "running"
    changed(export, **long_ago())
    sweep()
    export.refresh_from_db()
    assert (export.state, sent) == ("cancelled", [])


def test_an_export_cancelled_while_storage_fails_ends(export, renderer):
    def cancelled_and_broken(tick) -> None:
        cancel_export(export=export)
        raise OSError("the disk is full")

    renderer.during = cancelled_and_broken
    run_export(export.pk)
    export.refresh_from_db()
    assert export.state == "cancelled"


# Trying again


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_what_went_wrong_can_be_tried_again(export, state):
    changed(export, state=state, error="Het ging mis.")
    again = retry_export(export=export, requested_by=None)
    assert again.pk != export.pk
    assert (again.state, again.format, again.edition) == ("queued", export.format, export.edition)
    export.refresh_from_db()
    assert export.error == "Het ging mis."


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_what_did_not_go_wrong_cannot(export, state):
    changed(export, state=state)
    with pytest.raises(ExportError, match="Alleen een mislukte of geannuleerde"):
        retry_export(export=export, requested_by=None)


# Workers that die


def test_an_export_is_not_taken_from_a_living_worker(export, sent):
    claim(export.pk)
    assert sweep() == 0
    assert claim(export.pk) is None


def test_an_export_of_a_dead_worker_is_taken_over(export, sent, renderer):
    claim(export.pk)
    changed(export, **long_ago())
    assert sweep() == 1
    assert sent == [export.pk]
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 2)


def test_a_worker_that_wakes_up_late_changes_nothing(export, renderer, storage):
    """It lost its lease while it rendered: its file is removed and the other worker's stays."""

    def overtaken(tick) -> None:
        renderer.during = lambda tick: None
        changed(export, **long_ago())
        run_export(export.pk)

    renderer.during = overtaken
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts, renderer.calls) == ("done", 2, 2)
    assert [path.name for path in files_in(storage)] == [Path(export.file.name).name]
    assert content_of(export)


def test_a_worker_that_finishes_late_leaves_the_other_at_work(export, renderer, storage):
    def overtaken(tick) -> None:
        changed(export, **long_ago())
        assert claim(export.pk)

    renderer.during = overtaken
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts, export.file.name) == ("running", 2, "")
    assert files_in(storage) == []


def test_a_late_worker_cannot_end_what_is_no_longer_its_own(export, renderer):
    def overtaken_and_broken(tick) -> None:
        changed(export, **long_ago())
        assert claim(export.pk)
        raise ValueError("the template is wrong")

    renderer.during = overtaken_and_broken
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("running", 2)


def test_a_late_worker_hears_that_it_is_late(export):
    holder = machine.hold(export.pk, claim(export.pk))
    changed(export, lease=uuid.uuid4())
    with pytest.raises(Interrupted):
        holder.tick("layout", 1, 0)


def test_after_three_attempts_it_failed(export, sent, settings):
    for _ in range(3):
        assert claim(export.pk)
        changed(export, **long_ago())
    assert claim(export.pk) is None
    assert sweep() == 0
    export.refresh_from_db()
    assert (export.state, export.attempts, sent) == ("failed", 3, [])
    assert export.error == "Het maken is 3 keer afgebroken. Probeer het later opnieuw."


# What goes wrong while rendering


@pytest.mark.parametrize("error", [TemplateDoesNotExist("cover.html"), ValueError("wrong"), KeyError("tables")])
def test_a_fault_fails_with_a_sentence_and_leaves_its_cause_in_the_log(edition, export, renderer, caplog, error):
    def broken(tick) -> None:
        raise error

    renderer.during = broken
    with caplog.at_level(logging.ERROR, "reports"):
        run_export(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"
    assert export.error == "Het document kon niet worden opgemaakt. De beheerder vindt de oorzaak in het logboek."
    assert caplog.records[0].exc_info[1] is error
    renderer.during = lambda tick: None
    assert other_export_succeeds(edition)


def other_export_succeeds(edition: Edition) -> bool:
    other = requested(edition, JSON)
    run_export(other.pk)
    other.refresh_from_db()
    return other.state == "done"


def test_a_template_error_of_the_real_renderer_fails_one_export_only(edition, storage, sent):
    spoiled = Edition(document=edition.document, number=3, status="concept", schema_version=1, frozen_at=timezone.now())
    spoiled.content = edition.content | {"blocks": [edition.content["blocks"][0] | {"kind": "gedicht"}]}
    spoiled.sha256 = "0" * 64
    spoiled.save()
    failing, fine = requested(spoiled, Export.Format.HTML), requested(edition, Export.Format.HTML)
    run_export(failing.pk)
    run_export(fine.pk)
    failing.refresh_from_db()
    fine.refresh_from_db()
    assert (failing.state, fine.state) == ("failed", "done")


def test_what_the_user_can_understand_is_shown_as_it_is(export, renderer):
    def broken(tick) -> None:
        raise PortalError("Bestand ontbreekt: /static/omslag.svg")

    renderer.during = broken
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("failed", "Bestand ontbreekt: /static/omslag.svg")


def test_a_storage_error_puts_it_back_in_the_queue(export, renderer, sent, monkeypatch, storage):
    from django.core.files.storage import FileSystemStorage

    def full(*args: object, **kwargs: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "save", full)
        run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("queued", "")
    assert sweep() == 0
    changed(export, dispatched_at=timezone.now() - timedelta(seconds=16))
    assert sweep() == 1
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 2)


def test_a_disk_that_fills_up_halfway_leaves_no_half_file(export, renderer, monkeypatch, storage):
    """The storage writes a file in pieces of 64 KB; the second one does not fit."""
    from django.core.files.base import ContentFile

    def half(self, chunk_size=None):
        yield b"%PDF half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ContentFile, "chunks", half)
    run_export(export.pk)
    export.refresh_from_db()
    assert export.state == "queued"
    assert files_in(storage) == []


# The broker


def test_without_a_broker_the_request_is_kept(edition, no_broker, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        export = requested(edition)
    export.refresh_from_db()
    assert (export.state, export.dispatched_at) == ("queued", None)
    assert "the broker does not answer" in caplog.text


def test_the_sweep_sends_what_no_broker_took(export, sent):
    assert export.dispatched_at is None
    assert sweep() == 1
    assert sent == [export.pk]
    assert sweep() == 0


def test_a_sweep_without_a_broker_keeps_everything(export, no_broker):
    sweep()
    export.refresh_from_db()
    assert (export.state, export.dispatched_at) == ("queued", None)


def test_the_sweep_sends_nothing_that_is_not_due(edition, sent):
    """One of each: due are what was never sent, sent long ago, or left by a dead worker."""
    now = timezone.now()
    old, new = now - timedelta(seconds=16), now - timedelta(seconds=5)
    future, past = now + timedelta(seconds=20), now - timedelta(seconds=1)
    states = {
        "never sent": {"dispatched_at": None},
        "sent long ago": {"dispatched_at": old},
        "left alone": {"state": "running", "attempts": 1, "dispatched_at": old, "lease_until": past},
        "sent just now": {"dispatched_at": new},
        "being made": {"state": "running", "attempts": 1, "dispatched_at": old, "lease_until": future},
        "being cancelled": {"state": "running", "cancel_requested": True, "lease_until": future},
        "hopeless": {"state": "running", "attempts": 3, "lease_until": past},
        "done": {"state": "done"},
        "failed": {"state": "failed"},
        "cancelled": {"state": "cancelled", "cancel_requested": True},
    }
    names = {}
    for name, values in states.items():
        row = Export.objects.create(edition=edition, format=PDF, content_key=name)
        names[changed(row, **values).pk] = name
    assert sweep() == 3
    assert [names[pk] for pk in sent] == ["never sent", "sent long ago", "left alone"]


def test_a_message_carries_only_the_number_of_the_row(export, monkeypatch):
    messages = []
    monkeypatch.setattr(celery_app, "send_task", lambda *args, **kwargs: messages.append((args, kwargs)))
    dispatch(export.pk)
    assert messages == [(("reports.documents.tasks.render_export",), {"args": [export.pk], "queue": "long"})]


# The real renderer


@pytest.mark.parametrize(
    ("format", "start", "suffix"),
    [
        ("html", b"<!doctype html>", ".html"),
        ("json", b'{"blocks":', ".json"),
        ("csv", b"PK\x03\x04", ".zip"),
        ("docx", b"PK\x03\x04", ".docx"),
        pytest.param("pdf", b"%PDF-1.7", ".pdf", marks=[pytest.mark.pdf, pytest.mark.django_db(transaction=True)]),
    ],
)
def test_every_format_is_really_made(edition, sent, storage, format, start, suffix):
    export = requested(edition, Export.Format(format))
    run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("done", "")
    assert content_of(export).lstrip().startswith(start)
    assert export.file_name == f"imv-nh-2019-2022-versie-1{suffix}"
    assert (export.pages or 0) > 30 if format == "pdf" else export.pages is None


@pytest.mark.parametrize("kind", ["html", "docx", "json", "csv"])
def test_equal_editions_give_equal_bytes(edition, kind):
    assert render(edition, kind).data == render(Edition.objects.get(pk=edition.pk), kind).data
