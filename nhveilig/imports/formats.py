"""Tables as files. Whatever a text begins with, no program takes it for a formula."""

import io
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from tablib import Databook, Dataset

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
    return out.getvalue()


def _xlsx_cell(sheet, value: object, *, bold: bool) -> object:
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


def write(dataset: Dataset | Databook, format: str) -> bytes:
    sheets: Iterable[Dataset] = dataset.sheets() if isinstance(dataset, Databook) else [dataset]
    return FORMATS[format][0]([(sheet.title or "Tabel", [list(sheet.headers), *map(list, sheet)]) for sheet in sheets])


def download(dataset: Dataset | Databook, format: str, name: str) -> HttpResponse:
    """As a file called `name`, to which the extension is added. Raises Http404 for a format there is not."""
    if format not in FORMATS:
        raise Http404("Deze soort bestand bestaat niet.")
    return as_download(write(dataset, format), FORMATS[format][1], f"{name}.{format}")


def _widths(rows: list[list[object]]) -> list[int]:
    columns = zip(*rows[:ROWS_MEASURED], strict=True)
    return [min(WIDEST_COLUMN, max(len(str(value or "")) for value in column) + 2) for column in columns]
