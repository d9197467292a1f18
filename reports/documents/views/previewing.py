"""A document that is not frozen, as it would be; and what it still lacks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import breadcrumbs
from reports.documents.abbreviations import explainer_of
from reports.documents.desk.permissions import may_open_desk
from reports.documents.desk.views.base import OneDesk
from reports.documents.models import Document
from reports.documents.presenters import above
from reports.documents.previewing.checks import look_at
from reports.documents.previewing.drafts import Draft, picture_of
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


class ReadyView(OneDesk, TemplateView):
    template_name = "reports/previewing/ready.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**self.page("Klaar om te bewaren?", groups=look_at(self.document)), **kwargs)
