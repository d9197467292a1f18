from collections.abc import Mapping, Sequence

from formation.comparing import changed, pairs
from formation.development import main_measure
from formation.models import StrengthRow, StrengthTable
from formation.presenters import sources
from formation.validators import Figures, figures_by_category, whole_unit
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.measures import Measure
from nhveilig.figures.values import Figure


def strength_by_category(tables: Sequence[StrengthTable]) -> dict:
    """The eenheid as a whole, per category and reference date. Tables as for `strength_table`."""
    last = tables[-1]
    measure, categories = main_measure(last)
    totals = [_figures_in(measure, table) for table in tables]
    decimals = max((category.decimals for category in categories), default=0)
    newest = [(category.name, totals[-1].get(category.code, Figure.blank())) for category in categories]
    return chart(
        f"formatie-{last.police_unit.slug}-categorie",
        f"Formatie eenheid {last.police_unit} per personeelscategorie",
        [category.name for category in categories],
        [
            chart_series(table.day, [figures.get(category.code, Figure.blank()) for category in categories])
            for table, figures in zip(tables, totals, strict=True)
        ],
        description="De formatie van de hele eenheid op de peildata, uitgesplitst naar personeelscategorie.",
        unit=measure.label,
        decimals=decimals,
        finding=findings.largest(f"is {last.on_day_in_words} de grootste categorie", newest, measure.label, decimals),
        category_header="Categorie",
        source=sources(tables),
    )


def _figures_in(measure: Measure, table: StrengthTable) -> Figures:
    codes = {category.code for category in table.categories.all() if category.measure == measure}
    return {code: figure for code, figure in whole_unit(table).items() if code in codes}


def change_by_part(tables: Sequence[StrengthTable]) -> dict:
    """What changed between the first and the last table, per district and dienst that has parts of its own."""
    first, last = tables[0], tables[-1]
    before = {row.unit_id: figures_by_category(row) for row in _subtotals(first)}
    rows = [row for row in _subtotals(last) if row.unit_id in before]
    after = {row.unit_id: figures_by_category(row) for row in rows}
    measure, categories = main_measure(last)
    shown = [pair for pair in pairs(first, last) if pair.after in categories]
    decimals = max((pair.decimals for pair in shown), default=0)
    changes = [(pair.after.name, _changes(pair.code, rows, before, after)) for pair in shown]
    named = [
        (f"{row.unit.name}, {name}", change) for name, found in changes for row, change in zip(rows, found, strict=True)
    ]
    return chart(
        f"formatie-{last.police_unit.slug}-verandering",
        "Verandering van de formatie per district en dienst",
        [row.unit.name for row in rows],
        [chart_series(name, found) for name, found in changes],
        description=f"Het verschil tussen {first.day} en {last.day}; een balk links van de nul is een afname.",
        unit=measure.label,
        decimals=decimals,
        finding=findings.most_changed(named, measure.label, decimals),
        source=sources([first, last]),
    )


def _changes(
    code: str, rows: Sequence[StrengthRow], before: Mapping[int, Figures], after: Mapping[int, Figures]
) -> list[Figure]:
    """Of one category, for each row; both by the id of its unit."""
    return [changed(before[row.unit_id].get(code), after[row.unit_id].get(code)) for row in rows]


def _subtotals(table: StrengthTable) -> list[StrengthRow]:
    return [row for row in table.rows.all() if row.role == StrengthRow.Role.SUBTOTAL]
