"""Strength tables as files that import again without a change."""

from collections.abc import Iterator, Sequence

from tablib import Dataset

from formation.importing.columns import CATEGORY_ROLES, COLUMNS, PARENT, ROLE, ROW_ROLES, SERIES, UNIT, UNIT_KIND
from formation.models import StrengthRow, StrengthTable
from formation.validators import figures_by_category
from nhveilig.figures.formats import date_short
from nhveilig.imports.formats import written_figure

_ROW_WORDS = {role: word for word, role in reversed(ROW_ROLES.items())}
_CATEGORY_WORDS = {role: word for word, role in reversed(CATEGORY_ROLES.items())}


def long_dataset(tables: Sequence[StrengthTable]) -> Dataset:
    """A row per figure. Expects tables read with `with_figures()` and the parents of their units."""
    dataset = Dataset(headers=[column.name for column in COLUMNS], title="Tabel")
    for table in tables:
        for values in _long_rows(table):
            dataset.append(values)
    return dataset


def _long_rows(table: StrengthTable) -> Iterator[list[object]]:
    for row in table.rows.all():
        figures = figures_by_category(row)
        for category in table.categories.all():
            if category.code in figures:
                yield [
                    table.reference_date,
                    row.unit.name,
                    row.unit.parent.name if row.unit.parent else "",
                    row.unit.kind,
                    _ROW_WORDS[row.role],
                    category.name,
                    _CATEGORY_WORDS[category.role],
                    written_figure(figures[category.code]),
                    table.series,
                    table.source,
                    table.title,
                    table.date_label,
                    table.decimals,
                    category.code,
                    "ja" if category.is_community_officer else "nee",
                ]


def wide_dataset(tables: Sequence[StrengthTable]) -> Dataset:
    """Units down, categories across, the dates side by side. Expects tables of one series, as `long_dataset` does."""
    columns = [(table, category) for table in tables for category in table.categories.all()]
    heads = [f"{date_short(table.reference_date)}: {category.name}" for table, category in columns]
    dataset = Dataset(headers=[UNIT, PARENT, UNIT_KIND, ROLE, SERIES, *heads], title="Tabel")
    figures = {table.pk: {row.unit_id: figures_by_category(row) for row in table.rows.all()} for table in tables}
    for row in _rows_of_all(tables):
        known = [figures[table.pk].get(row.unit_id, {}).get(category.code) for table, category in columns]
        about = [row.unit.name, row.unit.parent.name if row.unit.parent else "", row.unit.kind]
        about += [_common_role(tables, row.unit_id), tables[0].series]
        dataset.append([*about, *(None if figure is None else written_figure(figure) for figure in known)])
    return dataset


def _rows_of_all(tables: Sequence[StrengthTable]) -> list[StrengthRow]:
    """Every unit once; the last table leads."""
    rows: dict[int, StrengthRow] = {}
    for table in reversed(tables):
        for row in table.rows.all():
            rows.setdefault(row.unit_id, row)
    return list(rows.values())


def _common_role(tables: Sequence[StrengthTable], unit_id: int) -> str:
    """Empty where one date has parts below a unit and another has not: one cell cannot say both."""
    roles = {row.role for table in tables for row in table.rows.all() if row.unit_id == unit_id}
    return _ROW_WORDS[roles.pop()] if len(roles) == 1 else ""
