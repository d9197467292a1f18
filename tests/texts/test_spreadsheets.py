"""CSV is written in one place, so nothing anybody typed is ever calculated by whoever opens the file."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from nhveilig.texts.spreadsheets import Number, as_csv, guarded, without_guard

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
