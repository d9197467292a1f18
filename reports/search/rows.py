"""What both databases do alike: rows of every source as one list, and of one page of hits what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Expression, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from reports.search.sources import SOURCES, ReaderScope, SearchSource

# Stands in no text that somebody wrote.
BETWEEN_FIELDS = "\x1f"
NO_TEXT = Cast(Value(""), TextField())
_MOST_FACTS = max(len(source.facts) for source in SOURCES)
_FACTS = tuple(f"fact_{number}" for number in range(_MOST_FACTS))


@dataclass(frozen=True)
class Match:
    """That a row fits: which source it is of, its key, the years it is of (None for what has none), and how well."""

    source: int
    pk: int
    first_year: int | None
    last_year: int | None
    rank: float

    def is_of(self, year: int) -> bool:
        return self.first_year is not None and self.first_year <= year <= self.last_year


@dataclass(frozen=True)
class FoundRow:
    """One hit as the database has it."""

    source: SearchSource
    key: str
    title: str
    texts: tuple[str, ...]
    facts: tuple[str, ...]


def joined(fields: Sequence[str], between: str = " ") -> Expression:
    """The texts of these fields in one; a field that is null adds nothing."""
    if not fields:
        return NO_TEXT
    if len(fields) == 1:
        return Coalesce(Cast(F(fields[0]), TextField()), NO_TEXT)
    with_spaces = [part for field in fields for part in (Value(between), F(field))]
    return Concat(*with_spaces[1:], output_field=TextField())


def visible_rows(number: int, reach: ReaderScope) -> QuerySet:
    """The rows of one source, with its number and their years as `of_source`, `first_year` and `last_year`."""
    source = SOURCES[number]
    first, last = (F(year) for year in source.years) if source.years else (Value(None), Value(None))
    return (
        source.visible(reach)
        .order_by()
        .annotate(
            of_source=Value(number, IntegerField()),
            first_year=Cast(first, IntegerField()),
            last_year=Cast(last, IntegerField()),
        )
    )


def together(branches: Sequence[QuerySet]) -> QuerySet:
    """One query for all of them."""
    first, *others = branches
    return first.union(*others, all=True) if others else first


def rows_of(matches: Iterable[Match]) -> list[FoundRow]:
    """What is shown of these hits, in their order: one query, whatever they are."""
    matches = list(matches)
    keys: dict[int, list[int]] = {}
    for match in matches:
        keys.setdefault(match.source, []).append(match.pk)
    if not keys:
        return []
    found = together([_shown(number, pks) for number, pks in keys.items()])
    rows = {(number, pk): (title, text, facts) for number, pk, title, text, *facts in found}
    # What was thrown away in the meantime is not there any more.
    return [_row(match, *rows[match.source, match.pk]) for match in matches if (match.source, match.pk) in rows]


def _shown(number: int, pks: list[int]) -> QuerySet:
    source = SOURCES[number]
    facts = [joined([fact]) for fact in source.facts] + [NO_TEXT] * (_MOST_FACTS - len(source.facts))
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


def _row(match: Match, title: str, text: str, facts: list[str]) -> FoundRow:
    source = SOURCES[match.source]
    return FoundRow(source, str(match.pk), title, tuple(text.split(BETWEEN_FIELDS)), tuple(facts[: len(source.facts)]))
