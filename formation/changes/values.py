"""Columns of the registers of changes that read and show in their own way: parts, tables, categories, signs."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from formation.models import StaffCategory, StrengthTable
from nhveilig.editing.fields import LineField
from nhveilig.figures import parsing as figures
from nhveilig.figures.formats import date_short, listed, signed
from nhveilig.figures.forms import FigureField
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.imports.formats import written_figure
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.registers.values import ChoiceValue, FigureValue, Known, ReferenceValue, Value
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, plain
from nhveilig.sheets.names import nearest, shown

# Fte that come or go.
CHANGE = figures.Bounds(frozenset({"fte"}), None, -figures.FTE.highest, figures.FTE.highest)


def signed_figure(figure: Figure, decimals: int | None = None) -> str:
    """A change says whether it is more or less: `+2,0`."""
    if figure.qualifier == Qualifier.EXACT:
        return signed(figure.value, decimals)
    return figure.text(decimals)


class ChangeFigureValue(FigureValue):
    def words(self, value: Figure) -> str:
        return signed_figure(value)

    def cell(self, value: Figure) -> object:
        return written_figure(value)

    def read(self, cell: Cell, known: Known) -> Figure:
        return parsing.figure(cell, CHANGE)

    def form_field(self, **about: Any) -> forms.Field:
        return FigureField(bounds=CHANGE, **about)


class RoleValue(ChoiceValue):
    """An empty cell is an ordinary change; a form has it chosen beforehand."""

    def read(self, cell: Cell, known: Known) -> str:
        return "detail" if plain(cell.text) == "onderdeel" else super().read(cell, known)

    def form_field(self, **about: Any) -> forms.Field:
        return forms.ChoiceField(choices=list(self.choices.items()), **about | {"required": True})


class UnitValue(ReferenceValue):
    """A part of the eenheid by its name, and with what it is below where more parts are called so."""

    def cell(self, value: OrganisationUnit | None) -> object:
        if value is None:
            return ""
        names = [unit.name for unit in value.police_unit.units.all()]
        return _with_parent(value) if names.count(value.name) > 1 else value.name

    def choices_within(self, units: Iterable[int] | None) -> QuerySet:
        return super().choices_within(units).select_related("parent")

    def known(self, police_unit: PoliceUnit | None) -> Known:
        found: dict[str, list[OrganisationUnit]] = {}
        for unit in self.choices_within([police_unit.pk] if police_unit else None):
            for name in {plain(unit.name), plain(_with_parent(unit))}:
                found.setdefault(name, []).append(unit)
        return found

    def read(self, cell: Cell, known: Known) -> Model:
        found = known.get(plain(cell.text), [])
        if not found:
            raise ValueError(_about_unknown(cell.text, known))
        if len(found) > 1:
            raise ValueError(
                f"Meer onderdelen heten zo. Schrijf erachter waar het onder valt, zoals “{_with_parent(found[0])}”."
            )
        return found[0]


def _with_parent(unit: OrganisationUnit) -> str:
    return f"{unit.name} ({unit.parent.name})" if unit.parent else unit.name


def _about_unknown(name: str, known: Known) -> str:
    names = {plain(unit.name): unit.name for found in known.values() for unit in found}
    near = nearest(plain(name), names)
    meant = f"Bedoelt u “{names[near]}”? " if near else ""
    there = f"Er zijn: {shown(sorted(names.values()))}." if names else "Deze eenheid heeft nog geen onderdelen."
    return f"Dit onderdeel bestaat niet. {meant}{there}"


class TableValue(ReferenceValue):
    """A table of the formatie: `ontwikkeling 31-12-2018`; the series may be left out where one table has that date."""

    def cell(self, value: StrengthTable | None) -> object:
        return "" if value is None else f"{value.series} {date_short(value.reference_date)}"

    def order(self) -> Any:
        return None

    def choices_within(self, units: Iterable[int] | None) -> QuerySet:
        found = super().choices_within(units).filter(kind=StrengthTable.Kind.ESTABLISHMENT)
        return found.select_related("police_unit")

    def known(self, police_unit: PoliceUnit | None) -> Known:
        tables = self.choices_within([police_unit.pk] if police_unit else None)
        found = {plain(self.cell(table)): table for table in tables}
        alone: dict[str, list[StrengthTable]] = {}
        for table in found.values():
            for day in (date_short(table.reference_date), table.reference_date.isoformat()):
                alone.setdefault(day, []).append(table)
        return found | {day: tables[0] for day, tables in alone.items() if len(tables) == 1}

    def read(self, cell: Cell, known: Known) -> Model:
        found = known.get(plain(cell.text))
        if found is None:
            tables = shown(str(self.cell(table)) for table in known.values())
            raise ValueError(f"Deze tabel bestaat niet. Er zijn: {tables or 'nog geen tabellen'}.")
        return found


class CategoriesField(LineField):
    """Names or codes with a comma or “en” between them; kept as codes with a space between them."""

    def to_python(self, value: str | None) -> str:
        return codes_of(super().to_python(value), codes_by_name(StaffCategory.objects.all()))

    def prepare_value(self, value: str | None) -> str:
        codes = (value or "").split()
        return ", ".join(codes) if all(slugify(code) == code for code in codes) else value


def codes_by_name(categories: Iterable[StaffCategory]) -> dict[str, str]:
    found: dict[str, str] = {}
    for category in categories:
        found[plain(category.name)] = category.code
        found.setdefault(plain(category.code), category.code)
    return found


def codes_of(text: str, known: Known) -> str:
    """`wijkagent en overig` and `wijkagent, overig` are `wijkagent overig`. An unknown name becomes a code as well."""
    if (whole := known.get(plain(text))) is not None:
        return whole
    parts = re.split(r"[,;+/]|\ben\b", text)
    if len(parts) == 1 and all(plain(word) in known for word in text.split()):
        parts = text.split()
    codes = (known.get(plain(part)) or slugify(part)[:50] for part in parts)
    return " ".join(dict.fromkeys(code for code in codes if code))


class CategoriesValue(Value):
    def words(self, value: str) -> str:
        return listed(value.split())

    def cell(self, value: str) -> object:
        return ", ".join(value.split())

    def known(self, police_unit: PoliceUnit | None) -> Known:
        return codes_by_name(StaffCategory.objects.filter(table__police_unit=police_unit))

    def read(self, cell: Cell, known: Known) -> str:
        return codes_of(parsing.words(cell, self.field.max_length), known)

    def form_field(self, **about: Any) -> forms.Field:
        return CategoriesField(longest=self.field.max_length, **about)
