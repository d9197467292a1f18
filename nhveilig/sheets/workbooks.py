"""From the bytes of a file to sheets of typed cells. Nothing here knows what the table is about."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter

from nhveilig.sheets import cells
from nhveilig.sheets.cells import Progress, Sheet, Workbook, text_cell
from nhveilig.sheets.exceptions import FileRefused, Problem
from nhveilig.sheets.opendocument import read_ods
from nhveilig.sheets.openxml import read_xlsx
from nhveilig.sheets.packages import DAMAGED, inspect, utf_16
from nhveilig.texts.spreadsheets import without_guard

DELIMITERS = ";\t,|"
LINES_LOOKED_AT = 50
LONGEST_SAMPLE = 100_000
# UTF-8 of the letters, signs and combining accents that Dutch tables hold; in another encoding they make no sense.
_BEYOND = re.compile(rb"[\xc2-\xc5\xcc][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
_SAYS = re.compile(r"sep=(.)\s*\r?\n", re.IGNORECASE)


def read_workbook(data: bytes, name: str, progress: Progress = lambda rows: None) -> Workbook:
    """Raises FileRefused. `progress` hears the number of rows read so far."""
    package = inspect(data, name)
    try:
        found = [sheet for sheet in _READERS[package.format](package.data, cells.Counter(progress)) if sheet.rows]
    except FileRefused:
        raise
    except (LookupError, ValueError, TypeError, ArithmeticError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
        raise FileRefused(DAMAGED) from None
    # What nobody sees, nobody checked: often an older version of the table.
    sheets = tuple(sheet for sheet in found if not sheet.is_hidden)
    if not sheets:
        raise FileRefused("Dit bestand is leeg: er staat op geen enkel zichtbaar blad iets.")
    notes = tuple(note for sheet in sheets for note in sheet.settle())
    return Workbook(package.format, sheets, tuple(sheet.title for sheet in found if sheet.is_hidden), notes)


def read_csv(data: bytes, counter: cells.Counter) -> list[Sheet]:
    """Raises FileRefused."""
    text = _decoded(data)
    if said := _SAYS.match(text):
        # How Excel names the separator: the line is no row.
        delimiter, text = said[1], text[said.end() :]
    else:
        delimiter = _delimiter(text)
    sheet = Sheet("")
    # strict: a quote that is never closed swallows the rest of the file, and must not go unnoticed.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        # A quoted cell may hold a line end, but the spreadsheet counts rows, not lines.
        for number, row in enumerate(reader, 1):
            filled = [(column, value) for column, value in enumerate(row) if value.strip()]
            counter.row(len(filled))
            for column, value in filled:
                sheet.put(text_cell(number, column, without_guard(value)))
    except csv.Error:
        message = f"Regel {reader.line_num} is niet te lezen: controleer de aanhalingstekens."
        raise FileRefused(message) from None
    return [sheet]


def _decoded(data: bytes) -> str:
    if encoding := utf_16(data):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise FileRefused("Dit bestand is niet te lezen. Bewaar het als “CSV UTF-8”.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf") or _BEYOND.search(data):
            raise FileRefused(_mixed(data, error.start)) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileRefused(_mixed(data, error.start)) from None


def _mixed(data: bytes, place: int) -> Problem:
    """Whichever encoding is taken, some of the names go wrong."""
    message = (
        "De letters met accenten zijn hier anders bewaard dan in andere rijen. Open het bestand, herstel de vreemde "
        "tekens en bewaar het als “CSV UTF-8”."
    )
    return Problem(message, row=data.count(b"\n", 0, place) + 1)


def _delimiter(text: str) -> str:
    """The separator that makes most lines alike: a title or a remark with commas is no table."""
    sample = "\n".join(text[:LONGEST_SAMPLE].splitlines()[:LINES_LOOKED_AT])
    return max(DELIMITERS, key=lambda mark: _fit(sample, mark))


def _fit(sample: str, mark: str) -> tuple[int, int, bool]:
    """How many lines have the same number of cells, which is more than one; then how many cells they have."""
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=mark))
    except csv.Error:
        return 0, 0, mark == ";"
    widths = Counter(len(row) for row in rows if len(row) > 1)
    alike, lines = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return lines, alike, mark == ";"


_READERS = {"xlsx": read_xlsx, "ods": read_ods, "csv": read_csv}
