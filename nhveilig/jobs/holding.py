"""Holding a job while working on it: its lease, its progress, and its end when it must end."""

import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from nhveilig.jobs.models import Job, JobQuerySet

logger = logging.getLogger(__name__)

SIGNAL = signal.SIGUSR2
# A cancelled step is noticed within this long, however silent it is.
SECONDS_BETWEEN_BEATS = 2.0
SECONDS_BETWEEN_TICKS = 0.5
# What was interrupted has this long to clear up; a worker's process that does not answer by then is ended.
GRACE_SECONDS = 5.0

_expendable = threading.Event()


def this_process_may_be_ended() -> None:
    """Of a process that does one job at a time and is started again when it dies: a child of a worker."""
    _expendable.set()


class Interrupted(BaseException):
    """This process no longer holds the job: it was cancelled, took too long, or was given to another worker.

    Raised in the middle of any statement, so no `except Exception` of the work may take it for a fault of its own.
    """


class Heartbeat:
    """Calls `beat` every so many seconds in a thread of its own, until stopped.

    A failed beat is logged and tried again at the next: a database that restarts must not stop the work.
    """

    def __init__(self, beat: Callable[[], None], every: float) -> None:
        self._beat, self._every = beat, every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._beat()
            except Exception:
                logger.warning("A beat was missed.", exc_info=True)
            finally:
                # Kept open it would be shared with a process forked meanwhile.
                connection.close()


class Hold:
    """The right of this process to work on one job, from its claim until its end.

    A thread renews the lease, since most steps are one long call. It also notices that the job was cancelled, given
    away, or takes too long: `Interrupted` then comes out of whatever the main thread is doing. In another thread than
    the main one (a web server that does a small job at once) only `tick`, `write` and `finish` raise it.
    """

    def __init__(
        self, model: type[Job], job_id: int, lease: uuid.UUID, seconds: float, end: Callable[["Hold"], None]
    ) -> None:
        """`seconds` is how long the lease lasts; `end` puts the end of an interrupted job on its row."""
        self.job_id, self.lease = job_id, lease
        self._model, self._seconds, self._end = model, seconds, end
        self._heartbeat = Heartbeat(self._beat, every=min(SECONDS_BETWEEN_BEATS, self._seconds / 3))
        self._deadline = time.monotonic() + settings.JOB_LIMIT_SECONDS
        self._is_working, self._is_finished = False, False
        self._ended = threading.Event()
        self._stage, self._furthest, self._written_at = "", 0, 0.0
        self._renewed_at = time.monotonic()
        self._undo: list[Callable[[], object]] = []
        self._on_main = threading.current_thread() is threading.main_thread()

    # From here to `stop`: in the thread that works.

    def start(self) -> None:
        if self._on_main:
            self._handler_before = signal.signal(SIGNAL, self._raise)
        self._is_working = True
        self._heartbeat.start()

    def tick(self, stage: str, done: int, total: int) -> None:
        """Write progress down, twice a second at most. Raises Interrupted when the job is no longer ours."""
        if stage == self._stage and time.monotonic() - self._written_at < SECONDS_BETWEEN_TICKS:
            return
        # Pages are laid out again once their numbers are known; what a reader sees only goes forward.
        self._furthest = max(self._furthest, done) if stage == self._stage else done
        self._stage, self._written_at = stage, time.monotonic()
        self.write(stage=stage, done=self._furthest, total=total)

    def write(self, **fields: object) -> None:
        """Put these on the row, and renew the lease. Raises Interrupted when the job is no longer ours."""
        self._renewed_at = time.monotonic()
        if not self._mine().filter(cancel_requested=False).update(lease_until=self._lease_end(), **fields):
            raise Interrupted

    def undo(self, what: Callable[[], object]) -> None:
        """To be called when the work ends without `finish`: a file without a row is not left behind."""
        self._undo.append(what)

    def finish(self, **fields: object) -> None:
        """End this step of the job, `state` and all. Raises Interrupted when it is no longer ours to end."""
        # First: nothing may break in between the row that says so and the file that belongs to it.
        self._is_working = False
        ended = {"finished_at": timezone.now(), "lease": None, "error": ""} | fields
        if not self._mine().filter(cancel_requested=False).update(**ended):
            raise Interrupted
        self._is_finished = True

    def let_go(self) -> None:
        """From here on nothing comes in between."""
        self._is_working = False

    def stop(self) -> None:
        for what in [] if self._is_finished else self._undo:
            try:
                what()
            except Exception:
                logger.exception("What job %s left behind could not be removed.", self.job_id)
        self._ended.set()
        self._heartbeat.stop()
        if self._on_main:
            signal.signal(SIGNAL, self._handler_before)

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self._deadline

    def _mine(self) -> JobQuerySet:
        return self._model.objects.held(self.job_id, self.lease)

    def _lease_end(self) -> datetime:
        return timezone.now() + timedelta(seconds=self._seconds)

    def _raise(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_working:
            self._is_working = False
            raise Interrupted

    # In the thread that watches.

    def _beat(self) -> None:
        if self._is_working and (self.is_late or not self._is_still_ours()):
            self._interrupt()

    def _is_still_ours(self) -> bool:
        """Read first, and written seldom: on SQLite a write waits for whatever the work itself has written."""
        found = self._model.objects.filter(pk=self.job_id).values("lease", "cancel_requested").first()
        # A row that cannot be seen stands in a transaction of its own; whoever finishes it will find out.
        if found and (found["lease"] != self.lease or found["cancel_requested"]):
            return False
        if found and time.monotonic() - self._renewed_at >= self._seconds / 3:
            self._mine().update(lease_until=self._lease_end())
            self._renewed_at = time.monotonic()
        return True

    def _interrupt(self) -> None:
        was_working = self._is_working
        if was_working and self._on_main:
            signal.pthread_kill(threading.main_thread().ident, SIGNAL)
        if not was_working or self._ended.wait(GRACE_SECONDS) or not _expendable.is_set():
            return
        logger.error("Job %s does not stop; its process is ended.", self.job_id)
        with suppress(DatabaseError):
            self._end(self)
        os.kill(os.getpid(), signal.SIGKILL)
