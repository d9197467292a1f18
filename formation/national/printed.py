"""A table of the whole country as it is printed, read into long records: eenheden down, dates and kinds across."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from formation.national.names import UnitNames
from nhveilig.figures.dates import parse_date
from nhveilig.imports.kinds import Order
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind, Sheet, Workbook, column_letters, plain
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.layouts import DEEPEST_HEAD, Reading, Record, refuse_unclear

TITLE, KIND, CATEGORY, DAY, MEASURE = "titel", "soort", "categorie", "peildatum", "maateenheid"
UNIT, FIGURE, SOURCE = "eenheid", "waarde", "bron"
# As many names of eenheden make a column of them; fewer may stand in any text.
FEWEST_UNITS = 2
MOST_HEAD_ROWS = 4
KINDS = ("formatie", "bezetting")
_NUMBER = re.compile(r"^\s*(?:tabel|figuur|bijlage)\s+[\w.]+\s*[:.\-–]?\s*", re.IGNORECASE)
_PER_UNIT = re.compile(
    r"\b(?:per|naar|van de|in de)\s+(?:de\s+)?(?:(?:tien|10)\s+)?(?:regionale\s+)?(?:politie[\s-]?)?eenhe(?:id|den)\b",
    re.IGNORECASE,
)
_AROUND = r"(?:per|op|van|peildatum|stand|de|het|aantal|in)"
_AROUND_DAY = re.compile(rf"^(?:{_AROUND}\b\s*)+|(?:\s*\b{_AROUND})+$", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\b(?:verschil|mutatie)\b", re.IGNORECASE)
_MEASURE = re.compile(r"\(?(?:\bfte\b(?:['’]s)?|%|\bprocent\b|\bpercentage\b)\)?", re.IGNORECASE)
_KIND = re.compile("|".join(rf"\b{kind}\b" for kind in KINDS), re.IGNORECASE)
_DAYS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2} [a-zA-Z]+ \d{4}")
_HEAD = re.compile(r"(?:(?:regionale|politie)[ -]?)*eenhe(?:id|den)|korps|naam|regio")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class FigureColumn:
    place: int
    kind: str
    category: str
    day: date | None
    measure: str


@dataclass(frozen=True)
class Printed:
    """Where the eenheden stand, and what stands above and beside them."""

    sheet: Sheet
    place: int
    rows: tuple[int, ...]
    title: str
    columns: tuple[FigureColumn, ...]


def read_printed(book: Workbook, names: UnitNames, order: Order) -> Reading:
    """Raises FileRefused when no sheet has eenheden below each other with figures beside them."""
    reading = Reading(layout="gedrukt")
    found = [printed for sheet in book.sheets if (printed := _find(sheet, names, reading))]
    if not found:
        raise FileRefused(
            "In dit bestand staan geen eenheden onder elkaar met cijfers ernaast. Zet in de eerste kolom de namen van "
            "de eenheden, en boven elke andere kolom de peildatum en of het formatie of bezetting is."
        )
    for printed in found:
        _refuse_columns(printed, order, reading)
        if not reading.problems:
            reading.records += _records(printed, order)
    refuse_unclear(reading)
    return reading


def is_printed(book: Workbook, names: UnitNames) -> bool:
    return any(_names_column(sheet, names)[1] is not None for sheet in book.sheets)


def _find(sheet: Sheet, names: UnitNames, reading: Reading) -> Printed | None:
    place, first = _names_column(sheet, names)
    if first is None:
        return None
    above = [row for row in list(sheet.filled_rows())[:DEEPEST_HEAD] if row < first][-MOST_HEAD_ROWS:]
    heads = [row for row in above if any(at > place and not cell.is_empty for at, cell in sheet.rows[row].items())]
    # Words in one cell above everything are the title, wherever that cell stands.
    words = (_words_of(sheet, row) for row in sheet.filled_rows() if row < min(heads, default=first))
    titles = tuple(filter(None, words))
    rows = tuple(_rows(sheet, place, first))
    columns = tuple(_columns(sheet, place, heads, rows, titles, reading))
    return Printed(sheet, place, rows, titles[0] if titles else "", columns)


def _names_column(sheet: Sheet, names: UnitNames) -> tuple[int, int | None]:
    """The column with most names of eenheden, and the first row with one."""
    found: dict[int, list[int]] = {}
    for row in sheet.filled_rows():
        for place, cell in sheet.rows[row].items():
            if cell.kind == CellKind.TEXT and cell.text in names:
                found.setdefault(place, []).append(row)
    place = max(found, key=lambda at: (len(found[at]), -at), default=0)
    rows = found.get(place, [])
    if len(rows) < FEWEST_UNITS:
        return place, None
    first, filled = min(rows), list(sheet.filled_rows())
    # A name that nobody knows may stand above the first that somebody does.
    while (above := filled.index(first) - 1) >= 0 and _is_of_somebody(sheet, filled[above], place):
        first = filled[above]
    return place, first


def _is_of_somebody(sheet: Sheet, row: int, place: int) -> bool:
    name = sheet.at(row, place)
    if name.is_empty or _HEAD.fullmatch(plain(name.text)):
        return False
    return any(at > place and not cell.is_empty and _is_figure(cell) for at, cell in sheet.rows[row].items())


def _is_figure(cell: Cell) -> bool:
    try:
        parsing.figure(cell)
    except ValueError:
        return False
    return True


def _words_of(sheet: Sheet, row: int) -> str:
    filled = [cell for cell in sheet.rows[row].values() if not cell.is_empty]
    return filled[0].text if len(filled) == 1 and filled[0].kind == CellKind.TEXT else ""


def _rows(sheet: Sheet, place: int, first: int) -> Iterator[int]:
    """Down to the end, without remarks: rows with words alone."""
    for row in sheet.filled_rows():
        beside = any(at > place and not cell.is_empty for at, cell in sheet.rows[row].items())
        if beside and row >= first:
            yield row


def _columns(
    sheet: Sheet, place: int, heads: list[int], rows: tuple[int, ...], titles: tuple[str, ...], reading: Reading
) -> Iterator[FigureColumn]:
    heads = [row for row in heads if row not in rows]
    filled = {at for row in rows for at, cell in sheet.rows[row].items() if at > place and not cell.is_empty}
    for at in sorted(filled):
        parts = [cell for row in heads if not (cell := _above(sheet, row, at, place, row == heads[-1])).is_empty]
        words = " ".join(part.text for part in parts if part.kind != CellKind.DATE)
        if _DIFFERENCE.search(words):
            letters = column_letters(at)
            reading.notes.append(f"Kolom {letters} (“{words}”) wordt niet gelezen: verschillen rekent het portaal uit.")
            continue
        days = [day for part in parts if (day := _day(sheet, part, reading))]
        day = days[-1] if days else _day_in(" ".join(titles))
        yield FigureColumn(at, *_meaning(words, titles), day, _measure(words) or _measure(" ".join(titles)) or "fte")


def _day(sheet: Sheet, part: Cell, reading: Reading) -> date | None:
    """The day a head names; one that cannot be is noted."""
    if part.kind == CellKind.DATE:
        return part.value
    message = f"“{part.text}” is alleen een jaar. Schrijf de dag erbij, zoals 31-12-{part.text}."
    try:
        day = _day_in(part.text)
    except ValueError as error:
        message, day = str(error), None
    else:
        message = message if _YEAR.fullmatch(part.text) else ""
    if message:
        problem = sheet.problem(part, column_letters(part.column), message)
        reading.problems += [problem] if problem not in reading.problems else []
    return day


def _day_in(text: str) -> date | None:
    """Raises ValueError for a day that does not exist."""
    found = _DAYS.search(text)
    return parse_date(found[0]) if found else None


def _above(sheet: Sheet, row: int, at: int, place: int, is_last: bool) -> Cell:
    """A word above several columns holds for all of them."""
    cell = sheet.at(row, at)
    while not is_last and cell.is_empty and at - 1 > place:
        at -= 1
        cell = sheet.at(row, at)
    return cell


def _meaning(words: str, titles: tuple[str, ...]) -> tuple[str, str]:
    """Which kind of figure it is and of what: from the heads, and what these leave open from the title."""
    said = _KIND.search(words) or _KIND.search(" ".join(titles))
    left, about = _rest(words), _rest(_PER_UNIT.sub(" ", _NUMBER.sub("", titles[0] if titles else "")))
    # “Vacatures” under a date is a kind of its own.
    kind, left = (said[0].lower(), left) if said else (left, "")
    return kind, left or about or "totaal"


def _rest(words: str) -> str:
    """Without days, kinds and measures."""
    for pattern in (_DAYS, _MEASURE, _KIND):
        words = pattern.sub(" ", words)
    words = " ".join(words.replace("()", " ").split()).strip(" ,;:.-–")
    return _AROUND_DAY.sub("", words).strip(" ,;:.-–").lower()


def _measure(words: str) -> str:
    found = _MEASURE.search(words)
    return "" if found is None else "fte" if "fte" in found[0].lower() else "%"


def _refuse_columns(printed: Printed, order: Order, reading: Reading) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for column in printed.columns:
        key = column.kind, column.category, column.day or order.reference_date
        message = ""
        if not column.kind:
            message = "Boven deze kolom staat niet of het formatie of bezetting is. Zet dat in de kop."
        elif key[2] is None:
            message = "Bij deze kolom staat geen peildatum. Zet de datum boven de kolom of vul hem in bij het uploaden."
        elif key in seen:
            other = column_letters(seen[key])
            message = f"Dit staat ook in kolom {other}. Zet in de kop wat de kolommen verschillend maakt."
        seen.setdefault(key, column.place)
        if message:
            cell = printed.sheet.at(printed.rows[0], column.place)
            reading.problems.append(printed.sheet.problem(cell, column_letters(column.place), message))


def _records(printed: Printed, order: Order) -> Iterator[Record]:
    title = _NUMBER.sub("", printed.title) or "Sterkte per eenheid"
    for row in printed.rows:
        name = printed.sheet.at(row, printed.place)
        for column in printed.columns:
            said = {TITLE: title, KIND: column.kind, CATEGORY: column.category, MEASURE: column.measure}
            cells = {key: Cell(row, column.place, CellKind.TEXT, text) for key, text in said.items()}
            day = Cell(row, column.place, CellKind.DATE, column.day or order.reference_date)
            figure = printed.sheet.at(row, column.place)
            letters = column_letters(column.place)
            yield Record(
                printed.sheet, row, cells | {DAY: day, UNIT: name, FIGURE: figure},
                {FIGURE: f"{letters}: {column.kind}", UNIT: column_letters(printed.place)},
            )  # fmt: skip
