"""The numbers of chapters and sections, as they follow from the outline.

One that counts gets the number of its parent with its place among those that count: 5.1.2. Below a name such as
“Bijlage 1A” they count from 1. Nothing counts below what has no number, nor does what has no heading.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from reports.documents.models import Block

Numbering = Block.Numbering
_NUMBER = re.compile(r"[\d.]+")


class Numbered(Protocol):
    """A block, or a node of an outline."""

    numbering: str
    number: str
    title: str
    options: dict


def numbers(
    rows: Iterable[Numbered], below: Callable[[Numbered], Iterable[Numbered]], under: str | None = None
) -> Iterator[tuple[Numbered, str]]:
    """Each row of the outline with its number. `under` is that of their parent; None for chapters."""
    count = 0
    for row in rows:
        counts = _counts(row, under) and row.numbering == Numbering.AUTO
        count += counts
        number = _next(under, count) if counts else row.number if row.numbering == Numbering.OWN else ""
        yield row, number
        yield from numbers(below(row), below, number)


def tell_numbering(
    rows: Iterable[Numbered], below: Callable[[Numbered], Iterable[Numbered]], under: str | None = None
) -> None:
    """Say of rows that do not say it how they got their number, and of those that do, which number they get."""
    count = 0
    for row in rows:
        following = _next(under, count + 1) if _counts(row, under) else ""
        if row.numbering == Numbering.AUTO:
            row.number = following
        elif not row.numbering:
            follows = bool(following) and row.number == following
            row.numbering = Numbering.AUTO if follows else Numbering.OWN if row.number else Numbering.NONE
        count += bool(following) and row.numbering == Numbering.AUTO
        tell_numbering(below(row), below, row.number)


def _counts(row: Numbered, under: str | None) -> bool:
    return bool(row.title) and under != "" and not row.options.get("web_only")


def _next(under: str | None, count: int) -> str:
    return f"{under}.{count}" if under and _NUMBER.fullmatch(under) else str(count)
