"""Versions of a budget side by side: all of a year, or any two."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.figures.tables import Table
from nhveilig.http.views import breadcrumbs, tabs
from themes.budgets.presenters import comparison_tables
from themes.budgets.queries import PAIR, key_of
from themes.budgets.views.reading import OfBudgets, Scaled, above, csv_of
from themes.models import Budget

# As the address names the order of the posts.
ORDER, BY_CHANGE = "volgorde", "verschil"


class OneYear(Scaled, OfBudgets):
    """The versions of one year, as far as the reader may see them; `?eerste=2025-begroting-1&tweede=…` any two."""

    @cached_property
    def known(self) -> list[Budget]:
        return list(self.visible.in_order())

    @cached_property
    def pair(self) -> list[Budget]:
        """The two in the address; empty where these are not two that are there."""
        by_key = {key_of(one): one for one in self.known}
        found = [by_key.get(self.request.GET.get(name, "")) for name in PAIR]
        return found if None not in found and found[0] != found[1] else []

    @cached_property
    def budgets(self) -> list[Budget]:
        if not self.pair:
            return get_list_or_404(self.visible.in_order().with_figures(), year=self.kwargs["year"])
        read = self.visible.with_figures().in_bulk([one.pk for one in self.pair])
        return [read[one.pk] for one in self.pair]

    @property
    def by_change(self) -> bool:
        return self.request.GET.get(ORDER) == BY_CHANGE

    def tables(self, *scale: object) -> list[Table]:
        return comparison_tables(self.budgets, *scale, by_change=self.by_change)


class VersionComparisonView(OneYear, TemplateView):
    template_name = "themes/budgets/comparison.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        first, year = self.budgets[0], self.kwargs["year"]
        address = reverse("budgets:budget-year", args=[first.police_unit.slug, year])
        return super().get_context_data(
            police_unit=first.police_unit,
            unit_name=f"Eenheid {first.police_unit}",
            year_url=address,
            choices=[(key_of(one), str(one)) for one in self.known],
            chosen=self._chosen(),
            is_same=bool(not self.pair and self.request.GET.get(PAIR[0])),
            by_change=self.by_change,
            concepts=[one.name for one in self.budgets if one.is_concept],
            sections=self._sections() if len(self.budgets) > 1 else [],
            scales=self.scale_tabs(),
            orders=self._orders(),
            breadcrumbs=breadcrumbs([*above(), (f"{first.police_unit} {year}", address)], here="Versies vergelijken"),
            **kwargs,
        )

    def _chosen(self) -> dict[str, str]:
        """What the two lists show: without a choice the first and the last of the year."""
        first, last = self.pair or (self.budgets[0], self.budgets[-1])
        return {PAIR[0]: key_of(first), PAIR[1]: key_of(last)}

    def _orders(self) -> list[dict[str, object]]:
        return tabs(
            [
                ("Zoals in de begroting", self.asked(**{ORDER: ""}), not self.by_change),
                ("Grootste verschil eerst", self.asked(**{ORDER: BY_CHANGE}), self.by_change),
            ]
        )

    def _sections(self) -> list[tuple[dict, str]]:
        return [(table.as_dict(), self._csv_url(table)) for table in self.tables(self.scale)]

    def _csv_url(self, table: Table) -> str:
        side = table.id.rpartition("-")[2]
        address = reverse("budgets:comparison-csv", args=[self.kwargs["slug"], self.kwargs["year"], side])
        return f"{address}{self.asked()}" if self.request.GET else address


class ComparisonCsvView(OneYear, View):
    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return csv_of(self.tables(), kwargs["side"])
