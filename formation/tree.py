"""One strength table as a page shows it: groups of rows, the computed total beside a published one that differs."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.presenters import ABSENT, level_of
from formation.validators import figures_by_category, reconcile
from nhveilig.figures.formats import number
from nhveilig.figures.tables import Cell


@dataclass(frozen=True)
class TreeCell:
    """`computed` are the sums of the parts, in words, where they differ from what was published."""

    text: str
    classes: str
    computed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TreeRow:
    label: str
    code: str
    url: str
    level: int
    role: str
    cells: tuple[TreeCell, ...]


@dataclass
class TreeGroup:
    """The rows below one district or dienst with its subtotal; without a heading what stands below the eenheid."""

    heading: str = ""
    level: int = 2
    rows: list[TreeRow] = field(default_factory=list)


def tree(table: StrengthTable, *, search: str = "", totals_only: bool = False) -> list[TreeGroup]:
    """The rows of `table` in its own order, those that match `search`. Expects it read with `with_figures()`."""
    rows = {row.unit_id: row for row in table.rows.all()}
    sums = _computed(table)
    groups: list[TreeGroup] = []
    for row in rows.values():
        if not _is_wanted(row, search, totals_only):
            continue
        # Without the rows in between a heading only repeats the total below it.
        heading, level = ("", 2) if totals_only else _heading(row, rows)
        if not groups or groups[-1].heading != heading:
            groups.append(TreeGroup(heading, level))
        groups[-1].rows.append(_row(table, row, rows, sums))
    return groups


def _is_wanted(row: StrengthRow, search: str, totals_only: bool) -> bool:
    if totals_only and row.role == StrengthRow.Role.DETAIL:
        return False
    parent = row.unit.parent.name if row.unit.parent else ""
    return search.casefold() in f"{row.unit.name} {row.unit.code} {parent}".casefold()


def _heading(row: StrengthRow, rows: dict[int, StrengthRow]) -> tuple[str, int]:
    """The district or dienst a row belongs to: that of a subtotal is itself, so that it closes its own group."""
    parent = row if row.role == StrengthRow.Role.SUBTOTAL else rows.get(row.unit.parent_id)
    if parent is None or parent.role != StrengthRow.Role.SUBTOTAL:
        return "", 2
    return parent.unit.name, level_of(parent, rows)


def _row(table: StrengthTable, row: StrengthRow, rows: dict[int, StrengthRow], sums: dict) -> TreeRow:
    figures = figures_by_category(row)
    cells = [
        TreeCell(
            Cell.of(figures.get(category.code, ABSENT), table.decimals).text,
            _classes(category),
            tuple(number(value, table.decimals) for value in sums.get((row.unit_id, category.code), ())),
        )
        for category in table.categories.all()
    ]
    place = {"slug": table.police_unit.slug, "pk": row.unit_id}
    url = reverse("formation:part", kwargs=place)
    return TreeRow(row.unit.name, row.unit.code, url, level_of(row, rows), row.role, tuple(cells))


def _classes(category: StaffCategory) -> str:
    return {StaffCategory.Role.TOTAL: "total", StaffCategory.Role.OF_WHICH: "of-which"}.get(category.role, "")


def _computed(table: StrengthTable) -> dict[tuple[int, str], list[Decimal]]:
    found: dict[tuple[int, str], list[Decimal]] = {}
    for total in reconcile(table):
        if not total.agrees:
            sums = found.setdefault((total.unit_id, total.category), [])
            sums += [total.computed] if total.computed not in sums else []
    return found
