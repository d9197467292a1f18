"""The form of each kind of part, made of the columns of its model. One field of it may be saved by itself."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.editing.fields import LineField, LinesField
from nhveilig.editing.forms import RowForm
from nhveilig.figures.forms import DateField
from themes.models import Activity, ImplementationPlan, IntendedResult, Objective, Project, ResultTarget, Theme
from themes.parts.fields import ChoiceField, NumberField, ProseField, ReferenceField


class PartForm(RowForm):
    """The form of one part. `part` is its key, which begins the ids of its controls as well."""

    tells_version = False

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        self.part = part
        super().__init__(*args, auto_id=f"{part}-%s", **kwargs)


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
    (models.DateField, DateField),
    (models.DecimalField, NumberField),
    (models.TextField, LinesField),
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
    for kind, field in _BY_COLUMN:
        if isinstance(column, kind):
            return field(**about)
    return LineField(**about, longest=column.max_length)
