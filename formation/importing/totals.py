"""Totals under a name that is no unit, wherever they stand: added up, and never stored."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from formation.importing.columns import CATEGORY, FTE, UNIT
from formation.models import StrengthRow
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.imports.kinds import PUBLISHED_SO, Order
from nhveilig.imports.plans import ImportPlan
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import plain
from nhveilig.sheets.layouts import Record

_WORD = r"(?:eind|sub|deel|tussen)?tota(?:al|len)"
_TOTAL = re.compile(rf"{_WORD}\b.*|.*\b{_WORD}|som|totaal generaal")
_BARE = re.compile(rf"\b{_WORD}\b(?: van)?(?: het| de)?")
_OF_ALL = re.compile(r"eindtotaal|totaal generaal")


def is_total(name: str) -> bool:
    return bool(_TOTAL.fullmatch(plain(name)))


def of_what(name: str) -> str:
    """“Totaal District Alkmaar” is about the district; empty for a total of whatever stands around it."""
    return " ".join(_BARE.sub(" ", plain(name)).replace(":", " ").split())


@dataclass(frozen=True)
class _Part:
    row: int
    # None where it cannot be added up.
    value: Decimal | None


class Totals:
    """Published totals of one file beside the parts around them."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan

    def check(self, totals: list[Record], lines: Iterable[tuple[Record, StrengthRow | None]]) -> None:
        parts: dict[tuple, list[_Part]] = {}
        for line, row in lines:
            if row is not None and row.role == StrengthRow.Role.DETAIL:
                parts.setdefault(_column(line), []).append(_Part(line.row, _value(line)))
        stops: dict[tuple, list[int]] = {}
        for line in totals:
            stops.setdefault(_column(line), []).append(line.row)
        for line in totals:
            self._check_one(line, parts.get(_column(line), []), stops[_column(line)])
        for name, row in dict.fromkeys((line.text(UNIT), line.row) for line in totals):
            self._plan.notes.append(
                f"“{name}” (rij {row}) wordt niet opgeslagen: het portaal telt de onderdelen zelf op."
            )

    def _check_one(self, line: Record, parts: list[_Part], stops: list[int]) -> None:
        published = _value(line)
        sums = list(_sums(line.row, parts, stops))
        if published is None or None in sums or published in sums or self._order.accept_totals:
            return
        if not parts and not published:
            return
        nearest = sums[-1] if _OF_ALL.match(plain(line.text(UNIT))) else min(sums, key=lambda n: abs(n - published))
        message = (
            f"Hier staat {number(published)}, maar de onderdelen tellen op tot {number(nearest)}. Herstel een van "
            f"beide, of kies bij het uploaden “{PUBLISHED_SO}”."
        )
        self._plan.problems.append(line.problem(FTE, message))


def _column(line: Record) -> tuple:
    return line.sheet.title, line.table_key, plain(line.text(CATEGORY))


def _value(line: Record) -> Decimal | None:
    try:
        figure: Figure = parsing.figure(line.cell(FTE))
    except ValueError:
        return None
    if figure.qualifier in {Qualifier.BLANK, Qualifier.DASH}:
        return Decimal(0)
    return figure.value if figure.qualifier == Qualifier.EXACT else None


def _sums(row: int, parts: list[_Part], stops: list[int]) -> Iterator[Decimal | None]:
    """What the total may be of: the parts since the one before it, up to the one after it, all above it, or all."""
    last = max((stop for stop in stops if stop < row), default=0)
    following = min((stop for stop in stops if stop > row), default=None)
    yield _sum(part for part in parts if last < part.row < row)
    yield _sum(part for part in parts if part.row > row and (following is None or part.row < following))
    yield _sum(part for part in parts if part.row < row)
    yield _sum(parts)


def _sum(parts: Iterable[_Part]) -> Decimal | None:
    values = [part.value for part in parts]
    return None if None in values else sum(values, Decimal(0))
