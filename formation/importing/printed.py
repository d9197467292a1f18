"""Tables as they are printed, read into the long columns: units down, categories across, dates side by side."""

from collections.abc import Iterator
from datetime import date

from formation.importing.columns import (
    CATEGORY,
    CATEGORY_ROLE,
    COLUMNS,
    DAY,
    FTE,
    KIND,
    LEVEL,
    MEASURE,
    PARENT,
    PARENT_HINT,
    ROLE,
    UNIT,
    UNIT_KIND,
    role_by_name,
)
from formation.importing.heads import NO_FIGURES, FigureColumn, WideHead, find_wide_head
from nhveilig.imports.kinds import Order
from nhveilig.sheets.cells import Cell, CellKind, Workbook, column_letters, plain
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.layouts import Reading, Record, merged_below, missing_head, refuse_unclear
from nhveilig.sheets.parsing import provisional

DEEPEST_LEVEL = 20


def read_wide(book: Workbook, order: Order) -> Reading:
    """Every sheet with units down the side. Raises FileRefused when no sheet has a head."""
    reading = Reading(layout="breed")
    heads = [head for sheet in book.sheets if (head := find_wide_head(sheet, reading))]
    if not heads:
        raise FileRefused(*missing_head(book, COLUMNS))
    for head in heads:
        _check_head(head, order, reading)
        if not reading.problems:
            reading.records += _records(head, order)
        reading.problems += merged_below(head.sheet, head.row)
        _note_nameless(head, reading)
    refuse_unclear(reading)
    if not reading.records and not reading.problems:
        raise FileRefused("Onder de kolomnamen staat nog geen enkele rij. Vul de tabel en probeer het opnieuw.")
    return reading


def _check_head(head: WideHead, order: Order, reading: Reading) -> None:
    seen: dict[tuple[str, date | None, str], FigureColumn] = {}
    for column in head.figures:
        key = plain(column.category), column.day or order.reference_date, column.kind
        letters = column_letters(column.place)
        if column.head.kind == CellKind.UNCLEAR:
            message = str(column.head.value)
        elif not column.category:
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


def _note_nameless(head: WideHead, reading: Reading) -> None:
    """Figures without a head above them are not read, and that is said."""
    known = {column.place for column in head.figures} | set(head.places.values()) | head.skipped
    below = {
        place
        for row in head.sheet.filled_rows(after=head.row)
        for place, cell in head.sheet.rows[row].items()
        if not cell.is_empty
    }
    for place in sorted(below - known):
        reading.notes.append(f"Kolom {column_letters(place)} heeft geen kolomnaam en wordt niet gebruikt.")


def _records(head: WideHead, order: Order) -> Iterator[Record]:
    parents: list[tuple[int, str]] = []
    for row in head.sheet.filled_rows(after=head.row):
        cells = {name: head.sheet.at(row, place) for name, place in head.places.items()}
        if all(cell.is_empty for cell in cells.values()) and not _has_figures(head, row):
            continue
        role = cells.get(ROLE) or cells.get(UNIT_KIND)
        parent = _parent(cells, parents)
        if role is not None and plain(role.text) in NO_FIGURES:
            continue
        if parent is not None:
            cells[PARENT_HINT] = parent
        cells.pop(LEVEL, None)
        yield from (_record(head, order, row, cells, column) for column in head.figures)


def _has_figures(head: WideHead, row: int) -> bool:
    return any(not head.sheet.at(row, column.place).is_empty for column in head.figures)


def _parent(cells: dict[str, Cell], parents: list[tuple[int, str]]) -> Cell | None:
    """The nearest unit above that is set in less: what indentation says about where a unit belongs."""
    unit = cells[UNIT]
    level = _level(cells.get(LEVEL), unit)
    while parents and parents[-1][0] >= level:
        parents.pop()
    above = parents[-1][1] if parents else ""
    parents.append((level, unit.text))
    return Cell(unit.row, unit.column, CellKind.TEXT, above) if above and PARENT not in cells else None


def _level(stated: Cell | None, unit: Cell) -> int:
    if stated is None or not stated.text.isdecimal():
        return unit.indent
    return min(int(stated.text[:4]), DEEPEST_LEVEL)


def _record(head: WideHead, order: Order, row: int, cells: dict[str, Cell], column: FigureColumn) -> Record:
    name = Cell(row, column.place, CellKind.TEXT, column.category)
    day = Cell(row, column.place, CellKind.DATE, column.day or order.reference_date)
    role = Cell(row, column.place, CellKind.TEXT, role_by_name(column.category))
    figure = head.sheet.at(row, column.place)
    if column.is_provisional:
        figure = provisional(figure)
    shown = {FTE: f"{column_letters(column.place)}: {column.category}"}
    said = {DAY: day, CATEGORY: name, CATEGORY_ROLE: role, FTE: figure}
    said[KIND] = Cell(row, column.place, CellKind.TEXT, column.kind)
    said[MEASURE] = Cell(row, column.place, CellKind.TEXT, column.measure.label if column.measure else "")
    return Record(head.sheet, row, cells | said, shown)
