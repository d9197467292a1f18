"""The uitvoeringsplannen to read: those of a year, one plan, and its tables as CSV."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import table_for_people
from nhveilig.glossary.explaining import explain_for
from nhveilig.http.responses import csv_download
from nhveilig.http.views import tabs, year_tabs
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import Municipality
from themes.budgets.money import money_of
from themes.models import ImplementationPlan
from themes.models.plans import ImplementationPlanQuerySet
from themes.pages import listing, presenters, queries
from themes.pages.forms import PlanFilter
from themes.pages.queries import read_whole
from themes.parts.completeness import completeness, meter
from themes.parts.queries import PlanParts
from themes.parts.views import OnePlan, plan_tabs
from themes.progress.trends import compared_with
from themes.workflow.permissions import desk_of

BOARD = "bord"


class PlanListView(TemplateView):
    """The plans of the year in `?jaar=`, as a table or, with `?weergave=bord`, by where they are; what cannot be chosen
    counts as not chosen."""

    permission = Permission.VIEW_PLANS
    template_name = "themes/reading/plan_list.html"

    def get_context_data(self, **kwargs):
        access, today = self.request.access, timezone.localdate()
        planned = listing.planned_years(access)
        years = listing.years_to_choose(planned, today.year)
        asked = self.request.GET.get("jaar", "")
        year = int(asked) if asked in map(str, years) else listing.first_shown(access, planned, today.year)
        rows = listing.plan_rows(access, year, today)
        return super().get_context_data(
            year=year,
            tabs=year_tabs(years, year, (f"?weergave={BOARD}&jaar={{}}" if self.is_board else "?jaar={}").format),
            headline=presenters.headline(rows, year),
            total=len(rows),
            **self._chosen(rows),
            **self._units(rows),
            may_begin=access.may(Permission.DECIDE_PLANS),
            here=self.request.get_full_path(),
            **kwargs,
        )

    @property
    def is_board(self) -> bool:
        return self.request.GET.get("weergave") == BOARD

    def _chosen(self, rows: list[listing.PlanRow]) -> dict[str, object]:
        chosen = PlanFilter(self.request.GET, rows)
        return {
            "filter": chosen,
            "rows": chosen.found,
            "columns": listing.by_stage(chosen.found) if self.is_board else [],
            "views": self._views(),
            "is_board": self.is_board,
        }

    def _units(self, rows: list[listing.PlanRow]) -> dict[str, object]:
        units = list(dict.fromkeys(row.theme.plan.police_unit for row in rows))
        return {
            "assembled_by": [unit for unit in units if self.request.access.may(Permission.DECIDE_PLANS, unit.pk)],
            # Staff of one eenheid know which; whoever works for two must see it.
            "several_units": len(units) > 1,
            "several_programmes": len({row.theme.plan_id for row in rows}) > 1,
        }

    def _views(self) -> list[dict[str, object]]:
        asked, addresses = self.request.GET.copy(), []
        for view in ("", BOARD):
            asked["weergave"] = view
            addresses.append(f"?{asked.urlencode()}")
        return tabs([("Tabel", addresses[0], not self.is_board), ("Bord", addresses[1], self.is_board)])


class PlanView(OnePlan, TemplateView):
    """With `?toon=achter` only the activities that run behind; with `?open=alles` nothing is folded."""

    template_name = "themes/reading/plan_detail.html"

    def plans(self) -> ImplementationPlanQuerySet:
        today = timezone.localdate()
        return queries.for_reading(super().plans(), self.request.access, self.kwargs["year"], today)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """`?gemeente=GM0361` leads to the page of that municipality."""
        code = request.GET.get("gemeente")
        town = Municipality.objects.filter(code=code).first() if code else None
        if town:
            return redirect("reports:municipality-dashboard", town.code, self.plan.year)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        plan, access, today = self.plan, self.request.access, timezone.localdate()
        unit = plan.theme.plan.police_unit_id
        explain_for(self.request, unit)
        read_whole(plan, access, compared_with(today))
        self.request.questions = QuestionsBeside(plan.theme.plan.police_unit, plan.questions)
        shown = queries.plan_page(plan, today, is_narrowed=self.request.GET.get("toon") == "achter")
        desk = desk_of(self.request, plan)
        return super().get_context_data(
            **self.page(),
            **shown,
            **self._for_writers(plan, today),
            tabs=plan_tabs(plan, "plan-detail", plan.threads),
            reacts=bool(desk.entries()),
            is_open=self.request.GET.get("open") == "alles",
            towns=queries.towns_to_choose(plan, today) if shown["asked"] and not desk.towns else [],
            own_towns=desk.towns,
            theme_money=money_of(plan, plan.year) if access.may(Permission.VIEW_BUDGET, unit) else None,
            may_export=access.may(Permission.REQUEST_EXPORT, unit),
            **kwargs,
        )

    def _for_writers(self, plan: ImplementationPlan, today: date) -> dict[str, object]:
        states = completeness(plan) if plan.is_open and plan.may_write else []
        return {
            "states": states,
            "progress": meter(states) if states else None,
            "next_act": queries.next_act(plan, today) if plan.may_write else None,
            "next_year": plan.year + 1,
        }


class PlanCsvView(OnePlan, View):
    """The activities, the results or the targets of a plan: as a table on the page, or fuller."""

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def get(self, request: HttpRequest, table: str, **kwargs) -> HttpResponse:
        found = queries.DOWNLOADS[table](PlanParts(self.plan)) if table in queries.DOWNLOADS else None
        if found is None:
            raise Http404("Deze tabel bestaat niet.")
        return csv_download(table_for_people(found.as_dict()), f"{table}-{self.plan.theme.slug}-{self.plan.year}.csv")
