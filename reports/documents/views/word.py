"""A Word document that becomes chapters of a document: chosen, looked at, and taken over or thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, listed
from nhveilig.http.views import RefusingFormView, breadcrumbs
from nhveilig.pictures.reading import JPEG, PNG
from nhveilig.sheets.exceptions import FileRefused
from reports.documents.incoming.choices import Way
from reports.documents.incoming.files import Waiting, discard_word, read_word
from reports.documents.incoming.forms import WordAcceptForm, WordUploadForm
from reports.documents.incoming.services import accept_word, is_own_text
from reports.documents.models import Document, WordFile, WordPicture
from reports.documents.services.outlines import read_outline
from reports.documents.views.documents import SeesDocuments, above

READ = "Word-document inlezen"
KEPT = (
    "Soms veranderde dezelfde passage in Word én in het portaal: dan staat er wat in het portaal stond. Lees zo’n "
    "hoofdstuk in bij “In Word”, dan ziet u beide teksten. Het gaat om"
)


class OfDocument(SeesDocuments):
    """Who writes all of a document may fill it. That of a uitvoeringsplan is made of its plan."""

    permission = Permission.EDIT_DOCUMENTS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Before anything that was sent is looked at.
        _ = self.document
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def document(self) -> Document:
        return get_object_or_404(self.documents().filter(implementation_plan=None), slug=self.kwargs["slug"])

    @property
    def own(self) -> dict[str, object]:
        """What the visitor read to become chapters."""
        return {"document": self.document, "chapter": None, "uploaded_by": self.request.user}

    def by(self) -> Writer:
        principal = self.request.access.for_whom(self.permission, self.document.police_unit_id)
        return Writer(self.request.user, on_behalf_of=principal)


class WordUploadView(OfDocument, RefusingFormView):
    template_name = "reports/word/upload.html"
    form_class = WordUploadForm

    def form_valid(self, form: WordUploadForm) -> HttpResponse:
        chosen = form.cleaned_data["file"]
        try:
            read_word(document=self.document, data=chosen.read(), name=chosen.name, by=self.request.user)
        except FileRefused as refused:
            return self.refused(form, "file", refused)
        return redirect("reports:word-preview", slug=self.document.slug)

    def get_context_data(self, **kwargs: object) -> dict:
        waiting = WordFile.objects.filter(**self.own).first()
        here = breadcrumbs(above(self.document), here=READ)
        return super().get_context_data(document=self.document, waiting=waiting, breadcrumbs=here, **kwargs)


class OwnWordFile(OfDocument):
    """What the visitor read for this document and did not decide on yet."""

    @cached_property
    def file(self) -> WordFile:
        return get_object_or_404(WordFile, **self.own)


class WordPreviewView(OwnWordFile, RefusingFormView):
    template_name = "reports/word/preview.html"
    form_class = WordAcceptForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"waiting": self.waiting}

    @cached_property
    def waiting(self) -> Waiting:
        return Waiting(self.file)

    def form_valid(self, form: WordAcceptForm) -> HttpResponse:
        try:
            way = Way(form.cleaned_data["way"])
            how = {"choices": form.choices(), "pictures": form.pictures(), "way": way, "by": self.by()}
            accepted = accept_word(file=self.file, **how)
        except PortalError as refused:
            return self.refused(form, None, refused)
        made = counted(accepted.count, "hoofdstuk", "hoofdstukken")
        said = (
            f"“{self.file.name}” is teruggezet." if way == Way.BACK else f"{made} uit “{self.file.name}” overgenomen."
        )
        messages.success(self.request, said)
        if accepted.kept:
            where = listed(list(dict.fromkeys(f"“{one}”" for one in accepted.kept)))
            messages.warning(self.request, f"{KEPT} {where}.")
        return redirect("reports:document-detail", slug=self.document.slug)

    def get_context_data(self, **kwargs: object) -> dict:
        trail = [*above(self.document), (READ, reverse("reports:word-upload", args=[self.document.slug]))]
        return super().get_context_data(
            document=self.document,
            file=self.file,
            replacing=Way.REPLACE.label.lower(),
            came_back=self.waiting.came_back,
            silent=sum(not (one.alt or one.is_decorative) for one in self.waiting.pictures),
            replaced=[one for one in read_outline(self.document) if is_own_text(one)],
            breadcrumbs=breadcrumbs(trail, here=self.file.name),
            **kwargs,
        )


class WordPictureView(OwnWordFile, View):
    """How a picture of the file looks, small."""

    def get(self, request: HttpRequest, slug: str, place: int) -> HttpResponse:
        found = get_object_or_404(WordPicture.objects.only("thumbnail"), file=self.file, place=place)
        data = bytes(found.thumbnail)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        return HttpResponse(data, content_type=PNG if data.startswith(b"\x89PNG") else JPEG, headers=headers)


class WordDiscardView(OwnWordFile, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        name = self.file.name
        discard_word(file=self.file)
        messages.success(request, f"“{name}” is weggegooid. Aan het document is niets veranderd.")
        return redirect("reports:document-detail", slug=slug)
