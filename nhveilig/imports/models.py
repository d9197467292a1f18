from typing import Self

from django.db import models
from django.db.models import Q

from nhveilig.imports.kinds import TableKind, find_kind
from nhveilig.imports.plans import ImportPlan
from nhveilig.jobs.models import Job, JobQuerySet
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import LONGEST_NAME


class ImportJobQuerySet(JobQuerySet):
    def visible_to(self, unit_ids: set[int], kind: str) -> Self:
        """Jobs of this kind for these eenheden; those about the whole country belong to whoever may make one."""
        return self.filter(Q(police_unit__in=unit_ids) | Q(police_unit__isnull=True), kind=kind)

    def for_list(self) -> Self:
        return self.select_related("police_unit", "requested_by").defer("plan")

    def with_a_needless_file(self) -> Self:
        """Ended by whoever could not remove it: the sweep, or a worker that was ended itself."""
        state = ImportJob.State
        ended = self.filter(state__in=[state.REFUSED, state.DONE, state.DISCARDED, state.FAILED])
        return ended.exclude(file="").defer("plan")


class ImportJob(Job):
    """A file somebody wants to import.

    The file is kept only while it may still be confirmed: it is personal work, and can hold more than the table.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "wacht op controle"
        READING = "reading", "wordt gecontroleerd"
        READY = "ready", "klaar om te bevestigen"
        COLUMNS = "columns", "kolommen kiezen"
        REFUSED = "refused", "geweigerd"
        CONFIRMED = "confirmed", "bevestigd, wacht op opslaan"
        STORING = "storing", "wordt opgeslagen"
        DONE = "done", "ingelezen"
        DISCARDED = "discarded", "niet ingelezen"
        FAILED = "failed", "mislukt"

    class Stage(models.TextChoices):
        NONE = "", ""
        READ = "read", "bestand lezen"
        COMPARE = "compare", "vergelijken met wat er staat"
        STORE = "store", "opslaan"

    STEPS = {State.QUEUED.value: State.READING.value, State.CONFIRMED.value: State.STORING.value}
    CANCELLED = State.DISCARDED

    kind = models.CharField("tabel", max_length=20)
    police_unit = models.ForeignKey(
        PoliceUnit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    file = models.FileField("bestand", upload_to="imports/", blank=True)
    file_name = models.CharField("bestandsnaam", max_length=200)
    options = models.JSONField("keuzes bij het uploaden", default=dict)
    state = models.CharField("status", max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField("fase", max_length=10, choices=Stage, blank=True, default=Stage.NONE)
    plan = models.JSONField("plan", null=True, blank=True)
    # Why the preview is another than the one that was confirmed.
    overtaken = models.BooleanField("ingehaald door een andere wijziging", default=False)
    counts = models.JSONField("aantallen", default=dict)
    fingerprint = models.CharField("vingerafdruk", max_length=64, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = "import"
        verbose_name_plural = "imports"
        indexes = [models.Index(fields=["state", "requested_at"], name="imports_job_queue")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.table_kind.label if self.table_kind else self.kind})"

    @property
    def table_kind(self) -> TableKind | None:
        return find_kind(self.kind)

    @property
    def preview(self) -> ImportPlan | None:
        return ImportPlan.from_dict(self.plan) if self.plan else None


class ColumnName(models.Model):
    """What an eenheid calls a column of a table in its own files, as somebody said once."""

    kind = models.CharField("tabel", max_length=20)
    # None: of a table of the whole country.
    police_unit = models.ForeignKey(
        PoliceUnit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    # In plain form.
    name = models.CharField("naam in het bestand", max_length=LONGEST_NAME)
    column = models.CharField("kolom", max_length=100)

    class Meta:
        verbose_name = "kolomnaam"
        verbose_name_plural = "kolomnamen"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "police_unit", "name"],
                condition=Q(police_unit__isnull=False),
                name="imports_a_name_means_one_column",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(police_unit__isnull=True),
                name="imports_a_national_name_means_one_column",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.column}"
