from django.conf import settings
from django.db import models

from nhveilig.texts import models as texts


class WordFile(models.Model):
    """What was read out of a Word document, until somebody decides what becomes of it. The file itself is not kept."""

    document = models.ForeignKey("Document", models.CASCADE, related_name="word_files", verbose_name="document")
    name = texts.CharField("bestandsnaam", max_length=200)
    # Of each heading its title, level and text: `Section` of `reports.documents.incoming.reading`.
    sections = models.JSONField("koppen")
    remarks = models.JSONField("opmerkingen", default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="ingelezen door"
    )
    uploaded_at = models.DateTimeField("ingelezen op", auto_now=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = "Word-bestand"
        verbose_name_plural = "Word-bestanden"
        constraints = [
            models.UniqueConstraint(fields=["document", "uploaded_by"], name="reports_one_word_file_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} voor {self.document}"
