from typing import Any, Self

from django.conf import settings
from django.db import models

from nhveilig.texts import models as texts
from nhveilig.trail.kinds import Kind, Part

NEVER_REWRITTEN = "the trail is only added to"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, kind: str, *keys: object) -> Self:
        """What happened to these things, newest first."""
        found = self.filter(subject_kind=kind, subject_key__in=[str(key) for key in keys])
        return found.with_people().order_by("-number")

    def with_people(self) -> Self:
        return self.prefetch_related(models.Prefetch("persons", EntryPerson.objects.select_related("user")))

    def update(self, **values: Any) -> int:
        raise NotImplementedError(NEVER_REWRITTEN)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotImplementedError(NEVER_REWRITTEN)


class Entry(models.Model):
    """A decision, or a step towards one. `record` of `nhveilig.trail.services` alone adds rows.

    No name of a person stands in a row, so that somebody can be forgotten: who it was, `EntryPerson` says.
    """

    number = models.PositiveBigIntegerField("nummer", primary_key=True)
    at = models.DateTimeField("wanneer")
    kind = models.CharField("wat", max_length=20)
    # The code of the eenheid; empty: of the whole country.
    unit = models.CharField("eenheid", max_length=10, blank=True)
    subject_kind = models.CharField("soort onderwerp", max_length=20)
    subject_key = models.CharField("sleutel van het onderwerp", max_length=40)
    # As it was called then.
    subject = texts.CharField("onderwerp", max_length=300)
    facts = models.JSONField("feiten", default=dict)
    # For each `Part` the mark of who it was; see `chain.mark`.
    people = models.JSONField("merken van mensen", default=dict)
    # What was known when the trail began, put down then.
    is_from_before = models.BooleanField("van voor het spoor", default=False)
    previous = models.CharField("hash van de vorige regel", max_length=64)
    hash = models.CharField("hash", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = "regel van het spoor"
        verbose_name_plural = "regels van het spoor"
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "number"], name="trail_about_one_thing"),
            models.Index(fields=["unit", "number"], name="trail_of_an_eenheid"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind_label}: {self.subject}"

    @property
    def kind_label(self) -> str:
        return str(dict(Kind.choices).get(self.kind, self.kind))


class EntryPerson(models.Model):
    """Who had to do with a row. Goes with the account: then the row says that it was somebody, and no longer who."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="persons", verbose_name="regel")
    part = models.CharField("als wat", max_length=20, choices=Part)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="wie")
    nonce = models.CharField("eenmalig getal", max_length=32)

    class Meta:
        verbose_name = "betrokkene van een regel"
        verbose_name_plural = "betrokkenen van een regel"
        constraints = [models.UniqueConstraint(fields=["entry", "part"], name="trail_one_person_per_part")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.user_id}"


class Check(models.Model):
    """How the trail stood when it was last looked at. One row."""

    at = models.DateTimeField("nagekeken op")
    intact_to = models.PositiveBigIntegerField("in orde tot en met")
    fault = models.TextField("fout", blank=True)

    class Meta:
        verbose_name = "controle van het spoor"
        verbose_name_plural = "controles van het spoor"

    def __str__(self) -> str:
        return self.fault or f"in orde tot en met nummer {self.intact_to}"

    @property
    def word(self) -> str:
        """For programs that watch the portal."""
        return "broken" if self.fault else "ok"
