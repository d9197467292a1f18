"""The pages of a register: to read (the list, one row, the table as a file), and on the editing kit to change rows."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.forms import RowModelForm
from nhveilig.editing.models import KEPT_IN_BIN, Edit, kept_until
from nhveilig.editing.presenters import shown_edit
from nhveilig.editing.services import undo_edit
from nhveilig.editing.views import ByVisitor, RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.imports import formats
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register, Related
from nhveilig.registers.forms import FilterForm, row_form
from nhveilig.registers.presenters import facts, row_table
from nhveilig.registers.queries import Sorting
from nhveilig.registers.registry import all_registers, find_register
from nhveilig.registers.services import AlreadyThere, delete_row, new_row, refuse_to_delete, restore_row
from nhveilig.registers.sheets import sheet_of

ROWS_ON_A_PAGE = 50
# Of another register, on the page of a row.
MOST_RELATED = 100
EDITS_SHOWN = 100


class RegisterPage(ByVisitor):
    """What every page of a register has. `page` names its template; what the visitor cannot reach is not there."""

    register: Register
    permission: Permission
    page = ""
    title = ""
    # Whether it is about rows that lie in the bin.
    is_bin = False

    @cached_property
    def around(self) -> dict[str, object]:
        """What the address says before the row."""
        return {
            name: value for name, value in self.kwargs.items() if name not in {*self.register.lookup, "format", "edit"}
        }

    @cached_property
    def parent(self) -> Model | None:
        return self.register.parent(self.request.access, self.permission, **self.around)

    @property
    def rows(self) -> QuerySet:
        """Raises Http404 when what the address names before the row is not the visitor's."""
        _ = self.parent
        return self.register.rows(self.request.access, self.permission, is_bin=self.is_bin, **self.around)

    @cached_property
    def row(self) -> Model:
        place = {field: self.kwargs[keyword] for keyword, field in self.register.lookup.items()}
        # Of two in the bin that are called alike, the latest.
        return get_object_or_404(self.register.for_list(self.rows).filter(**place)[:1])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Before anything that was sent is looked at: what is another's is not there.
        _ = self.row if set(self.register.lookup) <= set(self.kwargs) else self.parent
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        own = f"{self.register.namespace}/{self.register.name}_{self.page}.html"
        return [own, f"registers/{self.page}.html"]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        around = {"register": self.register, "parent": self.parent, "breadcrumbs": self.trail()}
        return super().get_context_data(**around | {"title": self.title, "back_url": self.back_url} | kwargs)

    def trail(self) -> Crumbs:
        """To the list, to the row, to this page: the last without an address."""
        found = [*self.register.crumbs(self.parent), (self.register.title, self.list_url), *self.below()]
        return [*found[:-1], (found[-1][0], None)]

    def below(self) -> Crumbs:
        return [(self.title, None)] if self.title else []

    @cached_property
    def units_to_edit(self) -> set[int]:
        """Of the eenheid in the address, or of any: where the visitor may change rows."""
        units = self.request.access.units_with(self.register.edit_permission)
        return units & {self.parent.pk} if isinstance(self.parent, PoliceUnit) else units

    @property
    def form_units(self) -> set[int] | None:
        return self.units_to_edit if self.register.scope else None

    @property
    def back_url(self) -> str:
        return self.list_url

    @property
    def list_url(self) -> str:
        return self.register.url("list", **self.around)


