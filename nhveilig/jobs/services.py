"""The life of a job of any kind. Every step is one conditional UPDATE, so that of two workers one wins."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from nhveilig.celery import tell_workers
from nhveilig.exceptions import PortalError
from nhveilig.jobs.holding import Hold, Interrupted
from nhveilig.jobs.models import Job, WorkerSign
from nhveilig.jobs.timetable import import_tasks

logger = logging.getLogger(__name__)

# A message lost on its way is sent again after this long.
REDISPATCH = timedelta(seconds=15)
# Whoever asked is still looking at the page when it is ready by then.
WAITED_FOR = timedelta(seconds=10)
LOGGED = "De beheerder vindt de oorzaak in het logboek."

J = TypeVar("J", bound=Job)
_machines: list["Machine"] = []


def register(machine: "Machine") -> "Machine":
    """From the `services` of the app that has this kind of job; its `tasks` import them."""
    _machines.append(machine)
    return machine


def machines() -> list["Machine"]:
    import_tasks()
    return list(_machines)


class Machine(Generic[J]):
    """One kind of job: `model`, the name of the Celery `task` that calls `run`, and the `work` itself.

    The sentences are what the user reads when it does not succeed; `{limit}` is in minutes.
    """

    model: type[J]
    task: str
    max_attempts = 3
    # From when on somebody waits for it.
    waits_since = "requested_at"
    hopeless = "Het werk is {attempts} keer afgebroken. Probeer het later opnieuw."
    unexpected = f"Er ging iets mis. {LOGGED}"
    too_long = "Dit duurde langer dan {limit} minuten en is gestopt. Probeer het later opnieuw."

    @property
    def lease_seconds(self) -> float:
        """A worker that is silent for so long has lost the job."""
        return settings.JOB_LEASE_SECONDS

    def load(self, job_id: int) -> J:
        """The job with what its work reads."""
        return self.model.objects.get(pk=job_id)

    def work(self, job: J, hold: Hold) -> None:
        """Do what the job asks, and end it with `hold.finish`.

        A PortalError fails the job with its words. After an OSError it waits for another attempt: storage comes back.
        """
        raise NotImplementedError

    def tell(self, job: J) -> None:
        """Tell who asked for it that it has ended, with whatever result, or that it waits for them."""

    def tidy(self, now: datetime) -> None:
        """What else this kind wants done at every sweep."""

    # The steps.

    def dispatch(self, job_id: int) -> None:
        """Tell the workers. When no broker answers, the row waits for the sweep; nothing is lost."""
        rows = self.model.objects.filter(pk=job_id)
        queue = rows.values_list("queue", flat=True).first()
        if tell_workers(self.task, waits=f"{self._name(job_id)} waits", args=[job_id], queue=queue):
            rows.update(dispatched_at=timezone.now())

    def claim(self, job_id: int) -> uuid.UUID | None:
        """Take the job for this worker. None when it is not to be had."""
        now, lease = timezone.now(), uuid.uuid4()
        to_running = [When(state=waiting, then=Value(running)) for waiting, running in self.model.STEPS.items()]
        taken = (
            self.model.objects.claimable(now)
            .filter(pk=job_id, attempts__lt=self.max_attempts)
            .update(
                state=Case(*to_running, default=F("state")),
                attempts=F("attempts") + 1,
                lease=lease,
                lease_until=now + timedelta(seconds=self.lease_seconds),
                started_at=now,
                stage="",
                done=0,
                total=0,
            )
        )
        return lease if taken else None

    def hold(self, job_id: int, lease: uuid.UUID) -> Hold:
        return Hold(self.model, job_id, lease, self.lease_seconds, self.end_interrupted)

    def run(self, job_id: int) -> bool:
        """Do a job that waits. False: somebody else has it, or there is nothing to do.

        Never raises for what goes wrong with this one job: that ends on its row, other jobs go on.
        """
        lease = self.claim(job_id)
        if lease is None:
            return False
        hold = self.hold(job_id, lease)
        # Interrupted may come out of any line between start and let_go, and once only: hence three layers.
        try:
            try:
                hold.start()
                self._attempt(hold)
            finally:
                hold.let_go()
        except Interrupted:
            logger.info("%s was cancelled, took too long or was taken over.", self._name(job_id))
            self.end_interrupted(hold)
        finally:
            hold.stop()
        self._tell_of([job_id])
        return True

    def _tell_of(self, job_ids: Iterable[int]) -> None:
        """Of those that took so long that nobody was looking any more. What cannot be told breaks no job."""
        # What waits for somebody to confirm it has not finished.
        ended_at = Coalesce("finished_at", Value(timezone.now()))
        slow = self.model.objects.annotate(ended_at=ended_at).filter(ended_at__gt=F(self.waits_since) + WAITED_FOR)
        at_work = [*self.model.STEPS.keys(), *self.model.STEPS.values(), self.model.CANCELLED]
        for pk in list(slow.filter(pk__in=job_ids).exclude(state__in=at_work).values_list("pk", flat=True)):
            try:
                self.tell(self.load(pk))
            except Exception:
                logger.exception("Of %s nobody could be told.", self._name(pk))

    def _attempt(self, hold: Hold) -> None:
        try:
            self.work(self.load(hold.job_id), hold)
        except PortalError as error:
            logger.exception("%s failed.", self._name(hold.job_id))
            self._fail(hold, str(error))
        except OSError:
            logger.exception("%s met a storage error and will be tried again.", self._name(hold.job_id))
            self._release(hold)
        except Exception:
            logger.exception("%s failed.", self._name(hold.job_id))
            self._fail(hold, self.unexpected)

    def cancel(self, *, job: J) -> bool:
        """A waiting job ends at once, a running one within seconds. False: it has ended already."""
        rows = self.model.objects.filter(pk=job.pk)
        at_once = {"state": self.model.CANCELLED, "cancel_requested": True, "finished_at": timezone.now()}
        return bool(rows.waiting().update(**at_once) or rows.running().update(cancel_requested=True))

    def end_interrupted(self, hold: Hold) -> None:
        """Only when it was cancelled or took too long: one that another worker took over is theirs to end."""
        if hold.is_late:
            self._fail(hold, self._too_long())
        cancelled = self.model.objects.held(hold.job_id, hold.lease).filter(cancel_requested=True)
        cancelled.update(state=self.model.CANCELLED, finished_at=timezone.now(), lease=None)

    def _fail(self, hold: Hold, sentence: str) -> None:
        held = self.model.objects.held(hold.job_id, hold.lease)
        held.update(state=self.model.FAILED, error=sentence, finished_at=timezone.now(), lease=None)

    def _release(self, hold: Hold) -> None:
        """Back in the queue, unless it was cancelled: that would wait for ever, and stand in the way of another."""
        held = self.model.objects.held(hold.job_id, hold.lease)
        to_waiting = [When(state=running, then=Value(waiting)) for waiting, running in self.model.STEPS.items()]
        held.filter(cancel_requested=False).update(
            state=Case(*to_waiting, default=F("state")), lease=None, lease_until=None, dispatched_at=timezone.now()
        )
        self.end_interrupted(hold)

    # The sweep.

    def sweep(self) -> int:
        """Send what waits to the workers again, end what cannot succeed. Returns how many were sent; safe anywhere."""
        now = timezone.now()
        self._end_abandoned(now)
        self.tidy(now)
        waiting = self.model.objects.unsent(now - REDISPATCH, now).order_by("requested_at")
        ids = list(waiting.values_list("pk", flat=True))
        for job_id in ids:
            self.dispatch(job_id)
        return len(ids)

    def _end_abandoned(self, now: datetime) -> None:
        ended = {"finished_at": now, "lease": None}
        abandoned = self.model.objects.abandoned(now)
        ended_here = [*abandoned.values_list("pk", flat=True)]
        abandoned.filter(cancel_requested=True).update(state=self.model.CANCELLED, **ended)
        # Held for so long: what a machine that was off for a night left behind is tried again.
        late = abandoned.filter(lease_until__gt=F("started_at") + timedelta(seconds=settings.JOB_LIMIT_SECONDS))
        late.update(state=self.model.FAILED, error=self._too_long(), **ended)
        hopeless = self.model.objects.claimable(now).filter(attempts__gte=self.max_attempts)
        sentence = self.hopeless.format(attempts=self.max_attempts)
        ended_here += hopeless.values_list("pk", flat=True)
        hopeless.update(state=self.model.FAILED, error=sentence, **ended)
        self._tell_of(ended_here)

    def _too_long(self) -> str:
        return self.too_long.format(limit=round(settings.JOB_LIMIT_SECONDS / 60))

    def _name(self, job_id: int) -> str:
        return f"{self.model.__name__} {job_id}"


def sweep_all() -> None:
    for machine in machines():
        try:
            machine.sweep()
        except Exception:
            logger.exception("The sweep of %s failed; the next one tries again.", machine.model.__name__)


def sign_of_life(queues: Iterable[str]) -> None:
    """Note that a worker of these queues lives, so that pages can say why a job waits."""
    for queue in queues:
        WorkerSign.objects.update_or_create(queue=queue, defaults={"seen_at": timezone.now()})
