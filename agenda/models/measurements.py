from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhveilig.figures.fields import FigureModel
from nhveilig.regions.models import PoliceUnit


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def of_agenda(self, agenda: models.Model) -> Self:
        """The figures of an agenda with indicator, objective and eenheid: one query."""
        return self.filter(indicator__objective__agenda=agenda).select_related("indicator__objective", "police_unit")

    def figures_only(self) -> Self:
        """Figures without where they came from: an agenda has thousands, and most pages only count them."""
        return self.defer("source", "published_on", "note", "recorded_at", "recorded_by")

    def years_measured(self, agenda: models.Model) -> models.QuerySet:
        """The years with a current figure, known or not: one query."""
        current = self.current().filter(indicator__objective__agenda=agenda).order_by()
        return current.values_list("year", flat=True).distinct()

    def places_filled(self) -> models.QuerySet:
        """(id of the indicator, id of the eenheid or None, year, period) of every current figure that is known."""
        known = self.current().filter(value__isnull=False).order_by()
        return known.values_list("indicator_id", "police_unit_id", "year", "period")


class Measurement(FigureModel):
    """What was realised in one period, by one eenheid or (without one) by the country as a whole.

    A figure that is corrected stays: the correction is a next revision, and only the newest is current.
    """

    class Period(models.TextChoices):
        YEAR = "jaar", "heel jaar"
        FIRST_HALF = "h1", "eerste halfjaar"
        SECOND_HALF = "h2", "tweede halfjaar"
        FIRST_QUARTER = "k1", "eerste kwartaal"
        SECOND_QUARTER = "k2", "tweede kwartaal"
        THIRD_QUARTER = "k3", "derde kwartaal"
        FOURTH_QUARTER = "k4", "vierde kwartaal"

    class Status(models.TextChoices):
        PROVISIONAL = "voorlopig", "voorlopig"
        REVISED = "bijgesteld", "bijgesteld"
        FINAL = "definitief", "definitief"

    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="measurements", verbose_name="indicator")
    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name="eenheid"
    )
    year = models.PositiveSmallIntegerField("jaar")
    period = models.CharField("periode", max_length=4, choices=Period, default=Period.YEAR)
    revision = models.PositiveSmallIntegerField("herziening", default=1)
    is_current = models.BooleanField("geldend", default=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.PROVISIONAL)
    source = models.CharField("bron", max_length=300)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)
    note = models.CharField("opmerking", max_length=300, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="vastgelegd door"
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "police_unit__order", "year", "period", "revision"]
        verbose_name = "realisatie"
        verbose_name_plural = "realisaties"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year", "period", "revision"],
                condition=Q(police_unit__isnull=False),
                name="agenda_one_measurement_per_unit_and_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "period", "revision"],
                condition=Q(police_unit__isnull=True),
                name="agenda_one_national_measurement_per_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year", "period"],
                condition=Q(is_current=True, police_unit__isnull=False),
                name="agenda_one_current_measurement_per_unit",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "period"],
                condition=Q(is_current=True, police_unit__isnull=True),
                name="agenda_one_current_national_measurement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.police_unit or 'Nederland'} {self.year} {self.get_period_display()}"
