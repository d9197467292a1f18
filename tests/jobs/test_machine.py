"""The machine itself, with the smallest kind of job: what it promises to every kind.

What it does step by step is tried with exports, in tests/reports/test_exports.py.
"""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from nhveilig.celery import app as celery_app
from nhveilig.figures.formats import datetime_long
from nhveilig.jobs import holding, services
from nhveilig.jobs.holding import Interrupted
from nhveilig.jobs.models import Queue, WorkerSign
from nhveilig.jobs.presenters import why_it_waits
from tests.jobs.chores.models import Chore
from tests.jobs.chores.services import WORK, machine


@pytest.fixture(autouse=True)
def _fast(monkeypatch) -> None:
    monkeypatch.setattr(holding, "SECONDS_BETWEEN_BEATS", 0.05)
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: None)


def chore(what: str = "nothing", **fields: object) -> Chore:
    return Chore.objects.create(what=what, **fields)


def later(seconds: float, act) -> threading.Thread:
    def run() -> None:
        time.sleep(seconds)
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def ended(job: Chore) -> tuple[str, str]:
    job.refresh_from_db()
    assert job.lease is None
    return job.state, job.error


# In the middle of a step


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["sleep", "spin"])
def test_a_cancelled_job_ends_in_the_middle_of_a_step(what):
    job = chore(what)
    canceller = later(0.3, lambda: machine.cancel(job=job))
    began = time.monotonic()
    machine.run(job.pk)
    canceller.join()
    assert ended(job) == ("cancelled", "")
    assert time.monotonic() - began < 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["sleep", "spin"])
def test_a_job_that_takes_too_long_ends_with_a_sentence(settings, what):
    settings.JOB_LIMIT_SECONDS = 0.3
    job = chore(what)
    machine.run(job.pk)
    assert ended(job) == ("failed", "Dit duurde langer dan 0 minuten en is gestopt. Probeer het later opnieuw.")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_was_given_away_stops_and_leaves_the_other_alone():
    job = chore("sleep")
    other = later(0.3, lambda: Chore.objects.filter(pk=job.pk).update(lease=uuid.uuid4()))
    machine.run(job.pk)
    other.join()
    job.refresh_from_db()
    assert (job.state, job.error) == ("running", "")


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_kept_during_a_silent_step(settings, monkeypatch):
    settings.JOB_LEASE_SECONDS = 0.6
    monkeypatch.setitem(WORK, "sleep", lambda: time.sleep(1.5))
    job, taken = chore("sleep"), []
    sweeper = later(1.0, lambda: taken.append(machine.claim(job.pk)))
    machine.run(job.pk)
    sweeper.join()
    assert taken == [None]
    assert ended(job) == ("done", "")


@pytest.mark.django_db(transaction=True)
def test_what_an_interrupted_job_made_is_taken_back(monkeypatch):
    removed = []

    def make_a_file_and_wait() -> None:
        held[0].undo(lambda: removed.append("the file"))
        time.sleep(60)

    job, held = chore("sleep"), []
    monkeypatch.setitem(WORK, "sleep", make_a_file_and_wait)
    monkeypatch.setattr(machine, "hold", lambda *args: held.append(type(machine).hold(machine, *args)) or held[0])
    canceller = later(0.3, lambda: machine.cancel(job=job))
    machine.run(job.pk)
    canceller.join()
    assert removed == ["the file"]


def test_what_a_finished_job_made_stays(db):
    job, removed = chore(), []
    hold = machine.hold(job.pk, machine.claim(job.pk))
    hold.start()
    hold.undo(lambda: removed.append("the file"))
    hold.finish(state="done")
    hold.stop()
    assert removed == []


def test_a_job_cancelled_at_the_last_moment_is_not_done(db):
    job = chore()
    hold = machine.hold(job.pk, machine.claim(job.pk))
    machine.cancel(job=job)
    with pytest.raises(Interrupted):
        hold.finish(state="done")


# What goes wrong


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("nothing", ("done", "")),
        ("refuse", ("failed", "Dit klusje mag niet.")),
        ("break", ("failed", "Er ging iets mis. De beheerder vindt de oorzaak in het logboek.")),
        ("storage", ("queued", "")),
    ],
)
def test_every_end_stands_on_the_row(db, what, end):
    job = chore(what)
    assert machine.run(job.pk)
    assert ended(job) == end


def test_what_was_held_beyond_its_limit_is_not_tried_again(db, settings):
    """Its worker was ended from outside before it could say so."""
    job, now = chore(), timezone.now()
    machine.claim(job.pk)
    began = now - timedelta(seconds=settings.JOB_LIMIT_SECONDS + 20)
    Chore.objects.update(started_at=began, lease_until=now - timedelta(seconds=1))
    assert machine.sweep() == 0
    assert ended(job) == ("failed", "Dit duurde langer dan 15 minuten en is gestopt. Probeer het later opnieuw.")


def test_what_a_machine_left_that_was_off_for_a_night_is_tried_again(db):
    job, now = chore(), timezone.now()
    machine.claim(job.pk)
    Chore.objects.update(started_at=now - timedelta(hours=9), lease_until=now - timedelta(hours=8.99))
    assert machine.sweep() == 1
    assert machine.run(job.pk)
    assert ended(job) == ("done", "")


def test_a_sweep_that_fails_keeps_no_other_from_theirs(db, monkeypatch):
    swept = []
    monkeypatch.setattr(services.machines()[0], "sweep", lambda: 1 / 0)
    for other in services.machines()[1:]:
        monkeypatch.setattr(other, "sweep", lambda other=other: swept.append(other))
    services.sweep_all()
    assert swept == services.machines()[1:]


def test_exports_imports_and_chores_are_all_swept():
    assert {"Export", "ImportJob", "Chore"} <= {kind.model.__name__ for kind in services.machines()}


# Why it waits


def a_worker_of(*queues: str) -> None:
    services.sign_of_life(queues)


def test_it_waits_for_a_worker_of_its_own_queue(db):
    job = chore(queue=Queue.LONG, dispatched_at=timezone.now())
    a_worker_of("quick")
    assert why_it_waits(job) == (
        "Er is nu geen achtergrondverwerking actief. Het verzoek blijft staan en begint vanzelf zodra die er is."
    )
    a_worker_of("long")
    assert why_it_waits(job) == "Deze taak is als eerste aan de beurt."


def test_it_says_when_a_worker_was_last_seen(db):
    seen_at = timezone.now() - timedelta(minutes=10)
    WorkerSign.objects.create(queue="quick", seen_at=seen_at)
    assert f"De laatste is gezien op {datetime_long(seen_at)}." in why_it_waits(chore())


def test_it_counts_what_goes_first_in_the_same_queue_only(db, django_assert_num_queries):
    a_worker_of("quick", "long")
    for queue in (Queue.LONG, Queue.QUICK, Queue.QUICK):
        chore(queue=queue)
    job = chore(dispatched_at=timezone.now())
    with django_assert_num_queries(2):
        assert why_it_waits(job) == "Er gaan nog 2 taken voor."


def test_a_silent_broker_is_said(db):
    a_worker_of("quick")
    assert "De wachtrij antwoordt niet." in why_it_waits(chore())


def test_what_does_not_wait_has_no_reason(db):
    assert why_it_waits(chore(state="done")) == ""
