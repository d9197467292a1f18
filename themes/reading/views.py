"""The uitvoeringsplannen to read: those of a year, one plan, and its tables as CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import table_for_people
from nhveilig.glossary.explaining import explain_for
from nhveilig.http.responses import csv_download
from nhveilig.http.views import year_tabs
from nhveilig.regions.models import PoliceUnit
from themes.models import ImplementationPlan, Theme
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.completeness import completeness, meter
from themes.parts.queries import PlanParts
from themes.parts.views import OnePlan, plan_url, writers_tabs
from themes.reading import queries
from themes.workflow.permissions import desk_of


class PlanListView(TemplateView):
    """The plans of the year in `?jaar=`; a year that cannot be chosen counts as not chosen."""

    permission = Permission.VIEW_PLANS
    template_name = "themes/reading/plan_list.html"

    def get_context_data(self, **kwargs):
        access, today = self.request.access, timezone.localdate()
        years = queries.years_to_choose(access, today.year)
        asked = self.request.GET.get("jaar", "")
        year = int(asked) if asked in map(str, years) else queries.first_shown(access, today.year)
        rows = queries.plan_rows(access, year)
        return super().get_context_data(
            year=year,
            tabs=year_tabs(years, year, "?jaar={}".format),
            assembled_by=[unit for unit in self._units(rows) if access.may(Permission.DECIDE_PLANS, unit.pk)],
            mine=[row for row in rows if row.is_mine],
            programmes=queries.programmes(rows),
            may_begin=access.may(Permission.DECIDE_PLANS),
            # Staff of one eenheid know which; whoever works for two must see it.
            several_units=len(self._units(rows)) > 1,
            **kwargs,
        )

    def _units(self, rows: list[queries.PlanRow]) -> list[PoliceUnit]:
        return list(dict.fromkeys(row.theme.plan.police_unit for row in rows))


class WholePlan(OnePlan):
    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()


class PlanView(WholePlan, TemplateView):
    template_name = "themes/reading/plan_detail.html"

    def get_context_data(self, **kwargs):
        plan = self.plan
        explain_for(self.request, plan.theme.plan.police_unit_id)
        shown = queries.plan_page(plan)
        return super().get_context_data(
            **self.page(),
            **shown | {"links": queries.linked(shown["links"], plan.year, self.request.access)},
            **self._for_writers(plan),
            reacts=bool(desk_of(self.request, plan).entries()),
            may_export=self.request.access.may(Permission.REQUEST_EXPORT, plan.theme.plan.police_unit_id),
            **kwargs,
        )

    def _for_writers(self, plan: ImplementationPlan) -> dict[str, object]:
        if not Theme.objects.writable_by(self.request.access).filter(pk=plan.theme_id).exists():
            return {"may_write": False, "progress": None}
        states = completeness(plan) if plan.is_open else []
        return {
            "may_write": True,
            "states": states,
            "progress": meter(states) if states else None,
            "tabs": writers_tabs(plan, "plan-detail"),
            "next_year": plan.year + 1,
            "edit_url": plan_url(plan, "plan-edit") if plan.is_open else "",
        }


class PlanCsvView(WholePlan, View):
    """The activities, the results or the targets of a plan: as a table on the page, or fuller."""

    def get(self, request: HttpRequest, table: str, **kwargs) -> HttpResponse:
        found = queries.DOWNLOADS[table](PlanParts(self.plan)) if table in queries.DOWNLOADS else None
        if found is None:
            raise Http404("Deze tabel bestaat niet.")
        return csv_download(table_for_people(found.as_dict()), f"{table}-{self.plan.theme.slug}-{self.plan.year}.csv")
