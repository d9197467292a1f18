from django.conf import settings
from django.db import models

from nhveilig.texts import models as texts


class WordFile(models.Model):
    """What was read out of a Word document, until somebody decides what becomes of it. The file itself is not kept."""

    # Of one of the two: a document, or a uitvoeringsplan.
    document = models.ForeignKey(
        "Document", models.CASCADE, null=True, blank=True, related_name="word_files", verbose_name="document"
    )
    plan = models.ForeignKey(
        "themes.ImplementationPlan", models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="uitvoeringsplan",
    )  # fmt: skip
    # In which its texts go back; without one they become chapters.
    chapter = models.ForeignKey(
        "Block", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="hoofdstuk"
    )
    # Of what left the portal before: of which document, and what its texts were then.
    origin = models.JSONField("herkomst", default=dict, blank=True)
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
            models.UniqueConstraint(
                fields=["document", "uploaded_by"],
                condition=models.Q(chapter=None),
                name="reports_one_word_file_per_person",
            ),
            models.UniqueConstraint(fields=["chapter", "uploaded_by"], name="reports_one_word_file_per_chapter"),
            models.UniqueConstraint(fields=["plan", "uploaded_by"], name="reports_one_word_file_per_plan"),
            models.CheckConstraint(
                condition=models.Q(document=None) ^ models.Q(plan=None), name="reports_word_file_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} voor {self.document or self.plan}"

    def left_with(self, key: str, name: str) -> str | None:
        """What a text was when the file left; None when that is not known. Whoever had the file may have changed it."""
        found = self.origin
        for step in ("texts", key, name):
            found = found.get(step) if isinstance(found, dict) else None
        return found if isinstance(found, str) else None


class WordPicture(models.Model):
    """A picture of such a file as it stands in it, with what Word says of it. Taken over it comes into the library."""

    file = models.ForeignKey(WordFile, models.CASCADE, related_name="pictures", verbose_name="Word-bestand")
    place = models.PositiveSmallIntegerField("plaats")
    name = texts.CharField("naam", max_length=120)
    alt = texts.CharField("wat erop staat", max_length=400, blank=True)
    caption = texts.CharField("bijschrift", max_length=300, blank=True)
    is_decorative = models.BooleanField("alleen versiering", default=False)
    data = models.BinaryField("bestand")
    thumbnail = models.BinaryField("klein beeld")

    class Meta:
        ordering = ["file", "place"]
        verbose_name = "afbeelding uit Word"
        verbose_name_plural = "afbeeldingen uit Word"
        constraints = [
            models.UniqueConstraint(fields=["file", "place"], name="reports_one_word_picture_per_place"),
        ]

    def __str__(self) -> str:
        return self.name
