"""Strength tables as readers see them, on a page and in a document alike."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.text import capfirst

from formation.comparing import Pair, changed, not_compared, pairs
from formation.models import MAIN_SERIES, StaffCategory, StrengthRow, StrengthTable
from formation.validators import Figures, figures_by_category, reconcile
from nhveilig.figures.formats import signed
from nhveilig.figures.measures import Measure
from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table, common_unit
from nhveilig.figures.values import Figure

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

    `with_difference` adds what changed between the first and the last table, and says what cannot be compared.
    Expects tables of one eenheid read with `with_figures()`, in the order of their dates.
    """
    last = tables[-1]
    shared = pairs(tables[0], last) if with_difference else []
    groups, columns = _heads(tables, shared)
    return Table(
        id=table_id(last),
        caption=caption(tables),
        unit=common_unit(columns),
        row_header="Onderdeel",
        column_groups=groups,
        columns=columns,
        rows=_rows(tables, shared),
        notes=[*difference_notes(tables), *(not_compared(tables[0], last) if with_difference else [])],
        source=sources(tables),
    )


def sources(tables: Sequence[StrengthTable]) -> str:
    """Every source of these tables once; of more than one is said what comes from it."""
    days: dict[str, list[str]] = {}
    for table in tables:
        days.setdefault(table.source, []).append(table.day)
    if len(days) < 2:
        return tables[-1].source
    return "; ".join(f"{' en '.join(dict.fromkeys(found))}: {source}" for source, found in days.items())


def parts_table(tables: Sequence[StrengthTable]) -> Table | None:
    """The districten, diensten and teams directly below the eenheid: their totals, and what changed per category.

    Without a total that both tables hold, every figure of the last one. Expects tables as for `strength_table`.
    """
    first, last = tables[0], tables[-1]
    shared = pairs(first, last)
    whole = next((pair for pair in shared if pair.after.role == StaffCategory.Role.TOTAL), None)
    if whole is None:
        return _last_parts(last, not_compared(first, last))
    parts = [pair for pair in shared if pair != whole]
    groups = [ColumnGroup("Totaal", 3), ColumnGroup("Verschil per categorie", len(parts))]
    units = {row.unit_id: row for row in last.rows.all()}
    earlier = {row.unit_id: figures_by_category(row) for row in first.rows.all()}
    columns = [
        _column(str(first.reference_date), whole.before, first.day, role="value"),
        _column(str(last.reference_date), whole.after, last.day, role="value"),
        _column("verschil", whole.after, "verschil", decimals=whole.decimals),
        *(_column("verschil", pair.after, decimals=pair.decimals) for pair in parts),
    ]
    return Table(
        id=f"onderdelen-{last.police_unit.slug}",
        caption=_parts_caption(last),
        unit=common_unit(columns),
        row_header="Onderdeel",
        column_groups=groups if parts else groups[:1],
        columns=columns,
        rows=[
            _part_row(row, earlier.get(row.unit_id, {}), [whole, *parts])
            for row in units.values()
            if level_of(row, units) <= TOP_LEVELS
        ],
        notes=not_compared(first, last),
        source=sources([first, last]),
    )


def _last_parts(table: StrengthTable, notes: list[str]) -> Table:
    """What there is, where the two tables have no total in common."""
    units, categories = {row.unit_id: row for row in table.rows.all()}, list(table.categories.all())
    columns = [_column(table.reference_date.isoformat(), category) for category in categories]
    return Table(
        id=f"onderdelen-{table.police_unit.slug}",
        caption=f"{_parts_caption(table)}, {table.per_day}",
        unit=common_unit(columns),
        row_header="Onderdeel",
        columns=columns,
        rows=[
            Row(row.unit.name, _cells(figures_by_category(row), categories), role=_top_role(row))
            for row in units.values()
            if level_of(row, units) <= TOP_LEVELS
        ],
        notes=notes,
        source=table.source,
    )


def _parts_caption(table: StrengthTable) -> str:
    return f"Formatie per district en dienst, eenheid {table.police_unit}"


def _top_role(row: StrengthRow) -> str:
    return "total" if row.role == StrengthRow.Role.TOTAL else "detail"


def _cells(figures: Figures, categories: Iterable[StaffCategory]) -> list[Cell]:
    return [Cell.of(figures.get(category.code, ABSENT), category.decimals) for category in categories]


def unit_of(table: StrengthTable) -> str:
    """What all figures of the table are in; empty when its categories differ, and each head says its own."""
    units = {category.measure.label for category in table.categories.all()}
    return units.pop() if len(units) == 1 else ""


def table_id(table: StrengthTable) -> str:
    """An id shared by every table of one series, so that pages and documents can point at it."""
    series = "" if table.series == MAIN_SERIES else f"-{table.series}"
    return f"sterkte-{table.police_unit.slug}{series}"


def caption(tables: Sequence[StrengthTable]) -> str:
    """`Formatie eenheid Noord-Holland per 31-12-2018 en per 1-1-2022`; a series of its own name keeps that."""
    last, dates = tables[-1], " en ".join(table.per_day for table in tables)
    if last.title or last.series != MAIN_SERIES:
        return f"{last.series_name}, eenheid {last.police_unit}, {dates}"
    return f"{capfirst(last.get_kind_display())} eenheid {last.police_unit} {dates}"


