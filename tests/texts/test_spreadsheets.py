"""CSV is written in one place, so nothing anybody typed is ever calculated by whoever opens the file."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from nhveilig.texts.spreadsheets import Number, as_csv, csv_for_people, guarded, without_guard

HARMFUL = ["=1+1", "+31 6", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "  '=1", "'=1", "''=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", HARMFUL)
def test_what_a_spreadsheet_would_calculate_is_guarded_and_comes_back(text):
    assert guarded(text) == f"'{text}"
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "-", "'s-Gravenhage", "a=1", "2026", " ruim", "'tis"])
def test_any_other_text_stays_as_it_is(text):
    assert guarded(text) == without_guard(text) == text


def test_a_number_keeps_its_minus_and_nothing_is_an_empty_cell():
    row = [Number("-1.50"), Decimal("-2.0"), -3, True, None, date(2026, 1, 2), "één; twee", "x,y"]
    assert as_csv([row]) == '-1.50,-2.0,-3,true,,2026-01-02,één; twee,"x,y"\r\n'
    assert as_csv([["a;b", "c"]], delimiter=";") == '"a;b";c\r\n'


@pytest.mark.parametrize("text", HARMFUL)
def test_a_row_reads_back(text):
    (row,) = csv.reader(io.StringIO(as_csv([[text, "x"]]), newline=""))
    assert [without_guard(cell) for cell in row] == [text, "x"]


INSIDE = [
    "Overleg;=1+cmd|' /C calc'!A0;x",
    "een;+31 6",
    "twee\n=1+1",
    "drie\r\n  @SUM(A1)",
    "vier\t-1",
    "vijf, =1",
    "zes;'=1",
]


@pytest.mark.parametrize("text", INSIDE)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_separator_makes_a_formula_of_what_stands_behind_it(text, delimiter):
    """Whichever separator a spreadsheet takes, no cell of it begins as a formula."""
    written = as_csv([[text, "x"]], delimiter)
    for mark in ";,\t":
        cells = [cell.strip(' "') for line in written.splitlines() for cell in line.split(mark)]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    (row,) = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    assert [without_guard(cell) for cell in row] == [text, "x"]


@pytest.mark.parametrize("text", ["één; twee", "a, b", "Hoorn, 's-Graveland", "x;'y", "1;2"])
def test_a_separator_before_anything_else_is_left_alone(text):
    assert guarded(text) == without_guard(text) == text


def test_people_get_semicolons_and_decimal_commas():
    row = [Number("-1.50"), Number("minimum 2.5"), Decimal("1.234"), -3, None, date(2026, 1, 2), "één; twee", "x,y"]
    data = csv_for_people([row])
    assert data.decode("utf-8-sig") == '-1,50;minimum 2,5;1,2340;-3;;2-1-2026;"één; twee";x,y\r\n'
    assert data.startswith(b"\xef\xbb\xbf")
