"""Published totals of a strength table against the sums of their parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.periods import day
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Figure, total

Figures = dict[str, Figure]


@dataclass(frozen=True)
class StrengthTotal(Reconciliation):
    """A published total of one unit in one category (by code)."""

    unit: str = ""
    category: str = ""
    unit_id: int = 0
    table_id: int = 0


def reconcile(table: StrengthTable) -> list[StrengthTotal]:
    """Every total of `table`: per row over its categories, and per subtotal over the detail rows below it.

    Expects a table read with `StrengthTable.objects.with_figures()`. In fte.
    """
    figures = {row.pk: figures_by_category(row) for row in table.rows.all()}
    return [*_row_totals(table, figures), *_column_totals(table, figures)]


def figures_by_category(row: StrengthRow) -> Figures:
    codes = {category.pk: category.code for category in row.table.categories.all()}
    return {codes[cell.category_id]: cell.figure for cell in row.cells.all()}


def _row_totals(table: StrengthTable, figures: dict[int, Figures]) -> Iterator[StrengthTotal]:
    by_role: dict[str, list[str]] = {}
    for category in table.categories.all():
        by_role.setdefault(category.role, []).append(category.code)
    counting = by_role.get(StaffCategory.Role.COUNTS, [])
    for column in by_role.get(StaffCategory.Role.TOTAL, []):
        for row in table.rows.all():
            parts = [figures[row.pk][code] for code in counting if code in figures[row.pk]]
            yield from _compared(table, row, column, figures[row.pk], parts)


def _column_totals(table: StrengthTable, figures: dict[int, Figures]) -> Iterator[StrengthTotal]:
    """Each subtotal against the details below it; where subtotals lie in between, against those as well."""
    parents = {row.unit_id: row.unit.parent_id for row in table.rows.all()}
    details = [row for row in table.rows.all() if row.role == StrengthRow.Role.DETAIL]
    for row in table.rows.all():
        if row.role == StrengthRow.Role.DETAIL:
            continue
        below = [detail for detail in details if _is_below(detail.unit_id, row.unit_id, parents)]
        children = [child for child in table.rows.all() if child.unit.parent_id == row.unit_id]
        for category in table.categories.all():
            yield from _compared(table, row, category.code, figures[row.pk], _parts(below, category.code, figures))
            if any(child.role == StrengthRow.Role.SUBTOTAL for child in children):
                parts = _parts(children, category.code, figures)
                yield from _compared(table, row, category.code, figures[row.pk], parts, via="som van de subtotalen")


def _parts(rows: list[StrengthRow], category: str, figures: dict[int, Figures]) -> list[Figure]:
    return [figures[row.pk][category] for row in rows if category in figures[row.pk]]


def _compared(
    table: StrengthTable, row: StrengthRow, category: str, figures: Figures, parts: list[Figure], *, via: str = ""
) -> Iterator[StrengthTotal]:
    published = figures.get(category)
    computed = total(parts)
    if published is None or not published.is_known or (computed.value is None and computed.is_complete):
        return
    sum_of_parts = computed.value if computed.value is not None else published.value
    yield StrengthTotal(
        where=f"{capfirst(table.get_kind_display())} {table.police_unit} {day(table)}",
        what=", ".join(filter(None, [row.unit.name, category, via])),
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
