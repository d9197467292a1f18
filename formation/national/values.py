"""Columns of the registers of the whole country that read and show in their own way: eenheden, and their figures."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from formation.models import COUNTRY
from formation.national.names import UnitNames, is_country
from nhveilig.figures import parsing as figures
from nhveilig.figures.forms import FigureField
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.values import FigureValue, Known, ReferenceValue
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell

# Fte or a percentage that is there; what comes in with a sign is a change.
NATIONAL = replace(figures.FTE, units=frozenset({"fte", "%"}))


class EenheidValue(ReferenceValue):
    """An eenheid by any name it has or had. The whole is no eenheid: “Nederland”."""

    def words(self, value: PoliceUnit | None) -> str:
        return str(value) if value else COUNTRY

    def text(self, row: Any) -> str:
        return self.words(self.of(row))

    def order(self) -> Any:
        return Coalesce(F(f"{self.path}__name"), Value(COUNTRY))

    def cell(self, value: PoliceUnit | None) -> object:
        return self.words(value)

    def known(self, police_unit: PoliceUnit | None) -> Known:
        return UnitNames(PoliceUnit.objects.all())

    def read(self, cell: Cell, known: UnitNames) -> PoliceUnit | None:
        if is_country(cell.text):
            return None
        if cell.text not in known:
            raise ValueError(known.about_unknown(cell.text))
        return known[cell.text]

    def options(self, rows: QuerySet) -> list[tuple[str, str, int]]:
        return super().options(rows.exclude(police_unit=None))


class NationalTableValue(ReferenceValue):
    def order(self) -> Any:
        return F(f"{self.path}__slug")


class NationalFigureValue(FigureValue):
    def read(self, cell: Cell, known: Known) -> Figure:
        return parsing.figure(cell, NATIONAL)

    def form_field(self, **about: Any) -> forms.Field:
        return FigureField(bounds=NATIONAL, **about)
