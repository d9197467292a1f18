"""Adding, changing and deleting rows, on the editing kit."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from nhveilig.editing.changes import Writer
from nhveilig.editing.forms import RowModelForm
from nhveilig.editing.models import KEPT_IN_BIN, Edit, kept_until
from nhveilig.editing.presenters import shown_edit
from nhveilig.editing.services import undo_edit
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs
from nhveilig.registers.forms import row_form
from nhveilig.registers.registry import find_register
from nhveilig.registers.services import AlreadyThere, delete_row, new_row, restore_row
from nhveilig.registers.views.scope import RegisterPage

EDITS_SHOWN = 100


class RowPage(RegisterPage):
    """A page about changing one row; its list and its own page stand above it in the trail."""

    title = ""

    def below(self) -> Crumbs:
        return [(str(self.row), self.row_url), (self.title, None)]

    @property
    def row_url(self) -> str:
        return self.register.url("detail", self.row)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**{"row": self.row, "title": self.title, "back_url": self.row_url} | kwargs)


class FormPage(RowFormView, RegisterPage, FormView):
    page = "form"
    title = ""

    def get_form_class(self) -> type[RowModelForm]:
        return row_form(self.register, self._units)

    @property
    def _units(self) -> set[int] | None:
        return self.units_to_edit if self.register.scope else None

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

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**{"title": self.title, "back_url": self.back_url} | kwargs)

    @property
    def back_url(self) -> str:
        return self.list_url


class CreatePage(FormPage):
    title = "Toevoegen"

    def below(self) -> Crumbs:
        return [(self.title, None)]

    def get_form_class(self) -> type[RowModelForm]:
        return row_form(self.register, self._units, is_new=True)

    def get_initial(self) -> dict[str, Any]:
        """A link may fill in fields: `?convenant=…` by the name of the column."""
        asked = {one.column.field: self.request.GET.get(one.column.parameter) for one in self.register.bound.values()}
        return super().get_initial() | {field: value for field, value in asked.items() if value}

    def get_row(self) -> Model:
        units = PoliceUnit.objects.filter(pk__in=self._units or ())[:2]
        return new_row(self.register, units[0] if len(units) == 1 else None, {})


class ChangePage(RowPage, FormPage):
    title = "Wijzigen"

    def get_row(self) -> Model:
        return self.row

    @property
    def back_url(self) -> str:
        return self.row_url


class DeletePage(RowPage, TemplateView):
    page = "delete"
    title = "Verwijderen"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(with_it=list(self._with_it()), days=KEPT_IN_BIN.days, **kwargs)

    def _with_it(self) -> Iterator[tuple[str, int]]:
        """What is lost with the row when it has been in the bin for too long: (how it is called, how many)."""
        for related in self.register.related:
            register = find_register(related.register)
            if count := register.present().filter(**{related.field: self.row}).count():
                yield register.title if count > 1 else register.row_title, count

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        delete_row(row=self.row, editor=request.user)
        messages.success(request, f"“{self.row}” is verwijderd. U kunt het nog {KEPT_IN_BIN.days} dagen terugzetten.")
        return redirect(self.list_url)


class HistoryPage(RowPage, TemplateView):
    page = "history"
    title = "Geschiedenis"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        edits = Edit.objects.of_whole(self.row).newest_first()[:EDITS_SHOWN]
        fields = row_form(self.register, None).base_fields
        undo = partial(self.register.url, "undo", self.row)
        lines = [shown_edit(edit, fields.get(edit.field), undo(edit=edit.pk)) for edit in edits]
        return super().get_context_data(edits=lines, **kwargs)


class UndoPage(RowPage, View):
    """Puts back what stood in a field before."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        edit = get_object_or_404(Edit.objects.of_whole(self.row), pk=kwargs["edit"])
        fields = row_form(self.register, self.units_to_edit if self.register.scope else None).base_fields
        try:
            with transaction.atomic():
                undo_edit(edit=edit, row=self.row, fields=fields, by=Writer(request.user))
        except (PortalError, IntegrityError) as error:
            error = AlreadyThere() if isinstance(error, IntegrityError) else error
            messages.error(request, str(error))
            return redirect(self.register.url("history", self.row))
        messages.success(request, "Teruggezet.")
        return redirect(self.row_url)


class BinPage(RegisterPage, TemplateView):
    page = "bin"
    is_bin = True

    def below(self) -> Crumbs:
        return [("Prullenbak", None)]

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
            restore_row(row=self.row, editor=request.user)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(self.register.url("bin", **self.around))
        messages.success(request, f"“{self.row}” is teruggezet.")
        return redirect(self.register.url("detail", self.row))
