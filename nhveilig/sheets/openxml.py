"""Reading XLSX as a stream: Open XML in both its namespaces, under any prefix, with folders written in any way.

The library that writes it makes a cell for every cell a merged range covers, and knows neither what is hidden nor what
is struck out when it streams; a table needs little of the format.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from posixpath import dirname, join

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.escape import unescape

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
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.numbers import day_cell, exact_number, is_day, number_cell
from nhveilig.sheets.packages import DAMAGED, MACROS, Archive
from nhveilig.sheets.streams import LocalListener

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_NO = frozenset({"0", "false", "off"})


def read_xlsx(data: bytes, counter: Counter) -> list[Sheet]:
    """Raises FileRefused."""
    with Archive(data) as archive:
        folder, book = _book(archive)
        links = _links(archive, folder, _rels_of(book))
        archive.hear(book, said := _Book())
        places = [(found, *links.get(found["id"], ("", ""))) for found in said.sheets]
        counter.sheets(len(places))
        styles, strings = _Styles(), _Strings()
        for kind, listener in (("styles", styles), ("sharedStrings", strings)):
            for target in [target for found, target in links.values() if found == kind and target in archive]:
                archive.hear(target, listener)
        if any("macrosheet" in kind.lower() for _, kind, _ in places):
            raise FileRefused(MACROS)
        read = []
        for found, kind, target in places:
            if kind == "worksheet":
                listener = _Worksheet(found, styles, strings.texts, counter, said.epoch)
                archive.hear(target, listener)
                read.append(listener.sheet)
            elif not kind:
                raise FileRefused(DAMAGED)
        return read


def _book(archive: Archive) -> tuple[str, str]:
    links = _links(archive, "", "_rels/.rels") if "_rels/.rels" in archive else {}
    target = next((target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml")
    return dirname(target), target


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return join(folder, "_rels", f"{name}.rels")


def _links(archive: Archive, folder: str, part: str) -> dict[str, tuple[str, str]]:
    """By id: the last word of what kind of link it is, and the part it leads to."""
    archive.hear(part, found := _Links())
    return {
        one.get("Id", ""): (one.get("Type", "").rpartition("/")[2], join(folder, one.get("Target", "")))
        for one in found.links
    }


class _Links(LocalListener):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            self.links.append(attributes | {"Target": target})


class _Book(LocalListener):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[dict[str, str]] = []
        self.epoch: datetime = CALENDAR_WINDOWS_1900

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and self.path[-2:-1] == ["sheets"]:
            self.sheets.append({"id": "", "name": "", "state": "visible"} | attributes)
        elif name == "workbookPr" and attributes.get("date1904", "0") not in _NO:
            self.epoch = CALENDAR_MAC_1904


@dataclass(frozen=True)
class _Style:
    code: str = "General"
    is_struck: bool = False
    indent: int = 0


class _Styles(LocalListener):
    """The styles of cells, by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[_Style] = []
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self._struck: list[bool] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        match self.path[1:]:
            case ["numFmts", "numFmt"]:
                self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
            case ["fonts", "font"]:
                self._struck.append(False)
            case ["fonts", "font", "strike"]:
                self._struck[-1] = attributes.get("val", "1") not in _NO
            case ["cellXfs", "xf"]:
                self.styles.append(self._style(attributes))
            case ["cellXfs", "xf", "alignment"]:
                last = self.styles[-1]
                self.styles[-1] = _Style(last.code, last.is_struck, int(float(attributes.get("indent", "0"))))

    def _style(self, attributes: dict[str, str]) -> _Style:
        font = int(attributes.get("fontId", "0"))
        code = self._codes.get(int(attributes.get("numFmtId", "0")), "General")
        return _Style(code, self._struck[font] if font < len(self._struck) else False)

    def of(self, number: str) -> _Style:
        place = int(number or 0)
        return self.styles[place] if place < len(self.styles) else _Style()


@dataclass(frozen=True)
class _Text:
    text: str
    is_struck: bool = False


class _Pieces(LocalListener):
    """Hears texts that are put together from runs, each with a look of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._heard: list[str] | None = None
        self._look = ""
        self._is_struck = self._has_struck = False

    def begin_run(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self._look, self._is_struck = "", False
        elif name == "vertAlign":
            self._look = attributes.get("val", "")
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in _NO
        elif name == "t" and "rPh" not in self.path:
            self._heard = []

    def data(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)

    def finish_run(self, name: str) -> None:
        if name == "t" and self._heard is not None:
            piece, self._heard = unescape("".join(self._heard)), None
            change = {"superscript": raised, "subscript": lowered}.get(self._look)
            self._pieces.append(change(piece) if change else piece)
            self._has_struck |= self._is_struck and bool(piece.strip())

    def take(self) -> _Text:
        found = _Text("".join(self._pieces), self._has_struck)
        self._pieces, self._look, self._is_struck, self._has_struck = [], "", False, False
        return found


class _Strings(_Pieces):
    """The texts that cells refer to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[_Text] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.begin_run(name, attributes)

    def finish(self, name: str) -> None:
        self.finish_run(name)
        if name == "si":
            self.texts.append(self.take())


