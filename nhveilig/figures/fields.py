from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from nhveilig.figures.dates import FuzzyDate, parse_fuzzy_date
from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.parsing import Unreadable
from nhveilig.figures.units import read_unit
from nhveilig.figures.values import WITH_NUMBER, WITHOUT_NUMBER, Figure, Qualifier
from nhveilig.texts import models as texts


class FigureModel(models.Model):
    """A row that holds one figure.

    A model with a Meta of its own inherits from `FigureModel.Meta`, and repeats `*FigureModel.Meta.constraints`
    when it adds constraints: Django replaces the list, it does not join it.
    """

    value = models.DecimalField("waarde", max_digits=14, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField("soort waarde", max_length=14, choices=Qualifier, default=Qualifier.EXACT)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(qualifier__in=list(WITH_NUMBER), value__isnull=False)
                | models.Q(qualifier__in=list(WITHOUT_NUMBER), value__isnull=True),
                name="%(app_label)s_%(class)s_value_fits_qualifier",
                violation_error_message="Vul een getal in, of kies waarom er geen getal is.",
            )
        ]

    @property
    def figure(self) -> Figure:
        """Without the zeros the column adds: how many decimals to show is the table's business."""
        value = self._meta.get_field("value").to_python(self.value)
        return Figure(None if value is None else without_trailing_zeros(value), Qualifier(self.qualifier))

    @figure.setter
    def figure(self, figure: Figure) -> None:
        self.value, self.qualifier = figure.value, figure.qualifier


class UnitField(texts.CharField):
    """What a figure is counted in, in words. A unit that stands in one of these columns is in use: it is not removed,
    and when its words change they change here too."""

    def clean(self, value: Any, instance: models.Model | None) -> str:
        try:
            return read_unit(super().clean(value, instance))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class FuzzyDateField(models.Field):
    """A day, or a period about which people are not more precise; None when nobody knows.

    One column holds all of it, so that it sorts by when it begins: `2019-07-01/2019-09-30/derde kwartaal 2019`.
    """

    BETWEEN = "/"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 80, "blank": True, "default": None} | kwargs)

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str, *args: object) -> FuzzyDate | None:
        if not value:
            return None
        first, last, text = value.split(self.BETWEEN, 2)
        return FuzzyDate(date.fromisoformat(first), date.fromisoformat(last), text)

    def to_python(self, value: Any) -> FuzzyDate | None:
        """Of words, or of what the column holds."""
        if not isinstance(value, str):
            return value
        if not value or value[10:11] == self.BETWEEN:
            return self.from_db_value(value)
        try:
            return parse_fuzzy_date(value)
        except Unreadable as error:
            raise ValidationError(str(error)) from None

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, FuzzyDate):
            return self.BETWEEN.join((value.first.isoformat(), value.last.isoformat(), value.text))
        return value or ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))
