"""Real workers: one that is stuck is freed, and quick work goes on beside long work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from nhveilig.celery import app as celery_app
from nhveilig.jobs.models import Queue, WorkerSign
from nhveilig.settings.brokers import filesystem_transport_options
from tests.jobs.chores.models import Chore
from tests.jobs.chores.services import machine
from tests.running import ROOT, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
LIMIT_SECONDS = 6


def address_of_the_database() -> str:
    name = connection.settings_dict["NAME"]
    server = os.environ.get("DATABASE_URL")
    return f"{server.rpartition('/')[0]}/{name}" if server else f"sqlite:///{name}"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch) -> dict[str, str]:
    """Of workers on the database of this test, with a broker of its own that this process sends to as well."""
    sender = Celery("sender", broker="filesystem://localhost")
    sender.conf.task_queues = settings.CELERY_TASK_QUEUES
    sender.conf.broker_transport_options = filesystem_transport_options(tmp_path / "queue")
    monkeypatch.setattr(celery_app, "send_task", sender.send_task)
    ours = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "TEST_REDIS_URL"}}
    return ours | {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
        "NHVEILIG_VAR": str(tmp_path),
        "DATABASE_URL": address_of_the_database(),
        "JOB_LEASE_SECONDS": "3",
        "TMPDIR": str(tmp_path / "queue" / "processed"),
    }


@contextmanager
def a_worker(environment: dict[str, str], *queues: str, limit: int = 900) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "nhveilig", "worker", "--queues", ",".join(queues)]
    command += ["--hostname", f"{queues[0]}@%h", "--pool", "prefork", "--concurrency", "1"]
    log = Path(environment["NHVEILIG_VAR"]) / f"{queues[0]}.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"],
            cwd=ROOT,
            env=environment | {"JOB_LIMIT_SECONDS": str(limit)},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            wait_for(lambda: WorkerSign.objects.filter(queue=queues[0]).exists(), 60)
            yield
        finally:
            # At once, with whatever hangs in its children.
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


@pytest.fixture
def worker(environment) -> Iterator[None]:
    with a_worker(environment, "long", "quick"):
        yield


@pytest.fixture
def strict_worker(environment) -> Iterator[None]:
    with a_worker(environment, "long", "quick", limit=LIMIT_SECONDS):
        yield


def asked(what: str, queue: Queue = Queue.LONG) -> Chore:
    chore = Chore.objects.create(what=what, queue=queue)
    machine.dispatch(chore.pk)
    return chore


def state_of(chore: Chore) -> str:
    chore.refresh_from_db()
    return chore.state


def wait_until(chore: Chore, *states: str, seconds: float = 30) -> Chore:
    wait_for(lambda: state_of(chore) in states, seconds)
    return chore


def is_in_the_middle(chore: Chore) -> bool:
    chore.refresh_from_db()
    return chore.state == "running" and chore.pid is not None


def test_a_cancelled_job_frees_its_worker(worker):
    """Whether it sleeps, computes, or hears no exception; the last costs the worker the process it did it in."""
    pids = []
    for what in ("sleep", "spin", "deaf"):
        chore = asked(what)
        wait_for(lambda chore=chore: is_in_the_middle(chore), 30)
        machine.cancel(job=chore)
        assert wait_until(chore, "cancelled", "failed", seconds=20).state == "cancelled"
        assert wait_until(asked("nothing"), "done")
        pids.append(chore.pid)
    after = wait_until(asked("nothing"), "done").pid
    assert pids[0] == pids[1] == pids[2] != after
    # With nothing else to do, a worker for long work does quick work.
    assert wait_until(asked("nothing", Queue.QUICK), "done", seconds=20)


def test_a_job_that_takes_too_long_or_hangs_frees_its_worker(strict_worker):
    """Where Python cannot reach, Celery ends the process from outside; what it did is tried again, in case it was an
    accident."""
    for what in ("sleep", "deaf"):
        chore = wait_until(asked(what), "cancelled", "failed", seconds=LIMIT_SECONDS + 20)
        assert (chore.state, "duurde langer dan" in chore.error) == ("failed", True)
        assert wait_until(asked("nothing"), "done")
    chore = asked("hang")
    wait_for(lambda: is_in_the_middle(chore), 30)
    after = wait_until(asked("nothing"), "done", seconds=60)
    assert after.pid != chore.pid
    wait_for(lambda: machine.sweep() and state_of(chore) == "running", 30)
    assert machine.cancel(job=chore)


def test_quick_work_does_not_wait_for_long_work(environment):
    with a_worker(environment, "long", "quick"), a_worker(environment, "quick"):
        for _ in range(2):
            asked("sleep")
        wait_for(lambda: Chore.objects.filter(state="running").exists(), 30)
        began = time.monotonic()
        for _ in range(5):
            wait_until(asked("nothing", Queue.QUICK), "done", seconds=20)
        assert time.monotonic() - began < 20
        assert list(Chore.objects.filter(what="sleep").order_by("state").values_list("state", flat=True)) == [
            "queued",
            "running",
        ]
