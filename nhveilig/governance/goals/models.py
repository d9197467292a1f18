"""What a council wants of safety: the goals it sets at least once in four years (article 38b Politiewet 2012)."""

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Least, Lower

from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.fields import FuzzyDateField
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import Municipality
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts

PRESENT = Q(deleted_at=None)
# Within this time a council sets its goals anew.
TERM = timedelta(days=4 * 365 + 1)
# So long before the end a council begins with the next one.
AHEAD = timedelta(days=180)


class SafetyPlanQuerySet(BinnedQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(since__lte=day, until__gte=day)

    def with_end(self) -> Self:
        """With the day on which there must be a new one: its last day, or four years after the first."""
        four_years = ExpressionWrapper(F("since") + Value(TERM, DurationField()), DateField())
        return self.annotate(ends_on=Least("until", four_years))

    def ending(self, today: date) -> Self:
        """That end soon or ended, with none after it, of municipalities that are there."""
        later = SafetyPlan.objects.present().filter(municipality=OuterRef("municipality"), until__gt=OuterRef("until"))
        there = Municipality.objects.on(today).values("pk")
        found = self.with_end().filter(ends_on__lte=today + AHEAD, municipality__in=there)
        return found.filter(~Exists(later))


class SafetyPlan(RegisterRow):
    """The integraal veiligheidsplan (IVP) of a municipality, or whatever else its council set goals in."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="safety_plans", verbose_name="gemeente")
    title = texts.CharField("titel", max_length=160)
    since = models.DateField("van")
    until = models.DateField("tot en met")
    decided_on = FuzzyDateField("vastgesteld op")
    document = texts.CharField("document", max_length=200, blank=True)
    link = models.URLField("adres van het document", max_length=300, blank=True)

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        ordering = ["municipality__name", "since"]
        verbose_name = "veiligheidsplan"
        verbose_name_plural = "veiligheidsplannen van gemeenten"
        constraints = [
            models.UniqueConstraint(
                Lower("title"),
                condition=PRESENT,
                name="goals_one_plan_per_title",
                violation_error_message="Dit veiligheidsplan staat er al. Heet dat van een andere gemeente ook zo? Zet "
                "dan de naam van de gemeente in de titel.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": "Dit ligt niet na de eerste dag van het plan."})
        if self.since and self.decided_on and self.until and self.decided_on.first > self.until:
            raise ValidationError({"decided_on": "Dit ligt na de laatste dag van het plan."})

    @property
    def period(self) -> str:
        return f"{date_long(self.since)} tot en met {date_long(self.until)}"


class Priority(RegisterRow):
    """A goal in the words of the council."""

    plan = models.ForeignKey(SafetyPlan, models.CASCADE, related_name="priorities", verbose_name="veiligheidsplan")
    words = texts.CharField("prioriteit", max_length=200)
    place = texts.CharField("plaats", max_length=80, blank=True)

    class Meta:
        ordering = ["plan__municipality__name", "plan__since", "pk"]
        verbose_name = "prioriteit"
        verbose_name_plural = "prioriteiten van gemeenten"
        constraints = [
            models.UniqueConstraint(
                "plan",
                Lower("words"),
                condition=PRESENT,
                name="goals_one_priority_per_plan",
                violation_error_message="Deze prioriteit staat al bij dit plan.",
            )
        ]

    def __str__(self) -> str:
        return self.words
