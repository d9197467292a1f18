"""Strength tables as a whole: all of an eenheid, one with what can be done to it, and the decisions about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import FormView, TemplateView

from formation.editing.forms import AdoptForm, CategoryFormSet, CopyForm, NewTableForm, SeriesForm
from formation.editing.presenters import TotalLine, total_lines
from formation.exceptions import NoUnits, SeriesHasNoName, TableChanged, TableExists, TableIsAdopted
from formation.models import MAIN_SERIES, StaffCategory, StrengthTable
from formation.services.tables import (
    adopt_table,
    copy_table,
    create_table,
    delete_concept_table,
    explain_total,
    missing_for_adoption,
    move_table,
    open_cells,
)
from formation.views.strength import OfStrength
from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.exceptions import NothingToExplain, NotReadyToAdopt
from nhveilig.figures.formats import date_short
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, told, wants_json
from nhveilig.http.views import Above, RefusingFormView, breadcrumbs
from nhveilig.regions.models import PoliceUnit

MANAGED = "Tabellen beheren"
OF_TABLE = ("table-edit", "table-history", "table-copy", "table-adopt", "table-delete", "table-series")
PARTS = {"explain": "totals-explain", "cell": "cell-save", "cells": "cells-save", "undo": "edit-undo"}


class OfEditor(OfStrength):
    """The eenheid in the address, whose strength the visitor may edit; any other is not there."""

    permission = Permission.EDIT_STRENGTH

    @property
    def tables(self):
        return StrengthTable.objects.filter(police_unit=self.police_unit).for_list()

    def above(self) -> Above:
        return [*super().above(), (MANAGED, reverse("formation:table-manage", args=[self.police_unit.slug]))]


class OneTable(OfEditor):
    """The table in the address."""

    @cached_property
    def table(self) -> StrengthTable:
        tables = StrengthTable.objects.filter(police_unit__in=self.request.access.units_with(self.permission))
        place = {"series": self.kwargs["series"], "reference_date": self.kwargs["day"], "kind": self.kwargs["kind"]}
        return get_object_or_404(tables.for_list(), police_unit__slug=self.kwargs["slug"], **place)

    @property
    def police_unit(self) -> PoliceUnit:
        return self.table.police_unit

    @property
    def by(self) -> dict[str, User | None]:
        """Who changes it, and in whose name."""
        principal = self.request.access.for_whom(self.permission, self.table.police_unit_id)
        return {"editor": self.request.user, "on_behalf_of": principal}

    def about_table(self, step: str) -> dict[str, object]:
        """What every page about the table shows around its own part; `step` is where the reader is."""
        name, addresses = table_name(self.table), addresses_of(self.table)
        # What is adopted is only read: “back to the table” leads there.
        addresses["edit"] = addresses["edit"] if self.table.is_concept else self.table.url()
        return self.page(step) | {
            "table": self.table,
            "table_name": name,
            "addresses": addresses | {key: self.table.url(page) for key, page in PARTS.items()},
            "breadcrumbs": breadcrumbs([*self.above(), (name, addresses["edit"])], here=step),
        }


class OfConcept(OneTable):
    """A page or act that an adopted table does not have: it answers with the way on, which is a copy."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.table.is_concept:
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


def addresses_of(table: StrengthTable) -> dict[str, str]:
    return {name.removeprefix("table-"): table.url(name) for name in OF_TABLE}


def table_name(table: StrengthTable) -> str:
    if table.title or table.series != MAIN_SERIES:
        return f"{table.series_name} per {table.day}"
    return f"{capfirst(table.get_kind_display())} {table.police_unit} per {table.day}"


class TableManageView(OfEditor, TemplateView):
    template_name = "formation/editing/table_manage.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        tables = self.tables.order_by("kind", "series", "-reference_date")
        lines = [
            {"table": table, "name": table_name(table), "read": table.url()} | addresses_of(table) for table in tables
        ]
        return super().get_context_data(
            concepts=[line for line in lines if line["table"].is_concept],
            adopted=[line for line in lines if not line["table"].is_concept],
            create_url=reverse("formation:table-create", args=[self.police_unit.slug]),
            **self.page(MANAGED),
            **kwargs,
        )


