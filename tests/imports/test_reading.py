"""Files as they come in: every one that is no table is answered with a sentence, and none of them hurts."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment
from tablib import Dataset

from nhveilig.figures.values import Figure, Qualifier
from nhveilig.imports import formats, kept
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.packages import OLE, inspect
from nhveilig.sheets.workbooks import read_workbook
from tests.imports.files import csv_of, repacked, saved, xlsx_of, zip_of

GOOD = xlsx_of(("a", "b"), (1, 2))
ODS = formats.write(Dataset([1, 2], headers=["a", "b"]), "ods")
SHEET = "xl/worksheets/sheet1.xml"


def bomb() -> bytes:
    return repacked(GOOD, {SHEET: b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>"})


def lying() -> bytes:
    """A package whose directory says that little comes out."""
    data = bytearray(bomb())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", data, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def with_entities() -> bytes:
    return repacked(GOOD, {SHEET: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'})


def million_columns() -> bytes:
    with zipfile.ZipFile(io.BytesIO(ODS)) as archive:
        content = archive.read("content.xml")
    cell = b'<table:table-cell table:number-columns-repeated="1000000" office:value-type="float" office:value="1"/>'
    return repacked(ODS, {"content.xml": content.replace(b"</table:table-row>", cell + b"</table:table-row>", 1)})


def million_rows() -> bytes:
    with zipfile.ZipFile(io.BytesIO(ODS)) as archive:
        content = archive.read("content.xml")
    return repacked(
        ODS,
        {
            "content.xml": content.replace(
                b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
            )
        },
    )


def encrypted() -> bytes:
    return OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")


REFUSED = {
    "empty": (b"", "tabel.xlsx", "leeg"),
    "blank": (b" \n ", "tabel.csv", "leeg"),
    "nothing on the sheet": (xlsx_of(), "tabel.xlsx", "leeg"),
    "too large": (b"a;b\n" * 3_000_000, "tabel.csv", "10 MB"),
    "encrypted": (encrypted(), "tabel.xlsx", "wachtwoord"),
    "old excel": (OLE + b"\0" * 100, "tabel.xls", "oud Excel"),
    "truncated": (GOOD[: len(GOOD) // 2], "tabel.xlsx", "beschadigd"),
    "with macros": (repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "tabel.xlsx", "macro"),
    "called macros": (GOOD, "tabel.xlsm", "macro"),
    "ods with macros": (repacked(ODS, {"Basic/script.xml": b"<x/>"}), "tabel.ods", "macro"),
    "bomb": (bomb(), "tabel.xlsx", "te groot"),
    "lying bomb": (lying(), "tabel.xlsx", "te groot|beschadigd"),
    "many entries": (repacked(GOOD, {f"x{n}": b"" for n in range(300)}), "tabel.xlsx", "ingewikkeld"),
    "entities": (with_entities(), "tabel.xlsx", "eigen definities"),
    "pdf": (b"%PDF-1.7 ...", "tabel.pdf", "geen spreadsheet"),
    "renamed pdf": (b"%PDF-1.7 ...", "tabel.csv", "geen spreadsheet"),
    "renamed xlsx": (GOOD, "tabel.csv", "heet “.csv”"),
    "renamed csv": (b"a;b\n1;2", "tabel.xlsx", "heet “.xlsx”"),
    "html": (b"<html><table>", "tabel.csv", "geen spreadsheet"),
    "another zip": (zip_of({"brief.txt": b"x"}), "tabel.xlsx", "geen spreadsheet"),
    "broken xml": (repacked(GOOD, {SHEET: b"<worksheet><row"}), "tabel.xlsx", "beschadigd"),
    "no sheet": (repacked(GOOD, {SHEET: None}), "tabel.xlsx", "beschadigd|leeg"),
    "no content": (repacked(ODS, {"content.xml": None}), "tabel.ods", "beschadigd"),
    "million columns": (million_columns(), "tabel.ods", "te groot"),
    "million rows": (million_rows(), "tabel.ods", "te groot"),
    "million lines": (b"1\n" * 1_000_000, "tabel.csv", "te groot"),
    "open quote": (b'a;b\n"1;2\n3;4', "tabel.csv", "aanhalingstekens"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_words(name):
    data, called, words = REFUSED[name]
    with pytest.raises(FileRefused, match=words):
        read_workbook(data, called)


def test_openpyxl_reads_xml_with_defusedxml():
    assert openpyxl.DEFUSEDXML


def test_every_kind_of_cell():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([1.1, "tekst", datetime(2022, 1, 1), True, "=1+1", "#N/A", None, 0.25])  # noqa: DTZ001 - as Excel has it
    sheet["H1"].number_format = "0%"
    sheet["A2"] = "ingesprongen"
    sheet["A2"].alignment = Alignment(indent=2)
    [found] = read_workbook(saved(book), "x.xlsx").sheets
    kinds = {column: (cell.kind, cell.value) for column, cell in found.rows[1].items()}
    assert kinds == {
        0: (CellKind.NUMBER, Decimal("1.1")),
        1: (CellKind.TEXT, "tekst"),
        2: (CellKind.DATE, date(2022, 1, 1)),
        3: (CellKind.TEXT, "waar"),
        4: (CellKind.UNCALCULATED, "formule"),
        5: (CellKind.ERROR, "#N/A"),
        7: (CellKind.NUMBER, Decimal(25)),
    }
    assert found.at(2, 0).indent == 2


def test_what_was_read_is_kept_whole():
    """Every kind of cell, merged cells, several sheets, and a text with everything in it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ((1.5, 0.25, date(2026, 1, 2)), ("  “ü”\n", "=1+1", "#DIV/0!")):
        sheet.append(row)
    sheet["B1"].number_format = "0%"
    sheet.merge_cells("A4:B5")
    book.create_sheet("Tweede").append(["x"])
    found = read_workbook(saved(book), "a.xlsx")
    assert {cell.kind for row in found.sheets[0].rows.values() for cell in row.values()} >= {
        CellKind.NUMBER,
        CellKind.DATE,
        CellKind.TEXT,
        CellKind.UNCALCULATED,
    }
    assert kept.unpack(kept.pack(found)) == found


