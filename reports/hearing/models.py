"""A round in which the gemeenteraden are heard about a frozen edition (Politiewet 2012, article 38b.2): who was asked,
what each said of which part, and what was answered."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Binned, Edited, outside_bin
from nhveilig.regions.models import Municipality
from nhveilig.texts import models as texts
from reports.documents.models import Document, Edition


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, access: Access) -> Self:
        """Those of the reader's own eenheden; before it was sent only to whoever prepares it."""
        reads = access.units_with(Permission.VIEW_HEARINGS)
        prepares = access.units_with(Permission.HOLD_HEARINGS)
        sent = Q(sent_at__isnull=False) | Q(document__police_unit__in=prepares)
        return self.filter(sent, document__police_unit__in=reads)

    def for_list(self) -> Self:
        """Each with `asked_count` and `heard_count`."""
        heard = ~Q(hearings__outcome="")
        counts = {"asked_count": Count("hearings"), "heard_count": Count("hearings", filter=heard)}
        return self.select_related("document__police_unit", "edition").defer("edition__content").annotate(**counts)


class Round(Edited):
    """One edition, put to everybody who is to be heard about it, until a last day."""

    class Kind(models.TextChoices):
        COUNCILS = "councils", "Horen van de gemeenteraden"
        DISTRIBUTION = "distribution", "Raadpleging over een verdeling"

    document = models.ForeignKey(Document, models.PROTECT, related_name="rounds", verbose_name="document")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds", verbose_name="versie")
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.COUNCILS)
    opens_on = models.DateField("gaat naar de raden op")
    last_day = models.DateField("laatste dag")
    adoption_on = models.DateField("vaststelling op")
    sender = texts.CharField("afzender", max_length=160)
    letter = texts.TextField("begeleidende tekst", blank=True, max_length=4000)
    # Of the edition, in reading order: what a point can be about. See `places`.
    outline = models.JSONField("opbouw van de versie", default=list)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verstuurd door",
    )
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gesloten door"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-opens_on", "-pk"]
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind"], condition=Q(closed_at=None), name="hearing_one_open_round_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("last_day"), last_day__lte=F("adoption_on")),
                name="hearing_opens_before_it_ends_before_it_is_adopted",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(sent_at__isnull=False), name="hearing_only_what_was_sent_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.document}"

    def get_absolute_url(self) -> str:
        return reverse("hearing:round", args=[self.document.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Sent, and not closed: what is said can still be put in."""
        return self.sent_at is not None and self.closed_at is None

    def takes_answers_on(self, day: date) -> bool:
        """Of whoever is heard; staff put in what came later."""
        return self.is_open and day <= self.last_day


class Annex(Edited):
    """What belongs to the edition and follows later, as the table with the strength did in 2018."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="annexes", verbose_name="ronde")
    title = texts.CharField("wat er volgt", max_length=160)
    expected = texts.CharField("wanneer", max_length=80)
    sent_on = models.DateField("nagezonden op", null=True, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = "bijlage die volgt"
        verbose_name_plural = "bijlagen die volgen"

    def __str__(self) -> str:
        return self.title


class HearingQuerySet(models.QuerySet["Hearing"]):
    def for_matrix(self) -> Self:
        """One query; the points are read apart."""
        return self.select_related("municipality__safety_region").order_by(
            "municipality__safety_region__name", "municipality__name"
        )

    def silent(self) -> Self:
        """Of whom nothing is known, not even a reason."""
        return self.filter(outcome="")

    def answerable_by(self, access: Access) -> Self:
        """Where the visitor puts in what was said: staff of the eenheid for all, others for the own municipality."""
        staff = Q(round__document__police_unit__in=access.units_with(Permission.HOLD_HEARINGS))
        own = Q(municipality__in=access.municipalities_with(Permission.ANSWER_HEARINGS))
        prosecutors = access.units_without_municipality(Permission.ANSWER_HEARINGS)
        office = Q(municipality=None, round__document__police_unit__in=prosecutors)
        return self.filter(staff | (own | office) & Q(round__sent_at__isnull=False))


class Hearing(Edited):
    """What one gemeenteraad said of the edition; of a distribution also the Openbaar Ministerie, without
    municipality."""

    class Outcome(models.TextChoices):
        NO_VIEW = "no_view", "geen zienswijze"
        POSITIVE = "positive", "positieve zienswijze"
        POINTS = "points", "zienswijze met punten"
        INFORMED = "informed", "ter kennisgeving aangenomen"
        SILENT = "silent", "geen reactie, met reden"

    class Mail(models.TextChoices):
        ROUND = "round", "de ronde"
        REMINDER = "reminder", "een herinnering"

    round = models.ForeignKey(Round, models.CASCADE, related_name="hearings", verbose_name="ronde")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="hearings", verbose_name="gemeente"
    )
    # Of the griffie, to which the letter and the link go.
    email = models.EmailField("e-mailadres van de griffie", blank=True)
    outcome = models.CharField("uitkomst", max_length=8, choices=Outcome, blank=True)
    council_on = models.DateField("raadsvergadering op", null=True, blank=True)
    received_on = models.DateField("ontvangen op", null=True, blank=True)
    # Sent before the raad itself decided.
    is_provisional = models.BooleanField("onder voorbehoud van de raad", default=False)
    confirmed_on = models.DateField("bevestigd door de raad op", null=True, blank=True)
    reference = texts.CharField("kenmerk", max_length=60, blank=True)
    reason = texts.TextField("reden", blank=True, max_length=600)
    # What makes a link that was mailed void: one with an older number opens nothing.
    link_number = models.PositiveSmallIntegerField("nummer van de link", default=1)
    # Which mail waits to be sent; and when the last of each went out.
    to_mail = models.CharField("te mailen", max_length=8, choices=Mail, blank=True)
    mailed_at = models.DateTimeField("gemaild op", null=True, blank=True)
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        ordering = ["round", "municipality__name"]
        verbose_name = "raad die wordt gehoord"
        verbose_name_plural = "raden die worden gehoord"
        constraints = [
            models.UniqueConstraint(fields=["round", "municipality"], name="hearing_each_raad_is_heard_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(municipality=None), name="hearing_the_prosecution_is_heard_once"
            ),
            models.CheckConstraint(condition=~Q(outcome="silent") | ~Q(reason=""), name="hearing_silence_has_a_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | Q(is_provisional=True), name="hearing_only_a_provisional_is_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"raad van {self.municipality}" if self.municipality else "Openbaar Ministerie"

    @property
    def code(self) -> str:
        """In addresses."""
        return self.municipality.code if self.municipality else "OM"

    def get_absolute_url(self) -> str:
        return reverse("hearing:hearing", args=[self.round.document.slug, self.round_id, self.code])

    @property
    def is_late(self) -> bool:
        return bool(self.received_on and self.received_on > self.round.last_day)

    @property
    def waits_for_council(self) -> bool:
        return self.is_provisional and self.confirmed_on is None

    @property
    def outcome_words(self) -> str:
        """`zienswijze met punten, onder voorbehoud, te laat ontvangen`; empty when nothing is known."""
        notes = ("onder voorbehoud" * self.waits_for_council, "te laat ontvangen" * self.is_late)
        return ", ".join(filter(None, (self.get_outcome_display(), *notes)))


class Letter(models.Model):
    """The file with which a raad said it. Another one takes its place."""

    hearing = models.OneToOneField(Hearing, models.CASCADE, related_name="file", verbose_name="raad")
    name = texts.CharField("naam", max_length=150)
    media_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte")
    data = models.BinaryField("bestand")

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"

    def __str__(self) -> str:
        return self.name


class Answer(Edited):
    """What is answered to one point, or to many that ask the same."""

    class Verdict(models.TextChoices):
        YES = "yes", "overgenomen"
        PARTLY = "partly", "deels overgenomen"
        NO = "no", "niet overgenomen"
        BEYOND = "beyond", "buiten onze bevoegdheid"

    round = models.ForeignKey(Round, models.CASCADE, related_name="answers", verbose_name="ronde")
    subject = texts.CharField("onderwerp", max_length=160)
    verdict = models.CharField("overgenomen", max_length=7, choices=Verdict, blank=True)
    text = texts.TextField("antwoord", blank=True, max_length=6000)
    # Where the document changes because of it: the anchor of a block; and what changes there, in a few words.
    place = models.SlugField("waar het document verandert", max_length=60, blank=True)
    change = texts.CharField("wat er verandert", max_length=300, blank=True)
    # What is no text of the document itself (a table, a theme) is said to be done by hand.
    done_at = models.DateTimeField("aangepast op", null=True, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantwoord door",
    )

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"

    def __str__(self) -> str:
        return self.subject

    @property
    def is_given(self) -> bool:
        return self.answered_at is not None

    @property
    def changes_document(self) -> bool:
        return self.verdict in {self.Verdict.YES, self.Verdict.PARTLY}


class Point(Edited, Binned):
    """One thing a raad said, tied to a part of the edition; without a place it is about the whole."""

    class Stance(models.TextChoices):
        REMARK = "remark", "opmerking"
        OBJECTION = "objection", "bezwaar"
        QUESTION = "question", "vraag"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="points", verbose_name="raad")
    # The anchor of a block of the edition; and the name of a table in it, when it is about that alone.
    place = models.SlugField("hoofdstuk of paragraaf", max_length=60, blank=True)
    table = models.SlugField("tabel", max_length=120, blank=True)
    stance = models.CharField("soort", max_length=9, choices=Stance, default=Stance.REMARK)
    text = texts.TextField("wat de raad zei", max_length=6000)
    answer = models.ForeignKey(
        Answer, models.SET_NULL, null=True, blank=True, related_name="points", verbose_name="antwoord"
    )

    objects = outside_bin()

    class Meta:
        ordering = ["hearing", "pk"]
        verbose_name = "punt"
        verbose_name_plural = "punten"

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79].rstrip()}…"
