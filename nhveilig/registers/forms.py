from collections.abc import Collection, Iterable
from typing import ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import capfirst

from nhveilig.editing.forms import RowModelForm
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Register
from nhveilig.registers.queries import Sorting, orders
from nhveilig.registers.values import ReferenceValue, Value

ALL = ""
DIRECTIONS = (("", ", oplopend"), ("-", ", aflopend"))


def order_field(named: Iterable[tuple[str, str]]) -> forms.CharField:
    """For a phone, which shows no heads of columns; and a new choice keeps the order."""
    choices = [(f"{sign}{name}", f"{title}{how}") for name, title in named for sign, how in DIRECTIONS]
    widget = forms.Select(choices=[("", "Gewone volgorde"), *choices])
    return forms.CharField(label="Volgorde", required=False, widget=widget)


class FilterForm(forms.Form):
    """Which rows to show. Choices carry the number of rows behind them; each filter costs one query."""

    def __init__(self, data, register: Register, rows: QuerySet) -> None:
        super().__init__(data)
        self.register = register
        self._columns = {one.parameter: one for one in map(register.bound.get, register.filters)}
        if register.searched:
            self.fields["zoek"] = forms.CharField(label="Zoek", required=False, max_length=200)
        for parameter, one in self._columns.items():
            choices = [(value, f"{capfirst(text)} ({count})") for value, text, count in one.options(rows)]
            self.fields[parameter] = forms.ChoiceField(
                label=one.title, required=False, choices=[(ALL, "Alles"), *choices]
            )
        self.fields[Sorting.PARAMETER] = order_field((parameter, title) for parameter, title, _ in orders(register))

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """Nothing when the address asks for what does not exist."""
        if not self.is_valid():
            return rows.none()
        for parameter, one in self._columns.items():
            if chosen := self.cleaned_data[parameter]:
                rows = rows.filter(**one.chosen(chosen))
        return self.register.matching(rows, self.cleaned_data.get("zoek", ""))

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields if name != Sorting.PARAMETER)


class RegisterRowForm(RowModelForm):
    """Holds the row against what is unique among rows outside the bin, and within its eenheid."""

    held_against: ClassVar[set[str]] = set()

    def _get_validation_exclusions(self) -> set[str]:
        # Django leaves out a constraint that names a field which is not in the form.
        return super()._get_validation_exclusions() - self.held_against


def row_form(
    register: Register,
    units: Collection[int] | None,
    *,
    row: Model | None = None,
    parent: Model | None = None,
    is_new: bool = False,
) -> type[RowModelForm]:
    """The form of a row, with a field for each column. What is referred to belongs to one of these eenheden.

    A new row of somebody who works for more than one eenheid asks for which it is. `row` and `parent` say which row and
    below what, as far as they are known.
    """
    columns = [register.bound[name] for name in register.typed_in(row)]
    fields = {one.path: _field(register, one, units, parent) for one in columns if one.path != register.parent_field}
    if is_new and units and len(units) > 1 and register.scope and "__" not in register.scope:
        choices = PoliceUnit.objects.filter(pk__in=units)
        fields = {register.scope: forms.ModelChoiceField(choices, label="Eenheid")} | fields
    meta = type("Meta", (), {"model": register.model, "fields": list(fields)})
    held_against = {"deleted_at", register.scope, register.parent_field, register.empty_if_national}
    return type("RowForm", (RegisterRowForm,), {**fields, "Meta": meta, "held_against": held_against})


def _field(register: Register, one: Value, units: Collection[int] | None, parent: Model | None) -> forms.Field:
    about = {"label": one.title, "help_text": one.column.help, "required": one.column.required}
    if isinstance(one, ReferenceValue):
        found = register.choices(one, one.choices_within(units), parent)
        return forms.ModelChoiceField(found, empty_label="kies", **about)
    return one.form_field(**about)
