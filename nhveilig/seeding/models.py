from django.db import models


class SeededRow(models.Model):
    """What the demo data put in the database, as it was put there: whether somebody changed it since can be told."""

    model = models.CharField("soort", max_length=60)
    # The values by which the sheets know the row, as JSON; those of a text may be long.
    key = models.TextField("sleutel")
    # Its id; none of a row that somebody had removed before there were these notes.
    row = models.BigIntegerField("rij", null=True)
    # A short hash of each field, by name, so that a field that is new since says nothing. Empty: never ours to change.
    values = models.JSONField("waarden", default=dict)

    class Meta:
        ordering = ["model", "key"]
        verbose_name = "rij van de voorbeeldgegevens"
        verbose_name_plural = "rijen van de voorbeeldgegevens"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="seeding_one_note_per_key")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
