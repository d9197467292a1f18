"""Reading and writing ODS.

The library for it ships no wheel and keeps every cell as a tree of objects; a table needs little of the format, and
what it needs is read as a stream that stops at our limits.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.sheets.cells import (
    PARTLY_STRUCK,
    STRUCK,
    Cell,
    CellKind,
    Counter,
    Merge,
    Sheet,
    lowered,
    raised,
    text_cell,
    unclear,
)
from nhveilig.sheets.numbers import exact_number, number_beside_words
from nhveilig.sheets.packages import ODS_TYPE, Archive
from nhveilig.sheets.streams import Listener

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
# Inside a paragraph, and no part of what the cell says.
_ASIDE = frozenset({f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}ruby-text"})
_NUMBERS = frozenset({"float", "currency", "percentage"})
_HIDING = frozenset({"collapse", "filter"})
MOST_SPACES = 100


def read_ods(data: bytes, counter: Counter) -> list[Sheet]:
    """Raises FileRefused."""
    with Archive(data) as archive:
        looks = _Looks()
        if "styles.xml" in archive:
            archive.hear("styles.xml", looks)
        archive.hear("content.xml", content := _Content(counter, looks.styles))
        return content.sheets


@dataclass
class _Look:
    """What a style does to what is shown; None where it leaves that to its parent."""

    parent: str = ""
    is_hidden: bool | None = None
    is_struck: bool | None = None
    position: str | None = None


class _Looks(Listener):
    """The styles of a document, by family and name."""

    def __init__(self, styles: dict[tuple[str, str], _Look] | None = None) -> None:
        super().__init__()
        self.styles = {} if styles is None else styles
        self._last = _Look()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{STYLE}style":
            self._last = _Look(attributes.get(f"{STYLE}parent-style-name", ""))
            key = attributes.get(f"{STYLE}family", ""), attributes.get(f"{STYLE}name", "")
            self.styles[key] = self._last
        elif name == f"{STYLE}table-properties" and f"{TABLE}display" in attributes:
            self._last.is_hidden = attributes[f"{TABLE}display"] == "false"
        elif name == f"{STYLE}text-properties":
            self._note_text(attributes)

    def _note_text(self, attributes: dict[str, str]) -> None:
        through = [attributes[key] for key in _THROUGH if key in attributes]
        if through:
            self._last.is_struck = any(value != "none" for value in through)
        if place := attributes.get(f"{STYLE}text-position", "").split():
            self._last.position = place[0]

    def of(self, family: str, name: str, attribute: str) -> object:
        """What a style says, or the nearest above it that says something."""
        for _ in range(20):
            look = self.styles.get((family, name))
            if look is None:
                return None
            if (said := getattr(look, attribute)) is not None:
                return said
            name = look.parent
        return None


_THROUGH = (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")


class _Content(_Looks):
    def __init__(self, counter: Counter, styles: dict[tuple[str, str], _Look]) -> None:
        super().__init__(styles)
        self.sheets: list[Sheet] = []
        self._counter = counter
        self._row = self._times = self._column = self._columns = 0
        self._cells: list[tuple[Cell, int]] = []
        self._cell: dict[str, str] = {}
        # The paragraphs of the cell at hand; None outside a cell. `_aside` counts what is open and not part of it.
        self._words: list[list[str]] | None = None
        self._aside = 0
        self._spans: list[str] = []
        self._has_struck = False
        self._closed_groups = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        above = self.path[-2] if len(self.path) > 1 else ""
        if self._words is not None:
            self._begin_in_cell(name, above, attributes)
        elif name == f"{TABLE}table" and above == f"{OFFICE}spreadsheet":
            self._begin_sheet(attributes)
        elif not self._is_in_sheet():
            super().begin(name, attributes)
        elif name == f"{TABLE}table-column":
            self._note_columns(attributes)
        elif name in _GROUPS:
            self._closed_groups += attributes.get(f"{TABLE}display") == "false"
            self._groups.append(attributes.get(f"{TABLE}display") == "false")
        elif name == f"{TABLE}table-row":
            self._begin_row(attributes)
        elif name in _CELLS and above == f"{TABLE}table-row":
            self._cell, self._words, self._spans, self._has_struck = attributes, [], [], False

    def finish(self, name: str) -> None:
        if self._words is not None:
            self._finish_in_cell(name)
        elif name in _GROUPS and self._is_in_sheet():
            self._closed_groups -= self._groups.pop()
        elif name == f"{TABLE}table-row" and self._is_in_sheet():
            self._finish_row()

    def data(self, text: str) -> None:
        if self._words and not self._aside and f"{TEXT}p" in self.path:
            self._words[-1].append(self._seen(text))

    def _is_in_sheet(self) -> bool:
        return len(self.path) > 4 and self.path[3] == f"{TABLE}table"

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        self._counter.sheets(len(self.sheets) + 1)
        is_hidden = self.of("table", attributes.get(f"{TABLE}style-name", ""), "is_hidden")
        is_hidden = is_hidden or attributes.get(f"{TABLE}display") == "false"
        self.sheets.append(Sheet(attributes.get(f"{TABLE}name", ""), is_hidden=bool(is_hidden)))
        self._row = self._columns = self._closed_groups = 0
        self._groups: list[bool] = []

    def _note_columns(self, attributes: dict[str, str]) -> None:
        first = self._columns
        self._columns += _times(attributes, "columns-repeated")
        if attributes.get(f"{TABLE}visibility") in _HIDING or self._closed_groups:
            self.sheets[-1].hidden_columns.append((first, self._columns - 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._column, self._cells = 0, []
        self._times = _times(attributes, "rows-repeated")
        self._hides = attributes.get(f"{TABLE}visibility") in _HIDING or bool(self._closed_groups)

    def _finish_row(self) -> None:
        # Empty rows at the end of a sheet are repeated up to the last one there is; they cost nothing.
        if self._cells:
            self._counter.row(sum(times for _, times in self._cells), self._times)
            sheet = self.sheets[-1]
            for row in range(self._row + 1, self._row + 1 + self._times):
                for cell, times in self._cells:
                    for column in range(cell.column, cell.column + times):
                        sheet.put(Cell(row, column, cell.kind, cell.value, cell.indent, cell.unit))
                if self._hides:
                    sheet.hidden_rows.add(row)
        self._row += self._times

    def _begin_in_cell(self, name: str, above: str, attributes: dict[str, str]) -> None:
        if name == f"{TEXT}p" and above in _CELLS and not self._aside:
            self._words.append([])
        elif name in _ASIDE or not name.startswith(TEXT):
            self._aside += 1
        elif self._words and not self._aside:
            if name == f"{TEXT}s":
                self._words[-1].append(" " * min(_number(attributes.get(f"{TEXT}c")), MOST_SPACES))
            elif name in {f"{TEXT}tab", f"{TEXT}line-break"}:
                self._words[-1].append(" ")
            elif name == f"{TEXT}span":
                self._spans.append(attributes.get(f"{TEXT}style-name", ""))

    def _finish_in_cell(self, name: str) -> None:
        if name in _CELLS and not self._aside and self.path[-2] == f"{TABLE}table-row":
            self._finish_cell()
        elif name in _ASIDE or not name.startswith(TEXT):
            self._aside -= 1
        elif name == f"{TEXT}span" and self._spans and not self._aside:
            self._spans.pop()

    def _seen(self, text: str) -> str:
        for style in self._spans[-DEEPEST_SPANS:]:
            self._has_struck |= bool(self.of("text", style, "is_struck")) and bool(text.strip())
            place = self.of("text", style, "position")
            if place is not None and place not in {"0%", "0"}:
                is_low = place == "sub" or place.startswith("-")
                return lowered(text) if is_low else raised(text)
        return text

    def _finish_cell(self) -> None:
        words, self._words = "\n".join(map("".join, self._words)), None
        times = _times(self._cell, "columns-repeated")
        self._note_merge()
        cell = self._read(words)
        if cell is not None and not cell.is_empty:
            self._cells.append((cell, times))
        self._column += times

    def _note_merge(self) -> None:
        width, height = _times(self._cell, "columns-spanned"), _times(self._cell, "rows-spanned")
        if width > 1 or height > 1:
            merge = Merge(self._row + 1, self._row + height, self._column, self._column + width - 1)
            self.sheets[-1].merges.append(merge)

    def _read(self, words: str) -> Cell | None:
        kind, value, row = self._cell.get(f"{OFFICE}value-type", ""), self._cell.get(f"{OFFICE}value"), self._row + 1
        text = self._cell.get(f"{OFFICE}string-value") or words
        if not kind and self._cell.get(f"{TABLE}formula"):
            return Cell(row, self._column, CellKind.UNCALCULATED, "formule")
        if self.of("table-cell", self._cell.get(f"{TABLE}style-name", ""), "is_struck") and (text.strip() or value):
            return unclear(row, self._column, STRUCK)
        if self._has_struck:
            return unclear(row, self._column, PARTLY_STRUCK)
        if kind in _NUMBERS and value is not None:
            return self._number(value, words, is_percentage=kind == "percentage")
        if kind == "date":
            return self._day(words)
        return text_cell(row, self._column, text) if text else None

    def _number(self, text: str, words: str, *, is_percentage: bool) -> Cell:
        value = exact_number(text)
        if value is None:
            return Cell(self._row + 1, self._column, CellKind.ERROR, text)
        if is_percentage:
            value = without_trailing_zeros(value * 100)
        return number_beside_words(self._row + 1, self._column, value, words)

    def _day(self, words: str) -> Cell:
        day = date.fromisoformat(self._cell.get(f"{OFFICE}date-value", "")[:10])
        if words.strip() == str(day.year):
            return Cell(self._row + 1, self._column, CellKind.NUMBER, Decimal(day.year))
        return Cell(self._row + 1, self._column, CellKind.DATE, day)


_GROUPS = frozenset({f"{TABLE}table-row-group", f"{TABLE}table-column-group"})
DEEPEST_SPANS = 20


def _times(attributes: dict[str, str], what: str) -> int:
    return _number(attributes.get(f"{TABLE}number-{what}"))


def _number(text: str | None) -> int:
    return max(int(text or 1), 1)


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
