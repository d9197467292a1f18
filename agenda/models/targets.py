from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.text import slugify

from nhveilig.accounts.models import ActedFor
from nhveilig.editing.changes import Writer
from nhveilig.editing.models import Versioned
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import date_short, number, without_trailing_zeros
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.governance.models import Decided
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import models as texts


def range_text(figure: Figure, upper: Decimal | None) -> str:
    if upper is None:
        return figure.text()
    return f"{number(figure.value)} tot {number(without_trailing_zeros(upper))}"


class OfPresentIndicators(models.Manager):
    """Without those of an indicator that is in the bin, or what it hangs on."""

    def get_queryset(self) -> models.QuerySet:
        above = ("indicator", "indicator__objective", "indicator__parent", "indicator__parent__parent")
        return super().get_queryset().filter(**{f"{path}__deleted_at": None for path in above})


class Target(FigureModel):
    """The national streefcijfer of one indicator, for a year or for another period named in words."""

    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="targets", verbose_name="indicator")
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    period = texts.CharField("periode", max_length=40, blank=True)
    note = texts.CharField("opmerking", max_length=200, blank=True)

    objects = OfPresentIndicators()

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "year", "pk"]
        verbose_name = "streefcijfer"
        verbose_name_plural = "streefcijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "year", "period"], name="agenda_one_target_per_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year or self.period}: {self.figure}"

    @property
    def when(self) -> str:
        """The year or the period, as part of an address."""
        return slugify(self.year or self.period)


class RegionalTargetQuerySet(models.QuerySet["RegionalTarget"]):
    def of_the_distribution(self) -> Self:
        """The shares that together make the national target; without what an eenheid agreed for itself."""
        return self.filter(source="")


class RegionalTarget(FigureModel):
    """The share one unit takes of a national target in one year.

    With a `source` of its own it is no share but what the eenheid itself agreed, and counts in no national total.
    """

    indicator = models.ForeignKey(
        "Indicator", models.CASCADE, related_name="regional_targets", verbose_name="indicator"
    )
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="targets", verbose_name="eenheid")
    year = models.PositiveSmallIntegerField("jaar")
    upper = models.DecimalField("bovengrens", max_digits=14, decimal_places=4, null=True, blank=True)
    note = texts.CharField("opmerking", max_length=200, blank=True)
    source = texts.CharField("eigen bron", max_length=300, blank=True)

    objects = RegionalTargetQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "police_unit__order", "year"]
        verbose_name = "regionale verdeling"
        verbose_name_plural = "regionale verdelingen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "police_unit", "year"], name="agenda_one_share_per_unit_and_year"
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(qualifier="minimum", value__lt=F("upper")),
                name="agenda_a_range_ends_above_its_minimum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.police_unit} {self.year}: {self.text}"

    @property
    def text(self) -> str:
        """The figure as readers see it; a range as `2 tot 4`."""
        return range_text(self.figure, self.upper)


class TargetRevisionQuerySet(models.QuerySet["TargetRevision"]):
    def of_agenda(self, agenda: models.Model) -> Self:
        """National and regional, each with its indicator and objective: one query."""
        either = Q(target__indicator__objective__agenda=agenda)
        either |= Q(regional_target__indicator__objective__agenda=agenda)
        return self.filter(either).select_related(
            "target__indicator__objective",
            "regional_target__indicator__objective",
            "regional_target__police_unit",
        )


class TargetRevision(ActedFor, FigureModel):
    """What a national or regional target was before it was changed mid-term. The new figure stands on the target."""

    target = models.ForeignKey(
        Target, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="streefcijfer"
    )
    regional_target = models.ForeignKey(
        RegionalTarget, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="verdeling"
    )
    upper = models.DecimalField("bovengrens", max_digits=14, decimal_places=4, null=True, blank=True)
    reason = texts.CharField("reden", max_length=300)
    revised_on = models.DateField("gewijzigd per")
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gewijzigd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    objects = TargetRevisionQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["revised_on", "pk"]
        verbose_name = "eerder streefcijfer"
        verbose_name_plural = "eerdere streefcijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(target__isnull=True, regional_target__isnull=False)
                | Q(target__isnull=False, regional_target__isnull=True),
                name="agenda_a_revision_of_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"was {self.text} tot {date_short(self.revised_on)}"

    @property
    def changed(self) -> "Target | RegionalTarget":
        return self.target or self.regional_target

    @property
    def text(self) -> str:
        return range_text(self.figure, self.upper)


