"""Published totals and mutations of a set of changes, against their parts and against the tables they stand between."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from formation.models import StrengthChange, StrengthChangeSet, StrengthRow, StrengthTable
from formation.validators import Figures, figures_by_category
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import STILL_OPEN, total


@dataclass(frozen=True)
class ChangeTotal(Reconciliation):
    """A published total or mutation; `order` is that of its StrengthChange within the set."""

    order: int = 0


def reconcile_changes(change_set: StrengthChangeSet) -> list[ChangeTotal]:
    """Every total of `change_set` per period, and every published mutation between its two tables. In fte.

    Expects a set read with `StrengthChangeSet.objects.with_changes()`.
    """
    changes = list(change_set.changes.all())
    totals = [change for change in changes if change.role == StrengthChange.Role.TOTAL]
    found = [_against_details(change_set, change, changes) for change in totals]
    return [total for total in [*found, *_mutations(change_set, changes)] if total is not None]


def whole_unit(table: StrengthTable) -> Figures:
    """The figures of the row that stands for the whole table; empty without one."""
    rows = (row for row in table.rows.all() if row.role == StrengthRow.Role.TOTAL)
    return next((figures_by_category(row) for row in rows), {})


def _against_details(
    change_set: StrengthChangeSet, change: StrengthChange, changes: list[StrengthChange]
) -> ChangeTotal | None:
    details = [
        other.figure for other in changes if other.role == StrengthChange.Role.DETAIL and other.period == change.period
    ]
    computed = total(details)
    if not change.figure.is_known or computed.value is None:
        return None
    return _compared(change_set, change, computed.value, is_complete=computed.is_complete)


def _mutations(change_set: StrengthChangeSet, changes: list[StrengthChange]) -> Iterator[ChangeTotal]:
    """A change that explains nothing itself is a published mutation: it must be what the two tables say."""
    if change_set.before is None or change_set.after is None:
        return
    before, after = whole_unit(change_set.before), whole_unit(change_set.after)
    for change in changes:
        codes = [code for code in change.categories.split() if code in before and code in after]
        if change.explains or not codes or not change.figure.is_known:
            continue
        figures = [side[code] for side in (before, after) for code in codes]
        computed = total(after[code] for code in codes).value, total(before[code] for code in codes).value
        is_complete = not any(figure.qualifier in STILL_OPEN for figure in figures)
        difference = (computed[0] or Decimal(0)) - (computed[1] or Decimal(0))
        yield _compared(change_set, change, difference, is_complete=is_complete, what="verschil tussen de tabellen")


def _compared(
    change_set: StrengthChangeSet, change: StrengthChange, computed: Decimal, *, is_complete: bool, what: str = ""
) -> ChangeTotal:
    difference = change.figure.value - computed
    names = [name for name in (change.origin, change.period, change.categories, what) if name]
    return ChangeTotal(
        where=f"{change_set.title}, {change_set.police_unit}",
        what=", ".join(names),
        published=change.figure.value,
        computed=computed,
        explanation=change.explanation if change.explained_difference == difference else "",
        is_complete=is_complete,
        order=change.order,
    )
