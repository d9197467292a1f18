"""Published totals of a strength table, and of what changed it, against their parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from formation.models import (
    PERCENT,
    NationalTable,
    StaffCategory,
    StrengthChange,
    StrengthChangeSet,
    StrengthRow,
    StrengthTable,
)
from nhveilig.figures.measures import Measure
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import STILL_OPEN, Figure, total

Figures = dict[str, Figure]
ACROSS, DOWN, SUBTOTALS = "som van de rij", "som van de onderdelen", "som van de subtotalen"


@dataclass(frozen=True)
class StrengthTotal(Reconciliation):
    """A published total of one unit in one category (by code)."""

    unit: str = ""
    category: str = ""
    unit_id: int = 0
    table_id: int = 0


@dataclass(frozen=True)
class Sum:
    """What the published figure of `row` and `category` should be the sum of."""

    row: StrengthRow
    category: StaffCategory
    label: str
    parts: list[tuple[StrengthRow, StaffCategory]]


def reconcile(table: StrengthTable) -> list[StrengthTotal]:
    """Every total of `table`: per row over its categories of one unit, and per subtotal over the details below it.

    Expects a table read with `StrengthTable.objects.with_figures()`. Percentages have no sum.
    """
    figures = {row.pk: figures_by_category(row) for row in table.rows.all()}
    return [total for found in sums_of(table) for total in _compared(table, found, figures)]


def figures_by_category(row: StrengthRow) -> Figures:
    codes = {category.pk: category.code for category in row.table.categories.all()}
    return {codes[cell.category_id]: cell.figure for cell in row.cells.all()}


def whole_unit(table: StrengthTable) -> Figures:
    """The figures of the row that stands for the whole table; empty without one."""
    rows = (row for row in table.rows.all() if row.role == StrengthRow.Role.TOTAL)
    return next((figures_by_category(row) for row in rows), {})


def sums_of(table: StrengthTable) -> Iterator[Sum]:
    """Totals across a row; each subtotal over the details below it, and over subtotals that lie in between.

    What differs in unit is never added, and what has no sum (percentages) has none here.
    """
    rows, categories = (
        list(table.rows.all()),
        [category for category in table.categories.all() if category.measure.adds_up],
    )
    counting = [category for category in categories if category.role == StaffCategory.Role.COUNTS]
    for column in (category for category in categories if category.role == StaffCategory.Role.TOTAL):
        alike = [category for category in counting if category.unit == column.unit]
        yield from (Sum(row, column, ACROSS, [(row, category) for category in alike]) for row in rows)
    parents = {row.unit_id: row.unit.parent_id for row in rows}
    details = [row for row in rows if row.role == StrengthRow.Role.DETAIL]
    for row in (row for row in rows if row.role != StrengthRow.Role.DETAIL):
        below = [detail for detail in details if _is_below(detail.unit_id, row.unit_id, parents)]
        children = [child for child in rows if child.unit.parent_id == row.unit_id]
        between = any(child.role == StrengthRow.Role.SUBTOTAL for child in children)
        for category in categories:
            yield Sum(row, category, DOWN, [(one, category) for one in below])
            if between:
                yield Sum(row, category, SUBTOTALS, [(one, category) for one in children])


def key_of(row: StrengthRow, category: StaffCategory) -> str:
    """A cell, whether it is there or not, by its place."""
    return f"{row.pk}-{category.pk}"


def keyed_sums(table: StrengthTable) -> dict[str, list[tuple[str, list[str]]]]:
    """(label, keys of the parts) of every sum, by the key of the total's cell. Expects `with_figures()`."""
    sums: dict[str, list[tuple[str, list[str]]]] = {}
    for found in sums_of(table):
        if found.parts:
            keys = [key_of(*part) for part in found.parts]
            sums.setdefault(key_of(found.row, found.category), []).append((found.label, keys))
    return sums


