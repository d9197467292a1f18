"""Files that are small to send and large to read: each is answered within little memory and time."""

import subprocess
import sys
from pathlib import Path

import pytest

from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook
from tests.imports.packages import NAMES, Raw, Sheet, ods, ods_row, ods_table, xlsx, zipped

ROWS = [("a", "b"), (1, 2)]
# What Python with Django takes is about a third of it.
MEMORY = 400_000_000
SECONDS = 20

READER = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
import django
from django.conf import settings
settings.configure()
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.workbooks import read_workbook
try:
    book = read_workbook(open(sys.argv[1], "rb").read(), sys.argv[1])
    for sheet in book.sheets:
        [cell.text for row in sheet.rows.values() for cell in row.values()]
    print("read")
except FileRefused as refused:
    print("refused", refused)
assert time.process_time() < {seconds}
"""


def merged(*ranges: str) -> bytes:
    return xlsx(Sheet(ROWS, merges=ranges))


def linked(*ranges: str) -> bytes:
    links = "".join(f'<hyperlink ref="{ref}" display="x"/>' for ref in ranges)
    return xlsx(Sheet(ROWS, merges=("A3:B3",), behind=f"<hyperlinks>{links}</hyperlinks>"))


def spans(depth: int) -> bytes:
    cell = Raw(' office:value-type="string"', f"<text:p>{'<text:span>' * depth}x{'</text:span>' * depth}</text:p>")
    return ods(ods_table(ods_row("a", cell)))


def number(text: str) -> bytes:
    cell = Raw(f' office:value-type="float" office:value="{text}"', "<text:p>x</text:p>")
    return ods(ods_table(ods_row("a", "b"), ods_row(cell, cell)))


def many_texts() -> bytes:
    """Texts to which no cell refers, different enough not to be packed much."""
    strings = "".join(f"<si><t>{n * 7919 % 1000003:x}</t></si>" for n in range(1_500_000))
    return xlsx(Sheet(ROWS), strings=strings)


def many_cells() -> bytes:
    rows = {n: "".join(f'<c r="A{n}" s="{n * i % 97}"/>' for i in range(40)) for n in range(3, 30_000)}
    return xlsx(Sheet(ROWS, far=rows))


def long_text(pieces: int, *, is_plain: bool = True) -> bytes:
    """One cell of megabytes, in lines."""
    words = "\n".join(f"{n * 7919 % 1000003:x}{'' if is_plain else 'é'}" for n in range(pieces))
    return ods(ods_table(ods_row("a", words), ods_row(words[:100_000], "b")))


FILES = {
    "a long text": lambda: long_text(3_000_000),
    "a long text with accents": lambda: long_text(1_000_000, is_plain=False),
    "everything merged": lambda: merged("A1:XFD1048576"),
    "a block merged": lambda: merged("A1:Z100000"),
    "a column merged": lambda: merged("A1:A1048576"),
    "columns merged": lambda: merged(*(f"{c}1:{c}1048576" for c in "CDEFGHIJ")),
    "equal merges": lambda: merged(*["A1:B2"] * 20_000),
    "many merges": lambda: merged(*(f"C{n}:D{n}" for n in range(1, 20_000))),
    "overlapping merges": lambda: merged(*(f"A{n}:XFD1048576" for n in range(1, 5_000))),
    "everything linked": lambda: linked("A1:XFD1048576"),
    "columns linked": lambda: linked(*(f"{c}1:{c}1048576" for c in "ABCDEFGH")),
    "nested spans": lambda: spans(5_000),
    "more nested spans": lambda: spans(200_000),
    "a huge exponent": lambda: number("1e999999999"),
    "a huge negative exponent": lambda: number("-1e999999999"),
    "a tiny number": lambda: number("1e-999999999"),
    "a large exponent": lambda: number("1e300"),
    "a huge exponent in xlsx": lambda: xlsx(Sheet([("a",), (Raw("", "<v>1e999999999</v>"),)])),
    "many digits": lambda: xlsx(Sheet([("a",), (Raw("", f"<v>{'9' * 1_000_000}</v>"),)])),
    "many shared texts": many_texts,
    "many empty cells": many_cells,
}


@pytest.mark.parametrize("name", FILES)
def test_a_small_file_takes_little_memory_and_time(name, tmp_path):
    data = FILES[name]()
    path = tmp_path / ("x.ods" if data[30:38] == b"mimetype" else "x.xlsx")
    path.write_bytes(data)
    code = READER.format(memory=MEMORY, seconds=SECONDS)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=4 * SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith(("read", "refused"))


@pytest.mark.parametrize("merge", ["A1:XFD1048576", "A1:A1048576", "A1:B2"])
def test_a_merged_range_is_one_range_however_large(merge):
    [sheet] = read_workbook(merged(merge), "x.xlsx").sheets
    assert len(sheet.merges) == 1
    assert sheet.at(1, 0).text == "a"


def test_a_link_is_no_cell():
    [sheet] = read_workbook(linked("A1:XFD1048576"), "x.xlsx").sheets
    assert [cell.text for row in sheet.rows.values() for cell in row.values()] == ["a", "b", "1", "2"]


@pytest.mark.parametrize("text", ["1e999999999", "1e400", "nan", "inf"])
def test_a_number_no_sheet_can_hold_is_refused(text):
    for data, name in ((number(text), "x.ods"), (xlsx(Sheet([("a",), (Raw("", f"<v>{text}</v>"),)])), "x.xlsx")):
        [sheet] = read_workbook(data, name).sheets
        assert sheet.at(2, 0).kind == "error"


def test_nesting_is_refused_in_words():
    with pytest.raises(FileRefused, match="ingewikkeld"):
        read_workbook(spans(5_000), "x.ods")


def test_definitions_are_refused_in_any_encoding():
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><office:document-content {NAMES}/>'
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": xml.encode("utf-16")})
    with pytest.raises(FileRefused, match="eigen definities"):
        read_workbook(data, "x.ods")
