from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import date_short
from nhveilig.prefetching import ReadAtOnce
from nhveilig.texts import models as texts
from nhveilig.versions import Versioned


class PoliceUnit(Versioned, models.Model):
    """One of the ten regional units, or a national body that takes a share of a national target."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", "regionale eenheid"
        NATIONAL = "national", "landelijke eenheid"
        PROSECUTION = "prosecution", "parket"
        SHARED = "shared", "gezamenlijk deel"

    code = texts.CharField("code", max_length=8, unique=True)
    slug = models.SlugField("webnaam", unique=True)
    name = texts.CharField("naam", max_length=60, unique=True)
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.REGIONAL)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["order"]
        verbose_name = "eenheid"
        verbose_name_plural = "eenheden"

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(models.QuerySet["Office"]):
    def of_units(self, unit_ids: Iterable[int]) -> Self:
        """In the order of the eenheden."""
        return self.filter(police_unit__in=unit_ids).select_related("police_unit").order_by("police_unit__order")

    def for_visitors(self) -> Self:
        """Those one can reach: of every eenheid, because who cannot log in has none."""
        return self.exclude(email="", phone="").select_related("police_unit").order_by("police_unit__order")


class Office(models.Model):
    """How to reach the bureau that makes the plans of an eenheid, for whoever has a question about the portal."""

    police_unit = models.OneToOneField(
        PoliceUnit, models.CASCADE, related_name="office", verbose_name="eenheid", primary_key=True
    )
    name = texts.CharField("naam van het bureau", max_length=100)
    email = models.EmailField("e-mailadres", blank=True)
    phone = texts.CharField("telefoonnummer", max_length=30, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "stafbureau"
        verbose_name_plural = "stafbureaus"

    def __str__(self) -> str:
        return self.name

    @property
    def phone_link(self) -> str:
        """For a `tel:` address: digits, and the plus of another country."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


class SetAside(models.Model):
    """A step of setting up that an eenheid says it does not need (nhveilig/web/setup.py)."""

    police_unit = models.ForeignKey(PoliceUnit, models.CASCADE, related_name="set_aside", verbose_name="eenheid")
    step = models.SlugField("stap", max_length=40)

    class Meta:
        ordering = ["police_unit", "step"]
        verbose_name = "stap die niet nodig is"
        verbose_name_plural = "stappen die niet nodig zijn"
        constraints = [models.UniqueConstraint(fields=["police_unit", "step"], name="regions_step_set_aside_once")]

    def __str__(self) -> str:
        return f"{self.police_unit}: {self.step}"


class SafetyRegion(Versioned, models.Model):
    """One of the 25 veiligheidsregio's; each lies wholly within one police unit."""

    code = texts.CharField("code", max_length=8, unique=True)
    name = texts.CharField("naam", max_length=60, unique=True)
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="safety_regions", verbose_name="eenheid")

    class Meta:
        ordering = ["code"]
        verbose_name = "veiligheidsregio"
        verbose_name_plural = "veiligheidsregio's"

    def __str__(self) -> str:
        return self.name


class ValidityQuerySet(ReadAtOnce):
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

    def clean(self) -> None:
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValidationError({"valid_until": "Deze dag moet na de eerste dag liggen."})

    def exists_on(self, day: date) -> bool:
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day < self.valid_until)

    def overlaps(self, other: "ValidityModel") -> bool:
        """Whether there is a day on which both exist."""
        if self.valid_until and other.valid_from and self.valid_until <= other.valid_from:
            return False
        return not (other.valid_until and self.valid_from and other.valid_until <= self.valid_from)


is_gm_code = RegexValidator(r"^GM\d{4}\Z", "Een gemeentecode is GM met vier cijfers, zoals GM0361.")


