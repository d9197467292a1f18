"""The pages of a register to read: the list, one row, and the table as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.imports import formats
from nhveilig.registers.base import Crumbs, Register, Related
from nhveilig.registers.forms import FilterForm
from nhveilig.registers.presenters import facts, row_table
from nhveilig.registers.queries import Sorting
from nhveilig.registers.registry import all_registers, find_register
from nhveilig.registers.sheets import sheet_of
from nhveilig.registers.views.scope import RegisterPage

ROWS_ON_A_PAGE = 50
# Of another register, on the page of a row.
MOST_RELATED = 100


class ListPage(RegisterPage, TemplateView):
    page = "list"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        register, rows = self.register, self.rows
        chosen, sorting = FilterForm(self.request.GET, register, rows), Sorting(register, self._asked)
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
        may = self.request.access.may
        beside = [
            one for one in all_registers() if one.namespace == self.register.namespace and may(one.view_permission)
        ]
        found = [
            {"label": one.title, "url": one.url("list", **self.around), "current": one is self.register}
            for one in beside
        ]
        return found if len(found) > 1 else []

    @property
    def _asked(self) -> str:
        return self.request.GET.get(Sorting.PARAMETER, "")

    def _links(self) -> dict[str, str]:
        """To what somebody who may edit can do; empty for others."""
        register, around = self.register, self.around
        if not self.units_to_edit:
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
        dataset = sheet_of(self.register, self.register.for_list(self.rows))
        name = "-".join([self.register.code, timezone.localdate().isoformat()])
        return formats.download(dataset, format, name)
