"""The page on which the jaarverslag of a year is put together."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.assembling.services.annual_reports import adopted_plans, assemble_annual_report
from reports.documents.assembling.views.year_plans import YEARS
from reports.documents.models import Document
from reports.documents.plans.results import measured
from reports.documents.presenters import DOCUMENTS
from themes.models import ImplementationPlan
from themes.parts.queries import PlanParts
from themes.progress.standings import Standings


class AnnualReportView(TemplateView):
    """What the jaarverslag will hold, with the button that makes it or brings it in line."""

    permission = Permission.DECIDE_PLANS
    template_name = "reports/annual_report.html"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["unit"])

    @property
    def year(self) -> int:
        if self.kwargs["year"] not in YEARS:
            raise Http404("Van dit jaar is er geen jaarverslag.")
        return self.kwargs["year"]

    def get_context_data(self, **kwargs: object) -> dict:
        unit, year = self.police_unit, self.year
        return super().get_context_data(**kwargs) | {
            "unit": unit,
            "unit_name": f"Eenheid {unit}",
            "year": year,
            "themes": _themes(adopted_plans(unit, year)),
            "document": Document.objects.of_period(unit, year, Document.Kind.ANNUAL_REPORT).first(),
            "is_over": timezone.localdate() > date(year, 12, 31),
            "tabs": _tabs(unit, year),
            "breadcrumbs": [(DOCUMENTS, reverse("reports:document-list")), (f"Jaarverslag {year} samenstellen", None)],
        }

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            document = assemble_annual_report(police_unit=self.police_unit, year=self.year)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(
            request,
            f"“{document}” toont nu wat er bij elk thema is gemeld. Bevries een editie om het vast te leggen.",
        )
        return redirect("reports:document-detail", slug=document.slug)


def _themes(plans: list[ImplementationPlan]) -> list[dict]:
    """Each theme with how many results are measured, and how many of those have a number."""
    standings = Standings(plans, today=timezone.localdate())
    counted = [(plan.theme, *measured(PlanParts(plan), standings)) for plan in plans]
    return [{"theme": theme, "results": results, "with_figure": known} for theme, results, known in counted]


def _tabs(unit: PoliceUnit, year: int) -> list[dict]:
    return [
        {"label": str(one), "url": reverse("reports:annual-report", args=[unit.slug, one]), "current": one == year}
        for one in (year - 1, year, year + 1)
        if one in YEARS
    ]
