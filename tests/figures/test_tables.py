import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table, figure_from_csv, write_csv
from nhveilig.figures.values import WITH_NUMBER, WITHOUT_NUMBER, Figure, Qualifier

FIGURES = [Figure.of("1234.50", q) for q in WITH_NUMBER] + [Figure(None, q) for q in WITHOUT_NUMBER]
FIGURES += [Figure.of(0), Figure.of("-20.5"), Figure.of("12.345")]

SAMPLE = Table(
    id="sterkte",
    caption="Formatie",
    unit="fte",
    row_header="Onderdeel",
    column_groups=[ColumnGroup("Formatie per 31-12-2018", 2), ColumnGroup("", 1)],
    columns=[
        Column("2018.overig", "overig", decimals=2),
        Column("2018.totaal", "totaal", decimals=2, role="total"),
        Column("note", "toelichting", "text"),
    ],
    rows=[
        Row("Districten", role="heading"),
        Row("Basisteam Alkmaar", [Cell.of(Figure.of(5), 2), Cell.of(Figure.undecided(), 2), Cell.words("=1+1")], 2),
        Row(
            "Totaal",
            [Cell.of(Figure.of(-5), 2), Cell.of(Figure.of(2, Qualifier.MINIMUM), 2), Cell.words('a, "b"\nc')],
            1,
            "total",
        ),
    ],
    notes=["Een noot."],
    source="Politie",
)


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def one_column(figures, decimals=2):
    rows = [Row(f"rij {i}", [Cell.of(figure, decimals)]) for i, figure in enumerate(figures)]
    return Table("t", "T", "Rij", [Column("a", "a", decimals=decimals)], rows, unit="fte").as_dict()


def test_a_table_is_what_a_frozen_edition_holds():
    stored = SAMPLE.as_dict()
    assert stored["columns"][1] == {
        "key": "2018.totaal",
        "label": "totaal",
        "kind": "number",
        "decimals": 2,
        "role": "total",
        "unit": "fte",
    }
    assert stored["columns"][2]["unit"] == ""
    assert stored["column_groups"] == [{"label": "Formatie per 31-12-2018", "span": 2}, {"label": "", "span": 1}]
    assert stored["rows"][1] == {
        "label": "Basisteam Alkmaar",
        "level": 2,
        "role": "detail",
        "cells": [
            {"value": "5.00", "qualifier": "exact", "text": "5,00"},
            {"value": None, "qualifier": "undecided", "text": "n.t.b."},
            {"value": None, "qualifier": "text", "text": "=1+1"},
        ],
    }
    assert set(stored) == {
        "id", "number", "caption", "unit", "row_header", "column_groups", "columns", "rows", "notes", "source"
    }  # fmt: skip


def test_a_stored_table_comes_back_the_same():
    assert Table.from_dict(SAMPLE.as_dict()) == SAMPLE


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rows": [Row("x", [Cell.words("")])]}, "has 1 cells"),
        ({"rows": [Row("x", [Cell.words("")] * 3, role="heading")]}, "has 3 cells"),
        ({"column_groups": [ColumnGroup("a", 2)]}, "do not cover"),
        ({"row_header": ""}, "no head"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(change, complaint):
    with pytest.raises(ValueError, match=complaint):
        replace(SAMPLE, **change)


def test_unknown_roles_are_refused():
    with pytest.raises(ValueError, match="unknown role"):
        Row("x", role="kop")
    with pytest.raises(ValueError, match="unknown kind"):
        Column("x", "x", kind="getal")


def test_a_value_keeps_its_precision_while_the_text_is_rounded():
    assert Cell.of(Figure.of("12.345"), 2) == Cell("12.345", "exact", "12,35")
    assert Cell.of(Figure.of("12.5"), 2) == Cell("12.50", "exact", "12,50")


@pytest.mark.parametrize("qualifier", WITH_NUMBER)
def test_every_text_ends_in_its_number_so_that_columns_align(qualifier):
    assert Cell.of(Figure.of("1234.5", qualifier), 2).text.endswith("1.234,50")


def test_csv_has_one_header_row_with_group_and_label():
    assert write_csv(SAMPLE.as_dict()).split("\r\n")[0] == (
        "Onderdeel,niveau,soort,Formatie per 31-12-2018: overig,Formatie per 31-12-2018: totaal,toelichting"
    )


def test_csv_rows():
    assert read(write_csv(SAMPLE.as_dict()))[1:] == [
        ["Districten", "1", "kop", "", "", ""],
        ["Basisteam Alkmaar", "2", "detail", "5.00", "n.t.b.", "'=1+1"],
        ["Totaal", "1", "totaal", "-5.00", "minimum 2.00", 'a, "b"\nc'],
    ]


def test_every_figure_reads_back_from_csv():
    cells = [row[3] for row in read(write_csv(one_column(FIGURES)))[1:]]
    assert [figure_from_csv(cell) for cell in cells] == FIGURES


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " ="])
def test_text_never_becomes_a_formula(start):
    table = SAMPLE.as_dict()
    table["rows"][1]["label"] = table["rows"][1]["cells"][2]["text"] = table["columns"][2]["label"] = f"{start}CMD()"
    header, _, row, _ = read(write_csv(table))
    assert {header[5], row[0], row[5]} == {f"'{start}CMD()"}


def test_numbers_are_never_taken_for_formulas():
    assert read(write_csv(one_column([Figure.of("-20.50")])))[1][3] == "-20.50"
    assert Decimal(read(write_csv(one_column([Figure.of("-20.50")])))[1][3]) == Decimal("-20.5")
