"""Tables of an agenda as files: each as on its page, for people and for the import."""

from itertools import repeat

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from agenda.models import Indicator, SafetyAgenda
from agenda.presenters import DISTRIBUTION, distribution_tables, target_tables, targets_id, unit_targets_table
from agenda.register.presenters import missing_table, units_table, years_table
from agenda.register.queries import gaps
from agenda.standings import national
from agenda.views.reading import regional_units
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import Table, csv_rows
from nhveilig.http.responses import csv_download
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.spreadsheets import csv_for_people


class TableCsv(View):
    """One table as on its page; 404 for what is no table."""

    permission = Permission.VIEW_AGENDA
    # Of the file, with the words of the address in it.
    file_name: str

    def table(self, **place: str) -> Table | None:
        raise NotImplementedError

    def about(self, **place: str) -> dict[str, str | list[str]]:
        """What its page says around the table, and the import must know: a column each, of one value or one a row."""
        return {}

    def get(self, request: HttpRequest, **place: str) -> HttpResponse:
        if (table := self.table(**place)) is None:
            raise Http404("Deze tabel bestaat niet.")
        head, *rows = csv_rows(table.as_dict())
        about = self.about(**place)
        more = zip(
            *(said if isinstance(said, list) else repeat(said, len(rows)) for said in about.values()), strict=True
        )
        beside = list(more) if about else repeat(())
        data = csv_for_people([[*head, *about], *([*row, *found] for row, found in zip(rows, beside, strict=False))])
        return csv_download(data, f"{self.file_name.format(**place)}.csv")


class TableCsvView(TableCsv):
    """A table of the targets, or one of the distribution."""

    file_name = "{slug}-{table_id}"

    @cached_property
    def is_distribution(self) -> bool:
        return self.kwargs["table_id"].startswith(DISTRIBUTION)

    @cached_property
    def agenda(self) -> SafetyAgenda:
        found = SafetyAgenda.objects
        return get_object_or_404(
            found.with_distribution() if self.is_distribution else found.with_targets(), slug=self.kwargs["slug"]
        )

    def table(self, slug: str, table_id: str) -> Table | None:
        tables = distribution_tables(self.agenda) if self.is_distribution else target_tables(self.agenda)
        return next((table for table in tables if table.id == table_id), None)

    def about(self, slug: str, table_id: str) -> dict[str, str | list[str]]:
        if self.is_distribution:
            indicator = next(one for one in self.agenda.indicators if table_id == f"{DISTRIBUTION}{one.code}")
            return {"agenda": slug, "doel": indicator.objective.code, "indicator": indicator.code}
        of_objective = [one for one in self.agenda.objectives.all() if table_id == targets_id(one.code)]
        yearly = [i for one in of_objective for i in one.indicators.all() if any(t.year for t in i.targets.all())]
        return {"agenda": slug, "indicatorcode": [one.code for one in yearly]} if yearly else {}


class IndicatorCsvView(TableCsv):
    """Target and realisation of one indicator: a row a year (`jaren`), or a row an eenheid (`eenheden`)."""

    file_name = "{slug}-{code}-{rows}"

    def table(self, slug: str, objective: str, code: str, rows: str) -> Table | None:
        place = {"objective__agenda__slug": slug, "objective__code": objective, "code": code}
        found = Indicator.objects.with_figures().select_related("objective__agenda")
        indicator, units = get_object_or_404(found, **place), regional_units()
        agenda = indicator.objective.agenda
        if rows == "jaren":
            return years_table(agenda, indicator, [national(indicator, year, units) for year in agenda.years])
        return units_table(agenda, indicator, units) if rows == "eenheden" else None


class UnitCsvView(TableCsv):
    """The targets of one eenheid."""

    file_name = "{slug}-{unit}"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        return get_object_or_404(PoliceUnit, slug=self.kwargs["unit"])

    @cached_property
    def agenda(self) -> SafetyAgenda:
        return get_object_or_404(SafetyAgenda.objects.with_targets_of(self.police_unit), slug=self.kwargs["slug"])

    def table(self, slug: str, unit: str) -> Table | None:
        return unit_targets_table(self.agenda, self.police_unit)

    def about(self, slug: str, unit: str) -> dict[str, str | list[str]]:
        codes = []
        for objective in self.agenda.objectives.all():
            held = [indicator.code for indicator in objective.indicators.all() if indicator.regional_targets.all()]
            codes += ["", *held] if held else []
        return {"agenda": slug, "eenheid": self.police_unit.code, "indicatorcode": codes}


class MissingCsvView(TableCsv):
    """Every figure that should be there by now, of every eenheid."""

    file_name = "{slug}-ontbreekt"

    def table(self, slug: str) -> Table:
        agenda = get_object_or_404(SafetyAgenda.objects.with_expectations(), slug=slug)
        return missing_table(agenda, gaps(agenda, regional_units(), timezone.localdate()))
