"""A document that is not frozen, as it would be; and what it still lacks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import PartialTemplateMixin, breadcrumbs
from nhveilig.jobs.presenters import why_it_waits
from reports.documents.abbreviations import explainer_of
from reports.documents.desk.permissions import may_open_desk
from reports.documents.desk.views.base import OneDesk
from reports.documents.models import Document, Preview
from reports.documents.presenters import above
from reports.documents.previewing.checks import look_at
from reports.documents.previewing.drafts import Draft, draft_url, picture_of
from reports.documents.previewing.services import request_preview
from reports.documents.views.documents import SeesDocuments, picture_response


class OfDraft(SeesDocuments):
    """For whoever may see what is in the making. The document of a uitvoeringsplan is read as that plan."""

    permission = Permission.VIEW_CONCEPTS

    @cached_property
    def document(self) -> Document:
        found = self.documents().filter(implementation_plan=None).for_freezing()
        return get_object_or_404(found, slug=self.kwargs["slug"])


class DraftView(OfDraft, TemplateView):
    template_name = "reports/previewing/draft.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        document, asked = self.document, self.request.GET.get("hoofdstuk", "")
        draft = Draft(document, timezone.now())
        chapters = draft.chapters
        if asked and not draft.only(asked):
            raise Http404(f"Dit document heeft geen hoofdstuk “{asked}”.")
        return super().get_context_data(
            draft_of=document,
            content=draft.content,
            sha256="",
            medium="web",
            explainer=explainer_of(draft.content),
            chapters=chapters,
            chosen=asked,
            may_write=may_open_desk(self.request.access, document),
            breadcrumbs=breadcrumbs(above(document), here="Voorbeeld"),
            **kwargs,
        )


class DraftPictureView(OfDraft, View):
    def get(self, request: HttpRequest, slug: str, picture: str) -> HttpResponse:
        found = picture_of(self.document, picture)
        if found is None:
            raise Http404(f"Dit document heeft geen afbeelding “{picture}”.")
        return picture_response(found)


class PreviewRequestView(OfDraft, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        chapter = request.POST.get("hoofdstuk", "")
        if chapter and not self.document.blocks.present().filter(anchor=chapter, parent=None).exists():
            messages.error(request, "Dit hoofdstuk staat niet meer in het document. Kies een ander.")
            return redirect(draft_url(self.document))
        preview = request_preview(document=self.document, chapter=chapter, requested_by=request.user)
        return redirect("reports:document-preview", slug=slug, pk=preview.pk)


class OwnPreview(OfDraft):
    def get_queryset(self):
        return Preview.objects.asked_by(self.request.user).filter(document=self.document)


class PreviewView(OwnPreview, PartialTemplateMixin, DetailView):
    template_name = "reports/previewing/preview.html"
    partial_template_name = "reports/previewing/standing.html"
    context_object_name = "preview"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        document, preview = self.document, self.object
        here = breadcrumbs([*above(document), ("Voorbeeld", draft_url(document))], here="Proefdruk")
        return super().get_context_data(
            document=document,
            reason=why_it_waits(preview),
            back=draft_url(document, preview.chapter),
            breadcrumbs=here,
            **kwargs,
        )

    def render_to_response(self, context: dict, **kwargs: object) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class PreviewFileView(OwnPreview, View):
    """To read in the browser; it is nobody's official file."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        preview = get_object_or_404(self.get_queryset().defer(None), pk=pk, state=Preview.State.DONE)
        headers = {"Content-Disposition": f'inline; filename="{preview.file_name}"', "Cache-Control": "no-store"}
        return HttpResponse(bytes(preview.data), content_type="application/pdf", headers=headers)


class ReadyView(OneDesk, TemplateView):
    template_name = "reports/previewing/ready.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**self.page("Klaar om te bewaren?", groups=look_at(self.document)), **kwargs)
