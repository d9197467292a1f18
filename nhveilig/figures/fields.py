from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from nhveilig.figures.formats import without_trailing_zeros
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