class ListPage(RegisterPage, TemplateView):
    page = "list"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        register, rows = self.register, self.rows
        chosen, sorting = (
            FilterForm(self.request.GET, register, rows),
            Sorting(register, self.request.GET.get(Sorting.PARAMETER, "")),
        )
        found = sorting.apply(register.for_list(chosen.narrowed(rows)))
        page = Paginator(found, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            tabs=kwargs.pop("tabs", None) or self._tabs(),
            filter=chosen,
            page_obj=page,
            total=rows.count() if chosen.is_narrowed else page.paginator.count,
            table=row_table(register, page, register.listed, sorting),
            **self._links(),
            downloads=[(name, register.url("export", format=name, **self.around)) for name in formats.FORMATS],
            **kwargs,
        )

    def _tabs(self) -> list[dict[str, object]]:
        """To the registers beside this one; none when it stands alone."""
        may, register = self.request.access.may, self.register
        beside = [
            one
            for one in all_registers()
            if (one.namespace, one.group) == (register.namespace, register.group) and may(one.view_permission)
        ]
        found = [
            {"label": one.title, "url": one.url("list", **self.around), "current": one is self.register}
            for one in beside
        ]
        return found if len(found) > 1 else []

    def _links(self) -> dict[str, str]:
        """To what somebody who may edit can do; empty for others."""
        register, around = self.register, self.around
        if not (self.units_to_edit if register.scope else self.request.access.may(register.edit_permission)):
            return {"create_url": "", "import_url": "", "bin_url": ""}
        importable = register.import_order is not None and self.request.access.may(Permission.IMPORT_TABLES)
        return {
            "create_url": register.url("create", **around) if register.has_new_rows else "",
            "import_url": reverse("imports:import-list") if importable else "",
            "bin_url": register.url("bin", **around) if register.has_new_rows else "",
        }


class DetailPage(RegisterPage, TemplateView):
    page = "detail"

    def below(self) -> Crumbs:
        return [(str(self.row), self.register.url("detail", self.row))]

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            row=self.row,
            facts=facts(self.register, self.row),
            related=[self._related(one) for one in self.register.related if self._may_see(one)],
            urls=self._urls(),
            **kwargs,
        )

    def _urls(self) -> dict[str, str]:
        """To the other pages of the row; none for who may not edit it."""
        if not self.register.may_edit(self.request.access, self.row):
            return {}
        pages = ["change", "history", *(["delete"] if self.register.has_new_rows else [])]
        return {page: self.register.url(page, self.row) for page in pages}

    def _create_url(self, register: Register, field: str) -> str:
        """Where a row is added that belongs to this one; empty for who may not."""
        if not (register.has_new_rows and self.request.access.may(register.edit_permission)):
            return ""
        column = next(one.column for one in register.bound.values() if one.path == field)
        return f"{register.url('create', **self.around)}?{column.parameter}={self.row.pk}"

    def _may_see(self, related: Related) -> bool:
        return self.request.access.may(find_register(related.register).view_permission)

    def _related(self, related: Related) -> dict[str, object]:
        register = find_register(related.register)
        rows = register.rows(self.request.access, register.view_permission).filter(**{related.field: self.row})
        shown = list(register.for_list(rows)[: MOST_RELATED + 1])
        return {
            "register": register,
            "create_url": self._create_url(register, related.field),
            "table": row_table(register, shown[:MOST_RELATED], related.listed),
            "are_more": len(shown) > MOST_RELATED,
        }


class ExportPage(RegisterPage, View):
    """The whole table as a sheet, which comes in again without a change."""

    def get(self, request: HttpRequest, *args, format: str, **kwargs) -> HttpResponse:
        dataset = sheet_of(self.register, self.register.for_sheet(self.rows))
        name = "-".join([self.register.code, timezone.localdate().isoformat()])
        return formats.download(dataset, format, name)


class RowPage(RegisterPage):
    """A page about changing one row; its list and its own page stand above it in the trail."""

    def below(self) -> Crumbs:
        return [(str(self.row), self.back_url), (self.title, None)]

    @property
    def back_url(self) -> str:
        return self.register.url("detail", self.row)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(row=self.row, **kwargs)


class FormPage(RowFormView, RegisterPage, FormView):
    page = "form"

    def get_form_class(self) -> type[RowModelForm]:
        return row_form(self.register, self.form_units, row=self.get_row(), parent=self.parent)

    def get_initial(self) -> dict[str, Any]:
        row = self.get_row()
        return {"figure": row.figure} if hasattr(row, "figure") else {}

    def get_success_url(self) -> str:
        return self.register.url("detail", self.row_in_form)

    def store(self, form: RowModelForm) -> bool:
        self.row_in_form = form.row
        try:
            with transaction.atomic():
                return super().store(form)
        except IntegrityError:
            raise AlreadyThere from None


