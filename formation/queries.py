"""What the pages about strength say: the outcome first, whether the totals are right, and one table by its parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from formation.comparing import Pair, counting, difference, not_compared, pairs, since
from formation.development import dated_table
from formation.models import (
    MAIN_SERIES,
    WHOLE_UNIT_SERIES,
    StaffCategory,
    StrengthChange,
    StrengthChangeSet,
    StrengthRow,
    StrengthTable,
)
from formation.presenters import ABSENT, level_of, signed_cell
from formation.validators import StrengthTotal, figures_by_category, reconcile, whole_unit
from nhveilig.figures.formats import number, signed
from nhveilig.figures.measures import Measure
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit


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


@dataclass(frozen=True)
class StrengthOverview:
    """The eenheid as a whole: what it has on the last reference date, and what changed since the first."""

    police_unit: PoliceUnit
    tables: tuple[StrengthTable, ...]

    @cached_property
    def _pairs(self) -> dict[str, Pair]:
        """What the first and the last table have in common, by code; nothing with one table."""
        return {pair.code: pair for pair in pairs(self.tables[0], self.tables[-1])} if len(self.tables) > 1 else {}

    @property
    def lead(self) -> str:
        """`Op 1-1-2022 telt de eenheid 3.494,60 fte, evenveel als op 31-12-2018.` Empty without a published total."""
        last = self.tables[-1]
        total = next((one for one in last.categories.all() if one.role == StaffCategory.Role.TOTAL), None)
        figure = whole_unit(last).get(total.code) if total else None
        if figure is None or not figure.is_known:
            return ""
        counts = "telt de eenheid" if total.measure.adds_up else "is het totaal van de eenheid"
        sentence = f"{last.on_day} {counts} {total.measure.text(figure.value, total.decimals)}"
        return f"{capfirst(sentence)}{self._compared(total, figure)}."

    def _compared(self, total: StaffCategory, figure: Figure) -> str:
        pair, since = self._pairs.get(total.code), self.tables[0].on_day
        change = difference(whole_unit(self.tables[0]).get(total.code), figure) if pair else None
        if change is None:
            return f"; met {self.tables[0].day} is dat niet te vergelijken" if len(self.tables) > 1 else ""
        if change == 0:
            return f", evenveel als {since}"
        return f", {total.measure.change(abs(change), pair.decimals)} {'meer' if change > 0 else 'minder'} dan {since}"

    def stats(self) -> list[dict[str, str]]:
        """Each category on the last date with its change, for components/stats.html."""
        last = self.tables[-1]
        before, after = whole_unit(self.tables[0]), whole_unit(last)
        return [
            {
                "label": f"{capfirst(category.name)} ({category.measure.label})",
                "value": after[category.code].text(category.decimals),
                "note": self._note(category, before.get(category.code), after[category.code]),
            }
            for category in last.categories.all()
            if category.code in after
        ]

    def _note(self, category: StaffCategory, before: Figure | None, after: Figure) -> str:
        pair = self._pairs.get(category.code)
        if len(self.tables) > 1 and pair is None and after.is_known:
            return f"niet te vergelijken met {self.tables[0].day}"
        change = difference(before, after) if pair else None
        return "" if change is None else since(change, pair.decimals, self.tables[0].day)

    @property
    def not_compared(self) -> list[str]:
        """Why, a sentence each."""
        return not_compared(self.tables[0], self.tables[-1]) if len(self.tables) > 1 else []


def overviews(tables: Sequence[StrengthTable]) -> list[StrengthOverview]:
    """One for each eenheid, in the order of the tables. Expects `for_overview()` or `with_figures()`."""
    per_unit: dict[PoliceUnit, list[StrengthTable]] = {}
    for table in tables:
        per_unit.setdefault(table.police_unit, []).append(table)
    return [StrengthOverview(unit, tuple(last_two(found))) for unit, found in per_unit.items()]


def last_two(tables: Sequence[StrengthTable]) -> list[StrengthTable]:
    """The newest table of the eenheid as a whole and the one before it, from its widest series. Oldest first."""
    series = {table.series for table in tables}
    widest = next((name for name in WHOLE_UNIT_SERIES if name in series), None)
    found = [table for table in tables if widest is None or table.series == widest]
    return sorted(found, key=lambda table: table.reference_date)[-2:]


@dataclass(frozen=True)
class TotalsCheck:
    """What adding up the published table gives."""

    checked: int
    differences: list[StrengthTotal]

    def lines(self) -> list[str]:
        return [
            f"{found.where}, {found.what}: gepubliceerd {number(found.published)}, berekend {number(found.computed)} "
            f"(verschil {signed(found.difference)}). {found.explanation}".strip()
            for found in self.differences
        ]


def totals_check(tables: Sequence[StrengthTable]) -> TotalsCheck:
    found = [total for table in tables for total in reconcile(table)]
    return TotalsCheck(len(found), [total for total in found if not total.agrees])


def part_tables(tables: Sequence[StrengthTable]) -> list[Table]:
    """What one part has in each series: a row for every date. Expects tables read with `with_figures_of()`."""
    grouped: dict[tuple[str, str], list[StrengthTable]] = {}
    for table in tables:
        grouped.setdefault((table.kind, table.series), []).append(table)
    return [_part_table(sorted(found, key=lambda table: table.reference_date)) for found in grouped.values()]


def _part_table(tables: list[StrengthTable]) -> Table:
    last = tables[-1]
    title = f"{capfirst(last.get_kind_display())} per peildatum" if last.series == MAIN_SERIES else last.series_name
    figures = [figures_by_category(table.rows.all()[0]) for table in tables]
    return dated_table(f"onderdeel-{last.kind}-{last.series}", title, tables, figures)


def explanation_table(before: StrengthTable, after: StrengthTable, groups: Sequence[GroupExplanation]) -> Table:
    """Per category, or per group of categories, what changed, how much of it is explained, and what is left over."""
    decimals = max((pair.decimals for pair in pairs(before, after)), default=0)
    return Table(
        id=f"verklaring-{after.police_unit.slug}-{after.series}",
        caption=f"Waar het verschil vandaan komt, {before.day} tot {after.day}",
        unit=Measure.FTE.label,
        row_header="Categorie en herkomst",
        columns=[Column("verschil", "verschil"), Column("verklaard", "verklaard"), Column("over", "niet verklaard")],
        rows=[row for group in groups for row in _explanation_rows(group, decimals)],
        notes=not_compared(before, after),
    )


def _explanation_rows(group: GroupExplanation, decimals: int) -> list[Row]:
    name = " en ".join(group.names)
    sums = [_signed(value, decimals) for value in (group.difference, group.explained, group.left_over)]
    blank = Cell.of(ABSENT, decimals)
    changes = [
        Row(
            f"{change.origin}: {change.unit.name}" if change.unit else change.origin,
            [blank, _signed(change.value, decimals), blank],
            level=2,
        )
        for change in group.changes
    ]
    return [Row(capfirst(name), sums, role="subtotal"), *changes]


def _signed(value: Decimal | None, decimals: int) -> Cell:
    return signed_cell(Figure.unknown() if value is None else Figure(value), decimals)


def explain(
    before: StrengthTable, after: StrengthTable, change_sets: Sequence[StrengthChangeSet]
) -> list[GroupExplanation]:
    """Every counting category in fte that both have, those that changes take together as one group, in their order.

    Expects the tables with their categories and the row of the whole, and sets read with `with_changes()`.
    """
    changes = [change for found in change_sets if lies_within(found, before, after) for change in _details(found)]
    counted = {category.code for category in counting(after) if category.measure == Measure.FTE}
    codes = [pair.code for pair in pairs(before, after) if pair.code in counted]
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
            Cell.of(figures.get(category.code, ABSENT), category.decimals).text,
            _classes(category),
            tuple(number(value, category.decimals) for value in sums.get((row.unit_id, category.code), ())),
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


def of_period(tables: Sequence[StrengthTable], start_year: int, end_year: int) -> list[StrengthTable]:
    """The last table before the period, which is where it starts from, and those within it; all without either.

    Expects tables of one series, oldest first.
    """
    before = [table for table in tables if table.reference_date.year < start_year]
    within = [table for table in tables if start_year <= table.reference_date.year <= end_year]
    return [*before[-1:], *within] or list(tables)
