"""What the portal would say of strength and that is not so: found in the database, whatever way it came in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.text import capfirst

from formation.comparing import not_compared
from formation.importing.heads import kind_in, kind_of
from formation.models import MAIN_SERIES, StaffCategory, StrengthTable
from formation.norm import Populations, newest_with_officers, norm_lines
from nhveilig.figures.formats import date_short
from nhveilig.figures.measures import marked_measure, measure_in
from nhveilig.figures.values import decimals_needed


@dataclass(frozen=True)
class Statement:
    """`is_false` is what must be mended; anything else is left unsaid by every page, and worth knowing."""

    where: str
    what: str
    is_false: bool = True


def statements(tables: Sequence[StrengthTable]) -> Iterator[Statement]:
    """Of adopted tables read with `with_figures()`, in the order of the model."""
    for table in tables:
        yield from _of_table(table)
    yield from _nameless(tables)
    for _, found in groupby(tables, key=lambda one: (one.police_unit_id, one.kind, one.series)):
        for before, after in pairwise(found):
            yield from (Statement(_name(after), reason, is_false=False) for reason in not_compared(before, after))
    yield from _norms(tables)


def _name(table: StrengthTable) -> str:
    series = f", {table.series_name}" if table.title else ""
    return f"{capfirst(table.get_kind_display())} {table.police_unit} {date_short(table.reference_date)}{series}"


def _of_table(table: StrengthTable) -> Iterator[Statement]:
    if (said := kind_in(table.title)) and said != table.kind:
        yield Statement(_name(table), f"De titel zegt {said}, maar de tabel is {table.kind}.")
    for category in table.categories.all():
        yield from (Statement(_name(table), what) for what in _of_category(table, category))


def _of_category(table: StrengthTable, category: StaffCategory) -> Iterator[str]:
    said = measure_in(category.name) or marked_measure(table.title)
    if said and said != category.measure:
        yield f"{capfirst(category.name)} staat in {category.measure.label}, maar de naam zegt {said.label}."
    if (kind := kind_of(category.name)) and kind != table.kind:
        yield f"{capfirst(category.name)} hoort bij de {kind}, maar staat in de {table.kind}."
    figures = [cell.figure for row in table.rows.all() for cell in row.cells.all() if cell.category_id == category.pk]
    if decimals_needed(figures) > category.decimals:
        yield f"{capfirst(category.name)} wordt afgerond op {category.decimals} cijfers achter de komma."


def _nameless(tables: Sequence[StrengthTable]) -> Iterator[Statement]:
    """Series that nobody can tell apart by their names."""
    named: dict[tuple[int, str, str], set[str]] = {}
    for table in tables:
        named.setdefault((table.police_unit_id, table.kind, table.series_name.casefold()), set()).add(table.series)
        if not table.title and table.series != MAIN_SERIES:
            yield Statement(_name(table), f"De reeks “{table.series}” heeft geen naam.")
    for table in tables:
        others = named.pop((table.police_unit_id, table.kind, table.series_name.casefold()), set())
        if len(others) > 1:
            yield Statement(_name(table), f"Meer reeksen heten “{table.series_name}”: {', '.join(sorted(others))}.")


def _norms(tables: Iterable[StrengthTable]) -> Iterator[Statement]:
    formatie = (table for table in tables if table.kind == StrengthTable.Kind.ESTABLISHMENT)
    for police_unit, found in groupby(formatie, key=lambda table: table.police_unit):
        table = newest_with_officers(list(found))
        lines = norm_lines(table, Populations(police_unit)) if table else []
        apart = [line for line in lines if line.is_apart]
        if apart:
            yield Statement(f"Wijkagenten {police_unit}", apart[0].why, is_false=False)
