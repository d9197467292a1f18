from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from formation.charts import change_by_part, strength_by_category
from formation.models import StrengthTable
from formation.pages import overviews, totals_check
from formation.tables import parts_table, strength_table
from nhveilig.accounts.permissions import Permission
from nhveilig.downloads import csv_download
from nhveilig.figures.tables import write_csv
from nhveilig.regions.models import PoliceUnit

STRENGTH = "Politiesterkte"


class TableListView(TemplateView):
    """Each eenheid the reader may see, with the outcome of its tables."""

    permission = Permission.VIEW_STRENGTH
    template_name = "formation/table_list.html"

    def get_context_data(self, **kwargs):
        units = self.request.access.units_with(self.permission)
        tables = StrengthTable.objects.visible_to(units).for_overview()
        return super().get_context_data(breadcrumbs=[(STRENGTH, None)], overviews=overviews(tables), **kwargs)


class OneUnit:
    """The tables of the eenheid in the address; one the reader may not see is not there."""

    permission = Permission.VIEW_STRENGTH

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["slug"])

    @cached_property
    def tables(self) -> list[StrengthTable]:
        """The two newest of the eenheid as a whole, oldest first."""
        return list(StrengthTable.objects.establishment_of(self.police_unit).with_figures())[-2:]


class TableDetailView(OneUnit, TemplateView):
    template_name = "formation/table_detail.html"

    def get_context_data(self, **kwargs):
        name = str(self.police_unit)
        return super().get_context_data(
            police_unit=self.police_unit,
            title=f"Formatie eenheid {name}",
            unit_name=f"Eenheid {name}",
            breadcrumbs=[(STRENGTH, reverse("formation:table-list")), (name, None)],
            **(self._figures() if self.tables else {"overview": None}),
            **kwargs,
        )

    def _figures(self) -> dict[str, object]:
        tables, compared = self.tables, len(self.tables) > 1
        parts = parts_table(tables) if compared else None
        return {
            "overview": overviews(tables)[0],
            "check": totals_check(tables),
            "parts": parts and parts.as_dict(),
            "table": strength_table(tables, with_difference=compared).as_dict(),
            "charts": [strength_by_category(tables), *([change_by_part(tables)] if compared else [])],
        }


class TableCsvView(OneUnit, View):
    """The whole table as its page shows it, the differences included."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not self.tables:
            raise Http404("Voor deze eenheid is nog geen sterktetabel ingevoerd.")
        table = strength_table(self.tables, with_difference=len(self.tables) > 1)
        return csv_download(write_csv(table.as_dict()), f"{table.id}.csv")
