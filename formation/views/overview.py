from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from formation.addresses import table_url
from formation.charts import change_by_part, strength_by_category
from formation.models import StrengthTable
from formation.periods import per
from formation.presenters import abbreviations, parts_table, strength_table
from formation.queries import last_two, overviews, totals_check
from formation.views.scope import STRENGTH, OfStrength, series_title
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.figures.tables import write_csv
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class TableSeries:
    """The tables of one series with the addresses of their pages, the newest first."""

    title: str
    tables: list[dict[str, str]]
    comparison_url: str
    development_url: str


class TableListView(KeepsParts, TemplateView):
    """Each eenheid the reader may see, with the outcome of its tables."""

    permission = Permission.VIEW_STRENGTH
    template_name = "formation/table_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=breadcrumbs([], here=STRENGTH), strength=SimpleLazyObject(self._strength), **kwargs
        )

    def _strength(self) -> dict[str, object]:
        units = self.request.access.units_with(self.permission)
        tables = StrengthTable.objects.adopted().filter(police_unit__in=units).for_overview().newest_two()
        found = overviews(tables)
        return {
            "overviews": found,
            "compact": len(found) > 2,
            "without": PoliceUnit.objects.filter(pk__in=units - {overview.police_unit.pk for overview in found}),
        }


class NewestTables(OfStrength):
    @cached_property
    def index(self) -> list[StrengthTable]:
        """Every table of the eenheid the reader may see, without its figures."""
        return list(self.visible_tables.for_list())

    @cached_property
    def tables(self) -> list[StrengthTable]:
        """The two newest that were adopted, of the eenheid as a whole, oldest first."""
        adopted = [table for table in self.index if not table.is_concept]
        formatie = [table for table in adopted if table.kind == StrengthTable.Kind.ESTABLISHMENT]
        wanted = [table.pk for table in last_two(formatie)]
        return list(StrengthTable.objects.filter(pk__in=wanted).with_figures().order_by("reference_date"))


class TableDetailView(NewestTables, TemplateView):
    """The eenheid: the outcome, what changed, and the way to every table of every series."""

    template_name = "formation/table_detail.html"

    def get_context_data(self, **kwargs):
        here = breadcrumbs(self.above(), here=str(self.police_unit))
        page = self.page(f"Formatie eenheid {self.police_unit}", breadcrumbs=here)
        figures = self._figures() if self.tables else {"overview": None}
        may_edit = self.request.access.may(Permission.EDIT_STRENGTH, self.police_unit.pk)
        return super().get_context_data(**page, **figures, series=series_of(self.index), may_edit=may_edit, **kwargs)

    def _figures(self) -> dict[str, object]:
        tables, compared = self.tables, len(self.tables) > 1
        parts = parts_table(tables) if compared else None
        has_parts = len(tables[-1].rows.all()) > 1
        return {
            "overview": overviews(tables)[0],
            "check": totals_check(tables),
            "parts": parts.as_dict() if parts and has_parts else None,
            "table": strength_table(tables, with_difference=compared).as_dict() if has_parts else None,
            "abbreviations": abbreviations(tables),
            "charts": self._charts(compared and has_parts),
        }

    def _charts(self, compared: bool) -> list[dict]:
        change = change_by_part(self.tables) if compared else None
        return [strength_by_category(self.tables), *([change] if change and change["categories"] else [])]


class StrengthCsvView(NewestTables, View):
    """The whole table as its page shows it, the differences included."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not self.tables:
            raise Http404("Voor deze eenheid is nog geen sterktetabel vastgesteld.")
        table = strength_table(self.tables, with_difference=len(self.tables) > 1)
        return csv_download(write_csv(table.as_dict()), f"{table.id}.csv")


def series_of(tables: list[StrengthTable]) -> list[TableSeries]:
    """Expects tables of one eenheid, read with it."""
    grouped: dict[str, list[StrengthTable]] = {}
    for table in sorted(tables, key=lambda table: table.reference_date, reverse=True):
        grouped.setdefault(table.series, []).append(table)
    return [_series(found) for _, found in sorted(grouped.items())]


def _series(tables: list[StrengthTable]) -> TableSeries:
    newest = tables[0]
    place = [newest.police_unit.slug, newest.series]
    formatie = [table for table in tables if table.kind == StrengthTable.Kind.ESTABLISHMENT]
    adopted = [table for table in formatie if not table.is_concept]
    return TableSeries(
        title=series_title(newest),
        tables=[_link(table) for table in tables],
        comparison_url=reverse("formation:comparison", args=place) if len(formatie) > 1 else "",
        development_url=reverse("formation:development", args=place) if len(adopted) > 1 else "",
    )


def _link(table: StrengthTable) -> dict[str, str]:
    return {
        "label": f"{capfirst(table.get_kind_display())} {per(table)}",
        "url": table_url(table),
        "status": table.status,
        "status_label": capfirst(table.get_status_display()),
    }
