"""The pages that show strength. Who may see them: `Permission.VIEW_STRENGTH`, for the eenheid in the address."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from formation.charts import change_by_part, strength_by_category
from formation.development import changes_table, development_chart, development_table
from formation.models import StrengthChangeSet, StrengthTable, StrengthTableQuerySet
from formation.presenters import (
    abbreviations,
    caption,
    difference_notes,
    parts_table,
    strength_table,
    table_id,
    unit_of,
    with_unchanged,
)
from formation.queries import StrengthOverview, explain, explanation_table, last_two, overviews, totals_check, tree
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.figures.tables import table_for_people
from nhveilig.http.responses import csv_download
from nhveilig.http.views import Above, breadcrumbs
from nhveilig.questions.queries import beside_one
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit

STRENGTH = "Politiesterkte"
TOTALS = "totalen"
DOWNLOADS = [("csv", "Download als CSV"), ("xlsx", "Download als Excel")]
Kind = StrengthTable.Kind


class OfStrength(OfUnit):
    """The strength of the eenheid in the address."""

    permission = Permission.VIEW_STRENGTH
    unit_kwarg = "slug"

    @property
    def visible_tables(self) -> StrengthTableQuerySet:
        """The tables of the eenheid, those in bewerking only for who may see concepts."""
        access = self.request.access
        visible = StrengthTable.objects.visible_to(
            access.units_with(self.permission), access.units_with(Permission.VIEW_CONCEPTS)
        )
        return visible.filter(police_unit=self.police_unit)

    @property
    def adopted_tables(self) -> StrengthTableQuerySet:
        """What the pages count with, whoever looks: everybody reads the same outcome."""
        return StrengthTable.objects.adopted().filter(police_unit=self.police_unit)

    def above(self) -> Above:
        overview = reverse("formation:table-detail", args=[self.police_unit.slug])
        return [(STRENGTH, reverse("formation:table-list")), (str(self.police_unit), overview)]

    def page(self, title: str, **more: object) -> dict[str, object]:
        """What every page about one eenheid gives its template."""
        return {
            **self.about_unit(),
            "title": title,
            "breadcrumbs": breadcrumbs(self.above(), here=title),
            **more,
        }


class OfSeries(OfStrength):
    """The formatie of one series of the eenheid in the address, oldest first; 404 for a series without a table."""

    def of_series(self, tables: StrengthTableQuerySet) -> list[StrengthTable]:
        found = list(tables.establishment_of(self.police_unit, self.kwargs["series"]).for_overview())
        if not found:
            raise Http404("Deze reeks heeft nog geen tabel.")
        return found

    @cached_property
    def tables(self) -> list[StrengthTable]:
        return self.of_series(self.adopted_tables)

    @property
    def series_title(self) -> str:
        return self.tables[-1].series_name


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
        formatie = [table for table in adopted if table.kind == Kind.ESTABLISHMENT]
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
        return csv_download(table_for_people(table.as_dict()), f"{table.id}.csv")


def series_of(tables: list[StrengthTable]) -> list[dict[str, object]]:
    """Title, tables and addresses of each series, the newest table first. Expects tables of one eenheid, with it."""
    grouped: dict[str, list[StrengthTable]] = {}
    for table in sorted(tables, key=lambda table: table.reference_date, reverse=True):
        grouped.setdefault(table.series, []).append(table)
    return [_series(found) for _, found in sorted(grouped.items())]


def _series(tables: list[StrengthTable]) -> dict[str, object]:
    newest = tables[0]
    place = [newest.police_unit.slug, newest.series]
    formatie = [table for table in tables if table.kind == Kind.ESTABLISHMENT]
    adopted = [table for table in formatie if not table.is_concept]
    return {
        "title": (formatie or tables)[0].series_name,
        "tables": [_link(table) for table in tables],
        "comparison_url": reverse("formation:comparison", args=place) if len(formatie) > 1 else "",
        "development_url": reverse("formation:development", args=place) if len(adopted) > 1 else "",
    }


def _link(table: StrengthTable) -> dict[str, str]:
    return {
        "label": f"{capfirst(table.get_kind_display())} {table.per_day}",
        "url": table.url(),
        "status": table.status,
        "status_label": capfirst(table.get_status_display()),
    }


class DatedTableView(OfStrength, TemplateView):
    """One table as it was published. `?zoek=` keeps the parts with that name, `?toon=totalen` only the sums."""

    template_name = "formation/dated_table.html"

    @cached_property
    def table(self) -> StrengthTable:
        wanted = {name: self.kwargs[name] for name in ("series", "kind")}
        return get_object_or_404(self.visible_tables.with_figures(), reference_date=self.kwargs["day"], **wanted)

    def get_context_data(self, **kwargs):
        table = self.table
        self.request.questions = beside_one(self.police_unit, "sterkte", table.pk)
        search, shown = self.request.GET.get("zoek", "").strip(), self.request.GET.get("toon", "")
        title = f"{table.series_name} {table.per_day}"
        return super().get_context_data(
            **self.page(title),
            table=table,
            status=capfirst(table.get_status_display()),
            table_id=table_id(table),
            caption=caption([table]),
            categories=list(table.categories.all()),
            unit=unit_of(table),
            groups=tree(table, search=search, totals_only=shown == TOTALS),
            check=totals_check([table]),
            notes=difference_notes([table]),
            abbreviations=abbreviations([table]),
            downloads=DOWNLOADS,
            chosen=urlencode({"reeks": table.series, "peildatum": table.reference_date.isoformat()}),
            compare_url=self._compare_url(),
            edit_url=table.url("table-edit"),
            copy_url=table.url("table-copy"),
            may_edit=self.request.access.may(Permission.EDIT_STRENGTH, self.police_unit.pk),
            search=search,
            shown=shown,
            **kwargs,
        )

    def _compare_url(self) -> str:
        table = self.table
        others = self.visible_tables.establishment_of(self.police_unit, table.series).exclude(pk=table.pk)
        if table.kind != Kind.ESTABLISHMENT or not others.exists():
            return ""
        address = reverse("formation:comparison", args=[self.police_unit.slug, table.series])
        return f"{address}?{urlencode({'wordt': table.reference_date.isoformat()})}"


class StrengthComparisonView(OfSeries, TemplateView):
    """Two tables of one series: was, wordt and what changed. `?was=` and `?wordt=` are reference dates.

    A table in bewerking is compared only when it is chosen, or when there is nothing else to compare.
    """

    template_name = "formation/comparison.html"

    @cached_property
    def tables(self) -> list[StrengthTable]:
        return self.of_series(self.visible_tables)

    @cached_property
    def chosen(self) -> list[StrengthTable]:
        """The two to compare, oldest first, with their figures."""
        wanted = [table.pk for table in self._asked() or self._newest()]
        return list(StrengthTable.objects.filter(pk__in=wanted).with_figures().order_by("reference_date"))

    def _asked(self) -> list[StrengthTable]:
        """The two asked for; beside a single one its neighbour, the older if there is one."""
        asked = {self.request.GET.get("was"), self.request.GET.get("wordt")}
        places = [i for i, table in enumerate(self.tables) if table.reference_date.isoformat() in asked]
        if len(places) == 1:
            first = max(places[0] - 1, 0)
            return self.tables[first : first + 2]
        return [self.tables[i] for i in places]

    def _newest(self) -> list[StrengthTable]:
        adopted = [table for table in self.tables if not table.is_concept]
        return adopted[-2:] if len(adopted) > 1 else self.tables[-2:]

    def get_context_data(self, **kwargs):
        page = self.page(f"{self.series_title} vergelijken", dates=self.tables, lead="")
        compared = self._compared() if len(self.tables) > 1 else {"after": None}
        return super().get_context_data(**(page | compared), **kwargs)

    def _rows(self, table: dict) -> dict[str, object]:
        """`shown` is what the reader chose: all rows or those that changed; without a choice that depends on the width
        of the screen."""
        shown = self.request.GET.get("toon", "")
        changed = [row for row in table["rows"] if not row["is_same"]]
        is_narrowed = shown == "anders" and changed
        return {
            "shown": shown if shown in {"anders", "alles"} else "",
            "table": table | {"rows": changed} if is_narrowed else table,
            "same": sum(row["is_same"] for row in table["rows"] if row["role"] != "heading"),
        }

    def _compared(self) -> dict[str, object]:
        before, after = self.chosen
        sets = StrengthChangeSet.objects.filter(police_unit=self.police_unit).with_changes()
        groups = explain(before, after, sets)
        return {
            "before": before,
            "after": after,
            "concepts": [table.day for table in (before, after) if table.is_concept],
            "lead": f"Wat er veranderde van {before.day_in_words} tot {after.day_in_words}.",
            "abbreviations": abbreviations([after]),
            **self._rows(with_unchanged(strength_table([before, after], with_difference=True).as_dict())),
            "explanation": explanation_table(before, after, groups).as_dict(),
            "is_compared": bool(groups) and all(group.difference is not None for group in groups),
            "has_difference": any(group.difference for group in groups),
            "is_explained": all(group.is_complete for group in groups),
            "has_changes": any(group.changes for group in groups),
        }


class DevelopmentView(OfSeries, TemplateView):
    """The eenheid as a whole over the dates of a series, and where its changes come from."""

    template_name = "formation/development.html"

    def get_context_data(self, **kwargs):
        tables = self.tables
        sets = list(StrengthChangeSet.objects.filter(police_unit=self.police_unit).with_changes())
        ends = {table.pk for table in tables}
        return super().get_context_data(
            **self.page(f"{self.series_title}: verloop"),
            lead=StrengthOverview(self.police_unit, (tables[0], tables[-1])).lead if len(tables) > 1 else "",
            abbreviations=abbreviations(tables),
            table=development_table(tables, sets).as_dict(),
            chart=development_chart(tables) if len(tables) > 1 else None,
            changes=[changes_table(found).as_dict() for found in sets if self._is_shown(found, ends)],
            **kwargs,
        )

    def _is_shown(self, change_set: StrengthChangeSet, ends: set[int]) -> bool:
        """A set between two of these tables; the mutation itself already is the last row."""
        explains = any(change.explains for change in change_set.changes.all())
        return explains and {change_set.before_id, change_set.after_id} <= ends


class OccupationView(OfStrength, TemplateView):
    """Formatie beside bezetting: of the same date, or of the dates nearest to each other. Never added or subtracted."""

    template_name = "formation/occupation.html"

    @cached_property
    def tables(self) -> list[StrengthTable]:
        """The formatie and the bezetting of one series, or nothing while there is no bezetting."""
        index = list(self.adopted_tables.for_list())
        bezetting = last_two([table for table in index if table.kind == Kind.OCCUPATION])[-1:]
        formatie = [t for t in index if bezetting and t.kind == Kind.ESTABLISHMENT and t.series == bezetting[0].series]
        if not formatie:
            return []
        nearest = min(formatie, key=lambda table: abs(table.reference_date - bezetting[0].reference_date))
        found = {t.pk: t for t in StrengthTable.objects.filter(pk__in=[nearest.pk, bezetting[0].pk]).with_figures()}
        return [found[nearest.pk], found[bezetting[0].pk]]

    def get_context_data(self, **kwargs):
        same_date = len({table.reference_date for table in self.tables}) == 1
        return super().get_context_data(
            **self.page("Formatie en bezetting"),
            table=strength_table(self.tables).as_dict() if self.tables else None,
            same_date=same_date,
            **kwargs,
        )
