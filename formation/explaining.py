"""How much of the difference between two tables is explained, per category or group of categories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formation.changes.validators import whole_unit
from formation.models import StrengthChange, StrengthChangeSet, StrengthTable
from formation.presenters import counting, difference


@dataclass(frozen=True)
class GroupExplanation:
    """Categories whose changes were published together, for the table as a whole. In fte.

    `difference` is None while one of its figures is still open; then nothing is left over either.
    """

    names: tuple[str, ...]
    difference: Decimal | None
    changes: tuple[StrengthChange, ...]

    @property
    def explained(self) -> Decimal:
        return sum((change.value for change in self.changes if change.value is not None), Decimal(0))

    @property
    def left_over(self) -> Decimal | None:
        return None if self.difference is None else self.difference - self.explained

    @property
    def is_complete(self) -> bool:
        return self.left_over == 0


def explain(
    before: StrengthTable, after: StrengthTable, change_sets: Sequence[StrengthChangeSet]
) -> list[GroupExplanation]:
    """Every counting category of `after`, those that changes take together as one group, in the order of the table.

    Expects the tables with their categories and the row of the whole, and sets read with `with_changes()`.
    """
    changes = [change for found in change_sets if lies_within(found, before, after) for change in _details(found)]
    codes = [category.code for category in counting(after)]
    names = {category.code: category.name for category in after.categories.all()}
    was, is_now = whole_unit(before), whole_unit(after)
    return [
        GroupExplanation(
            names=tuple(names[code] for code in group),
            difference=_sum_of(difference(was.get(code), is_now.get(code)) for code in group),
            changes=tuple(change for change in changes if set(change.categories.split()) & set(group)),
        )
        for group in _groups(codes, changes)
    ]


def lies_within(change_set: StrengthChangeSet, before: StrengthTable, after: StrengthTable) -> bool:
    """Whether the set tells of a step between these two dates of their series."""
    first, last = change_set.before, change_set.after
    if first is None or last is None:
        return False
    same = {first.series, last.series, before.series} == {after.series}
    return same and before.reference_date <= first.reference_date and last.reference_date <= after.reference_date


def _details(change_set: StrengthChangeSet) -> Iterable[StrengthChange]:
    changes = change_set.changes.all()
    return (change for change in changes if change.explains and change.role == StrengthChange.Role.DETAIL)


def _groups(codes: list[str], changes: list[StrengthChange]) -> list[list[str]]:
    """`codes` divided so that no change touches two groups."""
    groups = [{code} for code in codes]
    for change in changes:
        touched = set(change.categories.split())
        joined = [group for group in groups if group & touched]
        if len(joined) > 1:
            groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    ordered = [[code for code in codes if code in group] for group in groups]
    return sorted(ordered, key=lambda group: codes.index(group[0]))


def _sum_of(differences: Iterable[Decimal | None]) -> Decimal | None:
    found = list(differences)
    return None if None in found else sum(found, Decimal(0))
