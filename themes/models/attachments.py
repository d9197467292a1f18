"""Files that came with a report on progress. They are kept as long as the report is: for good."""

from django.db import models

from nhveilig.texts import models as texts
from themes.models.progress import ProgressUpdate


class Attachment(models.Model):
    report = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="attachments", verbose_name="melding")
    name = texts.CharField("naam", max_length=150)
    media_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte")
    # Large: read by who asks for it alone.
    data = models.BinaryField("bestand")

    class Meta:
        ordering = ["report", "pk"]
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"

    def __str__(self) -> str:
        return self.name
