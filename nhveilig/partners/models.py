from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts

PRESENT = Q(deleted_at=None)


class Partner(RegisterRow):
    """An organisation, or a kind of it, that plans and covenants name. However it is written, it is one row."""

    class Kind(models.TextChoices):
        STATE = "rijk", "rijksoverheid"
        GOVERNMENT = "overheid", "decentrale overheid"
        POLICE = "politie", "politie"
        JUSTICE = "justitie", "openbaar ministerie en justitie"
        SAFETY = "veiligheid", "veiligheidspartner"
        CARE = "zorg", "zorg en opvang"
        ALLIANCE = "samenwerking", "samenwerkingsverband"
        UMBRELLA = "koepel", "koepelorganisatie"
        KNOWLEDGE = "kennis", "kennis en onderzoek"
        EDUCATION = "onderwijs", "onderwijs"
        HOTLINE = "meldpunt", "meldpunt"
        UTILITY = "nuts", "nutsbedrijf"
        BUSINESS = "bedrijf", "bedrijfsleven"
        SOCIETY = "maatschappelijk", "maatschappelijke organisatie"
        MEDIA = "media", "media"
        INTERNATIONAL = "internationaal", "internationaal"

    name = texts.CharField("naam", max_length=160)
    abbreviation = texts.CharField("afkorting", max_length=20, blank=True)
    kind = models.CharField("soort", max_length=16, choices=Kind)
    website = models.URLField("website", max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "partner"
        verbose_name_plural = "partners"
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=PRESENT,
                name="partners_one_partner_per_name",
                violation_error_message="Deze partner staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mention(RegisterRow):
    """Where a document names a partner, as it is written there."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="mentions", verbose_name="partner")
    written_as = texts.CharField("zoals geschreven", max_length=160)
    document = texts.CharField("document", max_length=160)
    place = texts.CharField("plaats", max_length=80)
    role = texts.CharField("rol", max_length=160, blank=True)

    class Meta:
        ordering = ["document", "place", "written_as"]
        verbose_name = "vermelding"
        verbose_name_plural = "vermeldingen"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "place", "written_as"],
                condition=PRESENT,
                name="partners_one_mention_per_place",
                violation_error_message="Deze vermelding staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_as}, {self.document}, {self.place}"


class CovenantQuerySet(BinnedQuerySet):
    def with_party_count(self) -> Self:
        known = Q(parties__deleted_at=None, parties__left=None)
        return self.annotate(known_parties=Count("parties", filter=known))


class Covenant(RegisterRow, FigureModel):
    """What parties agreed to do together. The figure is how many there are said to be, beside those that are known."""

    class Kind(models.TextChoices):
        COVENANT = "convenant", "convenant"
        MODEL = "model", "modelconvenant"
        LABEL = "keurmerk", "keurmerk"
        DEAL = "samenwerking", "samenwerkingsafspraak"

    class State(models.TextChoices):
        PREPARED = "voorbereiding", "in voorbereiding"
        IN_FORCE = "van_kracht", "van kracht"
        EVALUATED = "evaluatie", "in evaluatie"
        ENDED = "beeindigd", "beëindigd"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="covenants", verbose_name="eenheid")
    name = texts.CharField("naam", max_length=160)
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.COVENANT)
    theme = texts.CharField("thema", max_length=120, blank=True)
    state = models.CharField("stand", max_length=13, choices=State, default=State.IN_FORCE)
    in_force_on = models.DateField("van kracht op", null=True, blank=True)
    ends_on = models.DateField("loopt tot", null=True, blank=True)
    evaluation_due = models.DateField("evaluatie uiterlijk", null=True, blank=True)
    source = texts.CharField("bron", max_length=200, blank=True)

    objects = CovenantQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["police_unit", "name"]
        verbose_name = "convenant"
        verbose_name_plural = "convenanten"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                "police_unit",
                Lower("name"),
                condition=PRESENT,
                name="partners_one_covenant_per_name",
                violation_error_message="Dit convenant staat er al.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.in_force_on and self.ends_on and self.ends_on <= self.in_force_on:
            raise ValidationError({"ends_on": "Dit ligt niet na de dag waarop het convenant van kracht werd."})

    @property
    def parties_in_words(self) -> str:
        """`12 bekende partijen van bijna 80`. Expects `with_party_count()`."""
        count = self.known_parties
        if not count and not self.figure.is_known:
            return "nog geen partijen bekend"
        known = counted(count, "bekende partij", "bekende partijen")
        return f"{known} van {self.figure.text()}" if self.figure.is_known else known


class Party(RegisterRow):
    """Who takes part in a covenant: a partner or a municipality."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="parties", verbose_name="convenant")
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="parties", verbose_name="partner"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name="gemeente"
    )
    joined = models.DateField("toegetreden op", null=True, blank=True)
    left = models.DateField("uitgetreden op", null=True, blank=True)

    class Meta:
        ordering = ["covenant", "partner__name", "municipality__name"]
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=True, municipality__isnull=False)
                | Q(partner__isnull=False, municipality__isnull=True),
                name="partners_a_party_is_one_of_both",
                violation_error_message="Kies een partner of een gemeente.",
            ),
            models.UniqueConstraint(
                fields=["covenant", "partner"],
                condition=PRESENT,
                name="partners_a_partner_takes_part_once",
                violation_error_message="Deze partner doet al mee.",
            ),
            models.UniqueConstraint(
                fields=["covenant", "municipality"],
                condition=PRESENT,
                name="partners_a_municipality_takes_part_once",
                violation_error_message="Deze gemeente doet al mee.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner or self.municipality)

    def clean(self) -> None:
        if bool(self.partner_id) == bool(self.municipality_id):
            raise ValidationError({"partner": "Kies een partner of een gemeente, en niet allebei."})
        if self.joined and self.left and self.left < self.joined:
            raise ValidationError({"left": "Deze dag ligt voor de dag van toetreden."})


class ContactPerson(RegisterRow):
    """Whom to call in a municipality about a subject. Of people, so for whoever works in the portal alone."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="contact_persons", verbose_name="gemeente"
    )
    subject = texts.CharField("onderwerp", max_length=120)
    name = texts.CharField("naam", max_length=120)
    role = texts.CharField("functie", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    phone = texts.CharField("telefoon", max_length=30, blank=True)
    checked_on = models.DateField("gecontroleerd op")

    class Meta:
        ordering = ["municipality__name", "subject", "name"]
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "subject", "name"],
                condition=PRESENT,
                name="partners_one_contact_per_subject",
                violation_error_message="Deze contactpersoon staat er al bij dit onderwerp.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"
