from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.dates import UNKNOWN
from nhveilig.figures.fields import FuzzyDateField
from nhveilig.governance.enums import DecisionKind, Level, MentionKind, Operator, Subject, TermUnit
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts

PRESENT = Q(deleted_at=None)
NATIONAL = Q(police_unit=None)
MONTHS_IN_YEAR = 12


def once(name: str, message: str, *fields: str | Lower) -> list[models.UniqueConstraint]:
    """One in an eenheid, and one in the country."""
    about = {"violation_error_message": message}
    return [
        models.UniqueConstraint("police_unit", *fields, condition=PRESENT, name=f"governance_one_{name}", **about),
        models.UniqueConstraint(*fields, condition=PRESENT & NATIONAL, name=f"governance_one_national_{name}", **about),
    ]


class SharedRow(RegisterRow):
    """A row of an eenheid, or of the country when it names none."""

    police_unit = models.ForeignKey(
        PoliceUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="eenheid"
    )

    class Meta:
        abstract = True


class Body(SharedRow):
    """Who meets and decides. However a document writes its name, it is one row."""

    name = texts.CharField("naam", max_length=160)
    abbreviation = texts.CharField("afkorting", max_length=20, blank=True)
    level = models.CharField("niveau", max_length=10, choices=Level, default=Level.UNIT)
    part = models.ForeignKey(
        OrganisationUnit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="onderdeel"
    )
    composition = texts.CharField("samenstelling", max_length=200, blank=True)
    role = texts.CharField("rol", max_length=200, blank=True)
    frequency = texts.CharField("frequentie", max_length=120, blank=True)
    since = FuzzyDateField("sinds")
    until = FuzzyDateField("tot en met")

    class Meta:
        ordering = ["name"]
        verbose_name = "gremium"
        verbose_name_plural = "gremia"
        constraints = once("body", "Dit gremium staat er al.", Lower("name"))

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    def clean(self) -> None:
        if self.since and self.until and self.until.last < self.since.first:
            raise ValidationError({"until": "Dit ligt voor het begin."})


class Member(RegisterRow):
    """Who sits in a body: somebody, or whoever holds an office."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="members", verbose_name="gremium")
    office = texts.CharField("functie", max_length=120)
    person = texts.CharField("naam", max_length=120, blank=True)
    since = FuzzyDateField("sinds")
    until = FuzzyDateField("tot en met")
    source = texts.CharField("bron", max_length=200, blank=True)

    class Meta:
        ordering = ["body__name", "office", "person"]
        verbose_name = "lid"
        verbose_name_plural = "leden"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "office", "person"],
                condition=PRESENT,
                name="governance_one_member",
                violation_error_message="Dit lid staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.person}" if self.person else self.office


class Mandate(SharedRow):
    """Who prepares something, who decides on it, and who is heard first."""

    subject = texts.CharField("onderwerp", max_length=160)
    prepares = texts.CharField("bereidt voor", max_length=120, blank=True)
    decides = texts.CharField("beslist", max_length=120, blank=True)
    heard = texts.CharField("wordt gehoord", max_length=120, blank=True)
    legal_basis = texts.CharField("grondslag", max_length=160, blank=True)
    body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="mandates", verbose_name="gremium"
    )

    class Meta:
        ordering = ["subject"]
        verbose_name = "bevoegdheid"
        verbose_name_plural = "bevoegdheden"
        constraints = once("mandate", "Deze bevoegdheid staat er al.", Lower("subject"))

    def __str__(self) -> str:
        return self.subject


class TermQuerySet(BinnedQuerySet):
    def to_do(self, today: date) -> Self:
        """Watched, and due soon or late."""
        return self.filter(is_watched=True, remind_on__lte=today)

    def ahead(self) -> Self:
        """Watched, with a day."""
        return self.filter(is_watched=True).exclude(due_on=None)


class Term(SharedRow):
    """Something that must be done within a time, or again and again. `due_on` follows from the rest, where it can."""

    obligation = texts.CharField("verplichting", max_length=160)
    words = texts.CharField("termijn in woorden", max_length=120, blank=True)
    number = models.PositiveSmallIntegerField("aantal", null=True, blank=True)
    unit = models.CharField("soort termijn", max_length=8, choices=TermUnit, blank=True)
    operator = models.CharField("precies of niet", max_length=10, choices=Operator, blank=True)
    who = texts.CharField("wie", max_length=120, blank=True)
    counted_from = models.DateField("laatst gedaan op", null=True, blank=True)
    is_watched = models.BooleanField("bewaken", default=True)
    reminder_days = models.PositiveSmallIntegerField("herinneren vooraf", default=30)
    due_on = models.DateField("volgende keer uiterlijk", null=True, blank=True, editable=False)
    remind_on = models.DateField("herinneren vanaf", null=True, blank=True, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["obligation"]
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        constraints = once("term", "Deze termijn staat er al.", Lower("obligation"))

    def __str__(self) -> str:
        return self.obligation

    def clean(self) -> None:
        if bool(self.number) != bool(self.unit):
            raise ValidationError({"number": "Vul een getal in én kies de soort termijn, of laat beide leeg."})

    def save(self, *args: object, update_fields: list[str] | None = None, **kwargs: object) -> None:
        """With the days that follow from it: the list of tasks asks the database for them."""
        self.due_on = self.next_day()
        self.remind_on = self.due_on and self.due_on - timedelta(days=self.reminder_days)
        changed = update_fields and {*update_fields, "due_on", "remind_on"}
        super().save(*args, update_fields=changed, **kwargs)

    def next_day(self) -> date | None:
        """The last day on which it must be done again; None where that cannot be known, or it is done."""
        if not self.number or not self.unit:
            return None
        if self.unit == TermUnit.IN_YEAR:
            done = self.counted_from and self.counted_from.year >= self.number
            return None if done else date(self.number, 12, 31)
        return self.counted_from and self._after(self.counted_from)

    def _after(self, day: date) -> date:
        if self.unit == TermUnit.DAYS:
            return day + timedelta(days=self.number)
        years = self.unit == TermUnit.YEARS
        return _months_later(day, self.number * MONTHS_IN_YEAR if years else MONTHS_IN_YEAR // self.number)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    first = date(day.year + years, month + 1, 1)
    last = date(first.year + first.month // MONTHS_IN_YEAR, first.month % MONTHS_IN_YEAR + 1, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


class Meeting(RegisterRow):
    """When a body met."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="meetings", verbose_name="gremium")
    name = texts.CharField("vergadering", max_length=160)
    on = FuzzyDateField("datum")
    place = texts.CharField("plaats", max_length=120, blank=True)

    class Meta:
        ordering = ["-on", "name"]
        verbose_name = "vergadering"
        verbose_name_plural = "vergaderingen"
        constraints = [
            models.UniqueConstraint(
                "body",
                Lower("name"),
                condition=PRESENT,
                name="governance_one_meeting",
                violation_error_message="Deze vergadering staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Decision(SharedRow):
    """What somebody decided, and when, as precisely as that is known. What is adopted points to one."""

    TRAIL = "decision"

    title = texts.CharField("besluit", max_length=200)
    kind = models.CharField("soort", max_length=12, choices=DecisionKind, default=DecisionKind.DECISION)
    subject = models.CharField("onderwerp", max_length=18, choices=Subject, blank=True)
    on = FuzzyDateField("datum")
    body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="gremium"
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="vergadering"
    )
    decided_by = texts.CharField("genomen door", max_length=120, blank=True)
    reference = texts.CharField("kenmerk", max_length=80, blank=True)
    document = texts.CharField("document", max_length=200, blank=True)
    link = models.URLField("adres van het document", max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "title"]
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        constraints = once("decision", "Dit besluit staat er al.", Lower("title"), "on")

    def __str__(self) -> str:
        return self.title

    @property
    def day_in_words(self) -> str:
        return self.on.text if self.on else UNKNOWN

    @property
    def by_in_words(self) -> str:
        """The body, or who else decided."""
        return str(self.body or self.decided_by or "")

    def clean(self) -> None:
        if self.meeting is None:
            return
        if self.body and self.body != self.meeting.body:
            raise ValidationError({"meeting": f"Deze vergadering is van een ander gremium: {self.meeting.body}."})
        if self.on and self.meeting.on and self.on.last < self.meeting.on.first:
            raise ValidationError({"on": f"Dit ligt voor de vergadering, die op {self.meeting.on} was."})


class Decided(models.Model):
    """What holds by a decision. What nobody adopted has none."""

    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(app_label)s_%(class)s_set",
        verbose_name="besluit",
    )

    not_seeded = ("decision",)

    class Meta:
        abstract = True


