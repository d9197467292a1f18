"""What the pages about one strength table have in common."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from formation.addresses import table_url
from formation.exceptions import TableIsAdopted
from formation.models import StrengthTable
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_short
from nhveilig.http.responses import CONFLICT, told, wants_json
from nhveilig.http.views import Above, breadcrumbs
from nhveilig.regions.models import PoliceUnit

PAGES = ("edit", "history", "adopt", "copy", "delete")
PARTS = {"explain": "totals-explain", "cell": "cell-save", "cells": "cells-save", "undo": "edit-undo"}


class OneTable:
    """The table in the address, of an eenheid whose strength the visitor may edit; any other is not there."""

    permission = Permission.EDIT_STRENGTH

    @cached_property
    def table(self) -> StrengthTable:
        units = self.request.access.units_with(self.permission)
        tables = StrengthTable.objects.visible_to(units, units).select_related("police_unit")
        place = {"series": self.kwargs["series"], "reference_date": self.kwargs["day"], "kind": self.kwargs["kind"]}
        return get_object_or_404(tables, police_unit__slug=self.kwargs["slug"], **place)

    def about_table(self, step: str) -> dict[str, object]:
        """What every page about the table shows around its own part; `step` is where the reader is."""
        table, name = self.table, table_name(self.table)
        addresses = {page: table_url(table, f"table-{page}") for page in PAGES}
        return {
            "table": table,
            "table_name": name,
            "unit_name": f"Eenheid {table.police_unit}",
            "addresses": addresses | {key: table_url(table, page) for key, page in PARTS.items()},
            "breadcrumbs": breadcrumbs([*above(table.police_unit), (name, addresses["edit"])], here=step),
        }


class OfConcept(OneTable):
    """A page or act that an adopted table does not have: it answers with the way on, which is a copy."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.table.status == StrengthTable.Status.ADOPTED:
            return self.adopted(TableIsAdopted())
        try:
            return super().dispatch(request, *args, **kwargs)
        except TableIsAdopted as refusal:
            return self.adopted(refusal)

    def adopted(self, refusal: TableIsAdopted) -> HttpResponse:
        if wants_json(self.request):
            return told(str(refusal), CONFLICT)
        context = self.about_table("Vastgesteld") | {"text": str(refusal)}
        return render(self.request, "formation/editing/adopted.html", context, status=CONFLICT)


def above(police_unit: PoliceUnit) -> Above:
    return [
        ("Politiesterkte", reverse("formation:table-list")),
        (str(police_unit), reverse("formation:table-detail", args=[police_unit.slug])),
        ("Tabellen beheren", reverse("formation:table-manage", args=[police_unit.slug])),
    ]


def table_name(table: StrengthTable) -> str:
    name = table.title or f"{capfirst(table.get_kind_display())} {table.police_unit}"
    return f"{name} per {table.date_label or date_short(table.reference_date)}"
