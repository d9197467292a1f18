import uuid
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.utils.text import capfirst, slugify

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.models import Binned, BinnedQuerySet, Edited, Versioned
from nhveilig.figures.values import Figure
from nhveilig.governance.models import Decided
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts
from nhveilig.texts.addresses import first_free
from themes.models.policy import PolicyPlan, Theme

SLUG_LENGTH = 70
YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


class BudgetSide(models.TextChoices):
    """In the order in which a budget is printed: what comes in, what it is spent on, what goes into the reserves and
    comes out of them, and the balance sheet. On every side an amount above zero is one more of that side."""

    INCOME = "baten", "Baten"
    EXPENSES = "lasten", "Lasten"
    ADDITIONS = "toevoegingen", "Toevoegingen aan reserves"
    WITHDRAWALS = "onttrekkingen", "Onttrekkingen aan reserves"
    ASSETS = "activa", "Activa"
    LIABILITIES = "passiva", "Passiva"


class BudgetOutcome(models.TextChoices):
    """What is left: baten min lasten, and that min toevoegingen plus onttrekkingen. Below zero is a deficit."""

    BALANCE = "saldo", "Saldo van baten en lasten"
    RESULT = "resultaat", "Resultaat"


# What a total may have been published of.
SUMMED = [*BudgetSide.choices, *BudgetOutcome.choices]
SIDE_LENGTH = 13


class GrantQuerySet(BinnedQuerySet):
    def with_years(self) -> Self:
        return self.prefetch_related(Prefetch("years", queryset=GrantYear.objects.present()))