def test_merged_cells_are_known():
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])
    book.active.merge_cells("B2:C4")
    [merge] = read_workbook(saved(book), "x.xlsx").sheets[0].merges
    assert (merge.first_row, merge.last_row, merge.first_column, merge.last_column) == (2, 4, 1, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_of_every_program(encoding, mark):
    data = f'naam{mark}fte\nFryslân{mark}"1{mark}5"\n'.encode(encoding)
    [sheet] = read_workbook(data, "x.csv").sheets
    assert (sheet.at(2, 0).text, sheet.at(2, 1).text) == ("Fryslân", f"1{mark}5".strip())


DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "'=1"]


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_and_all_of_it_comes_back(format, text):
    data = formats.write(Dataset([text, Decimal("-1.5")], headers=["naam", "getal"]), format)
    [sheet] = read_workbook(data, f"x.{format}").sheets
    assert sheet.at(2, 0).text == text.strip()
    assert parsing.figure(sheet.at(2, 1)) == Figure.of("-1.5")
    if format == "xlsx":
        cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
        assert cell.data_type == "s"
    if format == "csv":
        first = data.decode("utf-8-sig").splitlines()[1]
        assert not first.lstrip('"').startswith(("=", "+", "-", "@", "\t"))


def text_cell(text: str) -> Cell:
    return Cell(1, 0, CellKind.TEXT, text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12,5", Figure.of("12.5")),
        ("1.234,5", Figure.of("1234.5")),
        ("1,234.5", Figure.of("1234.5")),
        ("n.t.b.", Figure.undecided()),
        ("NVT", Figure.not_applicable()),
        ("–", Figure.dash()),
        ("", Figure.blank()),
        ("ca. 3,5", Figure.of("3.5", Qualifier.CIRCA)),
        ("≥ 2", Figure.of(2, Qualifier.MINIMUM)),
        ("ten minste 2", Figure.of(2, Qualifier.MINIMUM)),
        ("ten hoogste 2", Figure.of(2, Qualifier.MAXIMUM)),
        ("meer dan 2", Figure.of(2, Qualifier.MORE_THAN)),
        ("12 (voorlopig)", Figure.of(12, Qualifier.PROVISIONAL)),
        ("25%", Figure.of(25)),
        ("€ 45.000", Figure.of(45000)),
        ("bijna 45.000", Figure.of(45000, Qualifier.NEARLY)),
    ],
)
def test_what_people_write_for_a_figure(text, figure):
    assert parsing.figure(text_cell(text)) == figure


@pytest.mark.parametrize("text", ["1,234", "twaalf", "12,34567", "1e5", "99999999999", "0x1F", "١٢"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValueError, match=r"\.$"):
        parsing.figure(text_cell(text))


@pytest.mark.parametrize(
    "text",
    ["31-12-2022", "2022-12-31", "31/12/2022", "12/31/2022", "31 december 2022", "31 dec 2022", "December 31, 2022"],
)
def test_what_people_write_for_a_day(text):
    assert parsing.day(text_cell(text)) == date(2022, 12, 31)


@pytest.mark.parametrize("text", ["3/4/2022", "31-2-2022", "31-12-22", "morgen", "2022"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r"\.$"):
        parsing.day(text_cell(text))


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 4))
def test_a_number_in_a_csv_reads_as_itself(value, places):
    value = round(value, places)
    assert parsing.figure(text_cell(formats.plain_number(value))).value == value


@given(st.binary(max_size=2000))
def test_no_bytes_do_more_than_be_refused(data):
    with suppress(FileRefused):
        read_workbook(data, "bestand")


@given(st.data())
def test_no_damaged_spreadsheet_does_more_than_be_refused(data):
    damaged = bytearray(data.draw(st.sampled_from([GOOD, ODS, csv_of(("a", "b"), (1, 2))])))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefused):
        read_workbook(bytes(damaged), "bestand")


def test_the_real_format_is_what_counts():
    assert (inspect(GOOD, "x.xlsx").format, inspect(ODS, "x").format, inspect(b"a;b", "x").format) == (
        "xlsx",
        "ods",
        "csv",
    )
