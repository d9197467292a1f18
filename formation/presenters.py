"""Strength tables, and what changed them, as readers see them on a page and in a document alike."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.text import capfirst

from formation.models import (
    MAIN_SERIES,
    StaffCategory,
    StrengthChange,
    StrengthChangeSet,
    StrengthRow,
    StrengthTable,
)
from formation.validators import Figures, figures_by_category, reconcile, reconcile_changes, whole_unit
from nhveilig.figures.charts import chart
from nhveilig.figures.formats import fte, number, rounded, signed
from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table
from nhveilig.figures.values import STILL_OPEN, Figure

ABSENT = Figure.blank()
# The eenheid itself and what stands directly below it.
TOP_LEVELS = 2
ABBREVIATIONS = {
    "os-vo": (
        "OS VO",
        "Operationele sterkte, volledig opgeleid: plaatsen voor agenten en rechercheurs met een diploma.",
    ),
    "os-asp": ("OS ASP", "Operationele sterkte, aspiranten: plaatsen voor agenten die nog in opleiding zijn."),
    "nos": ("NOS", "Niet-operationele sterkte: plaatsen voor ondersteuning, zoals een secretariaat."),
    "wv-wijk": ("WV WIJK", "Plaatsen voor wijkagenten. Ze zijn al in het totaal meegeteld."),
}


def strength_table(tables: Sequence[StrengthTable], *, with_difference: bool = False) -> Table:
    """The tables side by side, one group of columns a reference date; the rows of the last one lead.

    `with_difference` adds what changed between the first and the last table, in fte.
    Expects tables of one eenheid read with `with_figures()`, in the order of their dates.
    """
    groups, columns = _heads(tables, with_difference)
    last = tables[-1]
    return Table(
        id=table_id(last),
        caption=caption(tables),
        unit="fte",
        row_header="Onderdeel",
        column_groups=groups,
        columns=columns,
        rows=_rows(tables, with_difference),
        notes=difference_notes(tables),
        source=last.source,
    )


def parts_table(tables: Sequence[StrengthTable]) -> Table | None:
    """The districten, diensten and teams directly below the eenheid: their totals, and what changed per category.

    None when no total was published. Expects tables as for `strength_table`.
    """
    first, last = tables[0], tables[-1]
    whole = next((category for category in _shared(tables) if category.role == StaffCategory.Role.TOTAL), None)
    if whole is None:
        return None
    parts = [category for category in _shared(tables) if category != whole]
    units = {row.unit_id: row for row in last.rows.all()}
    earlier = {row.unit_id: figures_by_category(row) for row in first.rows.all()}
    return Table(
        id=f"onderdelen-{last.police_unit.slug}",
        caption=f"Formatie per district en dienst, eenheid {last.police_unit}",
        unit="fte",
        row_header="Onderdeel",
        column_groups=[ColumnGroup("Totaal", 3), ColumnGroup("Verschil per categorie", len(parts))],
        columns=[
            Column(f"{first.reference_date}.{whole.code}", first.day, decimals=first.decimals),
            Column(f"{last.reference_date}.{whole.code}", last.day, decimals=last.decimals),
            Column(f"verschil.{whole.code}", "verschil", decimals=last.decimals, role="total"),
            *(_column("verschil", category, last) for category in parts),
        ],
        rows=[
            _part_row(row, earlier.get(row.unit_id, {}), [whole, *parts], last.decimals)
            for row in units.values()
            if level_of(row, units) <= TOP_LEVELS
        ],
        source=last.source,
    )


def counting(table: StrengthTable) -> list[StaffCategory]:
    """The categories that add up to the total: no total column, and no “waarvan”."""
    return [category for category in table.categories.all() if category.role == StaffCategory.Role.COUNTS]


def table_id(table: StrengthTable) -> str:
    """An id shared by every table of one series, so that pages and documents can point at it."""
    series = "" if table.series == MAIN_SERIES else f"-{table.series}"
    return f"sterkte-{table.police_unit.slug}{series}"


def caption(tables: Sequence[StrengthTable]) -> str:
    """`Formatie eenheid Noord-Holland per 31-12-2018 en per 1-1-2022`; a table of its own name keeps that."""
    title = tables[-1].title or capfirst(tables[-1].get_kind_display())
    dates = " en ".join(table.per_day for table in tables)
    if tables[-1].title:
        return f"{title}, eenheid {tables[-1].police_unit}, {dates}"
    return f"{title} eenheid {tables[-1].police_unit} {dates}"


def _part_row(row: StrengthRow, earlier: Figures, categories: list[StaffCategory], decimals: int) -> Row:
    now = figures_by_category(row)
    pairs = [(earlier.get(category.code, ABSENT), now.get(category.code, ABSENT)) for category in categories]
    totals = [Cell.of(figure, decimals) for figure in pairs[0]]
    role = "total" if row.role == StrengthRow.Role.TOTAL else "detail"
    return Row(row.unit.name, [*totals, *(difference_cell(*pair, decimals) for pair in pairs)], role=role)


def _heads(tables: Sequence[StrengthTable], with_difference: bool) -> tuple[list[ColumnGroup], list[Column]]:
    groups, columns = [], []
    for table in tables:
        categories = list(table.categories.all())
        groups.append(ColumnGroup(f"{capfirst(table.get_kind_display())} {table.per_day}", len(categories)))
        columns += [_column(table.reference_date.isoformat(), category, table) for category in categories]
    if with_difference:
        shared = _shared(tables)
        groups.append(ColumnGroup("Verschil", len(shared)))
        columns += [_column("verschil", category, tables[-1]) for category in shared]
    return groups, columns


def _column(prefix: str, category: StaffCategory, table: StrengthTable) -> Column:
    return Column(f"{prefix}.{category.code}", category.name, decimals=table.decimals, role=category.role)


def _shared(tables: Sequence[StrengthTable]) -> list[StaffCategory]:
    """The categories that the first and the last table both have: only those can be compared."""
    first = {category.code for category in tables[0].categories.all()}
    return [category for category in tables[-1].categories.all() if category.code in first]


def _rows(tables: Sequence[StrengthTable], with_difference: bool) -> list[Row]:
    """Every unit of any table once, and above the parts of a district or dienst a row that names it."""
    figures = [{row.unit_id: figures_by_category(row) for row in table.rows.all()} for table in tables]
    units = {row.unit_id: row for table in reversed(tables) for row in table.rows.all()}
    units |= {row.unit_id: row for row in tables[-1].rows.all()}
    rows, group = [], None
    for row in units.values():
        if row.role == StrengthRow.Role.DETAIL and row.unit.parent_id != group:
            group = row.unit.parent_id
            rows += _heading(row, units)
        rows.append(_row(row, tables, figures, units, with_difference))
    return rows


def _heading(row: StrengthRow, units: dict[int, StrengthRow]) -> list[Row]:
    parent = units.get(row.unit.parent_id)
    if parent is None or parent.role != StrengthRow.Role.SUBTOTAL:
        return []
    return [Row(parent.unit.name, level=level_of(parent, units), role="heading")]


def _row(row: StrengthRow, tables, figures, units, with_difference: bool) -> Row:
    cells = []
    for table, of_table in zip(tables, figures, strict=True):
        own = of_table.get(row.unit_id, {})
        cells += [Cell.of(own.get(category.code, ABSENT), table.decimals) for category in table.categories.all()]
    if with_difference:
        # A part that one of the two dates does not have did not grow or shrink: there is nothing to compare.
        in_both = row.unit_id in figures[0] and row.unit_id in figures[-1]
        before, after = (side.get(row.unit_id, {}) if in_both else {} for side in (figures[0], figures[-1]))
        cells += [
            difference_cell(before.get(category.code, ABSENT), after.get(category.code, ABSENT), tables[-1].decimals)
            for category in _shared(tables)
        ]
    return Row(row.unit.name, cells, level=level_of(row, units), role=row.role)


def difference_cell(before: Figure, after: Figure, decimals: int) -> Cell:
    """`after` minus `before` with its sign; an open figure leaves it open, and no figure on both dates none."""
    if is_open(before, after):
        return Cell.of(Figure.unknown(), decimals)
    change = difference(before, after)
    if change is None:
        return Cell.of(ABSENT, decimals)
    return signed_cell(Figure(change), decimals)


def signed_cell(figure: Figure, decimals: int) -> Cell:
    cell = Cell.of(figure, decimals)
    return Cell(cell.value, cell.qualifier, signed(figure.value, decimals)) if figure.is_known else cell


def difference(before: Figure | None, after: Figure | None) -> Decimal | None:
    """None when either figure is still open, and when there is no figure on either date."""
    before, after = before or ABSENT, after or ABSENT
    if is_open(before, after) or not (before.is_known or after.is_known):
        return None
    return (after.value or Decimal(0)) - (before.value or Decimal(0))


def is_open(*figures: Figure) -> bool:
    return any(figure.qualifier in STILL_OPEN for figure in figures)


def level_of(row: StrengthRow, units: dict[int, StrengthRow]) -> int:
    """Depth in the unit tree: the eenheid 1, a district 2, its basisteams 3."""
    level, parent = 1, units.get(row.unit.parent_id)
    while parent is not None:
        level, parent = level + 1, units.get(parent.unit.parent_id)
    return level


def abbreviations(tables: Iterable[StrengthTable]) -> list[tuple[str, str]]:
    """Those that head a column of these tables, each once."""
    codes = {category.code for table in tables for category in table.categories.all()}
    return [found for code, found in ABBREVIATIONS.items() if code in codes]


def difference_notes(tables: Sequence[StrengthTable]) -> list[str]:
    """One sentence for each explanation, with every total it is about. Expects tables read with `with_figures()`."""
    return [note for table in tables for note in _notes_of(table)]


def _notes_of(table: StrengthTable) -> Iterable[str]:
    names = {category.code: category.name for category in table.categories.all()}
    groups: dict[tuple[Decimal, str], dict[str, list[str]]] = {}
    for total in reconcile(table):
        if not total.agrees:
            places = groups.setdefault((total.difference, total.explanation), {})
            places.setdefault(total.unit, []).append(names[total.category])
    for (difference, explanation), places in groups.items():
        where = ", ".join(f"{unit} ({' en '.join(dict.fromkeys(found))})" for unit, found in places.items())
        more = "meer" if difference > 0 else "minder"
        yield f"{where}: gepubliceerd is {fte(abs(difference))} {more} dan de som van de delen. {explanation}".strip()


def changes_table(change_set: StrengthChangeSet) -> Table:
    """Each origin with its change, a column for every period. Expects a set read with `with_changes()`. In fte."""
    changes = list(change_set.changes.all())
    periods = list(dict.fromkeys(change.period for change in changes))
    return Table(
        id=f"veranderingen-{change_set.police_unit.slug}-{change_set.slug}",
        caption=change_set.title,
        unit="fte",
        row_header="Herkomst",
        columns=[Column(f"periode.{period}", period or "fte", decimals=change_set.decimals) for period in periods],
        rows=_origin_rows(change_set, changes, periods),
        notes=_change_notes(change_set),
        source=change_set.source,
    )


def development_table(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> Table:
    """The eenheid as a whole on each date of a series, and below it the mutation: the published one where there is one.

    Expects tables of one series, oldest first, with their categories and the row of the whole; sets `with_changes()`.
    """
    last = tables[-1]
    title = f"{last.title or 'Ontwikkeling van de formatie'}, eenheid {last.police_unit}"
    return dated_table(
        f"ontwikkeling-{last.police_unit.slug}-{last.series}",
        title,
        tables,
        [whole_unit(table) for table in tables],
        _mutation_row(tables, change_sets),
    )


def dated_table(
    id: str, title: str, tables: Sequence[StrengthTable], figures: Sequence[Figures], below: Sequence[Row] = ()
) -> Table:
    """A row for each of these tables, with its `figures`, in the columns of the last one."""
    last = tables[-1]
    categories = list(last.categories.all())
    cells = [[Cell.of(of.get(c.code, ABSENT), last.decimals) for c in categories] for of in figures]
    return Table(
        id=id,
        caption=title,
        unit="fte",
        row_header="Peildatum",
        columns=[Column(c.code, c.name, decimals=last.decimals, role=c.role) for c in categories],
        rows=[*(Row(table.day, of) for table, of in zip(tables, cells, strict=True)), *below],
        source=last.source,
    )


def development_chart(tables: Sequence[StrengthTable]) -> dict:
    """What each category gained or lost since the first date; expects tables as for `development_table`."""
    first, last = tables[0], tables[-1]
    figures = [whole_unit(table) for table in tables]
    return chart(
        f"verloop-{last.police_unit.slug}-{last.series}",
        f"Verandering van de formatie sinds {first.day}, eenheid {last.police_unit}",
        [table.day for table in tables],
        [
            {"label": one.name, "values": [_since(figures[0], now, one.code, last.decimals) for now in figures]}
            for one in counting(last)
        ],
        description=f"Per personeelscategorie het verschil met {first.day}; onder de nul is een afname.",
        unit="fte",
        kind="line",
        decimals=last.decimals,
        category_header="Peildatum",
        source=last.source,
    )


def _origin_rows(change_set: StrengthChangeSet, changes: list[StrengthChange], periods: list[str]) -> list[Row]:
    rows: dict[tuple[str, str, str], dict[str, StrengthChange]] = {}
    for change in changes:
        rows.setdefault((_label(change_set, change), change.categories, change.role), {})[change.period] = change
    return [
        Row(label, [_change_cell(found.get(period), change_set.decimals) for period in periods], role=role)
        for (label, _, role), found in rows.items()
    ]


def _label(change_set: StrengthChangeSet, change: StrengthChange) -> str:
    """The origin, with the part it is for, and the category where an origin touches more than one."""
    categories = {other.categories for other in change_set.changes.all() if other.origin == change.origin}
    part = change.unit.name if change.unit else category_names(change_set, change) if len(categories) > 1 else ""
    return f"{change.origin}: {part}" if part else change.origin


def category_names(change_set: StrengthChangeSet, change: StrengthChange) -> str:
    """`wijkagent en overig`; the code itself for what the table after the change does not have."""
    categories = change_set.after.categories.all() if change_set.after else []
    names = {category.code: category.name for category in categories}
    return " en ".join(names.get(code, code) for code in change.categories.split())


def _change_cell(change: StrengthChange | None, decimals: int) -> Cell:
    return Cell.of(change.figure if change else ABSENT, decimals)


def _change_notes(change_set: StrengthChangeSet) -> list[str]:
    return [
        f"{total.what}: gepubliceerd {number(total.published)}, berekend {number(total.computed)} "
        f"(verschil {signed(total.difference)}). {total.explanation}".strip()
        for total in reconcile_changes(change_set)
        if not total.agrees
    ]


def _mutation_row(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> list[Row]:
    if len(tables) < 2:
        return []
    last = tables[-1]
    published = _published_mutation(tables, change_sets)
    before, after = whole_unit(tables[0]), whole_unit(last)
    cells = [
        signed_cell(published[category.code], last.decimals)
        if category.code in published
        else difference_cell(before.get(category.code, ABSENT), after.get(category.code, ABSENT), last.decimals)
        for category in last.categories.all()
    ]
    return [Row("Totale mutatie" if published else "Verschil", cells, role="total")]


def _published_mutation(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> dict[str, Figure]:
    """What the source itself prints as the difference, by category; empty when it prints none."""
    ends = (tables[0].pk, tables[-1].pk)
    for change_set in change_sets:
        changes = [change for change in change_set.changes.all() if change.categories]
        if (change_set.before_id, change_set.after_id) == ends and not any(change.explains for change in changes):
            return {change.categories: change.figure for change in changes}
    return {}


def _since(before: dict[str, Figure], after: dict[str, Figure], code: str, decimals: int) -> str | None:
    change = difference(before.get(code), after.get(code))
    return None if change is None else f"{rounded(change, decimals):f}"
