"""The form of each kind of part, made of the columns of its model, and its fields that are no plain text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.editing.exceptions import FieldRefused
from nhveilig.editing.fields import LineField, LinesField, UnitField
from nhveilig.editing.forms import PartForm
from nhveilig.editing.widgets import ProseField
from nhveilig.figures import fields as columns_of_figures
from nhveilig.figures import forms as forms_of_figures
from nhveilig.figures.formats import number
from nhveilig.figures.moments import QUARTERS, quarters_in_words, read_quarters
from nhveilig.figures.parsing import Bounds, Unreadable
from nhveilig.figures.units import BETWEEN
from themes.models import Activity, ImplementationPlan, IntendedResult, Objective, Project, ResultTarget, Theme

# Who writes a plan adds a unit by both its words.
UNIT_HELP = f"nieuw: zaak{BETWEEN}zaken"
OR_BOTH = f"Kies een bekende, of geef een nieuwe in enkelvoud en meervoud, zoals zaak{BETWEEN}zaken."


class NumberField(forms_of_figures.NumberField):
    """A number of at most two decimals, zero or more; of a number that is not whole both are shown."""

    bounds = Bounds(decimals=2, lowest=Decimal(0), highest=Decimal(1_000_000_000))

    def text(self, value: Decimal | int) -> str:
        return number(value, 0 if value == int(value) else 2)


class ChoiceField(forms.ChoiceField):
    def validate(self, value: str) -> None:
        if not self.valid_value(value):
            known = ", ".join(str(label) for _, label in self.choices)
            raise ValidationError(f"Kies bij {self.label} een van: {known}.")


class QuartersField(forms.TypedMultipleChoiceField):
    """In which quarters of the year something happens, ticked or written; None for in none that is said."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        choices = [(one, f"{one}e kwartaal") for one in QUARTERS]
        super().__init__(**kwargs, choices=choices, coerce=int, empty_value=None)

    def to_python(self, value: list[str]) -> list[str]:
        try:
            return [str(one) for one in read_quarters(",".join(super().to_python(value)))]
        except Unreadable as error:
            raise ValidationError(str(error)) from None

    def words(self, value: list[int] | None) -> str:
        return quarters_in_words(value or ())


class ReferenceField(forms.Field):
    """Another row, by its number; `among` says which rows a plan may refer to. An empty text refers to none."""

    widget = forms.Select

    def __init__(self, *, among: Callable[[ImplementationPlan], models.QuerySet], **kwargs: Any) -> None:
        self.among = among
        super().__init__(**kwargs)

    def number_in(self, text: str) -> int | None:
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None

    def read(self, text: str, *, is_there: bool) -> int | None:
        """`is_there`: whether the row is among those of the plan. Raises FieldRefused."""
        if not text.strip():
            return None
        if not is_there:
            raise FieldRefused(f"Wat bij {self.label} gekozen is, bestaat hier niet (meer). Kies opnieuw uit de lijst.")
        return self.number_in(text)

    def read_in(self, plan: ImplementationPlan, text: str) -> int | None:
        """Asks the database. Raises FieldRefused."""
        pk = self.number_in(text)
        return self.read(text, is_there=pk is not None and self.among(plan).filter(pk=pk).exists())


_REFERENCES: dict[str, Callable[[ImplementationPlan], models.QuerySet]] = {
    "objective": lambda plan: Objective.objects.filter(theme=plan.theme_id),
    "project": lambda plan: Project.objects.present().filter(plan=plan),
    "parent": lambda plan: Project.objects.present().filter(plan=plan),
    "result": lambda plan: IntendedResult.objects.present().filter(plan=plan),
    "activity": lambda plan: Activity.objects.present().filter(plan=plan),
    "indicator": lambda plan: Indicator.objects.all(),
    "theme": lambda plan: Theme.objects.filter(plan__police_unit=plan.theme.plan.police_unit_id),
    "counts_as": lambda plan: ResultTarget.objects.present().filter(
        plan__year=plan.year, plan__theme__plan__police_unit=plan.theme.plan.police_unit_id, counts_as=None
    ),
}
_BY_COLUMN: list[tuple[type[models.Field], type[forms.Field]]] = [
    (models.DateField, forms_of_figures.DateField),
    (models.DecimalField, NumberField),
    (models.TextField, LinesField),
    (models.JSONField, QuartersField),
]


def form_of(model: type[models.Model], *names: str) -> type[PartForm]:
    """A form with a field for each of these columns, as the column implies it."""
    return type(f"{model.__name__}Form", (PartForm,), {name: _field(model, name) for name in names})


def _field(model: type[models.Model], name: str) -> forms.Field:
    column = model._meta.get_field(name)
    label = capfirst(str(column.verbose_name))
    about = {"label": label, "help_text": str(column.help_text), "required": False}
    if name == "html":
        return ProseField(**about)
    if column.is_relation:
        return ReferenceField(**about, among=_REFERENCES[name])
    if column.choices:
        return ChoiceField(**about, choices=column.choices)
    if isinstance(column, columns_of_figures.UnitField):
        return UnitField(**about | {"help_text": UNIT_HELP}, longest=column.max_length, otherwise=OR_BOTH)
    for kind, field in _BY_COLUMN:
        if isinstance(column, kind):
            return field(**about)
    return LineField(**about, longest=column.max_length)
