from datetime import date
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView

from formation.addresses import table_url
from formation.models import StrengthTable
from formation.periods import per
from formation.presenters import abbreviations, caption, difference_notes, table_id
from formation.queries import totals_check
from formation.tree import tree
from formation.views.scope import OfStrength, series_title
from nhveilig.accounts.permissions import Permission

TOTALS = "totalen"
DOWNLOADS = [("csv", "Download als CSV"), ("xlsx", "Download als Excel")]


class DatedTableView(OfStrength, TemplateView):
    """One table as it was published. `?zoek=` keeps the parts with that name, `?toon=totalen` only the sums."""

    template_name = "formation/dated_table.html"

    @cached_property
    def table(self) -> StrengthTable:
        wanted = {name: self.kwargs[name] for name in ("series", "kind")}
        day: date = self.kwargs["day"]
        return get_object_or_404(self.visible_tables.with_figures(), reference_date=day, **wanted)

    def get_context_data(self, **kwargs):
        table = self.table
        search, shown = self.request.GET.get("zoek", "").strip(), self.request.GET.get("toon", "")
        title = f"{series_title(table)} {per(table)}"
        return super().get_context_data(
            **self.page(title),
            table=table,
            status=capfirst(table.get_status_display()),
            table_id=table_id(table),
            caption=caption([table]),
            categories=list(table.categories.all()),
            groups=tree(table, search=search, totals_only=shown == TOTALS),
            check=totals_check([table]),
            notes=difference_notes([table]),
            abbreviations=abbreviations([table]),
            downloads=DOWNLOADS,
            chosen=urlencode({"reeks": table.series, "peildatum": table.reference_date.isoformat()}),
            compare_url=self._compare_url(),
            edit_url=table_url(table, "table-edit"),
            copy_url=table_url(table, "table-copy"),
            may_edit=self.request.access.may(Permission.EDIT_STRENGTH, self.police_unit.pk),
            search=search,
            shown=shown,
            **kwargs,
        )

    def _compare_url(self) -> str:
        table = self.table
        others = self.visible_tables.establishment_of(self.police_unit, table.series).exclude(pk=table.pk)
        if table.kind != StrengthTable.Kind.ESTABLISHMENT or not others.exists():
            return ""
        address = reverse("formation:comparison", args=[self.police_unit.slug, table.series])
        return f"{address}?{urlencode({'wordt': table.reference_date.isoformat()})}"
