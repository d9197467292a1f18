from django.db import models


class EditionPassage(models.Model):
    """The words of one block or part of an edition, at the place where a reader finds it.

    Written when the edition is frozen. An edition never changes, so this can never lag behind; who may see it is asked
    of the edition at every search.
    """

    edition = models.ForeignKey("reports.Edition", models.CASCADE, related_name="passages", verbose_name="versie")
    order = models.PositiveIntegerField("volgorde")
    # The HTML id in the web edition.
    anchor = models.CharField("anker", max_length=160)
    title = models.TextField("kop")
    text = models.TextField("tekst")

    class Meta:
        ordering = ["edition", "order"]
        verbose_name = "passage"
        verbose_name_plural = "passages"
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="reports_one_passage_per_place"),
        ]

    def __str__(self) -> str:
        return self.title