class Municipality(Versioned, ValidityModel):
    """A municipality by its CBS code. After a merger the old row stays, so that old years keep their names."""

    code = texts.CharField("GM-code", max_length=6, unique=True, validators=[is_gm_code])
    name = texts.CharField("naam", max_length=60)
    safety_region = models.ForeignKey(
        SafetyRegion, models.PROTECT, related_name="municipalities", verbose_name="veiligheidsregio"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="opgegaan in"
    )
    # Those with a boundary in common; of one that is over, none.
    neighbours = models.ManyToManyField("self", through="Neighbours", blank=True, verbose_name="buurgemeenten")
    tile_column = models.PositiveSmallIntegerField("kolom op de tegelkaart", null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField("rij op de tegelkaart", null=True, blank=True)

    class Meta(ValidityModel.Meta):
        ordering = ["name"]
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What it went into is another one, that is there when this one ends."""
        super().clean()
        if self.successor is None:
            return
        if self.successor_id == self.pk:
            raise ValidationError({"successor": "Een gemeente gaat niet op in zichzelf. Kies een andere, of geen."})
        if self.valid_until is None:
            raise ValidationError({"valid_until": "Vul in op welke dag de gemeente opging in een andere."})
        if not self.successor.exists_on(self.valid_until):
            raise ValidationError({"successor": f"{self.successor} bestaat niet op die dag. Kies een andere gemeente."})


class Neighbours(models.Model):
    """That two municipalities have a boundary in common: a row for each of them, so that each finds the other."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="gemeente")
    neighbour = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="buurgemeente")

    class Meta:
        ordering = ["municipality", "neighbour"]
        verbose_name = "buurgemeente"
        verbose_name_plural = "buurgemeenten"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "neighbour"], name="regions_neighbours_once"),
            models.CheckConstraint(
                condition=~Q(municipality=F("neighbour")), name="regions_nobody_is_their_own_neighbour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.neighbour}"


class OrganisationUnit(Versioned, ValidityModel):
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
        GROUP = "groep", "groep"

        @classmethod
        def named_in(cls, name: str) -> Self | None:
            """The kind that a name begins with: “Basisteam Alkmaar”, “Afd. Control”."""
            word = name.split(maxsplit=1)[0].lower() if name.strip() else ""
            return cls.DEPARTMENT if word == "afd." else next((kind for kind in cls if kind == word), None)

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="units", verbose_name="eenheid")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="onderdeel van"
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    code = texts.CharField("code", max_length=12, blank=True)
    name = texts.CharField("naam", max_length=100)
    order = models.PositiveSmallIntegerField("volgorde")
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="organisation_units", verbose_name="werkgebied"
    )

    class Meta(ValidityModel.Meta):
        ordering = ["police_unit", "order"]
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        constraints = [
            *ValidityModel.Meta.constraints,
            # Every dienst may have a part called “leiding”; only within one parent is a name unique.
            models.UniqueConstraint(
                fields=["police_unit", "parent", "name", "valid_from"], name="regions_one_unit_per_parent_and_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Inhabitants(FigureModel):
    """How many people lived somewhere on a day: in a municipality, or in the area of a part of an eenheid.

    A part of an eenheid needs a figure of its own only where its area is not a whole number of municipalities.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="inhabitants", verbose_name="gemeente"
    )
    unit = models.ForeignKey(
        OrganisationUnit, models.CASCADE, null=True, blank=True, related_name="inhabitants", verbose_name="onderdeel"
    )
    reference_date = models.DateField("peildatum")
    source = texts.CharField("bron", max_length=300)

    class Meta(FigureModel.Meta):
        ordering = ["municipality", "unit", "reference_date"]
        verbose_name = "inwonertal"
        verbose_name_plural = "inwonertallen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(municipality__isnull=True, unit__isnull=False)
                | Q(municipality__isnull=False, unit__isnull=True),
                name="regions_inhabitants_of_one_place",
            ),
            models.UniqueConstraint(
                fields=["municipality", "reference_date"],
                condition=Q(municipality__isnull=False),
                name="regions_one_count_per_municipality_and_date",
            ),
            models.UniqueConstraint(
                fields=["unit", "reference_date"],
                condition=Q(unit__isnull=False),
                name="regions_one_count_per_unit_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.unit} {date_short(self.reference_date)}: {self.figure}"


class Outline(models.Model):
    """The boundary of a municipality as loaded from CBS or PDOK: GeoJSON coordinates, longitude before latitude."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, related_name="outline", verbose_name="gemeente")
    geometry = models.JSONField("omtrek")
    source = texts.CharField("bron", max_length=300)
    loaded_at = models.DateTimeField("geladen op", auto_now=True)

    class Meta:
        verbose_name = "omtrek"
        verbose_name_plural = "omtrekken"

    def __str__(self) -> str:
        return str(self.municipality)