class TableCreateView(SentOnce, OfEditor, FormView):
    """A new concept with the columns somebody chose. The columns of the newest table are offered to begin with."""

    template_name = "formation/editing/table_create.html"
    form_class = NewTableForm

    def get_context_data(self, formset: CategoryFormSet | None = None, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            formset=formset or CategoryFormSet(initial=self._columns()),
            ways=self._ways_to_parts(),
            **self.page("Nieuwe tabel"),
            **kwargs,
        )

    def _ways_to_parts(self) -> list[tuple[str, str]]:
        """Where an eenheid without any part gets them: a table made here has a row for each."""
        unit = self.police_unit
        if unit.units.exists():
            return []
        upload = reverse("imports:upload", args=["formatie", unit.slug])
        tree = reverse("organisation:tree", args=[unit.slug])
        ways = [
            (Permission.IMPORT_TABLES, "Lees de eerste tabel in", upload),
            (Permission.EDIT_ORGANISATION, "Naar Organisatie", tree),
        ]
        return [(name, address) for permission, name, address in ways if self.request.access.may(permission, unit.pk)]

    def _columns(self) -> list[dict[str, object]]:
        newest = self.tables.order_by("-reference_date", "pk").first()
        return list(
            StaffCategory.objects.filter(table=newest).values(
                "name", "role", "unit", "decimals", "is_community_officer"
            )
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form, formset = self.get_form(), CategoryFormSet(request.POST)
        # Both are looked at, so that the reader hears everything at once.
        if all([form.is_valid(), formset.is_valid()]):
            try:
                table = create_table(
                    about=form.about(self.police_unit),
                    categories=formset.chosen(),
                    depth=form.cleaned_data["depth"],
                    called=form.typed_series,
                )
            except (TableExists, NoUnits) as error:
                form.add_error("reference_date", str(error))
            except SeriesHasNoName as error:
                form.add_error("title", str(error))
            else:
                messages.success(request, "De tabel staat klaar. Vul nu de cijfers in.")
                return redirect(table.url("table-edit"))
        return self.render_to_response(self.get_context_data(form=form, formset=formset), status=UNPROCESSABLE)


class TableCopyView(SentOnce, OneTable, RefusingFormView):
    """The way to change what was adopted: the same figures, as a concept for another date."""

    template_name = "formation/editing/table_copy.html"
    form_class = CopyForm

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**self.about_table("Overnemen"), **kwargs)

    def form_valid(self, form: CopyForm) -> HttpResponse:
        try:
            copied = copy_table(table=self.table, reference_date=form.cleaned_data["reference_date"])
        except TableExists as error:
            return self.refused(form, "reference_date", error)
        messages.success(self.request, "De cijfers zijn overgenomen in een nieuwe tabel.")
        if copied.left_out:
            names = ", ".join(copied.left_out)
            messages.warning(self.request, f"Niet overgenomen, omdat ze op die dag niet bestaan: {names}.")
        return redirect(copied.table.url("table-edit"))


class WithFigures(OfConcept):
    @cached_property
    def figures(self) -> StrengthTable:
        return StrengthTable.objects.with_figures().get(pk=self.table.pk)


class TableSeriesView(OfConcept, RefusingFormView):
    """What the table is called, and with which others it is compared."""

    template_name = "formation/editing/table_series.html"
    form_class = SeriesForm

    def get_initial(self) -> dict[str, object]:
        return {"title": self.table.title}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**self.about_table("Reeks"), **kwargs)

    def form_valid(self, form: SeriesForm) -> HttpResponse:
        try:
            table = move_table(table=self.table, title=form.cleaned_data["title"])
        except (TableExists, SeriesHasNoName) as error:
            return self.refused(form, "title", error)
        messages.success(self.request, f"De tabel staat nu in de reeks “{table.series_name}”.")
        return redirect(table.url("table-edit"))


class TotalsExplainView(WithFigures, TemplateView):
    """Every published total that is not the sum of its parts, with room to say why."""

    template_name = "formation/editing/totals_explain.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            lines=total_lines(self.figures),
            **self.about_table("Verschillen toelichten"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        wanted = request.POST.get("totaal", "")
        line = next((line for line in total_lines(self.figures) if line.key == wanted), None)
        try:
            self._explain(line)
        except NothingToExplain as error:
            messages.info(request, str(error))
        return redirect(self.table.url("totals-explain"))

    def _explain(self, line: TotalLine | None) -> None:
        if line is None:
            raise NothingToExplain("Dit verschil staat niet (meer) in de tabel. Er is niets opgeslagen.")
        explained = explain_total(
            table=self.table,
            unit_id=line.total.unit_id,
            category_code=line.total.category,
            difference=line.total.difference,
            text=self.request.POST.get("toelichting", ""),
        )
        messages.success(self.request, "Toelichting opgeslagen." if explained else "Toelichting weggehaald.")


class TableAdoptView(WithFigures, RefusingFormView):
    """What is missing, what one should know, and the act."""

    template_name = "formation/editing/table_adopt.html"
    form_class = AdoptForm

    def get_initial(self) -> dict[str, object]:
        return {"adopted_on": timezone.localdate(), "version": self.figures.version}

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"police_unit": self.table.police_unit}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        lines = total_lines(self.figures)
        return super().get_context_data(
            missing=missing_for_adoption(self.figures),
            has_officers=any(category.is_community_officer for category in self.figures.categories.all()),
            unexplained=[line for line in lines if line.total.is_unexplained],
            explained=[line for line in lines if not line.total.is_unexplained],
            open_cells=open_cells(self.figures),
            **self.about_table("Vaststellen"),
            **kwargs,
        )

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            adopt_table(
                table=self.table,
                adopted_on=chosen["adopted_on"],
                expected_version=chosen["version"],
                by=self.request.user,
                deciding=form.deciding(),
            )
        except (TableChanged, NotReadyToAdopt) as error:
            return self.refused(form, None, error)
        messages.success(self.request, "De tabel is vastgesteld. Hij verandert nu niet meer.")
        return redirect("formation:table-manage", self.table.police_unit.slug)


class TableDeleteView(WithFigures, TemplateView):
    """Says what would go, and asks."""

    template_name = "formation/editing/table_delete.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        rows, explanations = self.figures.rows.all(), self.figures.explanations.all()
        counted = [
            ("Onderdelen in de tabel", len(rows)),
            ("Ingevulde cijfers", sum(cell.figure.is_known for row in rows for cell in row.cells.all())),
            ("Wijzigingen in de geschiedenis", self.table.edits.count()),
            ("Toelichtingen bij verschillen", len(explanations)),
        ]
        return super().get_context_data(goes=counted, **self.about_table("Verwijderen"), **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        table = self.table
        delete_concept_table(table=table)
        messages.success(request, f"De tabel per {date_short(table.reference_date)} is verwijderd.")
        return redirect("formation:table-manage", table.police_unit.slug)
