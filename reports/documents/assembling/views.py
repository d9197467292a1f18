"""Documents that are made of uitvoeringsplannen: that of one plan, and those that bundle the plans of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.http.views import breadcrumbs
from nhveilig.regions.views import OfUnit, OfYear
from reports.documents.assembling.base import Assembly
from reports.documents.assembling.services import assemble, assemble_edition
from reports.documents.models import Document, Edition, Export
from reports.documents.periods.queries import YEARS
from reports.documents.presenters import DOCUMENTS
from reports.documents.services.editions import edition_of
from reports.documents.services.exports import request_export
from themes.models import ImplementationPlan
from themes.parts.views import OnePlan, plan_url

NO_EDITION = "Van dit plan is nog geen PDF gemaakt. Vraag het aan de projectleider."


class PlanDocumentView(OnePlan, View):
    """“Maak PDF”, and with `formaat=docx` “Maak Word”: of the plan as it is now for who writes in it, of its newest
    edition for everybody else."""

    permission = Permission.REQUEST_EXPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            edition = self._edition()
            export = request_export(edition=edition, format=self._format(), requested_by=request.user)
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(plan_url(self.plan))
        return redirect("reports:export-detail", pk=export.pk)

    def _format(self) -> Export.Format:
        return Export.Format.DOCX if self.request.POST.get("formaat") == Export.Format.DOCX else Export.Format.PDF

    def _edition(self) -> Edition:
        if ImplementationPlan.objects.editable_by(self.request.access).filter(pk=self.plan.pk).exists():
            return edition_of(plan=self.plan, frozen_by=self.request.user)
        editions = Edition.objects.visible_to(self.request.access).filter(document__implementation_plan=self.plan)
        edition = editions.order_by("-number").first()
        if edition is None:
            raise PortalError(NO_EDITION)
        return edition


class AssembleView(OfUnit, OfYear, TemplateView):
    """What a document will hold and what is missing, with the button that makes it or brings it in line."""

    permission = Permission.DECIDE_PLANS
    template_name = "reports/assemble.html"
    assembly_type: type[Assembly] = Assembly
    years_that_can_be = YEARS

    @cached_property
    def assembly(self) -> Assembly:
        return self.assembly_type(self.police_unit, self.year)

    def get_context_data(self, **kwargs: object) -> dict:
        assembly, document = self.assembly, self.assembly.document
        title = f"{assembly.title} {assembly.verb}"
        return super().get_context_data(**kwargs) | {
            "title": title,
            "assembly": assembly,
            "document": document,
            "button": assembly.again if document else assembly.make,
            **self.about_unit(),
            "tabs": [_tab(one, assembly) for one in assembly.neighbours() if one.year in YEARS],
            "breadcrumbs": breadcrumbs([(DOCUMENTS, reverse("reports:document-list"))], here=title),
        }

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            document, number = self._make()
        except PortalError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, self.assembly.done.format(document=document, number=number))
        return redirect("reports:document-detail", slug=document.slug)

    def _make(self) -> tuple[Document, int | None]:
        """The document, and the number of its edition when it is frozen at once."""
        made = self.assembly
        what = {"kind": made.kind, "police_unit": made.police_unit, "year": made.year}
        if not made.freezes:
            return assemble(**what), None
        edition = assemble_edition(**what, by=self.request.user)
        return edition.document, edition.number


def _tab(one: Assembly, current: Assembly) -> dict:
    here = (one.kind, one.year) == (current.kind, current.year)
    return {"label": one.tab_label.format(year=one.year), "url": one.url(), "current": here}
