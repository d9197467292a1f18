"""Reference dates: which tables belong to a period, and how a sentence names them."""

from collections.abc import Sequence

from formation.models import StrengthTable
from nhveilig.figures.formats import date_long, date_short


def of_period(tables: Sequence[StrengthTable], start_year: int, end_year: int) -> list[StrengthTable]:
    """The last table before the period, which is where it starts from, and those within it; all without either.

    Expects tables of one series, oldest first.
    """
    before = [table for table in tables if table.reference_date.year < start_year]
    within = [table for table in tables if start_year <= table.reference_date.year <= end_year]
    return [*before[-1:], *within] or list(tables)


def day(table: StrengthTable) -> str:
    """The reference date as the source words it: `1-1-2022`, or `vanaf 2022`."""
    return table.date_label or date_short(table.reference_date)


def in_words(table: StrengthTable) -> str:
    """`1 januari 2022`: in a sentence in large type, where a line may not end in the middle of a date."""
    return table.date_label or date_long(table.reference_date)


def per(table: StrengthTable) -> str:
    """`per 1-1-2022`, and `vanaf 2022` where the source has words for it."""
    return table.date_label or f"per {date_short(table.reference_date)}"


def on(table: StrengthTable) -> str:
    """`op 1-1-2022`, `vanaf 2022`, `in 2022/2023`: as a sentence goes on."""
    if not table.date_label:
        return f"op {date_short(table.reference_date)}"
    return table.date_label if table.date_label.startswith("vanaf") else f"in {table.date_label}"
