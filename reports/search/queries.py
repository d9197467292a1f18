"""From a question to what is shown of the answer: hits in order, how many there are of each kind and year, one page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.utils.safestring import SafeString

from nhveilig.accounts.access import Access
from reports.search import on_postgres, on_sqlite
from reports.search.passages import plain
from reports.search.presenters import excerpt, marked
from reports.search.question import SearchQuestion
from reports.search.rows import FoundRow, Match, rows_of
from reports.search.sources import SOURCES, Kind, ReaderScope


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
        """What is shown of these: one query."""
        return [_hit(row, self.question) for row in rows_of(matches)]


def answer(question: SearchQuestion, access: Access) -> Answer:
    """One query."""
    if not question.can_be_answered:
        return Answer(question)
    backend = on_postgres if connection.vendor == "postgresql" else on_sqlite
    return Answer(question, sorted(backend.matches(question, ReaderScope(access)), key=_order))


def count_by_kind(matches: Sequence[Match]) -> dict[Kind, int]:
    """In the order of `Kind`, without those of which there are none."""
    counts = Counter(SOURCES[match.source].kind for match in matches)
    return {kind: counts[kind] for kind in Kind if counts[kind]}


def _order(match: Match) -> tuple:
    """The best first; of what fits as well, the newest, and what is of no year before that."""
    newest = match.last_year is not None, -(match.last_year or 0)
    return -round(match.rank, 2), *newest, match.source, match.pk


def _hit(row: FoundRow, question: SearchQuestion) -> Hit:
    place = row.source.place(row.key, row.title, *row.facts)
    texts = row.texts if row.source.is_plain else map(plain, row.texts)
    return Hit(
        kind=row.source.name,
        within=place.within,
        url=place.url,
        title=marked(place.title, question.sought),
        excerpt=excerpt(" · ".join(filter(None, texts)), question.sought),
    )
