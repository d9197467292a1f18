"""How strength develops over the dates of a series, and what changed it: on a page and in a document alike."""

from collections.abc import Sequence

from formation.comparing import Pair, changed, counting, not_compared, pairs
from formation.models import MAIN_SERIES, StaffCategory, StrengthChange, StrengthChangeSet, StrengthTable
from formation.presenters import ABSENT, difference_cell, signed_cell, sources
from formation.validators import Figures, reconcile_changes, whole_unit
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import number, rounded, signed
from nhveilig.figures.measures import Measure
from nhveilig.figures.tables import Cell, Column, Row, Table, common_unit
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
        notes=_change_notes(change_set),
        source=change_set.source,
    )


def development_table(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> Table:
    """The eenheid as a whole on each date of a series, and below it the mutation: the published one where there is one.

    Expects tables of one series, oldest first, with their categories and the row of the whole; sets `with_changes()`.
    """
    last = tables[-1]
    name = last.series_name if last.title or last.series != MAIN_SERIES else "Ontwikkeling van de formatie"
    return dated_table(
        f"ontwikkeling-{last.police_unit.slug}-{last.series}",
        f"{name}, eenheid {last.police_unit}",
        tables,
        [whole_unit(table) for table in tables],
        change_sets,
    )


def dated_table(
    id: str,
    title: str,
    tables: Sequence[StrengthTable],
    figures: Sequence[Figures],
    change_sets: Sequence[StrengthChangeSet] | None = None,
) -> Table:
    """A row for each of these tables, with its `figures`, in the columns of all of them, those of the last one first.

    With `change_sets` a row below them says what changed, and notes what cannot be compared.
    """
    heads = _heads_of_all(tables)
    columns = [_dated_column(key, found) for key, found in heads.items()]
    cells = [
        [
            Cell.of(of.get(one.code, ABSENT), one.decimals) if (one := found.get(table.pk)) else Cell.of(ABSENT, 0)
            for found in heads.values()
        ]
        for table, of in zip(tables, figures, strict=True)
    ]
    shown = {head: column.decimals for head, column in zip(heads, columns, strict=True)}
    below = _mutation_row(tables, change_sets, shown) if change_sets is not None else []
    return Table(
        id=id,
        caption=title,
        unit=common_unit(columns),
        row_header="Peildatum",
        columns=columns,
        rows=[*(Row(table.day, of) for table, of in zip(tables, cells, strict=True)), *below],
        notes=not_compared(tables[0], tables[-1]) if below else [],
        source=sources(tables),
    )


# What stands in one column of tables of several dates: a category, in one unit.
Head = tuple[str, str]


def _heads_of_all(tables: Sequence[StrengthTable]) -> dict[Head, dict[int, StaffCategory]]:
    """The category of each table (by pk) for every head."""
    heads: dict[Head, dict[int, StaffCategory]] = {}
    for table in reversed(tables):
        for category in table.categories.all():
            heads.setdefault((category.code, category.unit), {})[table.pk] = category
    return heads


def _dated_column(head: Head, found: dict[int, StaffCategory]) -> Column:
    newest, decimals = next(iter(found.values())), max(one.decimals for one in found.values())
    key = newest.code if head[1] == Measure.FTE else f"{newest.code}.{newest.unit}"
    return Column(key, newest.name, decimals=decimals, role=newest.role, unit=newest.measure.label)


def development_chart(tables: Sequence[StrengthTable]) -> dict:
    """What each category gained or lost since the first date; expects tables as for `development_table`."""
    first, last = tables[0], tables[-1]
    measure, shown = main_measure(last)
    figures = [whole_unit(table) for table in tables]
    decimals = max((one.decimals for one in shown), default=0)
    shared = [{pair.code for pair in pairs(first, table)} for table in tables]
    drawn = [
        (
            one.name,
            [
                _since(figures[0], now, one.code, decimals) if one.code in codes else ABSENT
                for now, codes in zip(figures, shared, strict=True)
            ],
        )
        for one in shown
        if one.code in shared[-1]
    ]
    newest = [(f"de categorie {name}", found[-1]) for name, found in drawn]
    return chart(
        f"verloop-{last.police_unit.slug}-{last.series}",
        f"Verandering van de formatie sinds {first.day}, eenheid {last.police_unit}",
        [table.day for table in tables],
        [chart_series(name, found) for name, found in drawn],
        description=f"Per personeelscategorie het verschil met {first.day}; onder de nul is een afname.",
        unit=measure.label,
        kind="line",
        decimals=decimals,
        finding=findings.most_changed(newest, measure.label, decimals, f"sinds {first.day_in_words} "),
        category_header="Peildatum",
        source=sources(tables),
    )


def main_measure(table: StrengthTable) -> tuple[Measure, list[StaffCategory]]:
    """What a chart of the table is in, for one axis has one unit; and the categories that count in it."""
    found = counting(table)
    measures = [category.measure for category in found]
    measure = measures[0] if measures and Measure.FTE not in measures else Measure.FTE
    return measure, [category for category in found if category.measure == measure]


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


def _mutation_row(
    tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet], heads: dict[Head, int]
) -> list[Row]:
    if len(tables) < 2:
        return []
    published = _published_mutation(tables, change_sets)
    before, after = whole_unit(tables[0]), whole_unit(tables[-1])
    shared = {(pair.code, pair.after.unit): pair for pair in pairs(tables[0], tables[-1])}
    cells = [
        signed_cell(published[code], decimals)
        if code in published and unit == Measure.FTE
        else _difference_cell(shared.get((code, unit)), before, after)
        for (code, unit), decimals in heads.items()
    ]
    return [Row("Totale mutatie" if published else "Verschil", cells, role="total")]


def _difference_cell(pair: Pair | None, before: Figures, after: Figures) -> Cell:
    if pair is None:
        return Cell.of(ABSENT, 0)
    return difference_cell(before.get(pair.code), after.get(pair.code), pair.decimals)


def _published_mutation(tables: Sequence[StrengthTable], change_sets: Sequence[StrengthChangeSet]) -> dict[str, Figure]:
    """What the source itself prints as the difference, by category; empty when it prints none."""
    ends = (tables[0].pk, tables[-1].pk)
    for change_set in change_sets:
        changes = [change for change in change_set.changes.all() if change.categories]
        if (change_set.before_id, change_set.after_id) == ends and not any(change.explains for change in changes):
            return {change.categories: change.figure for change in changes}
    return {}


def _since(before: Figures, after: Figures, code: str, decimals: int) -> Figure:
    figure = changed(before.get(code), after.get(code))
    return Figure(rounded(figure.value, decimals)) if figure.is_known else figure
