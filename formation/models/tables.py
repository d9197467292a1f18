from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst, slugify

from nhveilig.accounts.models import ActedFor
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import date_long, date_short
from nhveilig.figures.measures import Measure
from nhveilig.figures.values import Figure
from nhveilig.governance.models import Decided
from nhveilig.prefetching import ReadAtOnce
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.texts import models as texts
from nhveilig.texts.addresses import first_free

MAIN_SERIES = "eenheid"
# Decimals that a column may get though it had none.
PARTS_OF_ONE = 2
# The series that tell the strength of the eenheid as a whole, the most telling first.
WHOLE_UNIT_SERIES = (MAIN_SERIES, "ontwikkeling", "hoofdonderdelen")


class StrengthTableQuerySet(ReadAtOnce):
    def visible_to(self, unit_ids: set[int], concept_unit_ids: set[int]) -> Self:
        """Tables of these eenheden; concepts only where the reader may see unfinished work."""
        return self.filter(police_unit__in=unit_ids).exclude(
            ~Q(police_unit__in=concept_unit_ids), status=StrengthTable.Status.CONCEPT
        )

    def adopted(self) -> Self:
        """What counts as the strength: for every total, comparison over time, and document."""
        return self.filter(status=StrengthTable.Status.ADOPTED)

    def establishment_of(self, police_unit: PoliceUnit, series: str = MAIN_SERIES) -> Self:
        """Formatie of one eenheid in one series, oldest first."""
        return self.filter(police_unit=police_unit, kind=StrengthTable.Kind.ESTABLISHMENT, series=series).order_by(
            "reference_date"
        )

    def for_list(self) -> Self:
        return self.select_related("police_unit")

    def newest_two(self) -> Self:
        """The two newest tables of every series of every eenheid, for pages that say what there is and what changed.

        The last filter of a chain: what is filtered after it counts only among these two.
        """
        series = Window(RowNumber(), partition_by=["police_unit", "kind", "series"], order_by="-reference_date")
        return self.annotate(place=series).filter(place__lte=2)

    def for_overview(self) -> Self:
        """Formatie with its categories and of its rows only the eenheid as a whole."""
        tables = self.filter(kind=StrengthTable.Kind.ESTABLISHMENT)
        return tables._with(StrengthRow.objects.filter(role=StrengthRow.Role.TOTAL))

    def with_figures_of(self, unit: OrganisationUnit) -> Self:
        """The tables with a row for `unit`, with their categories and of their rows only that one."""
        return self.filter(rows__unit=unit)._with(StrengthRow.objects.filter(unit=unit).select_related("unit"))

    def with_figures(self) -> Self:
        """The table with categories, rows and cells."""
        return self._with(StrengthRow.objects.select_related("unit__parent")).prefetch_related("explanations")

    def _with(self, rows: models.QuerySet) -> Self:
        """With their categories, and of their rows and cells only these."""
        found = Prefetch("rows", queryset=rows.prefetch_related("cells"))
        return self.select_related("police_unit").prefetch_related("categories", found)


