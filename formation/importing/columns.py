"""A file of strength: its columns, with what may stand in them, and tables as they are printed, read and written.

Printed are units down, categories across, dates side by side; that is read into the long columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tablib import Dataset

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.validators import figures_by_category
from nhveilig.figures.dates import parse_date
from nhveilig.figures.formats import date_short
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Order
from nhveilig.sheets.cells import Cell, CellKind, Sheet, Workbook
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.layouts import (
    DEEPEST_HEAD,
    Column,
    Reading,
    Record,
    column_letters,
    merged_below,
    missing_head,
    plain,
)

SERIES, DAY, UNIT, PARENT, UNIT_KIND = "reeks", "peildatum", "onderdeel", "valt onder", "soort onderdeel"
ROLE, CATEGORY, CATEGORY_ROLE, FTE, SOURCE = "rol", "categorie", "rol categorie", "fte", "bron"
TITLE, DAY_LABEL, DECIMALS = "titel", "peildatum in woorden", "decimalen"
CATEGORY_CODE, OFFICER = "code categorie", "telt als wijkagent"
# Not a column: what the layout of the rows says about where a new unit belongs.
PARENT_HINT = "ingesprongen onder"

COLUMNS = (
    Column(DAY, "De dag waarop de tabel geldt, zoals 31-12-2022.", ("datum", "reference_date")),
    Column(UNIT, "De naam van het onderdeel, zoals die al in het portaal staat.", ("eenheid", "naam", "unit")),
    Column(PARENT, "Het onderdeel waar dit onder valt. Nodig als het nieuw is of als meer onderdelen zo heten.",
           ("onderdeel van", "parent"), required=False),
    Column(UNIT_KIND, "Soort van een nieuw onderdeel, zoals basisteam of dienst.", ("soort",), required=False),
    Column(ROLE, "onderdeel, subtotaal of totaal. Alleen onderdelen worden opgeteld.", ("role",), required=False),
    Column(CATEGORY, "De personeelscategorie, zoals wijkagent.", ("personeelscategorie", "category")),
    Column(CATEGORY_ROLE, "telt mee, waarvan of totaal. Nodig als de categorie nieuw is.", (), required=False),
    Column(FTE, "Een getal zoals 12,5, of n.t.b., n.v.t., een streepje of leeg.", ("aantal", "waarde", "value")),
    Column(SERIES, "De reeks waar de tabel bij hoort; leeg is de hoofdtabel van de eenheid.", (), required=False),
    Column(SOURCE, "Waar de cijfers vandaan komen. Nodig bij een nieuwe tabel.", ("source",), required=False),
    Column(TITLE, "Hoe een nieuwe tabel heet; leeg als dat de hoofdtabel is.", required=False),
    Column(DAY_LABEL, "Hoe een nieuwe tabel de peildatum noemt, zoals vanaf 2022.", required=False),
    Column(DECIMALS, "Hoeveel cijfers achter de komma een nieuwe tabel heeft.", required=False),
    Column(CATEGORY_CODE, "Waarmee een nieuwe categorie in elke tabel dezelfde is; leeg is de naam.", required=False),
    Column(OFFICER, "ja als een nieuwe categorie meetelt voor de norm; leeg: als “wijkagent” in de naam staat.",
           required=False),
)  # fmt: skip


def role_by_name(name: str) -> str:
    """“totaal” and “waarvan …” say what they are; only a new category that says nothing else is asked."""
    text = name.lower()
    return "totaal" if text.startswith("totaal") else "waarvan" if text.startswith("waarvan") else "telt mee"


ROW_ROLES = {
    "onderdeel": StrengthRow.Role.DETAIL,
    "detail": StrengthRow.Role.DETAIL,
    "subtotaal": StrengthRow.Role.SUBTOTAL,
    "subtotal": StrengthRow.Role.SUBTOTAL,
    "totaal": StrengthRow.Role.TOTAL,
    "total": StrengthRow.Role.TOTAL,
}
CATEGORY_ROLES = {
    "telt mee": StaffCategory.Role.COUNTS,
    "value": StaffCategory.Role.COUNTS,
    "waarvan": StaffCategory.Role.OF_WHICH,
    "of_which": StaffCategory.Role.OF_WHICH,
    "totaal": StaffCategory.Role.TOTAL,
    "total": StaffCategory.Role.TOTAL,
}
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


LEVEL = "niveau"
# Columns that say something of the unit; every other head is a category.
_ABOUT_UNIT = (UNIT, PARENT, UNIT_KIND, ROLE, SERIES, SOURCE)
_NO_FIGURES = {"kop", "heading"}
_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2} [a-zA-Z]+ \d{4}")


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures: for which date (None when the file names none) and which category."""

    place: int
    head: Cell
    category: str
    day: date | None


@dataclass(frozen=True)
class WideHead:
    sheet: Sheet
    row: int
    places: dict[str, int]
    figures: tuple[FigureColumn, ...]


def read_wide(book: Workbook, order: Order) -> Reading:
    """Every sheet with units down the side. Raises FileRefused when no sheet has a head."""
    reading = Reading(layout="breed")
    heads = [head for sheet in book.sheets if (head := _find_head(sheet, reading))]
    if not heads:
        raise FileRefused(*missing_head(book, COLUMNS))
    for head in heads:
        _check_head(head, order, reading)
        if not reading.problems:
            reading.records += _records(head, order)
        reading.problems += merged_below(head.sheet, head.row)
    if not reading.records and not reading.problems:
        raise FileRefused("Onder de kolomnamen staat nog geen enkele rij. Vul de tabel en probeer het opnieuw.")
    return reading


