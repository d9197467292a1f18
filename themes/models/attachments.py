"""Files that came with a report on progress. They are kept as long as the report is: for good."""

from typing import Self

from django.db import models

from nhveilig.texts import models as texts
from themes.models.progress import ProgressUpdate


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def for_list(self) -> Self:
        """Without their bytes."""
        return self.defer("data", "preview")


class Attachment(models.Model):
    report = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="attachments", verbose_name="melding")
    name = texts.CharField("naam", max_length=150)
    media_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte")
    # Large: read by who asks for it alone.
    data = models.BinaryField("bestand")
    # Of a picture alone: what one sees on it, and a small one to show.
    alt = texts.CharField("wat erop staat", max_length=300, blank=True)
    preview = models.BinaryField("klein beeld", default=b"")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["report", "pk"]
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
