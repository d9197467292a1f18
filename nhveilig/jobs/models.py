import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Queue(models.TextChoices):
    """Some worker always has time for quick work; long work may fill the others for minutes."""

    QUICK = "quick", "snel"
    LONG = "long", "lang"


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> Self:
        return self.filter(state__in=self.model.STEPS.keys())

    def running(self) -> Self:
        return self.filter(state__in=self.model.STEPS.values())

    def live(self) -> Self:
        return self.waiting() | self.running()

    def abandoned(self, now: datetime) -> Self:
        """Given to a worker that fell silent."""
        return self.running().filter(lease_until__lt=now)

    def claimable(self, now: datetime) -> Self:
        """Waiting, or abandoned."""
        return (self.waiting() | self.abandoned(now)).filter(cancel_requested=False)

    def unsent(self, sent_before: datetime, now: datetime) -> Self:
        """Claimable, and not offered to the workers since it began to wait or a while ago."""
        offered = Q(dispatched_at__gt=sent_before)
        offered &= Q(state__in=self.model.STEPS.keys()) | Q(dispatched_at__gt=F("lease_until"))
        # Not exclude(): of a row that was never offered the condition is unknown, not false.
        return self.claimable(now).filter(Q(dispatched_at__isnull=True) | ~offered)

    def held(self, job_id: int, lease: uuid.UUID) -> Self:
        """This job, as long as it is held under this lease."""
        return self.running().filter(pk=job_id, lease=lease)


class Job(models.Model):
    """A request for work that a worker does. This row is the truth; the worker's message is only a hint.

    A kind of job has states of its own: `STEPS` says in which it waits for a worker, and what each becomes while one
    works on it. `FAILED` and `CANCELLED` are where the machine ends it.
    """

    STEPS: ClassVar[Mapping[str, str]] = {"queued": "running"}
    FAILED = "failed"
    CANCELLED = "cancelled"

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="aangevraagd door"
    )
    requested_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    queue = models.CharField("wachtrij", max_length=5, choices=Queue, default=Queue.QUICK)
    state = models.CharField("status", max_length=10, default="queued")
    stage = models.CharField("fase", max_length=10, blank=True, default="")
    done = models.PositiveIntegerField("gedaan", default=0)
    total = models.PositiveIntegerField("totaal", default=0)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    lease = models.UUIDField("huur", null=True, editable=False)
    lease_until = models.DateTimeField("huur tot", null=True, editable=False)
    dispatched_at = models.DateTimeField("aangeboden op", null=True, editable=False)
    cancel_requested = models.BooleanField("annuleren gevraagd", default=False)
    error = models.TextField("fout", blank=True)
    started_at = models.DateTimeField("begonnen op", null=True)
    finished_at = models.DateTimeField("klaar op", null=True)

    class Meta:
        abstract = True
        ordering = ["-requested_at", "-pk"]

    @property
    def is_waiting(self) -> bool:
        return self.state in self.STEPS

    @property
    def is_live(self) -> bool:
        return self.is_waiting or self.state in self.STEPS.values()


class WorkerSign(models.Model):
    """When a worker of a queue was last seen, so that a page can say why a job waits."""

    queue = models.CharField("wachtrij", max_length=5, choices=Queue, primary_key=True)
    seen_at = models.DateTimeField("gezien op")

    class Meta:
        verbose_name = "levensteken"
        verbose_name_plural = "levenstekens"

    def __str__(self) -> str:
        return self.queue


class TimetableRun(models.Model):
    """When work of the timetable that has an hour of the day was last begun, so that a missed hour is made up."""

    task = models.CharField("taak", max_length=200, primary_key=True)
    ran_at = models.DateTimeField("begonnen op")

    class Meta:
        verbose_name = "uitgevoerde taak"
        verbose_name_plural = "uitgevoerde taken"

    def __str__(self) -> str:
        return self.task
