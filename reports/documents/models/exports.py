from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from nhveilig.accounts.access import Access
from reports.documents.models.documents import Edition
from reports.documents.models.official import OfficialFile


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, access: Access) -> Self:
        editions = Edition.objects.visible_to(access)
        # A was-wordt shows both its editions.
        return self.filter(Q(compared_with=None) | Q(compared_with__in=editions), edition__in=editions)

    def for_list(self) -> Self:
        related = self.select_related("edition__document", "edition__official_file", "compared_with", "requested_by")
        return related.defer("edition__content", "edition__official_file__data", "compared_with__content")

    def for_home(self, user: AbstractBaseUser) -> Self:
        """What this user asked for last."""
        return self.for_list().filter(requested_by=user)[:5]

    def live(self) -> Self:
        return self.filter(state__in=[Export.State.QUEUED, Export.State.RUNNING])

    def claimable(self, now: datetime) -> Self:
        """Waiting, or given to a worker that fell silent."""
        abandoned = Q(state=Export.State.RUNNING, lease_until__lt=now)
        return self.filter(Q(state=Export.State.QUEUED) | abandoned, cancel_requested=False)


class Export(models.Model):
    """A request for one file of one edition. This row is the truth; the worker's message is only a hint."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "webpagina (HTML)"
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

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="exports", verbose_name="editie")
    format = models.CharField("formaat", max_length=8, choices=Format)
    # Only for a was-wordt: the earlier edition of the same document that `edition` is compared with.
    compared_with = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="comparisons", verbose_name="vergeleken met"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="exports", verbose_name="aangevraagd door"
    )
    requested_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    content_key = models.CharField("sleutel", max_length=64, editable=False)
    state = models.CharField("status", max_length=10, choices=State, default=State.QUEUED)
    stage = models.CharField("fase", max_length=10, choices=Stage, blank=True, default=Stage.NONE)
    done = models.PositiveIntegerField("gedaan", default=0)
    total = models.PositiveIntegerField("totaal", default=0)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    lease = models.UUIDField("huur", null=True, editable=False)
    lease_until = models.DateTimeField("huur tot", null=True, editable=False)
    dispatched_at = models.DateTimeField("aangeboden op", null=True, editable=False)
    cancel_requested = models.BooleanField("annuleren gevraagd", default=False)
    error = models.TextField("fout", blank=True)
    file = models.FileField("bestand", upload_to="exports/", blank=True)
    file_size = models.PositiveBigIntegerField("grootte", null=True)
    pages = models.PositiveIntegerField("pagina's", null=True)
    started_at = models.DateTimeField("begonnen op", null=True)
    finished_at = models.DateTimeField("klaar op", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
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
    def is_live(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def official(self) -> OfficialFile | None:
        """What it hands out instead of a file of its own, once that is kept."""
        return self.edition.official if self.format == self.Format.PDF else None

    @property
    def heading(self) -> str:
        return f"Editie {self.edition.number} {self._form}"

    @property
    def _form(self) -> str:
        if self.compared_with is None:
            return f"als {self.get_format_display()}"
        return f"vergeleken met editie {self.compared_with.number}, als {self.get_format_display()}"

    @property
    def file_name(self) -> str:
        """The name a reader gets: document, edition and format, in that order."""
        if self.compared_with is not None:
            numbers = f"{self.compared_with.number}-{self.edition.number}"
            return f"{self.edition.document.slug}-was-wordt-editie-{numbers}.pdf"
        extension = "zip" if self.format == self.Format.CSV else self.format
        return f"{self.edition.document.slug}-editie-{self.edition.number}.{extension}"


class WorkerSign(models.Model):
    """When background work was last seen, so that a page can say why an export waits."""

    name = models.CharField("onderdeel", max_length=20, primary_key=True)
    seen_at = models.DateTimeField("gezien op")

    class Meta:
        verbose_name = "levensteken"
        verbose_name_plural = "levenstekens"

    def __str__(self) -> str:
        return self.name
