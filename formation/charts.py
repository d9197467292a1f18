from collections.abc import Sequence
from decimal import Decimal

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.presenters import ABSENT, counting, is_open
from formation.validators import figures_by_category, whole_unit
from nhveilig.figures.charts import chart
from nhveilig.figures.values import Figure


def strength_by_category(tables: Sequence[StrengthTable]) -> dict:
    """The eenheid as a whole, per category and reference date, in fte. Tables as for `strength_table`."""
    last = tables[-1]
    categories = counting(last)
    totals = [whole_unit(table) for table in tables]
    return chart(
        f"formatie-{last.police_unit.slug}-categorie",
        f"Formatie eenheid {last.police_unit} per personeelscategorie",
        [category.name for category in categories],
        [
            {"label": table.day, "values": [_value(figures.get(category.code)) for category in categories]}
            for table, figures in zip(tables, totals, strict=True)
        ],
        description="De formatie van de hele eenheid op de peildata, uitgesplitst naar personeelscategorie.",
        unit="fte",
        decimals=last.decimals,
        category_header="Categorie",
        source=last.source,
    )


def change_by_part(tables: Sequence[StrengthTable]) -> dict:
    """What changed between the first and the last table, per district and dienst that has parts of its own."""
    first, last = tables[0], tables[-1]
    before = {row.unit_id: figures_by_category(row) for row in _subtotals(first)}
    rows = [row for row in _subtotals(last) if row.unit_id in before]
    after = {row.unit_id: figures_by_category(row) for row in rows}
    return chart(
        f"formatie-{last.police_unit.slug}-verandering",
        "Verandering van de formatie per district en dienst",
        [row.unit.name for row in rows],
        [
            {"label": one.name, "values": [_change(before[row.unit_id], after[row.unit_id], one) for row in rows]}
            for one in counting(last)
        ],
        description=f"Het verschil tussen {first.day} en {last.day}; een balk links van de nul is een afname.",
        unit="fte",
        decimals=last.decimals,
        source=last.source,
    )


def _subtotals(table: StrengthTable) -> list[StrengthRow]:
    return [row for row in table.rows.all() if row.role == StrengthRow.Role.SUBTOTAL]


def _value(figure: Figure | None) -> str | None:
    return f"{figure.value:f}" if figure and figure.is_known else None


def _change(was: dict[str, Figure], becomes: dict[str, Figure], category: StaffCategory) -> str | None:
    """None while one of both is still open; a category that a part does not have counts as nothing."""
    before, after = was.get(category.code) or ABSENT, becomes.get(category.code) or ABSENT
    return None if is_open(before, after) else f"{(after.value or Decimal(0)) - (before.value or Decimal(0)):f}"
