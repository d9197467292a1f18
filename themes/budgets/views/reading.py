from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import not_done
from nhveilig.figures.tables import Table, table_for_people
from nhveilig.http.responses import CONFLICT, csv_download, wants_json
from nhveilig.http.views import Above, breadcrumbs, tabs
from nhveilig.questions.queries import beside_one
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit
from nhveilig.registers.views import DeletePage, ListPage
from themes.budgets.exceptions import BudgetIsAdopted
from themes.budgets.forms import themes_of
from themes.budgets.money import ThemeMoney, money_of, with_money
from themes.budgets.presenters import (
    SCALES,
    Scale,
    budget_tables,
    grant_table,
    scale_of,
    side_chart,
)
from themes.budgets.queries import balances, budget_url, checked, compare_url, overview, stats
from themes.models import Budget, BudgetQuerySet, BudgetSide, Grant

BUDGET = "Begroting"
MONEY = (BudgetSide.INCOME, BudgetSide.EXPENSES, BudgetSide.ADDITIONS, BudgetSide.WITHDRAWALS)
PAGES = {
    "read": "budget-detail",
    "edit": "budget-edit",
    "cell": "cell-save",
    "block": "block-save",
    "undo": "cells-undo",
    "words": "budget-words",
    "explain": "differences-explain",
    "adopt": "budget-adopt",
    "copy": "budget-copy",
    "delete": "budget-delete",
    "history": "budget-history",
}


class OfBudgets(OfUnit):
    """The budgets of the eenheid in the address."""

    permission = Permission.VIEW_BUDGET
    unit_kwarg = "slug"

    @property
    def visible(self) -> BudgetQuerySet:
        return Budget.objects.visible_to(self.request.access).filter(police_unit__slug=self.kwargs["slug"])

    def may_edit(self, police_unit: PoliceUnit) -> bool:
        return self.request.access.may(Permission.EDIT_BUDGET, police_unit.pk)


class Scaled:
    """`?schaal=duizend` shows thousands of euros."""

    @property
    def scale(self) -> Scale:
        return scale_of(self.request.GET.get("schaal", ""))

    def scale_tabs(self) -> list[dict[str, object]]:
        return tabs((scale.label, self.asked(schaal=scale.key), scale == self.scale) for scale in SCALES)

    def asked(self, **other: str) -> str:
        """The same page, asked something else."""
        query = self.request.GET.copy()
        for name, value in other.items():
            query[name] = value
        return f"?{query.urlencode()}"


class OneBudget(OfBudgets):
    """The version of a budget in the address, with its figures; one the visitor may not see is not there."""

    # Where the reader is; on the page of the budget itself its name.
    title = ""

    @cached_property
    def budget(self) -> Budget:
        place = {name: self.kwargs[name] for name in ("year", "kind", "number")}
        return get_object_or_404(self.visible.with_figures(), **place)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**about(self.budget, self.title or str(self.budget)), **kwargs)


class OwnBudget(OneBudget):
    """The same, for whoever may edit it."""

    permission = Permission.EDIT_BUDGET

    @property
    def visible(self) -> BudgetQuerySet:
        units = self.request.access.units_with(self.permission)
        return Budget.objects.present().filter(police_unit__in=units, police_unit__slug=self.kwargs["slug"])

    @property
    def by(self) -> dict[str, User | None]:
        """Who changes it, and in whose name."""
        principal = self.request.access.for_whom(self.permission, self.budget.police_unit_id)
        return {"editor": self.request.user, "on_behalf_of": principal}


