from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import table_for_people
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs
from nhveilig.maps.presenters import UnitMap
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit


class OfMap(OfUnit):
    """The eenheid as it is today."""

    permission = Permission.VIEW_PORTAL
    unit_kwarg = "slug"

    @cached_property
    def unit_map(self) -> UnitMap:
        return UnitMap(self.police_unit, timezone.localdate())


class OwnMapView(View):
    """Leads to the eenheid one works for; of several, to the first."""

    permission = Permission.VIEW_PORTAL

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("regions:unit-map", slug=request.access.units[0].slug)


class UnitMapView(OfMap, TemplateView):
    template_name = "maps/unit_map.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=breadcrumbs([], here=f"Kaart eenheid {self.police_unit}"),
            map=self.unit_map.as_dict(),
            table=self.unit_map.table(own=self.request.access.municipality_codes).as_dict(),
            other_units=self._other_units(),
            **self.about_unit(),
            **kwargs,
        )

    def _other_units(self) -> list[PoliceUnit]:
        return [unit for unit in self.request.access.units if unit != self.police_unit]


class UnitMapCsvView(OfMap, View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        table = self.unit_map.table()
        return csv_download(table_for_people(table.as_dict()), f"{table.id}.csv")
