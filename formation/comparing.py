"""What two tables of strength have in common. Only that is compared; of the rest is said why it is not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formation.models import StaffCategory, StrengthTable
from formation.validators import whole_unit
from nhveilig.figures.formats import counted, listed, signed
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier

NAMED_AT_MOST = 5
Role = StaffCategory.Role


@dataclass(frozen=True)
class Pair:
    """One category in two tables, in one unit. A total only where both add up the same categories."""

    before: StaffCategory
    after: StaffCategory

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def has_total(self) -> bool:
        return Role.TOTAL in {self.before.role, self.after.role}

    @property
    def decimals(self) -> int:
        return max(self.before.decimals, self.after.decimals)


def pairs(before: StrengthTable, after: StrengthTable) -> list[Pair]:
    """What can be compared, in the order of `after`. Expects tables with their categories."""
    return alike(before.categories.all(), after.categories.all())


def alike(before: Iterable[StaffCategory], after: Iterable[StaffCategory]) -> list[Pair]:
    """The same, of the categories of two tables."""
    earlier, later = list(before), list(after)
    found = [pair for pair in _in_both(earlier, later) if pair.before.unit == pair.after.unit]
    return [pair for pair in found if not pair.has_total or _same_whole(earlier, later, pair.after.unit)]


def counting(table: StrengthTable) -> list[StaffCategory]:
    """The categories that add up to the total: no total column, and no “waarvan”."""
    return [category for category in table.categories.all() if category.role == Role.COUNTS]


def _in_both(before: Sequence[StaffCategory], after: Sequence[StaffCategory]) -> list[Pair]:
    earlier = {category.code: category for category in before}
    return [Pair(earlier[one.code], one) for one in after if one.code in earlier]


def _why_not(pair: Pair, before: StrengthTable, after: StrengthTable) -> str:
    was, now = pair.before, pair.after
    if was.unit != now.unit:
        return f"{now.name} is {before.per_day} in {was.measure.label} en {after.per_day} in {now.measure.label}"
    if pair.has_total and not _same_whole(before.categories.all(), after.categories.all(), now.unit):
        return f"{now.name} telt {before.per_day} andere categorieën dan {after.per_day}"
    return ""


def _same_whole(before: Iterable[StaffCategory], after: Iterable[StaffCategory], unit: str) -> bool:
    """A table with its total alone says nothing of what is in it, and is taken at its word."""
    first, last = (
        {one.code for one in side if one.role == Role.COUNTS and one.unit == unit} for side in (before, after)
    )
    return not first or not last or first == last


def not_compared(before: StrengthTable, after: StrengthTable, *, with_rows: bool = False) -> list[str]:
    """A sentence for each reason why something of these two has no difference.

    `with_rows` names the parts too, and expects tables read with their rows.
    """
    shared = _in_both(before.categories.all(), after.categories.all())
    found = [*(_why_not(pair, before, after) for pair in shared), *_only_in_one(before, after)]
    found += _without_figure(before, after)
    found += _rows_in_one(before, after) if with_rows else []
    return [f"Niet vergeleken: {reason}." for reason in found if reason]


def _without_figure(before: StrengthTable, after: StrengthTable) -> Iterator[str]:
    """Of the eenheid as a whole: a cell that is empty in one of the two."""
    was, now = whole_unit(before), whole_unit(after)
    for pair in pairs(before, after):
        sides = [(before, was.get(pair.code)), (after, now.get(pair.code))]
        empty = [table for table, figure in sides if figure is None or figure.qualifier == Qualifier.BLANK]
        if len(empty) == 1 and was and now:
            yield f"{pair.after.name} heeft {empty[0].per_day} geen cijfer van de eenheid als geheel"


def _only_in_one(before: StrengthTable, after: StrengthTable) -> Iterator[str]:
    codes = {table: {category.code for category in table.categories.all()} for table in (before, after)}
    for table, other in ((before, after), (after, before)):
        names = [one.name for one in table.categories.all() if one.code not in codes[other]]
        yield _alone(names, table)


def _rows_in_one(before: StrengthTable, after: StrengthTable) -> Iterator[str]:
    units = {table: {row.unit_id for row in table.rows.all()} for table in (before, after)}
    for table, other in ((before, after), (after, before)):
        yield _alone([row.unit.name for row in table.rows.all() if row.unit_id not in units[other]], table)


def _alone(names: Sequence[str], table: StrengthTable) -> str:
    if not names:
        return ""
    more = len(names) - NAMED_AT_MOST
    shown = [*names[:NAMED_AT_MOST], *([counted(more, "ander", "andere")] if more > 0 else [])]
    return f"{listed(shown)} {'staat' if len(names) == 1 else 'staan'} alleen in de tabel {table.per_day}"


def difference(before: Figure | None, after: Figure | None) -> Decimal | None:
    """`after` minus `before`; a dash says that there are none. None where one of both says nothing or is open."""
    was, now = _said(before), _said(after)
    if was is None or now is None or not any(figure and figure.is_known for figure in (before, after)):
        return None
    return now - was


def changed(before: Figure | None, after: Figure | None) -> Figure:
    """The difference as a figure: unknown while one of both is open, blank where there is nothing to compare."""
    if before and after and is_open(before, after):
        return Figure.unknown()
    change = difference(before, after)
    return Figure.blank() if change is None else Figure(change)


def _said(figure: Figure | None) -> Decimal | None:
    if figure is None:
        return None
    return Decimal(0) if figure.qualifier == Qualifier.DASH else figure.value


def since(change: Decimal, decimals: int, day: str) -> str:
    """`+3,00 sinds 31-12-2018`"""
    return f"{signed(change, decimals)} sinds {day}" if change else f"gelijk aan {day}"


def is_open(*figures: Figure) -> bool:
    return any(figure.qualifier in STILL_OPEN for figure in figures)
