from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models

from agenda.models import Indicator
from nhveilig.figures.fields import UnitField
from nhveilig.texts import models as texts
from themes.models.plans import GroupedPart, OrderedPart, PartQuerySet


class Unmeasured:
    """What progress is reported on in words alone. `ResultTarget` says more of each of these."""

    unit, value, adds_up, is_per_municipality = "", None, False, False
    counts_as = counts_as_id = None


class Activity(Unmeasured, GroupedPart):
    """What the theme does this year, what comes out of it (product) and when."""

    class Outcome(models.TextChoices):
        OPEN = "open", "loopt"
        FINISHED = "finished", "afgerond"
        STOPPED = "stopped", "gestopt"

    title = texts.CharField("activiteit", max_length=300, blank=True)
    html = texts.TextField("toelichting", blank=True)
    deliverable = texts.CharField("product", max_length=300, blank=True)
    planned_moment = texts.CharField("wanneer", max_length=80, blank=True)
    # Numbers from 1 to 4, beside the words; None: its writer did not say.
    quarters = models.JSONField("kwartalen", null=True, blank=True, help_text="waarin het gebeurt")
    due_on = models.DateField("uiterlijk", null=True, blank=True)
    owner = texts.CharField("eigenaar", max_length=160, blank=True, help_text="een naam, of een organisatie")
    # Whom the words name, when that is one person who reads the plan; it follows them (`themes.editing.queries`).
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="eigenaar in het portaal",
    )
    partners = texts.TextField("partners", blank=True, help_text="één per regel")
    added_value = texts.TextField("meerwaarde", blank=True)
    outcome = models.CharField("stand", max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta(GroupedPart.Meta):
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"

    def __str__(self) -> str:
        return self.title or "Activiteit zonder naam"


class IntendedResult(Unmeasured, GroupedPart):
    """What must be reached. What of it can be measured stands in its targets."""

    title = texts.CharField("beoogd resultaat", max_length=400, blank=True)
    html = texts.TextField("toelichting", blank=True)

    class Meta(GroupedPart.Meta):
        verbose_name = "beoogd resultaat"
        verbose_name_plural = "beoogde resultaten"

    def __str__(self) -> str:
        return self.title or "Resultaat zonder naam"


class ResultTargetQuerySet(PartQuerySet):
    def counted_once(self) -> Self:
        """Targets that count by themselves: those that repeat the target of another theme are left out."""
        return self.filter(counts_as=None)

    def for_plan(self) -> Self:
        """Targets with the one they repeat, and those that repeat them, each with its theme."""
        repeats = ResultTarget.objects.present().select_related("plan__theme")
        return (
            super()
            .for_plan()
            .select_related("indicator__objective__agenda", "counts_as__plan__theme")
            .prefetch_related(models.Prefetch("repeated_in", repeats))
        )


class ResultTarget(OrderedPart):
    """What can be measured: operator, number, unit, for whom, by when. Of a result, an activity, or the plan itself."""

    class Operator(models.TextChoices):
        EXACT = "=", "precies"
        AT_LEAST = ">=", "ten minste"
        AT_MOST = "<=", "ten hoogste"

    class Scope(models.TextChoices):
        REGION = "region", "de hele regio"
        EVERY_MUNICIPALITY = "municipality", "per gemeente"
        ALL_MUNICIPALITIES = "municipalities", "alle gemeenten samen"
        SAFETY_HOUSE = "safety_house", "per Zorg- en Veiligheidshuis"
        ONE_MUNICIPALITY = "one_municipality", "één gemeente"

    class Counting(models.TextChoices):
        LAST = "last", "de laatste stand telt"
        SUM = "sum", "meldingen tellen op"

    class Frequency(models.TextChoices):
        ONCE = "once", "eenmalig"
        CONTINUOUS = "continuous", "doorlopend"
        QUARTERLY = "quarterly", "per kwartaal"
        HALF_YEARLY = "half_yearly", "per half jaar"
        YEARLY = "yearly", "per jaar"
        IN_THE_YEAR = "in_year", "in de loop van het jaar"

    # How the source or the people who report name it ("KPI-43"); unique where it is given.
    code = texts.CharField("code", max_length=20, blank=True)
    result = models.ForeignKey(
        IntendedResult, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name="beoogd resultaat"
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name="activiteit"
    )
    title = texts.CharField("wat gemeten wordt", max_length=300, blank=True)
    operator = models.CharField("ondergrens of bovengrens", max_length=2, choices=Operator, default=Operator.AT_LEAST)
    value = models.DecimalField("streefwaarde", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = UnitField("meeteenheid", max_length=80, blank=True)
    scope = models.CharField("voor wie", max_length=20, choices=Scope, default=Scope.REGION)
    deadline = texts.CharField("termijn", max_length=80, blank=True)
    due_on = models.DateField("uiterlijk", null=True, blank=True)
    frequency = models.CharField("hoe vaak", max_length=12, choices=Frequency, default=Frequency.ONCE)
    counting = models.CharField("hoe meldingen tellen", max_length=4, choices=Counting, default=Counting.LAST)
    indicator = models.ForeignKey(
        Indicator, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="landelijke indicator"
    )
    # The same target under another theme (e-learning BUIT): shown in both, counted there.
    counts_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeated_in", verbose_name="hetzelfde als"
    )
    note = texts.CharField("opmerking", max_length=300, blank=True)

    objects = ResultTargetQuerySet.as_manager()

    class Meta(OrderedPart.Meta):
        verbose_name = "streefwaarde"
        verbose_name_plural = "streefwaarden"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__isnull=True) | models.Q(activity__isnull=True),
                name="themes_a_target_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["plan", "code"], condition=~models.Q(code=""), name="themes_a_target_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Streefwaarde zonder naam"

    @property
    def adds_up(self) -> bool:
        """Whether a report says what came, and not how it stands."""
        return self.counting == self.Counting.SUM

    @property
    def is_yes_or_no(self) -> bool:
        """Whether it asks for one thing, that is there or not."""
        return self.value == 1 and self.operator != self.Operator.AT_MOST and not self.is_per_municipality

    @property
    def is_for_municipalities(self) -> bool:
        """Whether it asks something of them, each or together, or counts them."""
        scopes = {self.Scope.EVERY_MUNICIPALITY, self.Scope.ALL_MUNICIPALITIES}
        return self.scope in scopes or self.unit == "gemeenten"

    @property
    def is_per_municipality(self) -> bool:
        return self.scope == self.Scope.EVERY_MUNICIPALITY


