import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from reports.search.answers import Names
from reports.search.queries import Answer, answer, count_by_kind, meant
from reports.search.question import read_question
from reports.search.sources import Kind, ReaderScope

HITS_ON_A_PAGE = 20


@dataclass(frozen=True)
class SearchChoice:
    """What the reader narrows the answer to. What is no kind or year narrows nothing."""

    kind: str
    year: int | None

    @classmethod
    def of(cls, request: HttpRequest) -> "SearchChoice":
        kind, year = request.GET.get("soort", ""), request.GET.get("jaar", "")
        return cls(kind if kind in Kind.values else "", int(year) if re.fullmatch("[0-9]{4}", year) else None)

    def __bool__(self) -> bool:
        return bool(self.kind or self.year)


class SearchView(TemplateView):
    """Everything the reader may see that fits the question, and above it what the question names.

    Two queries for any number of hits, two for none; and at most thirteen for what is named, on the first page.
    """

    permission = Permission.VIEW_PORTAL
    template_name = "reports/search/search.html"

    def get_context_data(self, **kwargs):
        question = read_question(self.request.GET.get("q", ""))
        found, choice = answer(question, self.request.access), SearchChoice.of(self.request)
        matches = found.narrowed(choice.kind, choice.year)
        names = Names(ReaderScope(self.request.access), timezone.localdate())
        page = Paginator(matches, HITS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        is_lost = question.can_be_answered and not found.matches
        likely = meant(question, self.request.access, names.words_beside) if is_lost else ""
        is_first = not choice and page.number == 1
        return super().get_context_data(
            question=question,
            choice=choice,
            total=len(matches),
            everywhere=len(found.matches),
            hits=found.hits(page.object_list),
            page_obj=page,
            kinds=_kinds(found, choice),
            years=_years(found, choice),
            meant=likely,
            cards=names.cards(read_question(likely) if likely else question) if is_first else [],
            **kwargs,
        )


class SuggestionsView(View):
    """What a question names, in the list below the field while somebody types: at most as many queries, and texts are
    left alone. Anyone who comes here without the script finds the page."""

    permission = Permission.VIEW_PORTAL

    def get(self, request: HttpRequest) -> HttpResponse:
        question = read_question(request.GET.get("q", ""))
        if not request.htmx:
            return redirect(reverse("reports:search", query={"q": question.text}))
        names = Names(ReaderScope(request.access), timezone.localdate())
        found = names.cards(question)
        likely = "" if found else names.meant(question)
        shown = names.cards(read_question(likely)) if likely else found
        context = {"question": question, "cards": shown, "meant": likely if shown else ""}
        return render(request, "reports/search/suggestions.html", context)


def _kinds(found: Answer, choice: SearchChoice) -> list[tuple[str, str, int]]:
    """(value, words, number of hits) of each kind in the chosen year; first of all kinds together."""
    of_year = found.narrowed("", choice.year)
    counts = count_by_kind(of_year)
    if choice.kind:
        counts.setdefault(Kind(choice.kind), 0)
    return [("", "Alles", len(of_year)), *((kind.value, kind.label, number) for kind, number in counts.items())]


def _years(found: Answer, choice: SearchChoice) -> list[tuple[int, int]]:
    """(year, number of hits of the chosen kind); the chosen year also when it has none."""
    of_kind = found.narrowed(choice.kind, None)
    years = sorted({*found.years, *([choice.year] if choice.year else [])}, reverse=True)
    return [(year, sum(match.is_of(year) for match in of_kind)) for year in years]