class Mention(RegisterRow):
    """Where a document speaks of a body, mandate, term or decision, or of a day on which nothing was decided.

    `police_unit` is the eenheid whose document it is.
    """

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="+", verbose_name="eenheid")
    kind = models.CharField("soort", max_length=13, choices=MentionKind)
    written_as = texts.CharField("zoals genoemd", max_length=160)
    on = texts.CharField("datum of termijn zoals genoemd", max_length=60, blank=True)
    document = texts.CharField("document", max_length=160)
    place = texts.CharField("plaats", max_length=80)
    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="gremium"
    )
    mandate = models.ForeignKey(
        Mandate, models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="bevoegdheid"
    )
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="termijn"
    )
    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name="besluit"
    )
    reason = texts.CharField("waarom geen besluit", max_length=160, blank=True)

    LEADS_TO = {
        MentionKind.BODY: "body",
        MentionKind.MANDATE: "mandate",
        MentionKind.TERM: "term",
        MentionKind.DECISION: "decision",
    }

    class Meta:
        ordering = ["document", "place", "kind", "written_as"]
        verbose_name = "vermelding"
        verbose_name_plural = "vermeldingen"
        constraints = [
            models.UniqueConstraint(
                fields=["police_unit", "document", "place", "kind", "written_as", "on"],
                condition=PRESENT,
                name="governance_one_mention_per_place",
                violation_error_message="Deze vermelding staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.written_as}, {self.document}, {self.place}"

    def clean(self) -> None:
        wanted = self.LEADS_TO.get(self.kind)
        for field in self.LEADS_TO.values():
            if field == wanted and getattr(self, f"{field}_id") is None:
                raise ValidationError({field: f"Kies hier wat bij “{self.get_kind_display()}” hoort."})
            if field != wanted and getattr(self, f"{field}_id") is not None:
                raise ValidationError({field: f"Laat dit leeg bij “{self.get_kind_display()}”."})
        if wanted is None and not self.reason:
            raise ValidationError({"reason": "Schrijf waarom dit geen besluit is."})

    @property
    def what(self) -> models.Model | None:
        """The row it leads to."""
        wanted = self.LEADS_TO.get(self.kind)
        return getattr(self, wanted) if wanted else None
