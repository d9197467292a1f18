from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Prefetch, Q
from django.db.models.functions import Lower
from django.utils.text import slugify

from formation.models.tables import StaffCategory, StrengthRow, StrengthTable
from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import listed
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts
from nhveilig.texts.addresses import first_free

PRESENT = Q(deleted_at=None)
THERE_ALREADY = "Deze verandering staat er al in deze reeks."


class StrengthChangeSetQuerySet(BinnedQuerySet):
    def with_changes(self) -> Self:
        """The sets with their changes, and of the tables before and after only the row of the whole."""
        totals = StrengthRow.objects.filter(role=StrengthRow.Role.TOTAL).select_related("unit")
        tables = [Prefetch(f"{side}__rows", queryset=totals.prefetch_related("cells")) for side in ("before", "after")]
        return (
            self.present()
            .select_related("police_unit", "before", "after")
            .prefetch_related(
                Prefetch("changes", queryset=StrengthChange.objects.present().select_related("unit")),
                "before__categories",
                "after__categories",
                *tables,
            )
        )


class StrengthChangeSet(RegisterRow):
    """Why strength grows or shrinks: changes with their origin, as one table was published.

    Between `before` and `after` it explains a difference; without those two it only announces one.
    """

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="strength_changes", verbose_name="eenheid")
    # Documents name a set by it, so it stays when the title changes.
    slug = models.SlugField("webnaam", blank=True)
    title = texts.CharField("titel", max_length=160)
    before = models.ForeignKey(
        StrengthTable, models.SET_NULL, null=True, blank=True, related_name="changes_since", verbose_name="was"
    )
    after = models.ForeignKey(
        StrengthTable, models.SET_NULL, null=True, blank=True, related_name="changes_until", verbose_name="wordt"
    )
    decimals = models.PositiveSmallIntegerField("decimalen", default=1)
    source = texts.CharField("bron", max_length=300, blank=True)

    objects = StrengthChangeSetQuerySet.as_manager()

    class Meta:
        ordering = ["police_unit", "slug"]
        verbose_name = "reeks veranderingen"
        verbose_name_plural = "reeksen veranderingen"
        constraints = [
            models.UniqueConstraint(
                fields=["police_unit", "slug"],
                condition=PRESENT,
                name="formation_one_change_set_per_slug",
                violation_error_message="Deze eenheid heeft al een reeks met deze webnaam.",
            ),
            models.UniqueConstraint(
                "police_unit",
                Lower("title"),
                condition=PRESENT,
                name="formation_one_change_set_per_title",
                violation_error_message="Deze eenheid heeft al een reeks met deze titel.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        base = slugify(self.title)[:46] or "veranderingen"
        others = StrengthChangeSet.objects.filter(police_unit=self.police_unit_id, slug__startswith=base)
        taken = set(others.values_list("slug", flat=True))
        return first_free(base, taken)

    def clean(self) -> None:
        for side in ("before", "after"):
            table = getattr(self, side)
            if table and self.police_unit_id and table.police_unit_id != self.police_unit_id:
                raise ValidationError({side: "Deze tabel is van een andere eenheid."})
        if self.before and self.after and self.before.reference_date >= self.after.reference_date:
            raise ValidationError({"after": "Deze tabel ligt niet na de tabel die er eerst was."})
        if self.decimals is not None and self.decimals > 4:
            raise ValidationError({"decimals": "Hooguit vier cijfers achter de komma."})


class StrengthChange(RegisterRow, FigureModel):
    """One origin of change in one period, in fte. A total is as published, and never summed with the details."""

    class Role(models.TextChoices):
        DETAIL = "detail", "herkomst"
        TOTAL = "total", "totaal"

    change_set = models.ForeignKey(StrengthChangeSet, models.CASCADE, related_name="changes", verbose_name="reeks")
    origin = texts.CharField("herkomst", max_length=160)
    unit = models.ForeignKey(
        OrganisationUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onderdeel"
    )
    # Codes with a space between them: money “voor de wijk” may become wijkagenten and others, together.
    categories = texts.CharField("categorieën", max_length=200, blank=True)
    # Where the source names days; elsewhere the change lies between the two tables of its set.
    starts_on = models.DateField("van", null=True, blank=True)
    ends_on = models.DateField("naar", null=True, blank=True)
    period = texts.CharField("periode", max_length=40, blank=True)
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.DETAIL)
    # Tranches add up within themselves: of 29,5, 35,9, 40,2 and 45,3 only the last is the whole change.
    explains = models.BooleanField("verklaart het verschil", default=True)
    # Of a total only: published minus the sum of its details, and why. It excuses no other difference.
    explained_difference = models.DecimalField(
        "verklaard verschil", max_digits=14, decimal_places=4, null=True, blank=True
    )
    explanation = texts.TextField("toelichting", blank=True)
    order = models.PositiveSmallIntegerField("volgorde", blank=True)

    objects = BinnedQuerySet.as_manager()

    class Meta(FigureModel.Meta):
        ordering = ["change_set", "order", "pk"]
        verbose_name = "verandering van sterkte"
        verbose_name_plural = "veranderingen van sterkte"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["change_set", "origin", "categories", "period", "unit", "starts_on", "ends_on", "role"],
                condition=PRESENT,
                name="formation_one_change_per_origin_and_period",
                violation_error_message=THERE_ALREADY,
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.origin, self.unit and self.unit.name, self.period)))

    def save(self, *args: object, **kwargs: object) -> None:
        if self.order is None:
            last = self.change_set.changes.aggregate(last=Max("order"))["last"]
            self.order = 0 if last is None else last + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.starts_on >= self.ends_on:
            raise ValidationError({"ends_on": "Deze dag ligt niet na de dag “van”."})
        if not self.change_set_id:
            return
        unit = self.change_set.police_unit_id
        if self.unit and self.unit.police_unit_id != unit:
            raise ValidationError({"unit": "Dit onderdeel is van een andere eenheid."})
        self._refuse_unknown_categories(unit)
        self._refuse_double()

    def _refuse_unknown_categories(self, police_unit_id: int) -> None:
        """What the tables of the eenheid never call a category; without tables nobody can say."""
        codes = set(self.categories.split())
        if not codes:
            return
        known = dict(
            StaffCategory.objects.filter(table__police_unit=police_unit_id).order_by("code").values_list("code", "name")
        )
        if known and codes - known.keys():
            names = listed(sorted(set(known.values()), key=str.casefold))
            raise ValidationError(
                {"categories": f"Deze categorie staat in geen tabel van de eenheid. Bekend zijn: {names}."}
            )

    def _refuse_double(self) -> None:
        """The database holds two rows without a unit or a day for different ones."""
        names = ["change_set", "origin", "categories", "period", "unit", "starts_on", "ends_on", "role"]
        same = StrengthChange.objects.present().filter(**{name: getattr(self, name) for name in names})
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"origin": THERE_ALREADY})
