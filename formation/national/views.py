"""A table of the whole country: beside others of its title, adopting it, and filling the tables of the eenheden."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from formation.editing.forms import AdoptForm
from formation.exceptions import TableChanged
from formation.models import NationalTable
from formation.national.presenters import difference_note, missing_units, national_table
from formation.national.services import (
    LONGEST_SERIES,
    CannotFill,
    Filling,
    adopt_national,
    fill_tables,
    missing_for_adoption,
    plan_filling,
    series_of,
    stamp,
)
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from nhveilig.registers.views import DetailPage
from nhveilig.texts import forms as texts

STRENGTH, TABLES = "Politiesterkte", "Landelijke tabellen"


class NationalTablePage(DetailPage):
    def get_context_data(self, **kwargs) -> dict[str, object]:
        beside = self.rows.filter(title=self.row.title).with_figures().order_by("category", "reference_date", "-kind")
        tables = sorted(beside, key=lambda table: (table.reference_date, table.category, table.kind))
        mine = next(table for table in tables if table.pk == self.row.pk)
        may_keep = self.request.access.may(Permission.EDIT_NATIONAL)
        return super().get_context_data(
            status=mine.status,
            status_words=mine.get_status_display(),
            table=national_table(tables).as_dict(),
            difference=difference_note(mine),
            is_explained=mine.is_explained,
            missing=missing_units(mine),
            adopt_url=reverse("formation:national-adopt", args=[mine.pk]) if may_keep and mine.is_concept else "",
            fill_url=reverse("formation:national-fill", args=[mine.pk]) if may_keep else "",
            filled=_filled(mine, self.request.access),
            **kwargs,
        )


def _filled(table: NationalTable, access) -> list[tuple[str, str]]:
    """Tables of eenheden that come from this one and that the reader may see."""
    there = table.filled.visible_to(
        access.units_with(Permission.VIEW_STRENGTH), access.units_with(Permission.VIEW_CONCEPTS)
    )
    return [(str(found), found.url()) for found in there.for_list().order_by("police_unit__order")]


class OfNationalTable:
    """A table in the address, for who keeps what is national."""

    permission = Permission.EDIT_NATIONAL

    @cached_property
    def table(self) -> NationalTable:
        return get_object_or_404(NationalTable.objects.present().with_figures(), pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        # Before anything that was sent is looked at.
        _ = self.table
        return super().dispatch(request, *args, **kwargs)

    @property
    def url(self) -> str:
        return reverse("formation:nationaltable-detail", args=[self.table.pk])

    def about(self, title: str) -> dict[str, object]:
        above = [
            (STRENGTH, reverse("formation:table-list")),
            (TABLES, reverse("formation:nationaltable-list")),
            (str(self.table), self.url),
        ]
        return {
            "table": self.table,
            "title": title,
            "back_url": self.url,
            "breadcrumbs": breadcrumbs(above, here=title),
        }

    def refused(self, form: forms.Form, error: PortalError, status: int = UNPROCESSABLE) -> HttpResponse:
        for line in str(error).splitlines():
            form.add_error(None, line)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class NationalAdoptView(OfNationalTable, FormView):
    template_name = "formation/national_adopt.html"
    form_class = AdoptForm

    def get_initial(self) -> dict[str, object]:
        return {"adopted_on": timezone.localdate(), "version": stamp(self.table)}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            missing=missing_for_adoption(self.table),
            without=missing_units(self.table),
            difference=difference_note(self.table),
            **self.about("Vaststellen"),
            **kwargs,
        )

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            adopt_national(
                table=self.table,
                adopted_on=chosen["adopted_on"],
                expected=chosen["version"],
                by=self.request.user,
            )
        except TableChanged as error:
            return self.refused(form, error, CONFLICT)
        except PortalError as error:
            return self.refused(form, error)
        messages.success(self.request, "De landelijke tabel is vastgesteld. Zij verandert nu niet meer.")
        return redirect(self.url)


class FillForm(forms.Form):
    reeks = texts.CharField(
        label="Reeks",
        max_length=LONGEST_SERIES,
        help_text="De tabellen van de eenheden komen in deze reeks, zoals landelijk-wijkagenten.",
        error_messages={"required": "Geef de reeks een naam, bijvoorbeeld landelijk-wijkagenten."},
    )


class NationalFillView(SentOnce, OfNationalTable, FormView):
    """First what would be made of each eenheid, for the series in the address; then it is done."""

    template_name = "formation/national_fill.html"
    form_class = FillForm

    def get_initial(self) -> dict[str, object]:
        return {"reeks": self.series}

    @property
    def series(self) -> str:
        return self.request.GET.get("reeks", "").strip() or series_of(self.table)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        plan, problem = self._plan()
        return super().get_context_data(
            plan=plan,
            problem=problem,
            series=self.series,
            count=sum(one.writes for one in plan),
            **self.about("Tabellen van de eenheden vullen"),
            **kwargs,
        )

    def _plan(self) -> tuple[list[Filling], str]:
        try:
            return plan_filling(table=self.table, series=self.series), ""
        except CannotFill as error:
            return [], str(error)

    def form_valid(self, form: FillForm) -> HttpResponse:
        try:
            plan = fill_tables(table=self.table, series=form.cleaned_data["reeks"], editor=self.request.user)
        except PortalError as error:
            return self.refused(form, error, CONFLICT if isinstance(error, TableChanged) else UNPROCESSABLE)
        count = sum(one.writes for one in plan)
        if count:
            words = "1 sterktetabel is" if count == 1 else f"{count} sterktetabellen zijn"
            messages.success(self.request, f"{words} gevuld, in bewerking. De eenheid stelt haar zelf vast.")
        else:
            messages.info(self.request, "Er viel niets te vullen: er is niets veranderd.")
        return redirect(self.url)
