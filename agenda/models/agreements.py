from django.conf import settings
from django.db import models
from django.db.models import Q

from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.models import RegisterRow


class Agreement(RegisterRow):
    class Kind(models.TextChoices):
        QUALITATIVE = "kwalitatief", "kwalitatief"
        QUANTITATIVE = "kwantitatief", "kwantitatief"
        DIRECTION = "richting", "kwantitatief: richting"
        EFFORT = "inspanning", "kwantitatief: inspanning"
        DEVELOPMENT = "ontwikkel", "ontwikkelafspraak"
        PROCESS = "proces", "procesafspraak"

    class Monitoring(models.TextChoices):
        QUALITATIVE = "kwalitatief", "kwalitatief gevolgd"
        QUANTITATIVE = "kwantitatief", "kwantitatief gevolgd"
        YEARLY = "jaarlijks", "jaarlijks verantwoord"
        UNKNOWN = "onbekend", "wijze van volgen niet vermeld"

    class Status(models.TextChoices):
        NOT_STARTED = "niet_begonnen", "nog niet begonnen"
        RUNNING = "loopt", "loopt"
        AT_RISK = "aandacht", "vraagt aandacht"
        DONE = "gereed", "gereed"
        STOPPED = "gestopt", "gestopt"

    objective = models.ForeignKey(
        "NationalObjective", models.CASCADE, related_name="agreements", verbose_name="beleidsdoelstelling"
    )
    code = models.CharField("code", max_length=10)
    heading = models.CharField("rubriek", max_length=80)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    monitoring = models.CharField("monitoring", max_length=12, choices=Monitoring, default=Monitoring.UNKNOWN)
    text = models.TextField("afspraak")
    actors = models.CharField("uitvoerders", max_length=120, blank=True)
    term = models.CharField("termijn", max_length=60, blank=True)
    status = models.CharField("status", max_length=13, choices=Status, default=Status.RUNNING)
    owner = models.CharField("eigenaar", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        constraints = [models.UniqueConstraint(fields=["objective", "code"], name="agenda_one_agreement_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class AgreementNote(models.Model):
    """What one eenheid says once a year about an agreement; without an eenheid: the country as a whole."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="notes", verbose_name="afspraak")
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("status", max_length=13, choices=Agreement.Status)
    text = models.TextField("toelichting")
    written_on = models.DateField("geschreven op")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="geschreven door"
    )

    class Meta:
        ordering = ["agreement", "year", "pk"]
        verbose_name = "jaarlijkse toelichting"
        verbose_name_plural = "jaarlijkse toelichtingen"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "police_unit", "year"],
                condition=Q(police_unit__isnull=False),
                name="agenda_one_note_per_unit_and_year",
            ),
            models.UniqueConstraint(
                fields=["agreement", "year"],
                condition=Q(police_unit__isnull=True),
                name="agenda_one_national_note_per_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} {self.year}"
