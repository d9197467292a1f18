"""A Word document that fills a uitvoeringsplan: chosen, looked at, and taken over or thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted, listed
from nhveilig.http.responses import CONFLICT
from nhveilig.http.views import RefusingFormView
from nhveilig.sheets.exceptions import FileRefused
from reports.documents.filling.forms import FillForm
from reports.documents.filling.services import fill_plan
from reports.documents.filling.targets import Targets
from reports.documents.incoming.files import discard_word, read_word
from reports.documents.incoming.forms import WordUploadForm
from reports.documents.incoming.sections import Section, of_anybody
from reports.documents.models import WordFile
from themes.editing.views.base import WritingPlan
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import plan_url

FROM_WORD = "Uit Word inlezen"


class OpenPlan(WritingPlan):
    """For whoever writes in the plan, while it is written in."""

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.plan.is_open:
            return render(request, "themes/editing/closed.html", self.page("Bewerken"), status=CONFLICT)
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str) -> str:
        return reverse(f"reports:{name}", kwargs=self.kwargs)

    @property
    def back(self) -> str:
        return plan_url(self.plan, "plan-edit")


class FillUploadView(OpenPlan, RefusingFormView):
    template_name = "reports/word/fill_upload.html"
    form_class = WordUploadForm

    def form_valid(self, form: WordUploadForm) -> HttpResponse:
        chosen = form.cleaned_data["file"]
        try:
            read_word(plan=self.plan, data=chosen.read(), name=chosen.name, by=self.request.user)
        except FileRefused as refused:
            return self.refused(form, "file", refused)
        return redirect(self.address("fill-preview"))

    def get_context_data(self, **kwargs: object) -> dict:
        waiting = WordFile.objects.filter(plan=self.plan, uploaded_by=self.request.user).first()
        about = {"waiting": waiting, "preview_url": self.address("fill-preview"), "back": self.back}
        return super().get_context_data(**self.page(FROM_WORD, **about), **kwargs)


class OwnPlanFile(OpenPlan):
    @cached_property
    def file(self) -> WordFile:
        return get_object_or_404(WordFile, plan=self.plan, uploaded_by=self.request.user)


class FillPreviewView(OwnPlanFile, RefusingFormView):
    """Once more where a text stands already: both are shown, and one says what becomes of it."""

    template_name = "reports/word/fill.html"
    form_class = FillForm

    def get_form_kwargs(self) -> dict:
        sections = of_anybody(Section(**one) for one in self.file.sections)
        return super().get_form_kwargs() | {"targets": Targets(self.plan), "sections": sections}

    def form_valid(self, form: FillForm) -> HttpResponse:
        if not form.is_decided:
            return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)
        try:
            count = fill_plan(file=self.file, found=form.found, decisions=form.decisions(), **self.by)
        except PortalError as refused:
            # Whoever wrote in one of the texts this very moment is not overwritten: it is shown when one sends again.
            return self.refused(form, None, refused)
        said = f"{counted(count, 'deel', 'delen')} van het plan gevuld uit “{self.file.name}”."
        messages.success(self.request, said if count else "Er is niets veranderd.")
        if titles := form.left_out():
            messages.info(self.request, f"Niet overgenomen: {listed([f'“{one}”' for one in titles])}.")
        return redirect(self.back)

    def get_context_data(self, **kwargs: object) -> dict:
        about = {"file": self.file, "discard_url": self.address("fill-discard"), "back": self.back}
        return super().get_context_data(**self.page(self.file.name, **about), **kwargs)


class FillDiscardView(OwnPlanFile, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        name = self.file.name
        discard_word(file=self.file)
        messages.success(request, f"“{name}” is weggegooid. Aan het plan is niets veranderd.")
        return redirect(self.back)
