"""From a question to what is shown of the answer: hits in order, how many there are of each kind and year, one page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.db.models import IntegerField, QuerySet, Value
from django.utils.safestring import SafeString

from nhveilig.accounts.access import Access
from nhveilig.unions import union_of
from reports.search import on_postgres, on_sqlite
from reports.search.likeness import corrected, words_in
from reports.search.passages import plain
from reports.search.presenters import excerpt, marked
from reports.search.question import SearchQuestion
from reports.search.sources import NO_TEXT, SOURCES, Kind, Match, ReaderScope, joined, together, visible_rows

# Stands in no text that somebody wrote.
BETWEEN_FIELDS = "\x1f"
_FACTS = tuple(f"fact_{number}" for number in range(max(len(source.facts) for source in SOURCES)))


@dataclass(frozen=True)
class Hit:
    """One found place. `title` and `excerpt` are safe HTML with the found words marked."""

    kind: str
    within: str
    url: str
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Answer:
    """Everything the reader may see that fits, the best first."""

    question: SearchQuestion
    matches: Sequence[Match] = field(default_factory=list)

    def narrowed(self, kind: str, year: int | None) -> list[Match]:
        """The hits of this kind and year; an empty one stands for any."""
        return [
            match
            for match in self.matches
            if (not kind or SOURCES[match.source].kind == kind) and (year is None or match.is_of(year))
        ]

    @cached_property
    def years(self) -> list[int]:
        """Every year something was found of, the newest first."""
        spans = {(match.first_year, match.last_year) for match in self.matches if match.first_year is not None}
        return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)

    def hits(self, matches: Sequence[Match]) -> list[Hit]:
        """What is shown of these, in their order: one query, whatever they are."""
        keys: dict[int, list[int]] = {}
        for match in matches:
            keys.setdefault(match.source, []).append(match.pk)
        if not keys:
            return []
        rows = together([shown_rows(number, pks) for number, pks in keys.items()])
        found = {(number, pk): row for number, pk, *row in rows}
        # What was thrown away in the meantime is not there any more.
        there = [match for match in matches if (match.source, match.pk) in found]
        return [_hit(match, self.question, *found[match.source, match.pk]) for match in there]


def answer(question: SearchQuestion, access: Access) -> Answer:
    """One query."""
    if not question.can_be_answered:
        return Answer(question)
    backend = on_postgres if connection.vendor == "postgresql" else on_sqlite
    return Answer(question, sorted(backend.matches(question, ReaderScope(access)), key=_order))


def meant(question: SearchQuestion, access: Access, also: Sequence[str] = ()) -> str:
    """The question with words of titles for what is much like them; empty when nothing is.

    Only of titles the reader may see, and of the texts in `also`. One query: for when nothing was found.
    """
    # Every year has much the same titles: each once.
    titles = {title for (title,) in _titles(ReaderScope(access))}
    return corrected(question.text, words_in([*titles, *also]))


@union_of
def _titles(reach: ReaderScope) -> list[QuerySet]:
    return [
        visible_rows(number, reach).annotate(named=joined(source.title)).values_list("named").distinct()
        for number, source in enumerate(SOURCES)
        if source.title
    ]


def count_by_kind(matches: Sequence[Match]) -> dict[Kind, int]:
    """In the order of `Kind`, without those of which there are none."""
    counts = Counter(SOURCES[match.source].kind for match in matches)
    return {kind: counts[kind] for kind in Kind if counts[kind]}


def _order(match: Match) -> tuple:
    """The best first; of what fits as well, the newest, and what is of no year before that."""
    newest = match.last_year is not None, -(match.last_year or 0)
    return -round(match.rank, 2), *newest, match.source, match.pk


def shown_rows(number: int, pks: list[int]) -> QuerySet:
    source = SOURCES[number]
    facts = [joined([fact]) for fact in source.facts] + [NO_TEXT] * (len(_FACTS) - len(source.facts))
    return (
        source.model._default_manager.filter(pk__in=pks)
        .order_by()
        .annotate(
            of_source=Value(number, IntegerField()),
            shown_title=joined(source.shown or source.title[:1]),
            shown_text=joined(source.text, BETWEEN_FIELDS),
            **dict(zip(_FACTS, facts, strict=True)),
        )
        .values_list("of_source", "pk", "shown_title", "shown_text", *_FACTS)
    )


def _hit(match: Match, question: SearchQuestion, title: str, text: str, *facts: str) -> Hit:
    source = SOURCES[match.source]
    place = source.place(str(match.pk), title, *facts[: len(source.facts)])
    texts = text.split(BETWEEN_FIELDS)
    shown = texts if source.is_plain else map(plain, texts)
    return Hit(
        kind=source.name,
        within=place.within,
        url=place.url,
        title=marked(place.title, question.sought),
        excerpt=excerpt(" · ".join(filter(None, shown)), question.sought),
    )
