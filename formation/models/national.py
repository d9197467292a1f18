"""Tables about the whole country: a figure of each eenheid, and the one that was printed for the Netherlands."""

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.text import capfirst, slugify

from formation.exceptions import TableIsAdopted
from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.fields import FigureModel, UnitField
from nhveilig.figures.formats import date_short
from nhveilig.figures.values import Total, total
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts
from nhveilig.texts.addresses import first_free

PRESENT = Q(deleted_at=None)
COUNTRY = "Nederland"
# What these are of the whole is not what they add up to.
PERCENT = "%"


class NationalTableQuerySet(BinnedQuerySet):
    def adopted(self) -> Self:
        return self.present().filter(status=NationalTable.Status.ADOPTED)

    def with_figures(self) -> Self:
        """With the figures that are not in the bin, the eenheden in their order and the whole last: two queries."""
        figures = NationalFigure.objects.present().select_related("police_unit", "table")
        return self.prefetch_related(Prefetch("figures", queryset=figures))


class NationalTable(RegisterRow):
    """One kind of figure, such as formatie, of every eenheid on one date, as it was published.

    A table that prints formatie and bezetting, or several dates, is as many of these with one title.
    """

    class Status(models.TextChoices):
        CONCEPT = "concept", "in bewerking"
        ADOPTED = "adopted", "vastgesteld"

    title = texts.CharField("titel", max_length=160)
    kind = texts.CharField("soort", max_length=40)
    category = texts.CharField("categorie", max_length=60)
    reference_date = models.DateField("peildatum")
    unit = UnitField("maateenheid", max_length=20, default="fte")
    source = texts.CharField("bron", max_length=300, blank=True)
    # Of the printed whole: published minus the sum of the eenheden, and why. It excuses no other difference.
    explained_difference = models.DecimalField(
        "verklaard verschil", max_digits=14, decimal_places=4, null=True, blank=True
    )
    explanation = texts.TextField("toelichting", blank=True)
    slug = models.SlugField("webnaam", max_length=120, blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.CONCEPT)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)

    objects = NationalTableQuerySet.as_manager()

    class Meta:
        ordering = ["title", "category", "reference_date", "kind"]
        verbose_name = "landelijke tabel"
        verbose_name_plural = "landelijke tabellen"
        constraints = [
            models.UniqueConstraint(
                fields=["title", "kind", "category", "reference_date"],
                condition=PRESENT,
                name="formation_one_national_table_per_date",
                violation_error_message="Deze landelijke tabel staat er al.",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=PRESENT,
                name="formation_one_national_table_per_slug",
                violation_error_message="Deze webnaam is al van een andere landelijke tabel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.category}, {self.kind} per {date_short(self.reference_date)}"

    @property
    def is_concept(self) -> bool:
        return self.status == self.Status.CONCEPT

    @property
    def name(self) -> str:
        """`Formatie wijkagenten per 30-6-2016`, beside others of the same title."""
        return f"{capfirst(self.kind)} {self.category} per {date_short(self.reference_date)}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            refuse_adopted(self.pk)
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        base = slugify(f"{self.category} {self.kind} {self.reference_date.isoformat()}")[:110]
        taken = set(NationalTable.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        return first_free(base, taken)

    def clean(self) -> None:
        if self.explained_difference is not None and not self.explanation.strip():
            raise ValidationError({"explanation": "Schrijf waarom het totaal anders is dan de som."})

    def sum(self) -> Total:
        """Of the eenheden. Expects `with_figures()`."""
        return total(one.figure for one in self.figures.all() if one.police_unit_id)

    def published(self) -> "NationalFigure | None":
        """What was printed for the Netherlands. Expects `with_figures()`."""
        return next((one for one in self.figures.all() if one.police_unit_id is None), None)

    def difference(self) -> Decimal | None:
        """Published minus the sum; None when either is not known. Expects `with_figures()`."""
        published, found = self.published(), self.sum()
        is_known = published is not None and published.figure.is_known and found.value is not None
        if not (is_known and found.is_complete) or self.unit == PERCENT:
            return None
        return published.figure.value - found.value

    @property
    def is_explained(self) -> bool:
        """Whether the printed whole is the sum of the eenheden, or it is said why not."""
        found = self.difference()
        return not found or (found == self.explained_difference and bool(self.explanation.strip()))


class NationalFigure(RegisterRow, FigureModel):
    """What one eenheid has; without an eenheid what was printed for the Netherlands, which is never added to them."""

    table = models.ForeignKey(NationalTable, models.CASCADE, related_name="figures", verbose_name="tabel")
    police_unit = models.ForeignKey(
        PoliceUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="national_figures",
        verbose_name="eenheid",
    )
    note = texts.CharField("opmerking", max_length=200, blank=True)

    objects = BinnedQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["table", models.F("police_unit__order").asc(nulls_last=True)]
        verbose_name = "landelijk cijfer"
        verbose_name_plural = "landelijke cijfers"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["table", "police_unit"],
                condition=PRESENT,
                name="formation_one_national_figure_per_unit",
                violation_error_message="Deze eenheid staat al in de tabel.",
            ),
            models.UniqueConstraint(
                fields=["table"],
                condition=PRESENT & Q(police_unit=None),
                name="formation_one_whole_per_national_table",
                violation_error_message="Het totaal staat al in de tabel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.table.name}"

    @property
    def place(self) -> str:
        return self.police_unit.name if self.police_unit else COUNTRY

    def save(self, *args: object, **kwargs: object) -> None:
        refuse_adopted(self.table_id)
        super().save(*args, **kwargs)


def refuse_adopted(table_id: int) -> None:
    """Raises TableIsAdopted; whoever adopts the table waits for the end of this transaction."""
    found = NationalTable.objects.select_for_update(no_key=True).filter(pk=table_id)
    if NationalTable.Status.ADOPTED in set(found.values_list("status", flat=True)):
        raise TableIsAdopted
