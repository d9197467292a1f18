"""The documents that are made of uitvoeringsplannen: that of one plan, and the jaarplan of all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.assembling.services.year_plans import assemble_year_plan
from reports.documents.models import Document, Edition, Export
from reports.documents.plans.readiness import readiness
from reports.documents.presenters import DOCUMENTS
from reports.documents.services.exports import request_export
from reports.documents.services.plan_documents import edition_of
from themes.models import Budget, ImplementationPlan
from themes.parts.views import OnePlan, plan_url

YEARS = range(2000, 2100)
ASSEMBLED = "“{document}” toont nu de plannen van alle thema’s. Bevries een editie om het vast te leggen."
NO_EDITION = "Van dit plan is nog geen PDF gemaakt. Vraag het aan de projectleider."


class PlanDocumentView(OnePlan, View):
    """“Maak PDF”: of the plan as it is now for who writes in it, of its newest edition for everybody else."""

    permission = Permission.REQUEST_EXPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            edition = self._edition()
            export = request_export(edition=edition, format=Export.Format.PDF, requested_by=request.user)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(plan_url(self.plan))
        return redirect("reports:export-detail", pk=export.pk)

    def _edition(self) -> Edition:
        if ImplementationPlan.objects.editable_by(self.request.access).filter(pk=self.plan.pk).exists():
            return edition_of(plan=self.plan, frozen_by=self.request.user)
        editions = Edition.objects.visible_to(self.request.access).filter(document__implementation_plan=self.plan)
        edition = editions.order_by("-number").first()
        if edition is None:
            raise PortalError(NO_EDITION)
        return edition


class YearPlanView(TemplateView):
    """Which themes are ready for the jaarplan of a year, and the button that puts it together."""

    permission = Permission.DECIDE_PLANS
    template_name = "reports/year_plan.html"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["unit"])

    @property
    def year(self) -> int:
        if self.kwargs["year"] not in YEARS:
            raise Http404("Van dit jaar is er geen jaarplan.")
        return self.kwargs["year"]

    def get_context_data(self, **kwargs: object) -> dict:
        unit, year = self.police_unit, self.year
        programmes = readiness(unit, year)
        themes = [theme for programme in programmes for theme in programme.themes]
        return super().get_context_data(**kwargs) | {
            "programmes": programmes,
            "document": Document.objects.of_year(unit, year).first(),
            "budget": Budget.objects.for_document(unit, year),
            "year": year,
            "unit": unit,
            "unit_name": f"Eenheid {unit}",
            "missing": [theme.theme for theme in themes if theme.plan is None],
            "planned": sum(theme.plan is not None for theme in themes),
            "adopted": sum(theme.is_adopted for theme in themes),
            "total": len(themes),
            "tabs": _tabs(unit, year),
            "breadcrumbs": [(DOCUMENTS, reverse("reports:document-list")), (f"Jaarplan {year} samenstellen", None)],
        }

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            document = assemble_year_plan(police_unit=self.police_unit, year=self.year)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(
            request, f"“{document}” toont nu de plannen van alle thema’s. Bevries een editie om het vast te leggen."
        )
        return redirect("reports:document-detail", slug=document.slug)


def _tabs(unit: PoliceUnit, year: int) -> list[dict]:
    return [
        {
            "label": str(one),
            "url": reverse("reports:year-plan-assemble", kwargs={"unit": unit.slug, "year": one}),
            "current": one == year,
        }
        for one in (year - 1, year, year + 1)
        if one in YEARS
    ]
