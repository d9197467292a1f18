from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from nhveilig.imports.formats import download
from themes.exchange.writing import sheets_of
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import OnePlan


class PlanExcelView(OnePlan, View):
    """The plan as one file with a sheet for each kind, for whoever reads it. It imports again without a change."""

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return download(sheets_of(self.plan), "xlsx", f"{self.plan.theme.slug}-{self.plan.year}")
