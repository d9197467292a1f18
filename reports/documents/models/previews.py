from typing import Self

from django.db import models

from nhveilig.accounts.models import User
from nhveilig.jobs.models import Job, JobQuerySet
from reports.documents.models.documents import Document
from reports.documents.models.exports import Export


class PreviewQuerySet(JobQuerySet):
    def asked_by(self, user: User) -> Self:
        """One's own, of documents of which one may see what is in the making: nobody else has them."""
        return self.filter(requested_by=user).select_related("document").defer("data")


class Preview(Job):
    """A request for the PDF of a document, or of one chapter, that is not frozen. It is gone after an hour."""

    State, Stage = Export.State, Export.Stage

    document = models.ForeignKey(Document, models.CASCADE, related_name="previews", verbose_name="document")
    # The anchor of the chapter; empty for the whole.
    chapter = models.SlugField("hoofdstuk", max_length=60, blank=True)
    state = models.CharField("status", max_length=10, choices=Export.State, default=Export.State.QUEUED)
    stage = models.CharField("fase", max_length=10, choices=Export.Stage, blank=True, default=Export.Stage.NONE)
    data = models.BinaryField("bestand", null=True)
    pages = models.PositiveIntegerField("pagina's", null=True)

    objects = PreviewQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = "proefdruk"
        verbose_name_plural = "proefdrukken"

    def __str__(self) -> str:
        return f"Proefdruk van {self.document}"

    @property
    def file_name(self) -> str:
        return "-".join(filter(None, ("voorbeeld", self.document.slug, self.chapter))) + ".pdf"
