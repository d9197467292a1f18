import re
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from reports.search.queries import Answer, answer, count_by_kind, meant
from reports.search.question import read_question
from reports.search.sources import Kind

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
    """Everything the reader may see that fits the question: two queries for any number of hits, two for none."""

    permission = Permission.VIEW_PORTAL
    template_name = "reports/search/search.html"

    def get_context_data(self, **kwargs):
        question = read_question(self.request.GET.get("q", ""))
        found, choice = answer(question, self.request.access), SearchChoice.of(self.request)
        matches = found.narrowed(choice.kind, choice.year)
        page = Paginator(matches, HITS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            question=question,
            choice=choice,
            total=len(matches),
            everywhere=len(found.matches),
            hits=found.hits(page.object_list),
            page_obj=page,
            kinds=_kinds(found, choice),
            years=_years(found, choice),
            meant="" if found.matches or not question.can_be_answered else meant(question, self.request.access),
            **kwargs,
        )


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
