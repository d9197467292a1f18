import base64
from collections.abc import Iterable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.tables import table_for_people
from nhveilig.http.responses import CONFLICT, as_download, csv_download
from nhveilig.http.views import PartialTemplateMixin, breadcrumbs
from reports.documents.abbreviations import explainer_of
from reports.documents.assembling.queries import assembling_of, to_assemble
from reports.documents.content import canonical, pictures_of
from reports.documents.desk.permissions import may_look_at_draft, may_open_desk
from reports.documents.forms import ExportForm, FreezeForm
from reports.documents.models import Damaged, Document, Edition, Export, OfficialFile
from reports.documents.presenters import above, progress_of
from reports.documents.previewing.checks import look_at
from reports.documents.rendering import table_of
from reports.documents.services.adopting import AdoptionRefused
from reports.documents.services.editions import freeze_edition
from reports.documents.services.exports import cancel_export, request_export, retry_export

RECENT_EXPORTS = 10


class SeesDocuments:
    """Reads what the visitor may see; another eenheid's documents are 404."""

    permission = Permission.VIEW_DOCUMENTS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Damaged as error:
            return render(request, "reports/damaged.html", {"message": str(error)}, status=CONFLICT)

    def documents(self):
        return Document.objects.visible_to(self.request.access, self.permission)

    def editions(self):
        return Edition.objects.visible_to(self.request.access)

    def exports(self):
        return Export.objects.visible_to(self.request.access).for_list()

    def edition(self) -> Edition:
        editions = self.editions().filter(document__police_unit__in=self.request.access.units_with(self.permission))
        return get_object_or_404(
            editions.for_reading(), document__slug=self.kwargs["slug"], number=self.kwargs["number"]
        )


class DocumentListView(SeesDocuments, ListView):
    template_name = "reports/document_list.html"
    context_object_name = "documents"

    def get_queryset(self):
        return self.documents().for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        units = self.request.access.units_with(Permission.DECIDE_PLANS)
        assembling = list(to_assemble(units, timezone.localdate().year))
        may_begin = self.request.access.may(Permission.EDIT_DOCUMENTS)
        return context | {"kinds": _by_kind(context["documents"]), "assembling": assembling, "may_begin": may_begin}


PLURALS = {
    Document.Kind.POLICY_PLAN: "Beleidsplannen",
    Document.Kind.YEAR_PLAN: "Jaarplannen",
    Document.Kind.ANNUAL_REPORT: "Jaarverslagen",
    Document.Kind.HALF_YEAR_REPORT: "Halfjaarrapportages",
    Document.Kind.TWELVE_MONTH_REPORT: "Twaalfmaandsrapportages",
    Document.Kind.IMPLEMENTATION_PLAN: "Uitvoeringsplannen",
}


def _by_kind(documents: Iterable[Document]) -> list[tuple[str, list[Document]]]:
    found = [(heading, [one for one in documents if one.kind == kind]) for kind, heading in PLURALS.items()]
    return [(heading, of_kind) for heading, of_kind in found if of_kind]


class DocumentDetailView(SeesDocuments, DetailView):
    template_name = "reports/document_detail.html"
    context_object_name = "document"

    def get_queryset(self):
        return self.documents().select_related("police_unit", "plan")

    def get_context_data(self, **kwargs):
        access, document = self.request.access, self.object
        return super().get_context_data(
            breadcrumbs=breadcrumbs(above(document), here=document.title),
            outline=document.blocks.outline(),
            editions=self.editions().without_content().filter(document=document),
            exports=self.exports().filter(edition__document=document)[:RECENT_EXPORTS],
            export_form=ExportForm(),
            may_freeze=self._may_freeze(document),
            may_write=may_open_desk(access, document),
            may_look=may_look_at_draft(access, document),
            may_export=access.may(Permission.REQUEST_EXPORT, document.police_unit_id),
            may_see_hearings=self._may_see_hearings(document),
            assembling=self._assembling(document),
            **kwargs,
        )

    def _assembling(self, document: Document) -> dict[str, str] | None:
        decides = self.request.access.may(Permission.DECIDE_PLANS, document.police_unit_id)
        return assembling_of(document) if decides else None

    def _may_see_hearings(self, document: Document) -> bool:
        """Raden are heard about a beleidsplan."""
        is_policy = document.kind == Document.Kind.POLICY_PLAN
        return is_policy and self.request.access.may(Permission.VIEW_HEARINGS, document.police_unit_id)

    def _may_freeze(self, document: Document) -> bool:
        own = document.implementation_plan_id is None
        return own and self.request.access.may(Permission.FREEZE_EDITION, document.police_unit_id)


