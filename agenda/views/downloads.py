"""Tables of the register as CSV: the same tables as on the pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from agenda.missing import gaps
from agenda.models import Indicator, SafetyAgenda
from agenda.presenters import unit_targets_table
from agenda.register.presenters import missing_table, units_table, years_table
from agenda.standings import national
from agenda.views.register import indicator_of, regional_units
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import Table, write_csv
from nhveilig.http.responses import csv_download
from nhveilig.regions.models import PoliceUnit


class IndicatorCsvView(View):
    """Target and realisation of one indicator: a row a year (`jaren`), or a row an eenheid (`eenheden`)."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, slug: str, objective: str, code: str, rows: str) -> HttpResponse:
        found = indicator_of(slug, objective, code)
        indicator = Indicator.objects.with_figures().select_related("objective__agenda").get(pk=found.pk)
        return _download(self._table(indicator, rows), f"{slug}-{code}-{rows}")

    def _table(self, indicator: Indicator, rows: str) -> Table | None:
        agenda, units = indicator.objective.agenda, regional_units()
        if rows == "eenheden":
            return units_table(agenda, indicator, units)
        if rows == "jaren":
            return years_table(agenda, indicator, [national(indicator, year, units) for year in agenda.years])
        return None


class UnitCsvView(View):
    """The targets of one eenheid."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, slug: str, unit: str) -> HttpResponse:
        police_unit = get_object_or_404(PoliceUnit, slug=unit)
        agenda = get_object_or_404(SafetyAgenda.objects.with_targets_of(police_unit), slug=slug)
        return _download(unit_targets_table(agenda, police_unit), f"{slug}-{unit}")


class MissingCsvView(View):
    """Every figure that should be there by now, of every eenheid."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        agenda = get_object_or_404(SafetyAgenda.objects.with_expectations(), slug=slug)
        found = gaps(agenda, regional_units(), timezone.localdate())
        return _download(missing_table(agenda, found), f"{slug}-ontbreekt")


def _download(table: Table | None, name: str) -> HttpResponse:
    if table is None:
        raise Http404("Deze tabel bestaat niet.")
    return csv_download(write_csv(table.as_dict()), f"{name}.csv")