def _compared(table: StrengthTable, found: Sum, figures: dict[int, Figures]) -> Iterator[StrengthTotal]:
    row, category = found.row, found.category.code
    published = figures[row.pk].get(category)
    computed = total(figures[one.pk][of.code] for one, of in found.parts if of.code in figures[one.pk])
    if published is None or not published.is_known or (computed.value is None and computed.is_complete):
        return
    sum_of_parts = computed.value if computed.value is not None else published.value
    yield StrengthTotal(
        where=f"{capfirst(table.get_kind_display())} {table.police_unit} {table.day}",
        what=", ".join([row.unit.name, category, *([SUBTOTALS] if found.label == SUBTOTALS else [])]),
        published=published.value,
        computed=sum_of_parts,
        explanation=_explanation(table, row, category, published.value - sum_of_parts),
        is_complete=computed.is_complete,
        unit=row.unit.name,
        category=category,
        unit_id=row.unit_id,
        table_id=table.pk,
    )


def _explanation(table: StrengthTable, row: StrengthRow, category: str, difference: Decimal) -> str:
    wanted = (row.unit_id, category, difference)
    found = (e for e in table.explanations.all() if (e.unit_id, e.category_code, e.difference) == wanted)
    return next((explanation.text for explanation in found), "")


def _is_below(unit_id: int, ancestor_id: int, parents: dict[int, int | None]) -> bool:
    parent = parents.get(unit_id)
    while parent is not None and parent != ancestor_id:
        parent = parents.get(parent)
    return parent == ancestor_id


@dataclass(frozen=True)
class ChangeTotal(Reconciliation):
    """A published total or mutation; `change_id` is that of its StrengthChange."""

    change_id: int = 0


def reconcile_changes(change_set: StrengthChangeSet) -> list[ChangeTotal]:
    """Every total of `change_set` per period, and every published mutation between its two tables. In fte.

    Expects a set read with `StrengthChangeSet.objects.with_changes()`.
    """
    changes = list(change_set.changes.all())
    totals = [change for change in changes if change.role == StrengthChange.Role.TOTAL]
    found = [_against_details(change_set, change, changes) for change in totals]
    return [total for total in [*found, *_mutations(change_set, changes)] if total is not None]


def reconcile_national(table: NationalTable) -> Iterator[Reconciliation]:
    """What was printed for the country against the eenheden. Expects a table read `with_figures()`."""
    published, found = table.published(), table.sum()
    if published and published.figure.is_known and found.value is not None and table.unit != PERCENT:
        is_same = published.figure.value - found.value == table.explained_difference
        yield Reconciliation(
            where=f"Landelijke tabel “{table.title}”",
            what=table.name,
            published=published.figure.value,
            computed=found.value,
            explanation=table.explanation if is_same else "",
            is_complete=found.is_complete,
        )


def _against_details(
    change_set: StrengthChangeSet, change: StrengthChange, changes: list[StrengthChange]
) -> ChangeTotal | None:
    details = [
        other.figure for other in changes if other.role == StrengthChange.Role.DETAIL and other.period == change.period
    ]
    computed = total(details)
    if not change.figure.is_known or computed.value is None:
        return None
    return _change_total(change_set, change, computed.value, is_complete=computed.is_complete)


def _mutations(change_set: StrengthChangeSet, changes: list[StrengthChange]) -> Iterator[ChangeTotal]:
    """A change that explains nothing itself is a published mutation: it must be what the two tables say."""
    if change_set.before is None or change_set.after is None:
        return
    before, after = _in_fte(change_set.before), _in_fte(change_set.after)
    for change in changes:
        codes = [code for code in change.categories.split() if code in before and code in after]
        if change.explains or not codes or not change.figure.is_known:
            continue
        figures = [side[code] for side in (before, after) for code in codes]
        computed = total(after[code] for code in codes).value, total(before[code] for code in codes).value
        is_complete = not any(figure.qualifier in STILL_OPEN for figure in figures)
        difference = (computed[0] or Decimal(0)) - (computed[1] or Decimal(0))
        yield _change_total(change_set, change, difference, is_complete=is_complete, what="verschil tussen de tabellen")


def _in_fte(table: StrengthTable) -> Figures:
    """Of the whole: changes are in fte, and explain nothing else."""
    codes = {category.code for category in table.categories.all() if category.measure == Measure.FTE}
    return {code: figure for code, figure in whole_unit(table).items() if code in codes}


def _change_total(
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
        change_id=change.pk,
    )
