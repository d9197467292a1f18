"""What changed the strength, and how it developed, as readers see it on a page and in a document alike."""

from collections.abc import Sequence

from formation.changes.validators import reconcile_changes, whole_unit
from formation.models import StrengthChange, StrengthChangeSet, StrengthTable
from formation.periods import day
from formation.presenters import ABSENT, counting, difference, difference_cell
from nhveilig.figures.formats import number, rounded, signed
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure


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
        notes=_notes(change_set),
        source=change_set.source,
    )


def development_table(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> Table:
    """The eenheid as a whole on each date of a series, and below it the mutation: the published one where there is one.

    Expects tables of one series, oldest first, with their categories and the row of the whole; sets `with_changes()`.
    """
    last = tables[-1]
    return Table(
        id=f"ontwikkeling-{last.police_unit.slug}-{last.series}",
        caption=f"{last.title or 'Ontwikkeling van de formatie'}, eenheid {last.police_unit}",
        unit="fte",
        row_header="Peildatum",
        columns=[Column(c.code, c.name, decimals=last.decimals, role=c.role) for c in last.categories.all()],
        rows=[*(_dated_row(table, last) for table in tables), *_mutation_row(tables, change_sets)],
        source=last.source,
    )


def development_chart(tables: Sequence[StrengthTable]) -> dict:
    """What each category gained or lost since the first date; expects tables as for `development_table`."""
    first, last = tables[0], tables[-1]
    figures = [whole_unit(table) for table in tables]
    return {
        "id": f"verloop-{last.police_unit.slug}-{last.series}",
        "number": "",
        "title": f"Verandering van de formatie sinds {day(first)}, eenheid {last.police_unit}",
        "description": f"Per personeelscategorie het verschil met {day(first)}; onder de nul is een afname.",
        "kind": "line",
        "unit": "fte",
        "decimals": last.decimals,
        "category_header": "Peildatum",
        "categories": [day(table) for table in tables],
        "series": [
            {
                "label": category.name,
                "values": [_since(figures[0], now, category.code, last.decimals) for now in figures],
            }
            for category in counting(last)
        ],
        "source": last.source,
    }


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


def _notes(change_set: StrengthChangeSet) -> list[str]:
    return [
        f"{total.what}: gepubliceerd {number(total.published)}, berekend {number(total.computed)} "
        f"(verschil {signed(total.difference)}). {total.explanation}".strip()
        for total in reconcile_changes(change_set)
        if not total.agrees
    ]


def _dated_row(table: StrengthTable, last: StrengthTable) -> Row:
    figures = whole_unit(table)
    cells = [Cell.of(figures.get(category.code, ABSENT), last.decimals) for category in last.categories.all()]
    return Row(day(table), cells)


def _mutation_row(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> list[Row]:
    if len(tables) < 2:
        return []
    last = tables[-1]
    published = _published_mutation(tables, change_sets)
    before, after = whole_unit(tables[0]), whole_unit(last)
    cells = [
        _signed_cell(published[category.code], last.decimals)
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


def _signed_cell(figure: Figure, decimals: int) -> Cell:
    cell = Cell.of(figure, decimals)
    return Cell(cell.value, cell.qualifier, signed(figure.value, decimals)) if figure.is_known else cell


def _since(before: dict[str, Figure], after: dict[str, Figure], code: str, decimals: int) -> str | None:
    change = difference(before.get(code), after.get(code))
    return None if change is None else f"{rounded(change, decimals):f}"
