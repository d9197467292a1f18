from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from nhveilig.accounts.models import ActedFor
from nhveilig.editing.models import BinnedQuerySet, outside_bin
from nhveilig.figures.fields import FigureModel, UnitField
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts

from .rows import AgendaRow
from .targets import RegionalTarget, Target, TargetRevision

SAME_CODE = "In deze agenda is er al een indicator met deze code. Kies een andere code."


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def of_agenda(self, agenda: models.Model) -> Self:
        """The figures of an agenda with indicator, objective and eenheid: one query."""
        return self.filter(indicator__objective__agenda=agenda).select_related("indicator__objective", "police_unit")

    def figures_only(self) -> Self:
        """Figures without where they came from: an agenda has thousands, and most pages only count them."""
        return self.defer("source", "published_on", "note", "recorded_at", "recorded_by", "on_behalf_of")

    def years_measured(self, agenda: models.Model) -> models.QuerySet:
        """The years with a current figure, known or not: one query."""
        current = self.current().filter(indicator__objective__agenda=agenda).order_by()
        return current.values_list("year", flat=True).distinct()

    def places_filled(self) -> models.QuerySet:
        """(id of the indicator, id of the eenheid or None, year, period) of every current figure that is known."""
        known = self.current().filter(value__isnull=False).order_by()
        return known.values_list("indicator_id", "police_unit_id", "year", "period")


class Measurement(ActedFor, FigureModel):
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
    source = texts.CharField("bron", max_length=300)
    published_on = models.DateField("gepubliceerd op", null=True, blank=True)
    note = texts.CharField("opmerking", max_length=300, blank=True)
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


class IndicatorQuerySet(BinnedQuerySet):
    def distributed(self) -> Self:
        """Those with shares of a national distribution; a target of one eenheid's own does not make one."""
        shares = self.model._meta.get_field("regional_targets").related_model.objects
        return self.filter(Exists(shares.of_the_distribution().filter(indicator=OuterRef("pk"))))

    def with_figures(self, *, of: PoliceUnit | None = None, year: int | None = None) -> Self:
        """Targets, shares and current measurements, of every eenheid or of one.

        With a `year` only the measurements of that year are there.
        """
        shares = RegionalTarget.objects.prefetch_related("police_unit")
        measurements = Measurement.objects.current().figures_only().prefetch_related("police_unit")
        if of is not None:
            shares, measurements = shares.filter(police_unit=of), measurements.filter(police_unit=of)
        if year is not None:
            measurements = measurements.filter(year=year)
        return self.prefetch_related(
            "targets",
            Prefetch("regional_targets", queryset=shares),
            Prefetch("measurements", queryset=measurements, to_attr="current_measurements"),
        )

    def with_history(self) -> Self:
        """Everything of one indicator, with what it was before."""
        revisions = Prefetch("revisions", TargetRevision.objects.select_related("revised_by", "on_behalf_of"))
        shares = RegionalTarget.objects.select_related("police_unit").prefetch_related(revisions)
        measurements = Measurement.objects.select_related("police_unit", "recorded_by", "on_behalf_of")
        return self.select_related("objective__agenda", "parent", "continues__objective__agenda").prefetch_related(
            Prefetch("targets", Target.objects.prefetch_related(revisions)),
            Prefetch("regional_targets", queryset=shares),
            Prefetch("measurements", queryset=measurements),
            "distributions",
            "explanations",
            "objective__context_figures",
            "objective__investigation_types",
        )