class _Worksheet(_Pieces):
    def __init__(
        self, about: dict[str, str], styles: _Styles, texts: list[_Text], counter: Counter, epoch: datetime
    ) -> None:
        super().__init__()
        self.sheet = Sheet(about["name"], is_hidden=about["state"] != "visible")
        self._styles, self._texts, self._counter, self._epoch = styles, texts, counter, epoch
        self._row, self._column, self._width = 0, -1, 0
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._has_formula = self._hides_rows = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self._begin_row(attributes)
            case "c":
                self._begin_cell(attributes)
            case "v":
                self._heard = []
            case "f" if self.path[-2] == "c":
                self._has_formula = True
            case "col":
                self._note_columns(attributes)
            case "sheetFormatPr":
                self._hides_rows = attributes.get("zeroHeight", "0") not in _NO
            case "mergeCell":
                self._note_merge(attributes.get("ref", ""))
            case _:
                self.begin_run(name, attributes)

    def finish(self, name: str) -> None:
        if name == "v" and self._heard is not None:
            self._value, self._heard = "".join(self._heard), None
        elif name == "c":
            self._finish_cell()
        elif name == "row":
            self._counter.row(self._width)
        else:
            self.finish_run(name)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column, self._width = -1, 0
        hidden = attributes.get("hidden", "1" if self._hides_rows and "ht" not in attributes else "0")
        if hidden not in _NO or float(attributes.get("ht", "1")) == 0:
            self.sheet.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        self._column = column_index_from_string(letters) - 1 if letters else self._column + 1
        self._cell, self._value, self._has_formula = attributes, None, False

    def _note_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "0") not in _NO or float(attributes.get("width", "1")) == 0:
            self.sheet.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _note_merge(self, reference: str) -> None:
        if found := _RANGE.fullmatch(reference.upper()):
            left, top, right, bottom = found.groups()
            first, last = column_index_from_string(left) - 1, column_index_from_string(right or left) - 1
            self.sheet.merges.append(Merge(int(top), int(bottom or top), first, last))

    def _finish_cell(self) -> None:
        if self._value is None and not self._has_formula and not self._pieces:
            return
        cell = self._read(self._styles.of(self._cell.get("s", "")))
        if cell is not None and cell.kind != CellKind.EMPTY:
            self._width += 1
            self.sheet.put(cell)

    def _read(self, style: _Style) -> Cell | None:
        kind, value, row, column = self._cell.get("t", "n"), self._value, self._row, self._column
        text = self.take() if kind == "inlineStr" else _Text(value or "")
        if kind == "s" and value:
            text = self._texts[int(value)]
        if not text.text:
            # Of a formula with a text for an outcome that text may be empty; of another nothing was calculated.
            is_open = self._has_formula and kind not in {"str", "s", "inlineStr"}
            return Cell(row, column, CellKind.UNCALCULATED, "formule") if is_open else None
        if style.is_struck and text.text.strip():
            return unclear(row, column, STRUCK)
        if text.is_struck:
            return unclear(row, column, PARTLY_STRUCK)
        return self._typed(kind, text.text, style)

    def _typed(self, kind: str, text: str, style: _Style) -> Cell:
        row, column = self._row, self._column
        match kind:
            case "n":
                return self._number(text, style)
            case "b":
                return Cell(row, column, CellKind.TEXT, "onwaar" if text in _NO else "waar")
            case "e":
                return Cell(row, column, CellKind.ERROR, text)
            case "d":
                return Cell(row, column, CellKind.DATE, date.fromisoformat(text[:10]))
            case "str":
                text = unescape(text)
        return text_cell(row, column, text, style.indent if column == 0 else 0)

    def _number(self, text: str, style: _Style) -> Cell:
        value = exact_number(text)
        if value is None:
            return Cell(self._row, self._column, CellKind.ERROR, text)
        if is_day(style.code):
            return day_cell(self._row, self._column, float(value), style.code, self._epoch)
        return number_cell(self._row, self._column, Decimal(value), style.code)
