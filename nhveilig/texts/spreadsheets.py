"""Rows as CSV, in which no spreadsheet takes a text for a formula: the one place where CSV is written."""

import csv
import io
from collections.abc import Iterable

# A cell that starts like this is calculated, whatever the file meant.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
GUARD = "'"


class Number(str):
    """A number as it is to be written: it may begin with a minus."""

    __slots__ = ()


def as_csv(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Lines end in CRLF (RFC 4180); None is an empty cell. Every text but a Number is guarded."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(map(_written, row) for row in rows)
    return out.getvalue()


def _written(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guarded(cell) if isinstance(cell, str) and not isinstance(cell, Number) else cell


def guarded(text: str) -> str:
    """An apostrophe before what would be calculated, as a person would type it; a dash alone never is."""
    return f"{GUARD}{text}" if _is_harmful(text) else text


def without_guard(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith(GUARD) and _is_harmful(text) else text


def _is_harmful(text: str) -> bool:
    return text.lstrip(f" {GUARD}").startswith(FORMULA_STARTS) and text != "-"