class FreezeView(SeesDocuments, FormView):
    permission = Permission.FREEZE_EDITION
    template_name = "reports/document_freeze.html"
    form_class = FreezeForm

    @cached_property
    def document(self) -> Document:
        """The document of a uitvoeringsplan is frozen by the steps of its plan, and not here."""
        return get_object_or_404(self.documents().filter(implementation_plan=None), slug=self.kwargs["slug"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"document": self.document}

    def form_valid(self, form: FreezeForm) -> HttpResponse:
        said = {name: form.cleaned_data[name] for name in ("status", "note", "document_date")}
        said["adoption"] = form.adoption()
        try:
            edition = freeze_edition(document=self.document, frozen_by=self.request.user, **said)
        except AdoptionRefused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"Versie {edition.number} ({edition.status_word}) is bewaard.")
        return redirect("reports:document-detail", slug=self.document.slug)

    def get_context_data(self, **kwargs):
        here = breadcrumbs(above(self.document), here="Versie bewaren")
        groups = look_at(self.document)
        return super().get_context_data(document=self.document, breadcrumbs=here, groups=groups, **kwargs)


class EditionView(SeesDocuments, TemplateView):
    """The web edition: the frozen content as one page, at an address that never changes."""

    template_name = "reports/edition_detail.html"

    def get_context_data(self, **kwargs):
        edition = self.edition()
        document, content = edition.document, edition.intact()
        numbers = list(
            self.editions().filter(document=document).order_by("-number").values_list("number", flat=True)[:2]
        )
        return super().get_context_data(
            edition=edition,
            official=edition.official,
            content=content,
            sha256=edition.sha256,
            medium="web",
            explainer=explainer_of(content),
            # The frozen title: the document may have been renamed since.
            breadcrumbs=breadcrumbs(above(document, content["document"]["title"]), here=f"Versie {edition.number}"),
            may_export=self.request.access.may(Permission.REQUEST_EXPORT, document.police_unit_id),
            may_publish=self.request.access.may(Permission.PUBLISH_EDITION, document.police_unit_id),
            latest=numbers[0],
            may_compare=len(numbers) > 1,
            **kwargs,
        )


class EditionFileView(SeesDocuments, View):
    """Something out of one edition, which changes no more than that does."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        edition = self.edition()
        response = self.file(edition.intact(), f"{edition.document.slug}-versie-{edition.number}")
        response.headers["ETag"] = f'"{edition.sha256}"'
        return response

    def file(self, content: dict, name: str) -> HttpResponse:
        """`name` without an ending is that of a file about the whole edition."""
        raise NotImplementedError


class EditionDataView(EditionFileView):
    def file(self, content: dict, name: str) -> HttpResponse:
        return as_download(canonical(content), "application/json", f"{name}.json")


class EditionTableView(EditionFileView):
    """The data under one table or chart of an edition, as CSV."""

    def file(self, content: dict, name: str) -> HttpResponse:
        table_id = self.kwargs["table_id"]
        try:
            return csv_download(table_for_people(table_of(content, table_id)), f"{name}-{table_id}.csv")
        except PortalError as error:
            raise Http404(str(error)) from None


class EditionPictureView(EditionFileView):
    """A picture of the web edition."""

    def file(self, content: dict, name: str) -> HttpResponse:
        picture = self.kwargs["picture"]
        found = next((one for one in pictures_of(content) if one["id"] == picture), None)
        if found is None:
            raise Http404(f"Deze versie heeft geen afbeelding “{picture}”.")
        return picture_response(found)


def picture_response(picture: dict) -> HttpResponse:
    """Of a picture as an edition holds it."""
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(base64.b64decode(picture["data"]), content_type=picture["media_type"], headers=headers)


class OfficialFileView(SeesDocuments, View):
    """The PDF of an adopted edition: the same bytes for ever."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        edition = self.edition()
        kept = get_object_or_404(OfficialFile.objects.select_related("edition__document"), edition=edition)
        response = as_download(kept.intact(), "application/pdf", kept.name)
        response.headers["ETag"] = f'"{kept.sha256}"'
        return response