class OfConcept(OwnBudget):
    """A page or act that an adopted budget does not have: it answers with the way on, which is a copy."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.budget.is_concept:
            return self.adopted(BudgetIsAdopted())
        try:
            return super().dispatch(request, *args, **kwargs)
        except BudgetIsAdopted as refusal:
            return self.adopted(refusal)

    def adopted(self, refusal: BudgetIsAdopted) -> HttpResponse:
        if wants_json(self.request):
            return not_done(refusal)
        context = about(self.budget, "Vastgesteld") | {"text": str(refusal)}
        return render(self.request, "themes/budgets/adopted.html", context, status=CONFLICT)


def about(budget: Budget, step: str) -> dict[str, object]:
    """What every page about one budget shows around its own part; `step` is where the reader is."""
    return {
        "budget": budget,
        "compare_url": compare_url(budget),
        "unit_name": f"Eenheid {budget.police_unit}",
        "addresses": {key: budget_url(budget, name) for key, name in PAGES.items()},
        "breadcrumbs": breadcrumbs([*above(), (str(budget), budget_url(budget))], here=step),
    }


def above() -> Above:
    return [(BUDGET, reverse("budgets:budget-list"))]


class BudgetListView(TemplateView):
    """Every eenheid of the reader, with its budgets and their outcome."""

    permission = Permission.VIEW_BUDGET
    template_name = "themes/budgets/budget_list.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        access = self.request.access
        units = PoliceUnit.objects.filter(pk__in=access.units_with(self.permission))
        budgets = list(Budget.objects.visible_to(access).in_order().with_figures())
        binned = Budget.objects.in_bin_of(access).select_related("police_unit")
        return super().get_context_data(
            overviews=[overview(unit, budgets, access, binned) for unit in units],
            breadcrumbs=breadcrumbs(above(), here=BUDGET),
            **kwargs,
        )


class BudgetDetailView(Scaled, OneBudget, TemplateView):
    """One version: baten, lasten and balance sheet, what does not agree, and the sources it is paid from."""

    template_name = "themes/budgets/budget_detail.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        budget = self.budget
        self.request.questions = beside_one(budget.police_unit, "begroting", budget.pk)
        return super().get_context_data(
            status=capfirst(budget.get_status_display()),
            stats=stats(budget),
            balances=balances(budget),
            check=checked(budget),
            sections=self._sections(*MONEY),
            sheet=self._sections(BudgetSide.ASSETS, BudgetSide.LIABILITIES),
            outcome=next(self._outcome(), None),
            scales=self.scale_tabs(),
            grants=self._grants(),
            versions=self._versions(),
            **self._by_theme(),
            may_edit=self.may_edit(budget.police_unit),
            **kwargs,
        )

    def _sections(self, *sides: BudgetSide) -> list[dict[str, object]]:
        tables = {table.id.rpartition("-")[2]: table for table in self._tables}
        return [
            {
                "side": side,
                "table": tables[side].as_dict(),
                "chart": side_chart(self.budget, side),
                "csv": budget_url(self.budget, "budget-csv", side=side.value),
            }
            for side in sides
            if side in tables
        ]

    def _outcome(self) -> Iterator[dict[str, object]]:
        """What is left, where that was published."""
        for table in self._tables:
            if table.id.endswith("-saldo"):
                yield {"table": table.as_dict(), "csv": budget_url(self.budget, "budget-csv", side="saldo")}

    @cached_property
    def _tables(self) -> list[Table]:
        return budget_tables(self.budget, self.scale, beside=True)

    def _grants(self) -> list[Grant]:
        grants = Grant.objects.present().filter(police_unit=self.budget.police_unit).with_years()
        year = self.budget.year
        return [one for one in grants if one.first_year <= year <= (one.last_year or year)]

    def _money(self) -> list[ThemeMoney]:
        """Of the themes that run in its year; what was foreseen in an earlier year grants nothing."""
        if self.budget.kind == Budget.Kind.FORECAST:
            return []
        themes = themes_of(self.budget).select_related("plan").order_by("-plan__kind", "plan", "number")
        year = self.budget.year
        return [money_of(theme, year) for theme in with_money(themes, self.request.access, year, self.budget)]

    def _by_theme(self) -> dict[str, object]:
        money = self._money()
        return {
            "money": money,
            "money_known": any(not one.is_empty for one in money),
            "money_shared": list(dict.fromkeys(one.of_shared for one in money if one.of_shared)),
        }

    def _versions(self) -> list[Budget]:
        """All of this year, when there are more than this one."""
        found = list(self.visible.filter(year=self.budget.year).in_order())
        return found if len(found) > 1 else []


class BudgetYearView(BudgetDetailView):
    """The budget that holds now: the last adopted begroting or wijziging; else what there is."""

    @cached_property
    def budget(self) -> Budget:
        found = get_list_or_404(self.visible.in_order(), year=self.kwargs["year"])
        plans = [one for one in found if one.kind in {Budget.Kind.BUDGET, Budget.Kind.AMENDMENT}]
        adopted = [one for one in plans if not one.is_concept]
        holds = (adopted[-1:] or plans[:1] or found[:1])[0]
        return get_object_or_404(self.visible.with_figures(), pk=holds.pk)


class BudgetCsvView(OneBudget, View):
    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return csv_of(budget_tables(self.budget, beside=True), kwargs["side"])


def csv_of(tables: list[Table], side: str) -> HttpResponse:
    """In euros, whatever the page shows: nothing in a data file is rounded."""
    for table in tables:
        if table.id.endswith(f"-{side}"):
            return csv_download(table_for_people(table.as_dict()), f"{table.id}.csv")
    raise Http404("Deze tabel bestaat niet.")


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
        return csv_download(table_for_people(table.as_dict()), f"{table.id}.csv")
