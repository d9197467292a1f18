from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhveilig.imports.kinds import TableKind, find_kind
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, unit_ids: set[int], kinds: list[str]) -> Self:
        """Jobs of these kinds for these eenheden; those about the whole country belong to whoever may make one."""
        return self.filter(Q(police_unit__in=unit_ids) | Q(police_unit__isnull=True), kind__in=kinds)

    def for_list(self) -> Self:
        return self.select_related("police_unit", "requested_by").defer("plan")

    def live(self) -> Self:
        return self.filter(state__in=[ImportJob.State.QUEUED, ImportJob.State.READING, ImportJob.State.STORING])

    def claimable(self, now: datetime) -> Self:
        """Waiting, or given to a worker that fell silent."""
        waiting = Q(state=ImportJob.State.QUEUED) | Q(state=ImportJob.State.CONFIRMED)
        abandoned = Q(state__in=[ImportJob.State.READING, ImportJob.State.STORING], lease_until__lt=now)
        return self.filter(waiting | abandoned)


class ImportJob(models.Model):
    """A file somebody wants to import. This row is the truth; the worker's message is only a hint.

    The file is kept only while it may still be confirmed: it is personal work, and can hold more than the table.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "wacht op controle"
        READING = "reading", "wordt gecontroleerd"
        READY = "ready", "klaar om te bevestigen"
        REFUSED = "refused", "geweigerd"
        CONFIRMED = "confirmed", "bevestigd, wacht op opslaan"
        STORING = "storing", "wordt opgeslagen"
        DONE = "done", "ingelezen"
        DISCARDED = "discarded", "niet ingelezen"
        FAILED = "failed", "mislukt"

    kind = models.CharField("tabel", max_length=20)
    police_unit = models.ForeignKey(
        PoliceUnit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="aangevraagd door"
    )
    requested_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    file = models.FileField("bestand", upload_to="imports/", blank=True)
    file_name = models.CharField("bestandsnaam", max_length=200)
    options = models.JSONField("keuzes bij het uploaden", default=dict)
    state = models.CharField("status", max_length=10, choices=State, default=State.QUEUED)
    rows_read = models.PositiveIntegerField("rijen gelezen", default=0)
    plan = models.JSONField("plan", null=True, blank=True)
    # Why the preview is another than the one that was confirmed.
    overtaken = models.BooleanField("ingehaald door een andere wijziging", default=False)
    counts = models.JSONField("aantallen", default=dict)
    fingerprint = models.CharField("vingerafdruk", max_length=64, blank=True)
    error = models.TextField("fout", blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    lease = models.UUIDField("huur", null=True, editable=False)
    lease_until = models.DateTimeField("huur tot", null=True, editable=False)
    dispatched_at = models.DateTimeField("aangeboden op", null=True, editable=False)
    finished_at = models.DateTimeField("klaar op", null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = "import"
        verbose_name_plural = "imports"
        indexes = [models.Index(fields=["state", "requested_at"], name="imports_job_queue")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.table_kind.label if self.table_kind else self.kind})"

    @property
    def table_kind(self) -> TableKind | None:
        return find_kind(self.kind)

    @property
    def is_live(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.READING, self.State.CONFIRMED, self.State.STORING}

    @property
    def preview(self) -> ImportPlan | None:
        return ImportPlan.from_dict(self.plan) if self.plan else None
