import hashlib
from typing import Self

from django.db import models
from django.db.models import Q

from nhveilig.accounts.access import Access
from nhveilig.jobs.models import Job, JobQuerySet
from reports.documents.models.documents import Damaged, Edition, OfficialFile


class ExportDamaged(Damaged):
    """The bytes in storage are not those that were made."""


class ExportQuerySet(JobQuerySet):
    def visible_to(self, access: Access) -> Self:
        editions = Edition.objects.visible_to(access)
        # A was-wordt shows both its editions.
        return self.filter(Q(compared_with=None) | Q(compared_with__in=editions), edition__in=editions)

    def for_list(self) -> Self:
        related = self.select_related("edition__document", "edition__official_file", "compared_with", "requested_by")
        return related.defer("edition__content", "edition__official_file__data", "compared_with__content")


class Export(Job):
    """A request for one file of one edition."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "webpagina (HTML)"
        DOCX = "docx", "Word (DOCX)"
        JSON = "json", "gegevens (JSON)"
        CSV = "csv", "tabellen (ZIP met CSV)"
        CHANGES = "changes", "was-wordt (PDF)"

    class State(models.TextChoices):
        QUEUED = "queued", "wacht"
        RUNNING = "running", "bezig"
        DONE = "done", "klaar"
        FAILED = "failed", "mislukt"
        CANCELLED = "cancelled", "geannuleerd"

    class Stage(models.TextChoices):
        NONE = "", ""
        HTML = "html", "pagina's samenstellen"
        LAYOUT = "layout", "opmaken"
        WRITE = "write", "wegschrijven"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="exports", verbose_name="versie")
    format = models.CharField("formaat", max_length=8, choices=Format)
    # Only for a was-wordt: the earlier edition of the same document that `edition` is compared with.
    compared_with = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="comparisons", verbose_name="vergeleken met"
    )
    content_key = models.CharField("sleutel", max_length=64, editable=False)
    state = models.CharField("status", max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField("fase", max_length=10, choices=Stage, blank=True, default=Stage.NONE)
    file = models.FileField("bestand", upload_to="exports/", blank=True)
    file_size = models.PositiveBigIntegerField("grootte", null=True)
    # Empty of a file from before it was kept.
    file_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    pages = models.PositiveIntegerField("pagina's", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = "export"
        indexes = [models.Index(fields=["state", "requested_at"], name="reports_export_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_key"],
                condition=Q(state__in=["queued", "running"]),
                name="reports_one_live_export_per_content",
            ),
            models.CheckConstraint(
                condition=Q(format="changes", compared_with__isnull=False)
                | (~Q(format="changes") & Q(compared_with__isnull=True)),
                name="reports_only_changes_compare",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self._form}"

    @property
    def official(self) -> OfficialFile | None:
        """What it hands out instead of a file of its own, once that is kept."""
        return self.edition.official if self.format == self.Format.PDF else None

    def intact(self) -> bytes:
        """The file as it was made. Raises ExportDamaged, and FileNotFoundError when it is gone."""
        with self.file.open() as file:
            data = file.read()
        if self.file_sha256 and hashlib.sha256(data).hexdigest() != self.file_sha256:
            raise ExportDamaged(
                f"Het bestand “{self.file_name}” is beschadigd: het is niet meer zoals het is gemaakt (SHA-256 "
                f"{self.file_sha256[:12]}…). U krijgt het daarom niet. Vraag de export opnieuw aan."
            )
        return data

    @property
    def heading(self) -> str:
        return f"Versie {self.edition.number} {self._form}"

    @property
    def _form(self) -> str:
        if self.compared_with is None:
            return f"als {self.get_format_display()}"
        return f"vergeleken met versie {self.compared_with.number}, als {self.get_format_display()}"

    @property
    def file_name(self) -> str:
        """The name a reader gets: document, edition and format, in that order."""
        if self.compared_with is not None:
            numbers = f"{self.compared_with.number}-{self.edition.number}"
            return f"{self.edition.document.slug}-was-wordt-versie-{numbers}.pdf"
        extension = "zip" if self.format == self.Format.CSV else self.format
        return f"{self.edition.document.slug}-versie-{self.edition.number}.{extension}"