class Distribution(Versioned, Decided):
    """How the national target of one indicator is divided over the eenheden in one year.

    A published distribution has no key: its shares are what the letter says, with the remainder explained. Its one
    field for the editing kit is all its shares together.
    """

    SHARES = "shares"

    class Key(models.TextChoices):
        PUBLISHED = "gepubliceerd", "zoals gepubliceerd"
        EQUAL = "gelijk", "gelijk over de eenheden"
        INHABITANTS = "inwoners", "naar inwonertal"
        MANUAL = "handmatig", "met de hand"

    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="distributions", verbose_name="indicator")
    year = models.PositiveSmallIntegerField("jaar")
    key = models.CharField("verdeelsleutel", max_length=12, choices=Key)
    reference_date = models.DateField("peildatum van de inwonertallen", null=True, blank=True)
    note = texts.CharField("toelichting", max_length=300, blank=True)
    decided_on = models.DateField("vastgesteld op", null=True, blank=True)
    decided_by = texts.CharField("vastgesteld door", max_length=120, blank=True)

    class Meta:
        ordering = ["indicator", "year"]
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="agenda_one_distribution_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}, {self.get_key_display()}"

    def note_change(self, by: Writer) -> None:
        """Store it with the word that its shares changed, for whoever still looks at what they were."""
        self.version += 1
        state = {"row": self.version, "by": by.user and by.user.pk, "at": by.now.isoformat()}
        self.versions[self.SHARES] = {"version": self.version_of(self.SHARES) + 1} | state
        self.save()


class DistributionTotalQuerySet(models.QuerySet["DistributionTotal"]):
    def with_target(self) -> Self:
        """Each with what the national target of its year is now, and by which change it became so: no query more."""
        place = {"indicator": OuterRef("indicator"), "year": OuterRef("year")}
        targets = Target.objects.filter(**place)
        # The last change away from what was divided.
        changes = TargetRevision.objects.filter(
            **{f"target__{name}": value for name, value in place.items()},
            value=OuterRef("value"),
            qualifier=OuterRef("qualifier"),
        ).order_by("-revised_on", "-pk")
        return self.annotate(
            **{f"target_{name}": Subquery(targets.values(name)[:1]) for name in ("value", "qualifier")},
            **{f"change_{name}": Subquery(changes.values(name)[:1]) for name in ("revised_on", "reason")},
        )


class DistributionTotal(FigureModel):
    """A total as printed under a regional distribution. The sum of the shares may differ: see `Explanation`."""

    class Level(models.TextChoices):
        REGIONAL = "regional", "subtotaal regionale eenheden"
        NATIONAL = "national", "totaal landelijk"

    indicator = models.ForeignKey(
        "Indicator", models.CASCADE, related_name="distribution_totals", verbose_name="indicator"
    )
    year = models.PositiveSmallIntegerField("jaar")
    level = models.CharField("niveau", max_length=10, choices=Level, default=Level.NATIONAL)

    objects = DistributionTotalQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["indicator", "level", "year"]
        verbose_name = "gepubliceerd totaal"
        verbose_name_plural = "gepubliceerde totalen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "year", "level"], name="agenda_one_published_total_per_level_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.indicator} {self.year}: {self.figure}"

    @property
    def overtaken_by(self) -> Figure | None:
        """The national target, where that is another one by now than what was divided. Expects `with_target()`."""
        if self.level != self.Level.NATIONAL or self.target_value is None:
            return None
        now = Figure.of(without_trailing_zeros(self.target_value), Qualifier(self.target_qualifier))
        return None if now == self.figure else now

    @property
    def overtaken_because(self) -> str:
        """When and why that was; empty for a change that nobody recorded. Expects `with_target()`."""
        on = self.change_revised_on
        return f"per {date_short(on)} gewijzigd in {self.overtaken_by.text()}: {self.change_reason}" if on else ""