class CreatePage(SentOnce, FormPage):
    title = "Toevoegen"

    def get_form_class(self) -> type[RowModelForm]:
        return row_form(self.register, self.form_units, parent=self.parent, is_new=True)

    def get_initial(self) -> dict[str, Any]:
        """A link may fill in fields: `?convenant=…` by the name of the column."""
        asked = {one.path: self.request.GET.get(one.parameter) for one in self.register.bound.values()}
        return super().get_initial() | {field: value for field, value in asked.items() if value}

    def get_row(self) -> Model:
        units = PoliceUnit.objects.filter(pk__in=self.form_units or ())[:2]
        below = {self.register.parent_field: self.parent} if self.register.parent_field else {}
        return new_row(self.register, units[0] if len(units) == 1 else None, below)


class ChangePage(RowPage, FormPage):
    title = "Wijzigen"

    def get_row(self) -> Model:
        return self.row


class DeletePage(RowPage, TemplateView):
    page = "delete"
    title = "Verwijderen"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        why_kept = self.register.why_kept([self.row]).get(self.row.pk, "")
        return super().get_context_data(
            why_kept=why_kept, with_it=list(self._with_it()), days=KEPT_IN_BIN.days, **kwargs
        )

    def _with_it(self) -> Iterator[tuple[str, int]]:
        """What is lost with the row when it has been in the bin for too long: (how it is called, how many)."""
        for related in self.register.related:
            register = find_register(related.register)
            if count := register.present().filter(**{related.field: self.row}).count():
                yield register.title if count > 1 else register.row_title, count

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            refuse_to_delete(register=self.register, row=self.row)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.back_url)
        delete_row(row=self.row, by=self.writer)
        messages.success(request, f"“{self.row}” is verwijderd. U kunt het nog {KEPT_IN_BIN.days} dagen terugzetten.")
        return redirect(self.list_url)


class HistoryPage(RowPage, TemplateView):
    page = "history"
    title = "Geschiedenis"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        edits = Edit.objects.of_whole(self.row).newest_first()[:EDITS_SHOWN]
        fields = row_form(self.register, None, row=self.row).base_fields
        undo = partial(self.register.url, "undo", self.row)
        lines = [shown_edit(edit, fields.get(edit.field), undo(edit=edit.pk)) for edit in edits]
        return super().get_context_data(edits=lines, **kwargs)


class UndoPage(RowPage, View):
    """Puts back what stood in a field before."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.row), pk=kwargs["edit"])
        fields = row_form(self.register, self.form_units, row=self.row).base_fields
        try:
            with transaction.atomic():
                undo_edit(edit=edit, row=self.row, fields=fields, by=self.writer)
        except (PortalError, IntegrityError) as error:
            error = AlreadyThere() if isinstance(error, IntegrityError) else error
            messages.error(request, str(error))
            return redirect(self.register.url("history", self.row))
        messages.success(request, "Teruggezet.")
        return redirect(self.back_url)


class BinPage(RegisterPage, TemplateView):
    page = "bin"
    title = "Prullenbak"
    is_bin = True

    def get_context_data(self, **kwargs) -> dict[str, object]:
        binned = [
            (row, kept_until(row.deleted_at), self.register.url("restore", row))
            for row in self.register.for_list(self.rows)
        ]
        return super().get_context_data(binned=binned, days=KEPT_IN_BIN.days, **kwargs)


class RestorePage(RegisterPage, View):
    http_method_names = ["post"]
    is_bin = True

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            restore_row(row=self.row, by=self.writer)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.register.url("bin", **self.around))
        messages.success(request, f"“{self.row}” is teruggezet.")
        return redirect(self.register.url("detail", self.row))
