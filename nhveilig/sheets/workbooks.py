"""From the bytes of a file to sheets of typed cells. Nothing here knows what the table is about."""

import csv
import io
import warnings
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from nhveilig.sheets.cells import Cell, CellKind, Merge, Sheet, Workbook, number_cell, text_cell
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.opendocument import read_ods
from nhveilig.sheets.packages import DAMAGED, Package, inspect
from nhveilig.texts.spreadsheets import without_guard

MOST_CELLS = 200_000
MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
MOST_SHEETS = 20
ROWS_BETWEEN_SIGNS = 500

Progress = Callable[[int], None]


def read_workbook(data: bytes, name: str, progress: Progress = lambda rows: None) -> Workbook:
    """Raises FileRefused. `progress` hears the number of rows read so far."""
    package = inspect(data, name)
    counter = Counter(progress)
    reader = {"xlsx": _read_xlsx, "ods": _read_ods, "csv": _read_csv}[package.format]
    found = [sheet for sheet in reader(package, counter) if sheet.rows]
    # What nobody sees, nobody checked: often an older version of the table.
    sheets = tuple(sheet for sheet in found if not sheet.is_hidden)
    if not sheets:
        raise FileRefused("Dit bestand is leeg: er staat op geen enkel zichtbaar blad iets.")
    return Workbook(package.format, sheets, tuple(sheet.title for sheet in found if sheet.is_hidden))


class Counter:
    """Stops a file that is larger than a table can be, while it is read."""

    def __init__(self, progress: Progress) -> None:
        self.rows = self.cells = 0
        self._progress = progress

    def row(self, width: int, number: int) -> None:
        self.rows += 1
        self.cells += width
        if self.cells > MOST_CELLS or number > MOST_ROWS or width > MOST_COLUMNS:
            raise FileRefused(
                "Deze tabel is te groot. Hooguit 50.000 rijen, 1.000 kolommen en 200.000 cellen; verdeel haar over "
                "meer bestanden."
            )
        if self.rows % ROWS_BETWEEN_SIGNS == 0:
            self._progress(self.rows)


def _read_xlsx(package: Package, counter: Counter) -> list[Sheet]:
    try:
        with warnings.catch_warnings():
            # It warns about styles and extensions it leaves out, none of which is a figure.
            warnings.simplefilter("ignore")
            return _sheets_of_xlsx(package, counter)
    except FileRefused:
        raise
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError):
        raise FileRefused(DAMAGED) from None


def _sheets_of_xlsx(package: Package, counter: Counter) -> list[Sheet]:
    # Merged ranges are known only to the slow reader, and few files have them.
    book = _open(package, read_only=not package.has_merges, data_only=True)
    if len(book.worksheets) > MOST_SHEETS:
        raise FileRefused(f"Dit bestand heeft meer dan {MOST_SHEETS} bladen. Laat alleen de bladen met de tabel staan.")
    sheets = [_xlsx_sheet(sheet, counter) for sheet in book.worksheets]
    if package.has_formulas:
        _mark_uncalculated(sheets, _open(package, read_only=True, data_only=False))
    return sheets


def _open(package: Package, *, read_only: bool, data_only: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(package.data), read_only=read_only, data_only=data_only, keep_links=False, keep_vba=False
    )


def _xlsx_sheet(source, counter: Counter) -> Sheet:
    sheet = Sheet(source.title, is_hidden=source.sheet_state != "visible")
    if hasattr(source, "reset_dimensions"):
        # What a sheet says of its own size is not to be believed.
        source.reset_dimensions()
    for number, row in enumerate(source.iter_rows(), 1):
        counter.row(len(row), number)
        for column, cell in enumerate(row):
            if cell.value is not None:
                sheet.put(_from_xlsx(cell, number, column))
    ranges = getattr(getattr(source, "merged_cells", None), "ranges", ())
    sheet.merges = [Merge(r.min_row, r.max_row, r.min_col - 1, r.max_col - 1) for r in ranges]
    return sheet


def _from_xlsx(cell, row: int, column: int) -> Cell:
    value = cell.value
    if isinstance(value, bool):
        return Cell(row, column, CellKind.TEXT, "waar" if value else "onwaar")
    if isinstance(value, int | float):
        # Fifteen digits are what a spreadsheet keeps and shows; the rest of the binary fraction is noise.
        exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
        return number_cell(row, column, exact, percent="%" in (cell.number_format or ""))
    if isinstance(value, date):
        return Cell(row, column, CellKind.DATE, value.date() if isinstance(value, datetime) else value)
    if cell.data_type == "e":
        return Cell(row, column, CellKind.ERROR, str(value))
    indent = int(cell.alignment.indent or 0) if column == 0 and cell.has_style else 0
    return text_cell(row, column, str(value), indent)


def _mark_uncalculated(sheets: list[Sheet], formulas: openpyxl.Workbook) -> None:
    for sheet, source in zip(sheets, formulas.worksheets, strict=True):
        source.reset_dimensions()
        for number, row in enumerate(source.iter_rows(), 1):
            for column, cell in enumerate(row):
                if cell.data_type == "f" and sheet.at(number, column).is_empty:
                    sheet.put(Cell(number, column, CellKind.UNCALCULATED, "formule"))


def _read_ods(package: Package, counter: Counter) -> list[Sheet]:
    return read_ods(package.data, counter.row, most_sheets=MOST_SHEETS)


def _read_csv(package: Package, counter: Counter) -> list[Sheet]:
    text = _decoded(package.data)
    sheet = Sheet("")
    try:
        # strict: a quote that is never closed swallows the rest of the file, and must not go unnoticed.
        for row in (reader := csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)):
            # A quoted cell may hold a line end, but the spreadsheet counts rows, not lines.
            counter.row(len(row), counter.rows + 1)
            for column, value in enumerate(row):
                if value.strip():
                    sheet.put(text_cell(counter.rows, column, without_guard(value)))
    except csv.Error:
        message = f"Regel {reader.line_num} is niet te lezen: controleer de aanhalingstekens."
        raise FileRefused(message) from None
    return [sheet]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first lines, outside quotes; a semicolon when none does."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    unquoted = "\n".join("".join(line.split('"')[::2]) for line in lines)
    return max(";\t,", key=lambda mark: (unquoted.count(mark), mark == ";"))
