from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import write_csv
from nhveilig.http.downloads import csv_download
from nhveilig.maps.content import UnitMap
from nhveilig.regions.models import PoliceUnit


class OneUnit:
    """The eenheid in the address as it is today; one the reader does not work for is not there."""

    permission = Permission.VIEW_PORTAL

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["slug"])

    @cached_property
    def unit_map(self) -> UnitMap:
        return UnitMap(self.police_unit, timezone.localdate())


class UnitMapView(OneUnit, TemplateView):
    template_name = "maps/unit_map.html"

    def get_context_data(self, **kwargs):
        name = f"Eenheid {self.police_unit}"
        return super().get_context_data(
            police_unit=self.police_unit,
            unit_name=name,
            breadcrumbs=[(f"Kaart {name[:1].lower()}{name[1:]}", None)],
            map=self.unit_map.as_dict(),
            table=self.unit_map.table().as_dict(),
            **kwargs,
        )


class UnitMapCsvView(OneUnit, View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        table = self.unit_map.table()
        return csv_download(write_csv(table.as_dict()), f"{table.id}.csv")
