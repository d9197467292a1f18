"""A chapter that leaves as Word and comes back, passage by passage."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.generic import View

from nhveilig.editing.exceptions import SaveRefused
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.responses import CONFLICT
from nhveilig.http.views import RefusingFormView
from nhveilig.sheets.exceptions import FileRefused
from reports.documents.desk.presenters import name_of_block
from reports.documents.desk.views.base import DeskAct
from reports.documents.desk.views.settings import OneChapter
from reports.documents.incoming.forms import WordUploadForm
from reports.documents.models import WordFile
from reports.documents.returning.forms import TakeBackForm
from reports.documents.returning.leaving import Text, docx_of_chapter, own_texts
from reports.documents.returning.services import read_chapter, take_back
from reports.documents.returning.texts import Returned

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEANWHILE = "Intussen is er in dit hoofdstuk geschreven. Er is nog niets overgenomen: kijk opnieuw en kies."


class WrittenChapter(OneChapter):
    """For whoever writes the chapter."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.refuse_others(self.chapter)
        return super().dispatch(request, *args, **kwargs)


class ChapterOfWriter(DeskAct, WrittenChapter):
    @cached_property
    def rows(self) -> dict[str, Text]:
        return dict(own_texts(self.outline, self.chapter))

    def address(self, name: str) -> str:
        return reverse(f"reports:{name}", args=[self.document.slug, self.chapter.pk])

    def about(self, title: str, **more: object) -> dict[str, object]:
        name = name_of_block(self.chapter)
        return self.page(title, chapter=self.chapter, name=name, back=self.back, **more)


class ChapterFileView(ChapterOfWriter, View):
    """The chapter as Word, as it is now. A page that reads may be asked for; nothing is kept of it."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        data = docx_of_chapter(self.document, self.chapter, timezone.now())
        name = f"{self.document.slug}-{slugify(name_of_block(self.chapter)) or self.chapter.anchor}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(data, content_type=DOCX, headers=headers)


class ChapterWordView(ChapterOfWriter, RefusingFormView):
    template_name = "reports/word/chapter.html"
    form_class = WordUploadForm

    def form_valid(self, form: WordUploadForm) -> HttpResponse:
        chosen = form.cleaned_data["file"]
        about = {"document": self.document, "chapter": self.chapter, "rows": self.rows, "by": self.by()}
        try:
            read_chapter(data=chosen.read(), name=chosen.name, **about)
        except FileRefused as refused:
            return self.refused(form, "file", refused)
        return redirect("reports:chapter-back", slug=self.document.slug, pk=self.chapter.pk)

    def get_context_data(self, **kwargs: object) -> dict:
        found = WordFile.objects.filter(chapter=self.chapter, uploaded_by=self.request.user)
        more = {"waiting": found.first(), "has_texts": bool(self.rows)}
        return super().get_context_data(**self.about("Hoofdstuk in Word", **more), **kwargs)


class OwnChapterFile(ChapterOfWriter):
    @cached_property
    def file(self) -> WordFile:
        return get_object_or_404(WordFile, chapter=self.chapter, uploaded_by=self.request.user)


class ChapterBackView(OwnChapterFile, RefusingFormView):
    template_name = "reports/word/back.html"
    form_class = TakeBackForm

    @cached_property
    def returned(self) -> Returned:
        return Returned(self.file, self.rows)

    def get_form_kwargs(self) -> dict:
        given = super().get_form_kwargs() | {"returned": self.returned}
        return {name: value for name, value in given.items() if name != "initial"}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.again() if self.get_form().is_overtaken else super().post(request, *args, **kwargs)

    def again(self) -> HttpResponse:
        """What was chosen was about other texts."""
        messages.warning(self.request, MEANWHILE)
        form = TakeBackForm(returned=self.returned)
        return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)

    def form_valid(self, form: TakeBackForm) -> HttpResponse:
        chosen = form.chosen()
        try:
            saved = take_back(returned=self.returned, chosen=chosen, by=self.by())
        except SaveRefused as refused:
            return self.again() if refused.conflicts else self.refused(form, None, refused)
        except PortalError as refused:
            return self.refused(form, None, refused)
        count = sum(map(len, chosen.values())) if saved else 0
        said = f"{counted(count, 'passage', 'passages')} overgenomen uit Word." if count else "Er is niets overgenomen."
        messages.success(self.request, f"{said} Wat er stond, vindt u terug in de geschiedenis." if count else said)
        return redirect(self.back)

    def get_context_data(self, **kwargs: object) -> dict:
        discard = self.address("chapter-discard")
        return super().get_context_data(
            **self.about("Terug uit Word", file=self.file, returned=self.returned, discard_url=discard), **kwargs
        )


class ChapterDiscardView(OwnChapterFile, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        name = self.file.name
        self.file.delete()
        messages.success(request, f"“{name}” is weggegooid. Aan het hoofdstuk is niets veranderd.")
        return redirect(self.back)
