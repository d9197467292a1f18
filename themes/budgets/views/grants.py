from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from nhveilig.figures.tables import write_csv
from nhveilig.http.responses import csv_download
from nhveilig.registers.views import DeletePage, ListPage
from themes.budgets.presenters import grant_table
from themes.budgets.views.scope import OfBudgets, Scaled
from themes.models import Grant


class GrantsPage(Scaled, ListPage):
    """With what the sources give by year above them."""

    def get_context_data(self, **kwargs) -> dict[str, object]:
        figures = grant_table(list(self.register.for_list(self.rows)), self.scale)
        return super().get_context_data(
            figures=figures and figures.as_dict(),
            scales=self.scale_tabs(),
            unit_name=f"Eenheid {self.parent}",
            **kwargs,
        )


class GrantDeletePage(DeletePage):
    """With the posts that name the source, which keep their amount."""

    def get_context_data(self, **kwargs) -> dict[str, object]:
        kept = {"deleted_at": None, "group__deleted_at": None, "group__budget__deleted_at": None}
        lines = self.row.lines.filter(**kept).select_related("group__budget")
        return super().get_context_data(lines=[f"{line}, {line.group.budget.name}" for line in lines], **kwargs)


class GrantCsvView(OfBudgets, View):
    """What the sources give by year, as the list shows it."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        grants = Grant.objects.present().filter(police_unit=self.police_unit)
        table = grant_table(list(grants.select_related("police_unit").with_years()))
        if table is None:
            raise Http404("Er zijn nog geen geldbronnen.")
        return csv_download(write_csv(table.as_dict()), f"{table.id}.csv")