def _part_row(row: StrengthRow, earlier: Figures, shared: list[Pair]) -> Row:
    now = figures_by_category(row)
    whole = shared[0]
    totals = [*_cells(earlier, [whole.before]), *_cells(now, [whole.after])]
    return Row(row.unit.name, [*totals, *_differences(earlier, now, shared)], role=_top_role(row))


def _differences(before: Figures, after: Figures, shared: Iterable[Pair]) -> list[Cell]:
    return [difference_cell(before.get(one.code), after.get(one.code), one.decimals) for one in shared]


def _heads(tables: Sequence[StrengthTable], shared: list[Pair]) -> tuple[list[ColumnGroup], list[Column]]:
    groups, columns = [], []
    for table in tables:
        categories = list(table.categories.all())
        groups.append(ColumnGroup(f"{capfirst(table.get_kind_display())} {table.per_day}", len(categories)))
        columns += [_column(table.reference_date.isoformat(), category) for category in categories]
    if shared:
        groups.append(ColumnGroup("Verschil", len(shared)))
        columns += [_column("verschil", pair.after, decimals=pair.decimals) for pair in shared]
    return groups, columns


def _column(
    prefix: str, category: StaffCategory, label: str = "", *, decimals: int | None = None, role: str = ""
) -> Column:
    """`decimals` and `role` are those of the category where nothing else is said."""
    shown = category.decimals if decimals is None else decimals
    key, label = f"{prefix}.{category.code}", label or category.name
    return Column(key, label, decimals=shown, role=role or category.role, unit=category.measure.label)


def _rows(tables: Sequence[StrengthTable], shared: list[Pair]) -> list[Row]:
    """Every unit of any table once, and above the parts of a district or dienst a row that names it."""
    figures = [{row.unit_id: figures_by_category(row) for row in table.rows.all()} for table in tables]
    units = {row.unit_id: row for table in reversed(tables) for row in table.rows.all()}
    units |= {row.unit_id: row for row in tables[-1].rows.all()}
    rows, group = [], None
    for row in units.values():
        if row.role == StrengthRow.Role.DETAIL and row.unit.parent_id != group:
            group = row.unit.parent_id
            rows += _heading(row, units)
        rows.append(_row(row, tables, figures, units, shared))
    return rows


def _heading(row: StrengthRow, units: dict[int, StrengthRow]) -> list[Row]:
    parent = units.get(row.unit.parent_id)
    if parent is None or parent.role != StrengthRow.Role.SUBTOTAL:
        return []
    return [Row(parent.unit.name, level=level_of(parent, units), role="heading")]


def _row(row: StrengthRow, tables, figures, units, shared: list[Pair]) -> Row:
    cells = []
    for table, of_table in zip(tables, figures, strict=True):
        cells += _cells(of_table.get(row.unit_id, {}), table.categories.all())
    # A part that one of the two dates does not have did not grow or shrink: there is nothing to compare.
    cells += _differences(figures[0].get(row.unit_id, {}), figures[-1].get(row.unit_id, {}), shared)
    return Row(row.unit.name, cells, level=level_of(row, units), role=row.role)


def with_unchanged(table: dict) -> dict:
    """A comparison as a dict, in which rows that stayed the same say so, and headings with nothing else below them."""
    places = [place for place, column in enumerate(table["columns"]) if column["key"].startswith("verschil.")]
    heading, rows = {}, []
    for row in table["rows"]:
        if row["role"] == "heading":
            heading = row | {"is_same": True}
            rows.append(heading)
            continue
        differences = [Decimal(value) for place in places if (value := row["cells"][place]["value"]) is not None]
        is_same = bool(differences) and not any(differences)
        rows.append(row | {"is_same": is_same})
        if heading and not is_same:
            heading["is_same"] = False
    return table | {"rows": rows}


def difference_cell(before: Figure | None, after: Figure | None, decimals: int) -> Cell:
    """`after` minus `before` with its sign; an open figure leaves it open, and what cannot be compared empty."""
    return signed_cell(changed(before, after), decimals)


def signed_cell(figure: Figure, decimals: int) -> Cell:
    cell = Cell.of(figure, decimals)
    return Cell(cell.value, cell.qualifier, signed(figure.value, decimals)) if figure.is_known else cell


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
    categories = {category.code: category for category in table.categories.all()}
    groups: dict[tuple[Measure, Decimal, str], dict[str, list[str]]] = {}
    for total in reconcile(table):
        if not total.agrees:
            category = categories[total.category]
            places = groups.setdefault((category.measure, total.difference, total.explanation), {})
            places.setdefault(total.unit, []).append(category.name)
    for (measure, found, explanation), places in groups.items():
        where = ", ".join(f"{unit} ({' en '.join(dict.fromkeys(names))})" for unit, names in places.items())
        more = f"{measure.text(abs(found))} {'meer' if found > 0 else 'minder'}"
        yield f"{where}: gepubliceerd is {more} dan de som van de delen. {explanation}".strip()
