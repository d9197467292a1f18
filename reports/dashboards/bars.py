"""A few of a kind beside each other, as rows with a bar and the number at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures.formats import rounded

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Row:
    """`value` is None where it is not known; `text` says it either way."""

    name: str
    value: Decimal | int | None
    text: str
    is_mine: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """`share` is in percents of a whole bar."""

    row: Row
    share: int | None


def bars(rows: Iterable[Row], whole: Decimal | int = 0) -> list[Bar]:
    """A whole bar is the largest of them, or `whole` where that is more."""
    rows = list(rows)
    most = max([row.value for row in rows if row.value is not None] + [whole]) or 1
    return [Bar(row, None if row.value is None else int(rounded(row.value * HUNDRED / most, 0))) for row in rows]
