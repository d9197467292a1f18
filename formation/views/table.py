from datetime import date
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.differences import difference_notes
from formation.models import StrengthTable
from formation.pages import totals_check
from formation.periods import per
from formation.tables import caption, table_id
from formation.terms import abbreviations
from formation.tree import tree
from formation.views.scope import OneUnit, series_title
from nhveilig.accounts.permissions import Permission

TOTALS = "totalen"
DOWNLOADS = [("csv", "Download als CSV"), ("xlsx", "Download als Excel")]


class DatedTableView(OneUnit, TemplateView):
    """One table as it was published. `?zoek=` keeps the parts with that name, `?toon=totalen` only the sums."""

    template_name = "formation/dated_table.html"

    @cached_property
    def table(self) -> StrengthTable:
        wanted = {name: self.kwargs[name] for name in ("series", "kind")}
        day: date = self.kwargs["day"]
        tables = StrengthTable.objects.filter(police_unit=self.police_unit, reference_date=day, **wanted)
        return get_object_or_404(tables.with_figures())

    def get_context_data(self, **kwargs):
        table = self.table
        search, shown = self.request.GET.get("zoek", "").strip(), self.request.GET.get("toon", "")
        title = f"{series_title(table)} {per(table)}"
        return super().get_context_data(
            **self.page(title),
            table=table,
            table_id=table_id(table),
            caption=caption([table]),
            categories=list(table.categories.all()),
            groups=tree(table, search=search, totals_only=shown == TOTALS),
            check=totals_check([table]),
            notes=difference_notes([table]),
            abbreviations=abbreviations([table]),
            downloads=DOWNLOADS,
            chosen=urlencode({"reeks": table.series, "peildatum": table.reference_date.isoformat()}),
            may_edit=self.request.access.may(Permission.EDIT_STRENGTH, self.police_unit.pk),
            search=search,
            shown=shown,
            **kwargs,
        )