class Decision(OrderedPart):
    """A decision the plan needs, and of which body."""

    title = texts.CharField("besluit", max_length=300, blank=True)
    body = texts.CharField("gremium", max_length=160, blank=True)
    needed_by = texts.CharField("wanneer nodig", max_length=80, blank=True)
    due_on = models.DateField("uiterlijk", null=True, blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = "gevraagd besluit"
        verbose_name_plural = "gevraagde besluiten"

    def __str__(self) -> str:
        return self.title or "Besluit zonder naam"


class Capacity(OrderedPart):
    """People a partner puts in: fte, or hours in the year."""

    class Unit(models.TextChoices):
        FTE = "fte", "fte"
        HOURS = "hours", "uur"

    partner = texts.CharField("partner", max_length=160, blank=True)
    amount = models.DecimalField("hoeveel", max_digits=10, decimal_places=2, null=True, blank=True)
    unit = texts.CharField("meeteenheid", max_length=5, choices=Unit, default=Unit.FTE)
    note = texts.CharField("waarvoor", max_length=300, blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = "inzet"
        verbose_name_plural = "inzet"

    def __str__(self) -> str:
        return self.partner or "Inzet"


class Funding(OrderedPart):
    """Money from one source, in whole euros."""

    source = texts.CharField("bron", max_length=200, blank=True)
    amount = models.DecimalField("bedrag", max_digits=14, decimal_places=2, null=True, blank=True)
    note = texts.CharField("waarvoor", max_length=300, blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = "middelen"
        verbose_name_plural = "middelen"

    def __str__(self) -> str:
        return self.source or "Middelen"

    @property
    def euros(self) -> Decimal:
        return self.amount or Decimal(0)