def _find_head(sheet: Sheet, reading: Reading) -> WideHead | None:
    named = {column.name: column for column in COLUMNS if column.name in _ABOUT_UNIT}
    for row in list(sheet.filled_rows())[:DEEPEST_HEAD]:
        cells = sorted(sheet.rows[row].items())
        places = {}
        for place, cell in cells:
            name = next((name for name, column in named.items() if column.is_called(cell.text)), None)
            if plain(cell.text) == LEVEL:
                name = LEVEL
            if name:
                places.setdefault(name, place)
        others = [(place, cell) for place, cell in cells if place not in places.values() and cell.text]
        if UNIT in places and others:
            days = _days_above(sheet, row, reading)
            return WideHead(sheet, row, places, tuple(_figure_column(sheet, p, c, days, reading) for p, c in others))
    return None


def _days_above(sheet: Sheet, head_row: int, reading: Reading) -> dict[int, date]:
    """The date over each column, from the row above the head: one over several columns holds for all of them."""
    days: dict[int, date] = {}
    above = sheet.rows.get(head_row - 1, {})
    last: date | None = None
    for place in range(max([*sheet.rows[head_row], *above], default=0) + 1):
        cell = above.get(place)
        if cell is not None and not cell.is_empty:
            last = _day_of(sheet, cell, reading)
        if last is not None:
            days[place] = last
    return days


def _day_of(sheet: Sheet, cell: Cell, reading: Reading) -> date | None:
    """The date a head names, alone or within words such as “Formatie per 31-12-2018”."""
    if cell.kind == CellKind.DATE:
        return cell.value
    found = _DAY.search(cell.text)
    if found is None:
        return None
    try:
        return parse_date(found[0])
    except ValueError as error:
        reading.problems.append(sheet.problem(cell, column_letters(cell.column), str(error)))
        return None


def _figure_column(sheet: Sheet, place: int, cell: Cell, days: dict[int, date], reading: Reading) -> FigureColumn:
    day = _day_of(sheet, cell, reading)
    return FigureColumn(
        place, cell, _category(cell.text) if day else " ".join(cell.text.split()), day or days.get(place)
    )


def _category(head: str) -> str:
    """What a head says beside its date: “31-12-2022: aspirant” or “aspirant (31-12-2022)”."""
    name = _DAY.sub("", head).replace("()", "")
    return " ".join(name.partition(":")[2].split() if ":" in name else name.split())


def _check_head(head: WideHead, order: Order, reading: Reading) -> None:
    seen: dict[tuple[str, date | None], FigureColumn] = {}
    for column in head.figures:
        key = plain(column.category), column.day or order.reference_date
        letters = column_letters(column.place)
        if not column.category:
            message = "Boven deze kolom staat geen categorie. Zet de naam van de categorie in de kop."
        elif key[1] is None:
            message = (
                "Bij deze kolom staat geen peildatum. Zet de datum boven de kolom of vul hem in bij het uploaden. Is "
                "het geen categorie, verwijder dan de kolom."
            )
        elif key in seen:
            message = f"Deze categorie staat ook in kolom {column_letters(seen[key].place)}. Verwijder een van beide."
        else:
            seen[key] = column
            continue
        reading.problems.append(head.sheet.problem(column.head, letters, message))


def _records(head: WideHead, order: Order) -> Iterator[Record]:
    parents: list[tuple[int, str]] = []
    for row in head.sheet.filled_rows(after=head.row):
        cells = {name: head.sheet.at(row, place) for name, place in head.places.items()}
        role = cells.get(ROLE) or cells.get(UNIT_KIND)
        parent = _parent(head, cells, parents)
        if role is not None and plain(role.text) in _NO_FIGURES:
            continue
        if parent is not None:
            cells[PARENT_HINT] = parent
        cells.pop(LEVEL, None)
        yield from (_record(head, order, row, cells, column) for column in head.figures)


def _parent(head: WideHead, cells: dict[str, Cell], parents: list[tuple[int, str]]) -> Cell | None:
    """The nearest unit above that is set in less: what indentation says about where a unit belongs."""
    unit = cells[UNIT]
    stated = cells.get(LEVEL)
    level = int(min(stated.value, 20)) if stated and stated.kind == CellKind.NUMBER else unit.indent
    while parents and parents[-1][0] >= level:
        parents.pop()
    above = parents[-1][1] if parents else ""
    parents.append((level, unit.text))
    return Cell(unit.row, unit.column, CellKind.TEXT, above) if above and PARENT not in cells else None


def _record(head: WideHead, order: Order, row: int, cells: dict[str, Cell], column: FigureColumn) -> Record:
    name = Cell(row, column.place, CellKind.TEXT, column.category)
    day = Cell(row, column.place, CellKind.DATE, column.day or order.reference_date)
    role = Cell(row, column.place, CellKind.TEXT, role_by_name(column.category))
    figure = head.sheet.at(row, column.place)
    return Record(head.sheet, row, {**cells, DAY: day, CATEGORY: name, CATEGORY_ROLE: role, FTE: figure})
