from collections.abc import Sequence
from decimal import Decimal

from formation.models import StrengthRow, StrengthTable
from formation.presenters import ABSENT, counting, is_open
from formation.validators import figures_by_category, whole_unit
from nhveilig.figures.values import Figure


def strength_by_category(tables: Sequence[StrengthTable]) -> dict:
    """The eenheid as a whole, per category and reference date, in fte. Tables as for `strength_table`."""
    last = tables[-1]
    categories = counting(last)
    totals = [whole_unit(table) for table in tables]
    return {
        "id": f"formatie-{last.police_unit.slug}-categorie",
        "number": "",
        "title": f"Formatie eenheid {last.police_unit} per personeelscategorie",
        "description": "De formatie van de hele eenheid op de peildata, uitgesplitst naar personeelscategorie.",
        "kind": "bar",
        "unit": "fte",
        "decimals": last.decimals,
        "category_header": "Categorie",
        "categories": [category.name for category in categories],
        "series": [
            {
                "label": table.day,
                "values": [_value(figures.get(category.code)) for category in categories],
            }
            for table, figures in zip(tables, totals, strict=True)
        ],
        "source": last.source,
    }


def change_by_part(tables: Sequence[StrengthTable]) -> dict:
    """What changed between the first and the last table, per district and dienst that has parts of its own."""
    first, last = tables[0], tables[-1]
    categories = counting(last)
    before = {row.unit_id: figures_by_category(row) for row in _subtotals(first)}
    rows = [row for row in _subtotals(last) if row.unit_id in before]
    after = {row.unit_id: figures_by_category(row) for row in rows}
    return {
        "id": f"formatie-{last.police_unit.slug}-verandering",
        "number": "",
        "title": "Verandering van de formatie per district en dienst",
        "description": f"Het verschil tussen {first.day} en {last.day}; een balk links van de nul is een afname.",
        "kind": "bar",
        "unit": "fte",
        "decimals": last.decimals,
        "categories": [row.unit.name for row in rows],
        "series": [
            {
                "label": category.name,
                "values": [
                    _change(before[row.unit_id].get(category.code), after[row.unit_id].get(category.code))
                    for row in rows
                ],
            }
            for category in categories
        ],
        "source": last.source,
    }


def _subtotals(table: StrengthTable) -> list[StrengthRow]:
    return [row for row in table.rows.all() if row.role == StrengthRow.Role.SUBTOTAL]


def _value(figure: Figure | None) -> str | None:
    return f"{figure.value:f}" if figure and figure.is_known else None


def _change(before: Figure | None, after: Figure | None) -> str | None:
    """None while one of both is still open; a category that a part does not have counts as nothing."""
    before, after = before or ABSENT, after or ABSENT
    return None if is_open(before, after) else f"{(after.value or Decimal(0)) - (before.value or Decimal(0)):f}"
