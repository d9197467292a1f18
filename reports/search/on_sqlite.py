"""The same on SQLite, which knows no word forms: it hands over what may fit, and the stems are compared here."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Expression, Func, Q, QuerySet, Value

from reports.search.passages import plain
from reports.search.question import STOP_WORDS, SearchQuestion, Term, Wanted, stem_of, words_of
from reports.search.sources import SOURCES, Match, ReaderScope, joined, together, visible_rows

# What a word is worth in a title and in a text; the word itself twice what a longer word with its beginning is.
IN_TITLE, IN_TEXT = 1.0, 0.1
MOST_COUNTED = 5

Stems = Sequence[str | None]


def matches(question: SearchQuestion, reach: ReaderScope) -> list[Match]:
    """Every visible row that fits, in no order: one query."""
    found = together([_candidates(number, reach, question) for number in range(len(SOURCES))])
    return list(_fitting(question, found))


def _fitting(question: SearchQuestion, rows: QuerySet) -> Iterator[Match]:
    for number, pk, first, last, title, text in rows:
        body = text if SOURCES[number].is_plain else plain(text)
        if worth := _worth(question, stems_of(title), stems_of(body)):
            yield Match(number, pk, first, last, worth)


def _candidates(number: int, reach: ReaderScope, question: SearchQuestion) -> QuerySet:
    source = SOURCES[number]
    rows = visible_rows(number, reach).annotate(in_title=joined(source.title), in_text=joined(source.text))
    whole = joined([*source.title, *source.text])
    fits = reduce(or_, (_may_fit(whole, terms) for terms in question.alternatives))
    return rows.filter(fits).values_list("of_source", "pk", "first_year", "last_year", "in_title", "in_text")


def _may_fit(whole: Expression, terms: Sequence[Term]) -> Q:
    sought = [word for term in terms if not term.excluded for word in term.sought]
    return reduce(and_, (Q(_like(whole, word.pattern)) for word in sought))


def _like(whole: Expression, pattern: str) -> Func:
    return Func(whole, Value(pattern), template="(%(expressions)s)", arg_joiner=" LIKE ", output_field=BooleanField())


def stems_of(text: str) -> list[str | None]:
    """None for a stop word, which is never found but keeps its place."""
    return [None if word in STOP_WORDS else stem_of(word) for word in words_of(text)]


def _worth(question: SearchQuestion, title: Stems, text: Stems) -> float:
    """Of the alternative that fits best; 0 when none does."""
    return max(_worth_of_all(terms, title, text) for terms in question.alternatives)


def _worth_of_all(terms: Sequence[Term], title: Stems, text: Stems) -> float:
    total = 0.0
    for term in terms:
        worth = IN_TITLE * _occurrences(term, title) + IN_TEXT * _occurrences(term, text)
        if bool(worth) == term.excluded:
            return 0.0
        total += worth
    return total


def _occurrences(term: Term, stems: Stems) -> float:
    if term.is_phrase:
        last = len(stems) - len(term.words) + 1
        return sum(_stands_at(term, stems, place) for place in range(last))
    return min(sum(_likeness(term.words[0], stem) for stem in stems if stem), MOST_COUNTED)


def _likeness(wanted: Wanted, stem: str) -> float:
    if stem in wanted.stems:
        return 1.0
    return 0.5 if wanted.fits(stem) else 0.0


def _stands_at(term: Term, stems: Stems, place: int) -> bool:
    return all(
        wanted is None or stems[place + offset] == stem_of(wanted.word) for offset, wanted in enumerate(term.words)
    )
