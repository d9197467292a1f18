"""Tables as files. Whatever a text begins with, no program takes it for a formula."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Self

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from tablib import Databook, Dataset

from nhveilig.exceptions import PortalError
from nhveilig.figures.values import WITH_NUMBER, Figure, Qualifier
from nhveilig.http.responses import CSV, as_download
from nhveilig.sheets.opendocument import write_ods
from nhveilig.sheets.packages import ODS_TYPE
from nhveilig.texts import spreadsheets
from nhveilig.texts.spreadsheets import csv_for_people

WIDEST_COLUMN = 40
# Rows that decide how wide a column is: the rest of a long table looks like them.
ROWS_MEASURED = 200


# The title of each sheet with its rows, the first of which is the head.
Sheets = list[tuple[str, list[list[object]]]]


class SumOf(Decimal):
    """A number that is the sum of other cells of its sheet, by (row, column) counted from the first row below the head:
    in a workbook it calculates, with its value beside the formula for who only reads."""

    def __new__(cls, value: Decimal, parts: Iterable[tuple[int, int]], decimals: int) -> Self:
        self = super().__new__(cls, value)
        self.parts, self.decimals = tuple(parts), decimals
        return self

    @property
    def formula(self) -> str:
        """Rounded, because a workbook adds in halves and quarters, and 0,1 is neither."""
        return f"ROUND(SUM({','.join(_ranges(self.parts))}),{self.decimals})"


def _ranges(parts: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Cells that touch in a row or a column are one range."""
    runs: list[list[tuple[int, int]]] = []
    for row, column in sorted(parts):
        run = next((run for run in runs if (row, column) in _following(run)), None)
        if run is None:
            runs.append([(row, column)])
        else:
            run.append((row, column))
    for run in runs:
        first, last = (f"{get_column_letter(column + 1)}{row + 2}" for row, column in (run[0], run[-1]))
        yield first if first == last else f"{first}:{last}"


def _following(run: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """What may come next in a run, which goes on as it began."""
    (row, column), is_row, is_column = run[-1], run[0][0] == run[-1][0], run[0][1] == run[-1][1]
    return ({(row, column + 1)} if is_row else set()) | ({(row + 1, column)} if is_column else set())


def _xlsx(sheets: Sheets) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        # A file that does not say how large it is, is read twice: first to find out.
        sheet.calculate_dimension = lambda rows=rows: f"A1:{get_column_letter(len(rows[0]))}{len(rows)}"
        for column, width in enumerate(_widths(rows), 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        for number, row in enumerate(rows):
            sheet.append([_xlsx_cell(sheet, value, bold=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return _with_formulas(out.getvalue(), sheets)


_NUMBER = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*>(?=<v>)')


def _with_formulas(data: bytes, sheets: Sheets) -> bytes:
    """openpyxl writes a formula or its outcome; who reads the file without calculating needs both."""
    formulas = {f"xl/worksheets/sheet{number}.xml": _formulas(rows) for number, (_, rows) in enumerate(sheets, 1)}
    if not any(formulas.values()):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if found := formulas.get(entry.filename):
                part = _NUMBER.sub(partial(_calculated, found), part.decode()).encode()
            new.writestr(entry, part)
    return out.getvalue()


def _calculated(formulas: Mapping[str, str], cell: re.Match) -> str:
    formula = formulas.get(cell[1])
    return f"{cell[0]}<f>{formula}</f>" if formula else cell[0]


def _formulas(rows: list[list[object]]) -> dict[str, str]:
    """By the name of the cell."""
    return {
        f"{get_column_letter(column)}{number}": value.formula
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row, 1)
        if isinstance(value, SumOf)
    }


def _xlsx_cell(sheet, value: object, *, bold: bool) -> object:
    if isinstance(value, SumOf):
        return Decimal(value)
    if not isinstance(value, str) or not value:
        return None if value == "" else value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    # Said outright: openpyxl would make a formula of a text that begins with “=”.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _csv(sheets: Sheets) -> bytes:
    """Only the first sheet."""
    _, rows = sheets[0]
    return csv_for_people(rows)


def plain_number(value: Decimal) -> str:
    """As it is typed."""
    return spreadsheets.plain_number(f"{value:f}")


# By extension: how it is written, and what a browser is told that it is.
FORMATS: dict[str, tuple[Callable[[Sheets], bytes], str]] = {
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (write_ods, ODS_TYPE.decode()),
    "csv": (_csv, CSV),
}


def written_figure(figure: Figure) -> object:
    """A number stays a number; words such as “ten minste 2” can be read again."""
    if figure.value is None:
        return "-" if figure.qualifier == Qualifier.DASH else figure.text()
    if figure.qualifier == Qualifier.EXACT:
        return figure.value
    return WITH_NUMBER[figure.qualifier].format(plain_number(figure.value))


def sheets_of(dataset: Dataset | Databook) -> Sequence[Dataset]:
    return dataset.sheets() if isinstance(dataset, Databook) else [dataset]


def refuse_many(dataset: Dataset | Databook, format: str) -> None:
    """Raises PortalError where sheets would be lost."""
    if format == "csv" and len(sheets_of(dataset)) > 1:
        raise PortalError("In csv past één reeks. Kies een reeks, of de lange indeling.")


def write(dataset: Dataset | Databook, format: str) -> bytes:
    sheets = sheets_of(dataset)
    return FORMATS[format][0]([(sheet.title or "Tabel", [list(sheet.headers), *map(list, sheet)]) for sheet in sheets])


def download(dataset: Dataset | Databook, format: str, name: str) -> HttpResponse:
    """As a file called `name`, to which the extension is added. Raises Http404 for a format there is not."""
    if format not in FORMATS:
        raise Http404("Deze soort bestand bestaat niet.")
    return as_download(write(dataset, format), FORMATS[format][1], f"{name}.{format}")


def _widths(rows: list[list[object]]) -> list[int]:
    columns = zip(*rows[:ROWS_MEASURED], strict=True)
    return [min(WIDEST_COLUMN, max(len(str(value or "")) for value in column) + 2) for column in columns]
