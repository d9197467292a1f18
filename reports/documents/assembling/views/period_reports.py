"""The page on which the report of a half year or a year is made."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from agenda.periods import REPORTED, Period
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.assembling.services.period_reports import TITLES, make_period_report
from reports.documents.assembling.views.year_plans import YEARS
from reports.documents.models import Document
from reports.documents.periods.changes import KINDS
from reports.documents.periods.queries import PeriodReport
from reports.documents.plans.queries import plans_of_year
from reports.documents.presenters import DOCUMENTS

NAMES = {Period.FIRST_HALF: "Eerste halfjaar", Period.YEAR: "Heel"}


class PeriodReportView(TemplateView):
    """What a report will hold and who has not reported yet, with the button that makes it and freezes a concept."""

    permission = Permission.DECIDE_PLANS
    template_name = "reports/period_report.html"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["unit"])

    @property
    def year(self) -> int:
        if self.kwargs["year"] not in YEARS:
            raise Http404("Over dit jaar is er geen rapportage.")
        return self.kwargs["year"]

    @property
    def period(self) -> str:
        if self.kwargs["period"] not in REPORTED:
            raise Http404("Een rapportage gaat over het eerste halfjaar (h1) of over het hele jaar (jaar).")
        return self.kwargs["period"]

    def get_context_data(self, **kwargs: object) -> dict:
        unit, year, period = self.police_unit, self.year, self.period
        report = PeriodReport(unit, year, period, plans_of_year(unit, year))
        document = Document.objects.of_period(unit, year, KINDS[period]).first()
        title = f"{TITLES[period]} {year}"
        return super().get_context_data(**kwargs) | {
            "title": title,
            "report": report,
            "unit": unit,
            "unit_name": f"Eenheid {unit}",
            "document": document,
            "edition": document.editions.without_content().order_by("-number").first() if document else None,
            "is_over": report.until < timezone.localdate(),
            "tabs": _tabs(unit, year, period),
            "breadcrumbs": [(DOCUMENTS, reverse("reports:document-list")), (f"{title} maken", None)],
        }

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        unit, year, period = self.police_unit, self.year, self.period
        try:
            edition = make_period_report(police_unit=unit, year=year, period=period, by=request.user)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(
            request,
            f"Editie {edition.number} van “{edition.document}” toont wat er nu is gemeld. Lees haar hieronder na.",
        )
        return redirect("reports:document-detail", slug=edition.document.slug)


def _tabs(unit: PoliceUnit, year: int, period: str) -> list[dict]:
    """The periods around this one, in order of time."""
    around = [(year - 1, Period.YEAR), (year, Period.FIRST_HALF), (year, Period.YEAR), (year + 1, Period.FIRST_HALF)]
    return [
        {
            "label": f"{NAMES[other]} {one}",
            "url": reverse("reports:period-report", args=[unit.slug, one, str(other)]),
            "current": (one, other) == (year, period),
        }
        for one, other in around
        if one in YEARS
    ]
