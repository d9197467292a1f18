from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from nhveilig.figures.fields import FigureModel
from nhveilig.regions.models import OrganisationUnit, PoliceUnit


class StrengthTableQuerySet(models.QuerySet["StrengthTable"]):
    def visible_to(self, unit_ids: set[int]) -> Self:
        return self.filter(police_unit__in=unit_ids)

    def establishment_of(self, police_unit: PoliceUnit) -> Self:
        """Formatie of one eenheid, oldest first."""
        return self.filter(police_unit=police_unit, kind=StrengthTable.Kind.ESTABLISHMENT).order_by("reference_date")

    def for_list(self) -> Self:
        return self.select_related("police_unit")

    def for_overview(self) -> Self:
        """Formatie with its categories and of its rows only the eenheid as a whole: four queries."""
        totals = StrengthRow.objects.filter(role=StrengthRow.Role.TOTAL).prefetch_related("cells")
        tables = self.filter(kind=StrengthTable.Kind.ESTABLISHMENT).select_related("police_unit")
        return tables.prefetch_related("categories", Prefetch("rows", queryset=totals))

    def with_figures(self) -> Self:
        """The table with categories, rows and cells: four queries for any number of tables."""
        rows = StrengthRow.objects.select_related("unit").prefetch_related("cells")
        return self.select_related("police_unit").prefetch_related(
            "categories", Prefetch("rows", queryset=rows), "explanations"
        )


class StrengthTable(models.Model):
    """The strength of one eenheid on one reference date, in fte, as it was published.

    Formatie (posts on paper) and bezetting (posts filled) are different tables and never summed together.
    """

    class Kind(models.TextChoices):
        ESTABLISHMENT = "formatie", "formatie"
        OCCUPATION = "bezetting", "bezetting"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="strength_tables", verbose_name="eenheid")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.ESTABLISHMENT)
    reference_date = models.DateField("peildatum")
    source = models.CharField("bron", max_length=300)
    decimals = models.PositiveSmallIntegerField("decimalen", default=2)

    objects = StrengthTableQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "kind", "reference_date"]
        verbose_name = "sterktetabel"
        verbose_name_plural = "sterktetabellen"
        constraints = [
            models.UniqueConstraint(
                fields=["police_unit", "kind", "reference_date"], name="formation_one_table_per_unit_kind_and_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.police_unit} {self.reference_date:%d-%m-%Y}"


class StaffCategory(models.Model):
    """A column of one strength table. Tables are compared by the category's code."""

    class Role(models.TextChoices):
        COUNTS = "value", "telt mee"
        OF_WHICH = "of_which", "waarvan"
        TOTAL = "total", "totaal"

    table = models.ForeignKey(StrengthTable, models.CASCADE, related_name="categories", verbose_name="tabel")
    code = models.SlugField("code")
    name = models.CharField("naam", max_length=60)
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.COUNTS)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["table", "order"]
        verbose_name = "personeelscategorie"
        verbose_name_plural = "personeelscategorieën"
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="formation_one_category_per_code"),
            models.UniqueConstraint(
                fields=["table"], condition=Q(role="total"), name="formation_one_total_column_per_table"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StrengthRow(models.Model):
    """A printed row. Only detail rows are summed; subtotals and the total are what was published."""

    class Role(models.TextChoices):
        DETAIL = "detail", "onderdeel"
        SUBTOTAL = "subtotal", "subtotaal"
        TOTAL = "total", "totaal"

    table = models.ForeignKey(StrengthTable, models.CASCADE, related_name="rows", verbose_name="tabel")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, related_name="strength_rows", verbose_name="onderdeel")
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.DETAIL)
    order = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        ordering = ["table", "order"]
        verbose_name = "rij"
        verbose_name_plural = "rijen"
        constraints = [models.UniqueConstraint(fields=["table", "unit"], name="formation_one_row_per_unit")]

    def __str__(self) -> str:
        return self.unit.name


class StrengthCell(FigureModel):
    """One published figure, in fte."""

    row = models.ForeignKey(StrengthRow, models.CASCADE, related_name="cells", verbose_name="rij")
    category = models.ForeignKey(StaffCategory, models.CASCADE, related_name="cells", verbose_name="categorie")

    class Meta(FigureModel.Meta):
        verbose_name = "cijfer"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(fields=["row", "category"], name="formation_one_cell_per_row_and_category"),
        ]

    def __str__(self) -> str:
        return str(self.figure)


class StrengthExplanation(models.Model):
    """Why a published total is not the sum of its parts: for this `difference` (published minus sum) only."""

    table = models.ForeignKey(StrengthTable, models.CASCADE, related_name="explanations", verbose_name="tabel")
    unit = models.ForeignKey(OrganisationUnit, models.PROTECT, verbose_name="onderdeel")
    category_code = models.SlugField("categorie")
    difference = models.DecimalField("verklaard verschil", max_digits=14, decimal_places=4)
    text = models.TextField("toelichting")

    class Meta:
        ordering = ["table", "pk"]
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.UniqueConstraint(
                fields=["table", "unit", "category_code"], name="formation_one_explanation_per_published_total"
            )
        ]

    def __str__(self) -> str:
        return self.text