class StrengthTable(Decided):
    """The strength of one eenheid on one reference date, as it was published; each category says what it is in.

    Formatie (posts on paper) and bezetting (posts filled) are different tables and never summed together.
    Tables of one series show the same thing on different dates, and are compared with each other.
    `version` goes up with every change to the table, whoever makes it: who writes says which one they saw.
    """

    class Kind(models.TextChoices):
        ESTABLISHMENT = "formatie", "formatie"
        OCCUPATION = "bezetting", "bezetting"

    class Status(models.TextChoices):
        CONCEPT = "concept", "in bewerking"
        ADOPTED = "adopted", "vastgesteld"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="strength_tables", verbose_name="eenheid")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.ESTABLISHMENT)
    series = models.SlugField("reeks", default=MAIN_SERIES)
    title = texts.CharField("titel", max_length=160, blank=True)
    reference_date = models.DateField("peildatum")
    date_label = texts.CharField("peildatum in woorden", max_length=40, blank=True)
    source = texts.CharField("bron", max_length=300)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.CONCEPT)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name="overgenomen van"
    )
    # Where a table of the whole country filled this one, and the version it left: a later one is somebody's work.
    filled_from = models.ForeignKey(
        "formation.NationalTable",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="filled",
        verbose_name="gevuld uit",
    )
    filled_version = models.PositiveIntegerField("versie bij het vullen", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = StrengthTableQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "kind", "series", "reference_date"]
        verbose_name = "sterktetabel"
        verbose_name_plural = "sterktetabellen"
        constraints = [
            models.UniqueConstraint(
                fields=["police_unit", "kind", "series", "reference_date"],
                name="formation_one_table_per_series_and_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.police_unit} {date_short(self.reference_date)}"

    @property
    def is_main(self) -> bool:
        """Whether this is the formatie of the eenheid itself, that the law asks for."""
        return self.series == MAIN_SERIES and self.kind == self.Kind.ESTABLISHMENT

    @property
    def series_name(self) -> str:
        """What the series is called in lists and captions: its title, or that it is about the whole eenheid."""
        if self.title:
            return self.title
        kind = capfirst(self.get_kind_display())
        return f"{kind} van de eenheid" if self.series == MAIN_SERIES else f"{kind}, reeks {self.series}"

    @property
    def is_concept(self) -> bool:
        return self.status == self.Status.CONCEPT

    def url(self, name: str = "dated-table") -> str:
        """The address of page `name` about this table, whose eenheid must have been read with it."""
        place = {"slug": self.police_unit.slug, "series": self.series, "day": self.reference_date}
        return reverse(f"formation:{name}", kwargs=place | {"kind": str(self.kind)})

    @property
    def day(self) -> str:
        """The reference date as the source words it: `1-1-2022`, or `vanaf 2022`."""
        return self.date_label or date_short(self.reference_date)

    @property
    def day_in_words(self) -> str:
        """`1 januari 2022`: in a sentence in large type, where a line may not end in the middle of a date."""
        return self.date_label or date_long(self.reference_date)

    @property
    def per_day(self) -> str:
        """`per 1-1-2022`, and `vanaf 2022` where the source has words for it."""
        return self.date_label or f"per {date_short(self.reference_date)}"

    @property
    def on_day(self) -> str:
        """`op 1-1-2022`, `vanaf 2022`, `in 2022/2023`: as a sentence goes on."""
        if not self.date_label:
            return f"op {date_short(self.reference_date)}"
        return self.date_label if self.date_label.startswith("vanaf") else f"in {self.date_label}"

    @property
    def on_day_in_words(self) -> str:
        """`op 1 januari 2022`: the same in large type."""
        return self.on_day if self.date_label else f"op {self.day_in_words}"


def free_code(name: str, taken: Collection[str]) -> str:
    """For a category of that name: which columns of two tables are the same follows from the name alone."""
    base = slugify(name)[:47] or "kolom"
    return first_free(base, taken)


class StaffCategory(models.Model):
    """A column of one strength table. Tables are compared by the category's code."""

    class Role(models.TextChoices):
        COUNTS = "value", "telt mee"
        OF_WHICH = "of_which", "waarvan"
        TOTAL = "total", "totaal"

    table = models.ForeignKey(StrengthTable, models.CASCADE, related_name="categories", verbose_name="tabel")
    code = models.SlugField("code")
    name = texts.CharField("naam", max_length=60)
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.COUNTS)
    unit = models.CharField("meeteenheid", max_length=10, choices=Measure, default=Measure.FTE)
    decimals = models.PositiveSmallIntegerField("decimalen", default=2)
    # What the norm of article 38a Politiewet 2012 counts, under whatever name the table prints it. In fte.
    is_community_officer = models.BooleanField("telt als wijkagent", default=False)
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
            models.CheckConstraint(
                condition=Q(is_community_officer=False) | Q(unit=Measure.FTE),
                name="formation_officers_are_counted_in_fte",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def most_decimals(self) -> int:
        """As precise as a figure in a concept may be: whole numbers may get parts, and the column shows them then."""
        return max(self.decimals, PARTS_OF_ONE)

    @property
    def measure(self) -> Measure:
        return Measure(self.unit)


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


class StrengthCellQuerySet(models.QuerySet["StrengthCell"]):
    def telling(self, units: Collection[int]) -> Self:
        """Of these parts the adopted formatie in total and the wijkagenten, with table and category, newest first."""
        telling = Q(category__is_community_officer=True) | Q(category__role=StaffCategory.Role.TOTAL)
        tables = StrengthTable.objects.adopted().filter(kind=StrengthTable.Kind.ESTABLISHMENT)
        found = self.filter(telling, row__unit__in=units, row__table__in=tables)
        return found.select_related("row__table", "category").order_by("-row__table__reference_date", "row__table")


class StrengthCell(FigureModel):
    """One published figure, in the unit of its category."""

    row = models.ForeignKey(StrengthRow, models.CASCADE, related_name="cells", verbose_name="rij")
    category = models.ForeignKey(StaffCategory, models.CASCADE, related_name="cells", verbose_name="categorie")
    version = models.PositiveIntegerField("versie", default=1)

    objects = StrengthCellQuerySet.as_manager()

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
    text = texts.TextField("toelichting")

    class Meta:
        ordering = ["table", "pk"]
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.UniqueConstraint(
                fields=["table", "unit", "category_code", "difference"], name="formation_one_explanation_per_difference"
            )
        ]

    def __str__(self) -> str:
        return self.text


class StrengthCellEdit(ActedFor):
    """One change somebody made to one cell, kept so that it can be explained and undone."""

    table = models.ForeignKey(StrengthTable, models.CASCADE, related_name="edits", verbose_name="tabel")
    cell = models.ForeignKey(StrengthCell, models.CASCADE, related_name="edits", verbose_name="cijfer")
    old_value = models.DecimalField("oude waarde", max_digits=14, decimal_places=4, null=True)
    old_qualifier = texts.CharField("oude soort waarde", max_length=14)
    new_value = models.DecimalField("nieuwe waarde", max_digits=14, decimal_places=4, null=True)
    new_qualifier = texts.CharField("nieuwe soort waarde", max_length=14)
    reason = texts.CharField("reden", max_length=300, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gewijzigd door"
    )
    edited_at = models.DateTimeField("gewijzigd op", auto_now_add=True)
    undoes = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by", verbose_name="maakt ongedaan"
    )

    class Meta:
        ordering = ["-edited_at", "-pk"]
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"

    def __str__(self) -> str:
        return f"{self.cell.row} {self.cell.category}, {date_short(self.edited_at)}"

    @property
    def old_figure(self) -> Figure:
        return StrengthCell(value=self.old_value, qualifier=self.old_qualifier).figure

    @property
    def new_figure(self) -> Figure:
        return StrengthCell(value=self.new_value, qualifier=self.new_qualifier).figure
