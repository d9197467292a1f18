"""The form of each kind of part, made of the columns of its model, and its fields that are no plain text.

A text of nothing but paragraphs is shown in a text area without any markup: a paragraph per line, with an empty line
between them. As soon as there is more to it (a heading, a list, stress, a link, a note) the area holds the HTML itself.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape
from django.utils.text import capfirst

from agenda.models import Indicator
from nhveilig.editing import fields
from nhveilig.editing.exceptions import FieldRefused
from nhveilig.editing.fields import LineField, LinesField
from nhveilig.editing.forms import RowForm
from nhveilig.figures import forms as forms_of_figures
from nhveilig.figures.formats import number
from nhveilig.figures.parsing import Bounds
from themes.models import Activity, ImplementationPlan, IntendedResult, Objective, Project, ResultTarget, Theme

# The markup of a text area: what it holds goes with it in the form.
PLAIN, HTML = "gewoon", "html"
MARKUP = "opmaak-"
_PARAGRAPHS = re.compile(r"(?:\s*<p>[^<]*</p>)*\s*")
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")


def markup_of(html: str) -> str:
    return PLAIN if _PARAGRAPHS.fullmatch(html) else HTML


def in_area(html: str) -> str:
    """What the text area shows for a clean text."""
    if markup_of(html) == HTML:
        return html
    return "\n\n".join(" ".join(unescape(text).split()) for text in _PARAGRAPH.findall(html))


def from_area(text: str, markup: str) -> str:
    """The HTML that was meant. Every line is a paragraph, so that no two are glued together."""
    if markup == HTML:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in (line.strip() for line in text.splitlines()) if line)


class ProseArea(forms.Textarea):
    """For a browser that runs no script."""

    def format_value(self, value: str | None) -> str:
        return in_area(value or "")

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> str:
        return from_area(data.get(name, ""), data.get(f"{MARKUP}{name}", ""))

    def beside(self, name: str, value: str | None) -> dict[str, str]:
        """What the form sends along with the text."""
        return {f"{MARKUP}{name}": markup_of(value or "")}


class ProseField(fields.ProseField):
    widget = ProseArea


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
    (models.DateField, forms_of_figures.DateField),
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
