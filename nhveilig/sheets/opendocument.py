"""Reading and writing ODS.

The library for it ships no wheel and keeps every cell as a tree of objects; a table needs little of the format, and
what it needs is read as a stream that stops at our limits.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from nhveilig.sheets.cells import Cell, CellKind, Merge, Sheet, number_cell, text_cell
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.packages import DAMAGED, ODS_TYPE

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CHECK_SIZE = Callable[[int, int], None]


def read_ods(data: bytes, check_size: CHECK_SIZE, *, most_sheets: int) -> list[Sheet]:
    """`check_size` hears the width and number of what is read, and may raise. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
            return _Reader(check_size, most_sheets).read(content)
    except (ParseError, DefusedXmlException, KeyError, ValueError, InvalidOperation, zipfile.BadZipFile):
        raise FileRefused(DAMAGED) from None


class _Reader:
    def __init__(self, check_size: CHECK_SIZE, most_sheets: int) -> None:
        self._check_size, self._most_sheets = check_size, most_sheets
        self.sheets: list[Sheet] = []
        self._row = 0

    def read(self, content) -> list[Sheet]:
        for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{TABLE}table":
                self._begin(element)
            elif event == "end" and element.tag == f"{TABLE}table-row" and self.sheets:
                self._take_row(element)
                element.clear()
        return self.sheets

    def _begin(self, element) -> None:
        if len(self.sheets) == self._most_sheets:
            raise FileRefused(f"Dit bestand heeft meer dan {self._most_sheets} bladen.")
        self.sheets.append(Sheet(element.get(f"{TABLE}name", "")))
        self._row = 0

    def _take_row(self, element) -> None:
        times = int(element.get(f"{TABLE}number-rows-repeated", "1"))
        found = list(self._cells(element))
        # Empty rows at the end of a sheet are repeated up to the last one there is; they cost nothing.
        for number in range(self._row + 1, self._row + 1 + (times if found else 0)):
            self._check_size(found[-1].column + 1, number)
            for cell in found:
                self.sheets[-1].put(Cell(number, cell.column, cell.kind, cell.value, cell.indent))
        self._row += times

    def _cells(self, row) -> Iterable[Cell]:
        column = 0
        for element in row:
            if element.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                continue
            times = int(element.get(f"{TABLE}number-columns-repeated", "1"))
            self._note_merge(element, column)
            if _has_content(element):
                # Before anything is repeated: a file can say that one cell stands in a million columns.
                if times > 1:
                    self._check_size(times, self._row + 1)
                yield from (_cell(element, self._row + 1, place) for place in range(column, column + times))
            column += times

    def _note_merge(self, element, column: int) -> None:
        width = int(element.get(f"{TABLE}number-columns-spanned", "1"))
        height = int(element.get(f"{TABLE}number-rows-spanned", "1"))
        if width > 1 or height > 1:
            merge = Merge(self._row + 1, self._row + height, column, column + width - 1)
            self.sheets[-1].merges.append(merge)


def _has_content(element) -> bool:
    return bool(element.get(f"{OFFICE}value-type") or element.get(f"{TABLE}formula") or len(element))


def _cell(element, row: int, column: int) -> Cell:
    kind, value = element.get(f"{OFFICE}value-type", ""), element.get(f"{OFFICE}value")
    if kind in {"float", "currency", "percentage"} and value is not None:
        return number_cell(row, column, Decimal(f"{Decimal(value):.15g}"), percent=kind == "percentage")
    if kind == "date":
        return Cell(row, column, CellKind.DATE, date.fromisoformat(element.get(f"{OFFICE}date-value", "")[:10]))
    if element.get(f"{TABLE}formula") and not kind:
        return Cell(row, column, CellKind.UNCALCULATED, "formule")
    text = element.get(f"{OFFICE}string-value") or _text(element)
    return text_cell(row, column, text) if text else Cell(row, column, CellKind.EMPTY)


def _text(element) -> str:
    """The paragraphs of a cell. A note on the cell is no part of what it says."""
    return "\n".join("".join(_inline(part)) for part in element if part.tag == f"{TEXT}p")


def _inline(element) -> Iterable[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{TEXT}s":
            yield " " * min(int(part.get(f"{TEXT}c", "1")), 100)
        elif part.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            yield " "
        else:
            yield from _inline(part)
        yield part.tail or ""


def write_ods(sheets: Iterable[tuple[str, list[list[object]]]]) -> bytes:
    """Sheets of rows. Text is written as text, whatever it begins with; equal input gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # Stored first and unpacked, so that the kind of file can be read off its first bytes.
        archive.writestr(_entry("mimetype"), ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr(_entry("META-INF/manifest.xml"), _MANIFEST)
        archive.writestr(_entry("content.xml"), _content(sheets))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _content(sheets: Iterable[tuple[str, list[list[object]]]]) -> str:
    tables = "".join(
        f"<table:table table:name={quoteattr(_legal(title))}>{''.join(_row(row) for row in rows)}</table:table>"
        for title, rows in sheets
    )
    return f"{_HEAD}{tables}</office:spreadsheet></office:body></office:document-content>"


def _row(values: list[object]) -> str:
    return f"<table:table-row>{''.join(map(_written, values))}</table:table-row>"


def _written(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, Decimal | int):
        shown = f"{Decimal(value):f}"
        return (
            f'<table:table-cell office:value-type="float" office:value="{shown}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    if isinstance(value, date):
        day = value.isoformat()
        return (
            f'<table:table-cell table:style-name="dag" office:value-type="date" office:date-value="{day}">'
            f"<text:p>{day}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{_spaced(str(value))}</text:p></table:table-cell>'


def _spaced(text: str) -> str:
    """A reader of ODS folds spaces together unless each has an element of its own."""
    inner = text.lstrip(" ")
    return "<text:s/>" * (len(text) - len(inner)) + escape(_legal(inner))


def _legal(text: str) -> str:
    return "".join(char for char in text if char >= " " or char in "\t\n")


_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
    '<office:automatic-styles><number:date-style style:name="dagstijl"><number:day/><number:text>-</number:text>'
    '<number:month/><number:text>-</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="dag" style:family="table-cell" style:data-style-name="dagstijl"/>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE.decode()}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