class Indicator(AgendaRow):
    """What is counted for an objective. Its relation to `parent` says how the two figures belong together."""

    class Measure(models.TextChoices):
        COUNT = "aantal", "aantal"
        PERCENTAGE = "percentage", "percentage"
        FREQUENCY = "frequentie", "frequentie"
        DIRECTION = "richting", "richting"
        CAPACITY = "capaciteit", "capaciteit"

    class Direction(models.TextChoices):
        UP = "hoger", "hoger is beter"
        DOWN = "lager", "lager is beter"
        NEUTRAL = "geen", "geen gewenste richting"

    class Rule(models.TextChoices):
        SUM = "som", "som"
        LAST = "laatste", "laatste waarde"
        AVERAGE = "gemiddeld", "gemiddelde"
        NONE = "geen", "niet samen te nemen"

    class Relation(models.TextChoices):
        NONE = "", "staat op zichzelf"
        PART = "deel", "telt op tot het totaal"
        OF_WHICH = "waarvan", "waarvan (binnen het aantal)"
        SHARE = "aandeel", "aandeel van het aantal"

    objective = models.ForeignKey(
        "NationalObjective", models.CASCADE, related_name="indicators", verbose_name="beleidsdoelstelling"
    )
    code = models.SlugField("code", max_length=60)
    name = texts.CharField("naam", max_length=200)
    unit = UnitField("meeteenheid", max_length=60)
    measure = models.CharField("maat", max_length=12, choices=Measure, default=Measure.COUNT)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="hoort bij"
    )
    relation = models.CharField("verhouding", max_length=10, choices=Relation, blank=True, default=Relation.NONE)
    definition = texts.TextField("definitie", blank=True)
    direction = models.CharField("gewenste richting", max_length=8, choices=Direction, default=Direction.UP)
    decimals = models.PositiveSmallIntegerField("decimalen", default=0)
    # How figures of parts of a year become the year's, and those of the eenheden the country's.
    period_rule = models.CharField("regel over perioden", max_length=9, choices=Rule, default=Rule.SUM)
    region_rule = models.CharField("regel over eenheden", max_length=9, choices=Rule, default=Rule.SUM)
    source = texts.CharField("bron van de cijfers", max_length=200, blank=True)
    supplier = texts.CharField("wie de cijfers levert", max_length=120, blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="komt voort uit"
    )

    objects = outside_bin("objective", "parent", "parent__parent", rows=IndicatorQuerySet)

    class Meta:
        ordering = ["objective", "order"]
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "code"],
                condition=Q(deleted_at=None),
                name="agenda_one_indicator_per_code",
                violation_error_message=SAME_CODE,
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, relation="") | (Q(parent__isnull=False) & ~Q(relation="")),
                name="agenda_a_parent_and_its_relation_go_together",
                violation_error_message="Vul “hoort bij” en “verhouding” allebei in, of laat ze allebei leeg.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def siblings(self) -> BinnedQuerySet:
        return Indicator.objects.filter(objective__agenda=self.objective.agenda_id)

    def clean(self) -> None:
        if bool(self.parent) != bool(self.relation):
            raise ValidationError("Vul “hoort bij” en “verhouding” allebei in, of laat ze allebei leeg.")
        if self.objective_id and self.siblings.filter(code=self.code).exclude(pk=self.pk).exists():
            raise ValidationError({"code": SAME_CODE})
        if self.parent and self.objective_id:
            self._refuse_parent()

    def _refuse_parent(self) -> None:
        if self.parent.objective.agenda_id != self.objective.agenda_id:
            raise ValidationError({"parent": "Die indicator staat in een andere agenda. Kies er een uit deze agenda."})
        if self.pk and self in self.parent.line:
            said = "zichzelf" if self.parent == self else f"“{self.parent}”, dat zelf bij “{self}” hoort"
            raise ValidationError({"parent": f"“{self}” kan niet horen bij {said}. Kies een andere indicator."})
        if self.relation == self.Relation.SHARE and self.measure != self.Measure.PERCENTAGE:
            raise ValidationError(
                {"measure": "Een aandeel van het aantal is een percentage. Kies die maat, of kies “waarvan”."}
            )

    @property
    def line(self) -> list["Indicator"]:
        """Itself, what it belongs to, and so on."""
        found: list[Indicator] = []
        one: Indicator | None = self
        while one is not None and one not in found:
            found.append(one)
            one = one.parent
        return found


class Explanation(models.Model):
    """Why a published figure of an indicator is not what its parts compute to.

    It explains this `difference` (published minus computed) and no other, so that a typing error is not excused.
    """

    class About(models.TextChoices):
        DISTRIBUTION = "verdeling", "som van de eenheden"
        PARTS = "delen", "som van de delen"
        SHARE = "aandeel", "aandeel van het aantal"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="explanations", verbose_name="indicator")
    about = models.CharField("betreft", max_length=10, choices=About)
    year = models.PositiveSmallIntegerField("jaar")
    difference = models.DecimalField("verklaard verschil", max_digits=14, decimal_places=4)
    text = texts.TextField("toelichting")

    class Meta:
        ordering = ["indicator", "about", "year"]
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "about", "year"], name="agenda_one_explanation_per_figure")
        ]

    def __str__(self) -> str:
        return self.text