class ExportRequestView(SeesDocuments, View):
    permission = Permission.REQUEST_EXPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        try:
            export = self._requested(self.edition(), ExportForm(request.POST))
        except PortalError as error:
            messages.error(request, str(error))
            return redirect("reports:document-detail", slug=slug)
        return redirect("reports:export-detail", pk=export.pk)

    def _requested(self, edition: Edition, form: ExportForm) -> Export:
        if not form.is_valid():
            raise PortalError("Dit formaat bestaat niet. Kies een van de formaten uit de lijst.")
        number, others = form.cleaned_data["compared_with"], self.editions().filter(document=edition.document_id)
        return request_export(
            edition=edition,
            format=Export.Format(form.cleaned_data["format"]),
            # An edition the visitor may not see is not there.
            compared_with=None if number is None else get_object_or_404(others, number=number),
            requested_by=self.request.user,
        )


class ExportListView(SeesDocuments, PartialTemplateMixin, ListView):
    template_name = "reports/export_list.html"
    partial_template_name = "reports/partials/exports.html"
    context_object_name = "exports"
    paginate_by = 25

    def get_queryset(self):
        return self.exports()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"any_live": any(export.is_live for export in context["exports"])}


class ExportDetailView(SeesDocuments, PartialTemplateMixin, DetailView):
    template_name = "reports/export_detail.html"
    partial_template_name = "reports/partials/export.html"
    context_object_name = "export"

    def get_queryset(self):
        return self.exports()

    def get_context_data(self, **kwargs):
        export = self.object
        access = self.request.access
        return super().get_context_data(
            breadcrumbs=breadcrumbs([("Downloads", reverse("reports:export-list"))], here=str(export)),
            progress=progress_of(export),
            may_export=access.may(Permission.REQUEST_EXPORT, export.edition.document.police_unit_id),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class ExportDownloadView(SeesDocuments, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        export = get_object_or_404(self.exports(), pk=pk, state=Export.State.DONE)
        if export.official:
            return redirect("reports:official-file", slug=export.edition.document.slug, number=export.edition.number)
        try:
            data = export.intact()
        except FileNotFoundError:
            messages.error(request, "Het bestand is er niet meer. Vraag de export opnieuw aan.")
            return redirect("reports:document-detail", slug=export.edition.document.slug)
        return FileResponse(BytesIO(data), as_attachment=True, filename=export.file_name)


class ExportActionView(SeesDocuments, View):
    """A step in the life of one export, by somebody who may ask for exports of its eenheid."""

    permission = Permission.REQUEST_EXPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        units = request.access.units_with(self.permission)
        exports = self.exports().filter(edition__document__police_unit__in=units)
        export = get_object_or_404(exports, pk=pk)
        try:
            export = self.act(export)
        except PortalError as error:
            messages.error(request, str(error))
        return redirect("reports:export-detail", pk=export.pk)

    def act(self, export: Export) -> Export:
        raise NotImplementedError


class ExportCancelView(ExportActionView):
    def act(self, export: Export) -> Export:
        return cancel_export(export=export)


class ExportRetryView(ExportActionView):
    def act(self, export: Export) -> Export:
        return retry_export(export=export, requested_by=self.request.user)
