"""Rows as CSV, in which no spreadsheet takes a text for a formula: the one place where CSV is written.

Two dialects. For programs RFC 4180: commas and decimal points. For people what a Dutch spreadsheet opens by itself, and
what the import takes back: semicolons and decimal commas.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

# A cell that starts like this is calculated, whatever the file meant.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
GUARD = "'"
SEPARATOR_FOR_PEOPLE = ";"
# Where a spreadsheet begins a new cell when it takes another separator than ours, and what it would calculate there.
_INSIDE = re.compile(r"(?<!^)([;,\t\r\n][ ']*)(?=[=+\-@])")
_GUARDED_INSIDE = re.compile(r"(?<!^)([;,\t\r\n][ ']*)'(?=[=+\-@])")


class Number(str):
    """A number as programs write it, words before it included: it may begin with a minus."""

    __slots__ = ()


def as_csv(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Lines end in CRLF (RFC 4180); None is an empty cell. Every text but a Number is guarded.

    With a semicolon numbers and dates are written as people in the Netherlands write them.
    """
    write = _for_people if delimiter == SEPARATOR_FOR_PEOPLE else _for_programs
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(map(write, row) for row in rows)
    return out.getvalue()


def csv_for_people(rows: Iterable[Iterable[object]]) -> bytes:
    """With a byte order mark, without which spreadsheets take UTF-8 for something else."""
    return as_csv(rows, SEPARATOR_FOR_PEOPLE).encode("utf-8-sig")


def _for_programs(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guarded(cell) if isinstance(cell, str) and not isinstance(cell, Number) else cell


def _for_people(cell: object) -> object:
    if isinstance(cell, Number):
        words, space, number = cell.rpartition(" ")
        return f"{words}{space}{plain_number(number)}"
    if isinstance(cell, Decimal | int) and not isinstance(cell, bool):
        return plain_number(f"{Decimal(cell):f}")
    return f"{cell.day}-{cell.month}-{cell.year}" if isinstance(cell, date) else _for_programs(cell)


def plain_number(text: str) -> str:
    """With a comma, and never with exactly three decimals: 1,234 would be refused as ambiguous when read again."""
    whole, point, fraction = text.partition(".")
    if not point:
        return text
    return f"{whole},{fraction}0" if len(fraction) == 3 else f"{whole},{fraction}"


def guarded(text: str) -> str:
    """An apostrophe before what would be calculated, as a person would type it; a dash alone never is."""
    text = _INSIDE.sub(r"\1'", text)
    return f"{GUARD}{text}" if _is_harmful(text) else text


def without_guard(text: str) -> str:
    """The text that `guarded` was given."""
    text = text[1:] if text.startswith(GUARD) and _is_harmful(text) else text
    return _GUARDED_INSIDE.sub(r"\1", text)


def _is_harmful(text: str) -> bool:
    return text.lstrip(f" {GUARD}").startswith(FORMULA_STARTS) and text != "-"
