"""All tables of an eenheid with what can be done to each, and making another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from formation.addresses import table_url
from formation.editing.forms import CategoryFormSet, CopyForm, NewTableForm
from formation.editing.views.one_table import OneTable, above, table_name
from formation.exceptions import NoUnits, TableExists
from formation.models import StaffCategory, StrengthTable
from formation.services.tables import copy_table, create_table
from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from nhveilig.regions.models import PoliceUnit

OF_TABLE = ("table-edit", "table-history", "table-copy", "table-adopt", "table-delete")


class OfUnit:
    """The eenheid in the address, whose strength the visitor may edit; any other is not there."""

    permission = Permission.EDIT_STRENGTH

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["slug"])

    @property
    def tables(self):
        return StrengthTable.objects.filter(police_unit=self.police_unit).for_list()


class TableManageView(OfUnit, TemplateView):
    template_name = "formation/editing/table_manage.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        tables = self.tables.order_by("kind", "series", "-reference_date")
        lines = [
            {"table": table, "name": table_name(table), "read": table_url(table)}
            | {name.removeprefix("table-"): table_url(table, name) for name in OF_TABLE}
            for table in tables
        ]
        return super().get_context_data(
            police_unit=self.police_unit,
            unit_name=f"Eenheid {self.police_unit}",
            concepts=[line for line in lines if line["table"].status == StrengthTable.Status.CONCEPT],
            adopted=[line for line in lines if line["table"].status == StrengthTable.Status.ADOPTED],
            create_url=reverse("formation:table-create", args=[self.police_unit.slug]),
            breadcrumbs=breadcrumbs(above(self.police_unit), here="Tabellen beheren"),
            **kwargs,
        )


class TableCreateView(OfUnit, FormView):
    """A new concept with the columns somebody chose. The columns of the newest table are offered to begin with."""

    template_name = "formation/editing/table_create.html"
    form_class = NewTableForm

    def get_context_data(self, formset: CategoryFormSet | None = None, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            formset=formset or CategoryFormSet(initial=self._columns()),
            police_unit=self.police_unit,
            unit_name=f"Eenheid {self.police_unit}",
            breadcrumbs=breadcrumbs(above(self.police_unit), here="Nieuwe tabel"),
            **kwargs,
        )

    def _columns(self) -> list[dict[str, object]]:
        newest = self.tables.order_by("-reference_date", "pk").first()
        columns = StaffCategory.objects.filter(table=newest) if newest else []
        return [
            {"name": one.name, "role": one.role, "is_community_officer": one.is_community_officer} for one in columns
        ]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form, formset = self.get_form(), CategoryFormSet(request.POST)
        # Both are looked at, so that the reader hears everything at once.
        if all([form.is_valid(), formset.is_valid()]):
            try:
                table = create_table(
                    about=form.about(self.police_unit), categories=formset.chosen(), depth=form.cleaned_data["depth"]
                )
            except (TableExists, NoUnits) as error:
                form.add_error("reference_date", str(error))
            else:
                messages.success(request, "De tabel staat klaar. Vul nu de cijfers in.")
                return redirect(table_url(table, "table-edit"))
        return self.render_to_response(self.get_context_data(form=form, formset=formset), status=UNPROCESSABLE)


class TableCopyView(OneTable, FormView):
    """The way to change what was adopted: the same figures, as a concept for another date."""

    template_name = "formation/editing/table_copy.html"
    form_class = CopyForm

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**self.about_table("Overnemen"), **kwargs)

    def form_valid(self, form: CopyForm) -> HttpResponse:
        try:
            copied = copy_table(table=self.table, reference_date=form.cleaned_data["reference_date"])
        except TableExists as error:
            form.add_error("reference_date", str(error))
            return self.form_invalid(form)
        messages.success(self.request, "De cijfers zijn overgenomen in een nieuwe tabel.")
        if copied.left_out:
            names = ", ".join(copied.left_out)
            messages.warning(self.request, f"Niet overgenomen, omdat ze op die dag niet bestaan: {names}.")
        return redirect(table_url(copied.table, "table-edit"))

    def form_invalid(self, form: CopyForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
