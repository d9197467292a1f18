"""Two editions of one document beside each other."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import breadcrumbs
from reports.documents.comparison import compare, in_words
from reports.documents.forms import ComparisonForm
from reports.documents.models import Document, Edition
from reports.documents.presenters import above
from reports.documents.views.documents import SeesDocuments

TITLE = "Versies vergelijken"


class EditionsOfDocument(SeesDocuments):
    """What one document has, as far as the visitor may see it."""

    @cached_property
    def document(self) -> Document:
        return get_object_or_404(self.documents(), slug=self.kwargs["slug"])

    @cached_property
    def choices(self) -> list[Edition]:
        return list(self.editions().without_content().filter(document=self.document))

    def trail(self, here: str) -> list[tuple[str, str | None]]:
        return breadcrumbs(above(self.document), here)


class ChooseEditionsView(EditionsOfDocument, FormView):
    """A form by GET, so that the choice is an address: it leads to the comparison."""

    template_name = "reports/comparison_choose.html"
    form_class = ComparisonForm

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.get_form()
        if form.is_bound and form.is_valid():
            numbers = sorted([form.cleaned_data["was"], form.cleaned_data["becomes"]])
            return redirect("reports:comparison", self.document.slug, numbers[1], numbers[0])
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_kwargs(self) -> dict:
        numbers = [edition.number for edition in self.choices]
        initial = {"was": numbers[1], "becomes": numbers[0]} if len(numbers) > 1 else {}
        return {"data": self.request.GET or None, "initial": initial, "editions": self.choices}

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(
            document=self.document, enough=len(self.choices) > 1, breadcrumbs=self.trail(TITLE), **kwargs
        )


class EditionComparisonView(EditionsOfDocument, TemplateView):
    """`number` is what it became, `other` what it was; the address that says it the other way leads here."""

    template_name = "reports/comparison.html"

    def get(self, request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
        if number < other:
            return redirect("reports:comparison", slug, other, number)
        return super().get(request, slug=slug, number=number, other=other)

    @cached_property
    def pair(self) -> tuple[Edition, Edition]:
        numbers = [self.kwargs["other"], self.kwargs["number"]]
        found = self.editions().filter(document=self.document, number__in=numbers).order_by("number")
        if len(found) != len(numbers):
            raise Http404("Een van deze versies is er niet.")
        return found[0], found[1]

    def get_context_data(self, **kwargs: object) -> dict:
        old, new = self.pair
        choice = {"was": old.number, "becomes": new.number}
        content = new.intact()
        compared = compare(old.intact(), content)
        return super().get_context_data(
            document=self.document,
            old=old,
            new=new,
            comparison=compared,
            in_words=in_words(compared),
            content=content,
            medium="web",
            form=ComparisonForm(initial=choice, editions=self.choices),
            may_export=self.request.access.may(Permission.REQUEST_EXPORT, self.document.police_unit_id),
            breadcrumbs=self.trail(f"Versie {old.number} en {new.number} vergelijken"),
            **kwargs,
        )
