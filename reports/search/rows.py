"""What both databases do alike: rows of every source as one list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Expression, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from reports.search.sources import SOURCES, ReaderScope

NO_TEXT = Cast(Value(""), TextField())


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