class Grant(Edited, Binned):
    """A source with a period: who gives how much, for which years. `amount` is the whole of it, in euros, if known.

    What partners bring in people (`in_kind`) is worth money but never counted as money.
    """

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="grants", verbose_name="eenheid")
    slug = models.SlugField("webnaam", max_length=80)
    title = texts.CharField("naam", max_length=200)
    giver = texts.CharField("gever", max_length=200)
    via = texts.CharField("ontvangen via", max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField("eerste jaar", validators=YEARS)
    last_year = models.PositiveSmallIntegerField("laatste jaar", null=True, blank=True, validators=YEARS)
    amount = models.DecimalField("bedrag voor de hele periode", max_digits=14, decimal_places=2, null=True, blank=True)
    in_kind = models.BooleanField("in menskracht, niet in geld", default=False)
    note = texts.CharField("toelichting", max_length=500, blank=True)
    source = texts.CharField("bron", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "order", "pk"]
        verbose_name = "geldbron"
        verbose_name_plural = "geldbronnen"
        constraints = [
            models.UniqueConstraint(fields=["police_unit", "slug"], name="themes_one_grant_per_slug"),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(first_year__lte=F("last_year")),
                name="themes_grant_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: object) -> None:
        if not self.slug:
            self.slug, self.order = self._free_slug(), Grant.objects.filter(police_unit=self.police_unit).count() + 1
        super().save(**kwargs)

    def _free_slug(self) -> str:
        base = slugify(self.title)[:SLUG_LENGTH] or "bron"
        taken = set(Grant.objects.filter(police_unit=self.police_unit).values_list("slug", flat=True))
        return first_free(base, taken)

    def clean(self) -> None:
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": "Het laatste jaar ligt voor het eerste jaar. Wissel ze om."})

    @property
    def period(self) -> str:
        if self.last_year is None:
            return f"vanaf {self.first_year}"
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"

    @property
    def undivided(self) -> Decimal | None:
        """What of the whole has no year yet; None when there is nothing to say. Expects `with_years()`."""
        if self.amount is None or self.has_all_years:
            return None
        return self.amount - sum(one.amount for one in self.years.all())

    @property
    def has_all_years(self) -> bool:
        """Whether every year of its period has an amount. Expects `with_years()`."""
        if self.last_year is None:
            return False
        return {one.year for one in self.years.all()} >= set(range(self.first_year, self.last_year + 1))


class GrantYear(RegisterRow):
    """The part of a grant for one year, in euros; `indexation` (in percents) is added to it."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="years", verbose_name="geldbron")
    year = models.PositiveSmallIntegerField("jaar", validators=YEARS)
    amount = models.DecimalField("bedrag", max_digits=14, decimal_places=2)
    indexation = models.DecimalField("indexering", max_digits=6, decimal_places=3, null=True, blank=True)
    note = texts.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        ordering = ["grant", "year"]
        verbose_name = "jaar van een geldbron"
        verbose_name_plural = "jaren van een geldbron"
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "year"],
                condition=Q(deleted_at=None),
                name="themes_one_amount_per_grant_and_year",
                violation_error_message="Van dit jaar staat er al een bedrag.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant} {self.year}"

    @property
    def indexed(self) -> Decimal:
        """With the indexation added, to the cent."""
        return (self.amount * (100 + (self.indexation or 0)) / 100).quantize(Decimal("0.01"))


class BudgetQuerySet(BinnedQuerySet):
    def in_bin_of(self, access: Access) -> Self:
        return self.in_bin().filter(police_unit__in=access.units_with(Permission.EDIT_BUDGET))

    def visible_to(self, access: Access) -> Self:
        """Of the reader's own eenheden; concepts only where they may see unfinished work or edit the budget."""
        concepts = access.units_with(Permission.VIEW_CONCEPTS) | access.units_with(Permission.EDIT_BUDGET)
        return self.filter(police_unit__in=access.units_with(Permission.VIEW_BUDGET), deleted_at=None).exclude(
            ~Q(police_unit__in=concepts), status=Budget.Status.CONCEPT
        )

    def in_order(self) -> Self:
        """The newest year first; within a year raming, begroting, wijzigingen, realisatie."""
        kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(Budget.Kind.values)]
        return self.select_related("police_unit").order_by("police_unit", "-year", Case(*kinds), "number")

    def with_figures(self) -> Self:
        """Groups, lines and what covers them, grants with their years, published totals and explanations."""
        lines = (
            BudgetLine.objects.present()
            .select_related("grant")
            .prefetch_related("covered_by", Prefetch("grant__years", queryset=GrantYear.objects.present()))
        )
        groups = BudgetGroup.objects.present().prefetch_related(Prefetch("lines", queryset=lines))
        return self.select_related("police_unit", "copied_from").prefetch_related(
            Prefetch("groups", queryset=groups), "totals", "explanations"
        )

    def for_document(self, police_unit: PoliceUnit, year: int) -> "Budget | None":
        """The begroting of that year with its figures: the adopted one, or else the one being written; or None."""
        found = self.filter(police_unit=police_unit, year=year, kind=Budget.Kind.BUDGET, deleted_at=None)
        adopted_first = Case(When(status=Budget.Status.ADOPTED, then=Value(0)), default=Value(1))
        return found.with_figures().order_by(adopted_first, "-number").first()


class Budget(Edited, Binned, Decided):
    """The money of one eenheid in one year: baten, lasten, reserves and the balance sheet.

    As foreseen in an earlier year (raming), planned, amended or realised.

    `version` counts every change to it or any of its rows. A budget that was adopted never changes again.
    """

    class Kind(models.TextChoices):
        FORECAST = "raming", "raming"
        BUDGET = "begroting", "begroting"
        AMENDMENT = "wijziging", "begrotingswijziging"
        ACTUALS = "realisatie", "realisatie"

    class Status(models.TextChoices):
        CONCEPT = "concept", "in bewerking"
        ADOPTED = "adopted", "vastgesteld"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="budgets", verbose_name="eenheid")
    year = models.PositiveSmallIntegerField("jaar")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.BUDGET)
    number = models.PositiveSmallIntegerField("nummer", default=1)
    title = texts.CharField("titel", max_length=160, blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.CONCEPT)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    source = texts.CharField("bron", max_length=300, blank=True)
    note = texts.CharField("toelichting", max_length=500, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name="overgenomen van"
    )

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "-year", "kind", "number"]
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        constraints = [
            models.UniqueConstraint(
                fields=["police_unit", "year", "kind", "number"], name="themes_one_budget_per_kind_and_number"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def name(self) -> str:
        """`Begroting 2025`, `Begrotingswijziging 2 2025`, `Realisatie 2025`."""
        number = f" {self.number}" if self.kind == self.Kind.AMENDMENT else ""
        return f"{capfirst(self.get_kind_display())}{number} {self.year}"

    @property
    def is_concept(self) -> bool:
        return self.status == self.Status.CONCEPT


class BudgetGroup(Edited, Binned):
    """Posts under one heading; without a title they stand under their side itself. `subtotal` is as published."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="groups", verbose_name="begroting")
    side = models.CharField("zijde", max_length=SIDE_LENGTH, choices=BudgetSide)
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    title = texts.CharField("naam", max_length=160, blank=True)
    subtotal = models.DecimalField("gepubliceerd subtotaal", max_digits=14, decimal_places=2, null=True, blank=True)
    # The same group in another version of the budget has the same lineage, whatever it is called there.
    lineage = models.UUIDField("herkomst", default=uuid.uuid4, editable=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        ordering = ["budget", "order", "pk"]
        verbose_name = "groep"
        verbose_name_plural = "groepen"

    def __str__(self) -> str:
        return self.title or self.get_side_display()


class BudgetLine(Edited, Binned):
    """A post, in euros. No amount means that it is not known yet, which is never the same as nothing."""

    group = models.ForeignKey(BudgetGroup, models.CASCADE, related_name="lines", verbose_name="groep")
    order = models.PositiveSmallIntegerField("volgorde", default=0)
    title = texts.CharField("post", max_length=200)
    amount = models.DecimalField("bedrag", max_digits=14, decimal_places=2, null=True, blank=True)
    note = texts.CharField("toelichting", max_length=300, blank=True)
    grant = models.ForeignKey(
        Grant, models.SET_NULL, null=True, blank=True, related_name="lines", verbose_name="geldbron"
    )
    policy_plan = models.ForeignKey(
        PolicyPlan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name="plan of programma",
    )
    # What a post of the lasten is for, when it is for one theme alone: then it is money granted to that theme.
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="budget_lines", verbose_name="thema"
    )
    # The income a post is paid from, when it is paid from nothing else: their sum is held against its amount.
    covered_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="covers", verbose_name="gedekt door"
    )
    lineage = models.UUIDField("herkomst", default=uuid.uuid4, editable=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        ordering = ["group", "order", "pk"]
        verbose_name = "post"
        verbose_name_plural = "posten"

    def __str__(self) -> str:
        return self.title

    @property
    def figure(self) -> Figure:
        return Figure.undecided() if self.amount is None else Figure(self.amount)


class BudgetTotal(Versioned):
    """The published total of one side, the saldo or the resultaat, under the words that were printed beside it."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="totals", verbose_name="begroting")
    side = models.CharField("zijde", max_length=SIDE_LENGTH, choices=SUMMED)
    label = texts.CharField("opschrift", max_length=80)
    amount = models.DecimalField("bedrag", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["budget", "pk"]
        verbose_name = "gepubliceerd totaal"
        verbose_name_plural = "gepubliceerde totalen"
        constraints = [models.UniqueConstraint(fields=["budget", "side"], name="themes_one_total_per_side")]

    def __str__(self) -> str:
        return self.label


class BudgetExplanation(models.Model):
    """Why two amounts that should be equal are not: for this `difference` (in euros) only, so for no other."""

    class About(models.TextChoices):
        SUBTOTAL = "subtotal", "subtotaal"
        TOTAL = "total", "totaal"
        BALANCE = "balance", "evenwicht"
        COVER = "cover", "dekking"
        LABEL = "label", "opschrift"
        GRANT = "grant", "geldbron"
        OUTCOME = "outcome", "saldo of resultaat"
        SIGN = "sign", "minteken"

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="explanations", verbose_name="begroting")
    about = models.CharField("waarover", max_length=10, choices=About)
    side = models.CharField("zijde", max_length=SIDE_LENGTH, choices=SUMMED, blank=True)
    group = models.ForeignKey(BudgetGroup, models.CASCADE, null=True, blank=True, verbose_name="groep")
    line = models.ForeignKey(BudgetLine, models.CASCADE, null=True, blank=True, verbose_name="post")
    difference = models.DecimalField("verklaard verschil", max_digits=14, decimal_places=2)
    text = texts.CharField("toelichting", max_length=500)

    class Meta:
        ordering = ["budget", "pk"]
        verbose_name = "toelichting bij een verschil"
        verbose_name_plural = "toelichtingen bij verschillen"

    def __str__(self) -> str:
        return self.text
