"""Tables of the whole country as a page shows them: the eenheden, their sum, what was printed, and the difference."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.text import capfirst

from formation.models import COUNTRY, PERCENT, NationalTable
from formation.presenters import signed_cell
from nhveilig.figures.formats import date_short, number, signed
from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.regions.models import PoliceUnit

NONE = Figure.blank()


def national_table(tables: Sequence[NationalTable]) -> Table:
    """Tables of one title side by side, the dates above the kinds. Expects them read `with_figures()`, in order."""
    figures = [{one.police_unit: one.figure for one in table.figures.all()} for table in tables]
    places = [decimals_needed(list(of.values())) for of in figures]
    units = sorted({unit for of in figures for unit in of if unit}, key=lambda unit: unit.order)
    days = [(day, len(list(same))) for day, same in groupby(tables, key=lambda table: table.reference_date)]
    return Table(
        id="landelijke-tabel",
        caption=tables[0].title,
        unit=tables[0].unit if len({table.unit for table in tables}) == 1 else "",
        row_header="Eenheid",
        column_groups=[ColumnGroup(date_short(day), span) for day, span in days],
        columns=[
            Column(f"tabel-{table.pk}", head, decimals=places[at])
            for at, (table, head) in enumerate(zip(tables, _heads(tables), strict=True))
        ],
        rows=[
            *(Row(str(unit), _cells(figures, unit, places)) for unit in units),
            Row("Som van de eenheden", [_sum(*pair) for pair in zip(tables, places, strict=True)], role="subtotal"),
            Row(f"{COUNTRY}, zoals gepubliceerd", _cells(figures, None, places), role="total"),
            Row("Verschil", [_difference(*pair) for pair in zip(tables, places, strict=True)]),
        ],
        notes=[note for table in tables for note in _notes(table)],
        source="; ".join(dict.fromkeys(table.source for table in tables if table.source)),
    )


def _heads(tables: Sequence[NationalTable]) -> list[str]:
    """With the category and the measure only where tables differ in them."""
    many = len({table.category for table in tables}) > 1
    measures = len({table.unit for table in tables}) > 1
    return [
        capfirst(table.kind) + (f", {table.category}" if many else "") + (f" ({table.unit})" if measures else "")
        for table in tables
    ]


def _cells(figures: Iterable[dict], unit: PoliceUnit | None, places: Sequence[int]) -> list[Cell]:
    return [Cell.of(of.get(unit, NONE), decimals) for of, decimals in zip(figures, places, strict=True)]


def _sum(table: NationalTable, decimals: int) -> Cell:
    found = table.sum()
    if found.value is None or table.unit == PERCENT:
        return Cell.of(NONE, decimals)
    if not found.is_complete:
        return Cell.of(Figure.unknown(), decimals)
    return Cell.of(Figure(found.value), decimals)


def _difference(table: NationalTable, decimals: int) -> Cell:
    found = table.difference()
    return Cell.of(NONE, decimals) if found is None else signed_cell(Figure(found), decimals)


def difference_note(table: NationalTable) -> str:
    """`Formatie wijkagenten per 30-6-2016: het totaal is 3.634, de eenheden tellen op tot 3.633 (verschil +1).`"""
    found = table.difference()
    if not found:
        return ""
    published = table.published().figure.value
    return (
        f"{table.name}: het totaal is {number(published)}, de eenheden tellen op tot {number(published - found)} "
        f"(verschil {signed(found)})."
    )


def _notes(table: NationalTable) -> Iterable[str]:
    if note := difference_note(table):
        yield f"{note} {table.explanation}".strip() if table.is_explained else note
    for one in table.figures.all():
        if one.note:
            yield f"{table.name}, {one.place}: {one.note}"


def missing_units(table: NationalTable) -> list[str]:
    """The regional eenheden without a figure."""
    there = {one.police_unit_id for one in table.figures.all()}
    regional = PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL)
    return [str(unit) for unit in regional if unit.pk not in there]
