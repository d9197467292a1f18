from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class PoliceUnit(models.Model):
    """One of the ten regional units, or a national body that takes a share of a national target."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", "regionale eenheid"
        NATIONAL = "national", "landelijke eenheid"
        PROSECUTION = "prosecution", "parket"
        SHARED = "shared", "gezamenlijk deel"

    code = models.CharField("code", max_length=8, unique=True)
    slug = models.SlugField("webnaam", unique=True)
    name = models.CharField("naam", max_length=60, unique=True)
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.REGIONAL)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["order"]
        verbose_name = "eenheid"
        verbose_name_plural = "eenheden"

    def __str__(self) -> str:
        return self.name


class SafetyRegion(models.Model):
    """One of the 25 veiligheidsregio's; each lies wholly within one police unit."""

    code = models.CharField("code", max_length=8, unique=True)
    name = models.CharField("naam", max_length=60, unique=True)
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="safety_regions", verbose_name="eenheid")

    class Meta:
        ordering = ["code"]
        verbose_name = "veiligheidsregio"
        verbose_name_plural = "veiligheidsregio's"

    def __str__(self) -> str:
        return self.name


class ValidityQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those that exist on `day`. An empty start or end means: for as long as the portal knows."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        not_ended = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        return self.filter(started & not_ended)


class ValidityModel(models.Model):
    """Something that exists from a day up to, but not including, another day."""

    valid_from = models.DateField("geldig vanaf", null=True, blank=True)
    valid_until = models.DateField("geldig tot", null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_from__lt=F("valid_until")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]


class Municipality(ValidityModel):
    """A municipality by its CBS code. After a merger the old row stays, so that old years keep their names."""

    code = models.CharField("GM-code", max_length=6, unique=True)
    name = models.CharField("naam", max_length=60)
    safety_region = models.ForeignKey(
        SafetyRegion, models.PROTECT, related_name="municipalities", verbose_name="veiligheidsregio"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="opgegaan in"
    )

    class Meta(ValidityModel.Meta):
        ordering = ["name"]
        verbose_name = "gemeente"

    def __str__(self) -> str:
        return self.name


class OrganisationUnit(ValidityModel):
    """A part of a police unit. The unit itself is the root of its tree, so that a strength table has one top row."""

    class Kind(models.TextChoices):
        UNIT = "eenheid", "eenheid"
        MANAGEMENT = "leiding", "leiding"
        STAFF = "staf", "staf"
        DISTRICT = "district", "district"
        BASE_TEAM = "basisteam", "basisteam"
        FLEX_TEAM = "flexteam", "flexteam"
        DISTRICT_INVESTIGATION = "districtsrecherche", "districtsrecherche"
        TEAM = "team", "team"
        SERVICE = "dienst", "dienst"
        DEPARTMENT = "afdeling", "afdeling"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="units", verbose_name="eenheid")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="onderdeel van"
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    name = models.CharField("naam", max_length=100)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta(ValidityModel.Meta):
        ordering = ["police_unit", "order"]
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        constraints = [
            *ValidityModel.Meta.constraints,
            models.UniqueConstraint(fields=["police_unit", "name", "valid_from"], name="regions_one_unit_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
