"""An edition of schema 1 renders as it did, byte for byte; one of schema 2 says unit and decimals of every column."""

import copy
import json
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from formation.models import StaffCategory, StrengthTable
from nhveilig.figures.charts import data_table
from nhveilig.figures.tables import Table, write_csv
from reports.documents.comparison.figures import compare
from reports.documents.content import charts_of, fingerprint, tables_of
from reports.documents.freezing import SCHEMA_VERSION, freeze
from reports.documents.models import Block, Document
from reports.documents.statements import false_statements

KEPT = Path(__file__).parent / "editions"
# The bytes an edition of schema 1 was kept under never change.
FINGERPRINT = "08c25fa96c452f8f20c7f0ff04e45494f309630507d5d7816d498a909b07170f"


def kept() -> dict:
    return json.loads((KEPT / "schema_1.json").read_text())


def rendered(content: dict) -> str:
    """Its tables, the tables of its charts and its charts, on the page and as CSV."""
    parts = []
    for table in [*tables_of(content), *map(data_table, charts_of(content))]:
        parts += [render_to_string("components/figure_table.html", {"table": table}), write_csv(table)]
    parts += [render_to_string("components/chart.html", {"chart": chart}) for chart in charts_of(content)]
    return "\n".join(parts).replace("\r\n", "\n")


def test_an_edition_of_schema_1_renders_as_it_did():
    assert kept()["schema"] == 1
    assert "unit" not in tables_of(kept())[0]["columns"][0]
    assert rendered(kept()) == (KEPT / "schema_1.txt").read_text()


def test_its_content_keeps_its_fingerprint_whatever_is_made_of_it():
    content = kept()
    rendered(content)
    assert fingerprint(content) == FINGERPRINT


def test_a_table_of_schema_1_is_read():
    for stored in tables_of(kept()):
        read = Table.from_dict(stored)
        assert {column.unit for column in read.columns} == {stored["unit"]}


def test_a_new_edition_says_unit_and_decimals_of_every_column(demo):
    document = Document.objects.get(slug="imv-nh-2019-2022")
    content = freeze(document)
    assert (SCHEMA_VERSION, content["schema"]) == (2, 2)
    for table in tables_of(content):
        for column in table["columns"]:
            assert {"unit", "decimals"} <= set(column)
            assert column["unit"] == "" if column["kind"] == "text" else True
    [table] = [one for one in tables_of(content) if one["id"] == "sterkte-noord-holland"]
    assert {column["unit"] for column in table["columns"]} == {"fte"}


def test_an_edition_prints_a_percentage_as_one(demo):
    table = StrengthTable.objects.get(police_unit__slug="noord-holland", series="eenheid", reference_date="2022-01-01")
    StaffCategory.objects.filter(table=table, code="overig").update(unit="percentage")
    document = Document.objects.get(slug="imv-nh-2019-2022")
    block = Block.objects.filter(document=document, kind="strength_table").first()
    [frozen] = [one for one in tables_of(freeze(document)) if one["id"] == "sterkte-noord-holland"]
    shown = render_to_string("components/figure_table.html", {"table": frozen})
    assert block
    assert "overig (%)" in shown
    assert "overig (fte)" in shown
    assert "(fte)</span></caption>" not in shown


@pytest.mark.parametrize("becomes", ["%", "pelotons"])
def test_two_editions_take_no_figure_from_one_in_another_unit(becomes):
    [old] = [table for table in tables_of(kept()) if table["id"] == "formatie"]
    new = copy.deepcopy(old) | {"unit": ""}
    for column in new["columns"]:
        column["unit"] = "fte"
    new["columns"][0]["unit"] = becomes
    for row in new["rows"]:
        if row["cells"] and row["cells"][0]["value"]:
            row["cells"][0] = {"value": "1.00", "qualifier": "exact", "text": "1,00"}
    [change] = compare([old], [new])
    assert change.cells
    assert {cell.difference for cell in change.cells} == {""}
    assert any(becomes in note for note in change.notes_added)


def test_the_unit_alone_makes_no_difference_between_schema_1_and_2():
    [old] = [table for table in tables_of(kept()) if table["id"] == "formatie"]
    new = Table.from_dict(old).as_dict()
    [change] = compare([old], [new])
    assert [change.cells, change.columns, change.notes_added, change.notes_removed] == [()] * 4


def test_a_kept_difference_from_nothing_is_found():
    content = kept()
    [table] = [one for one in tables_of(content) if one["id"] == "formatie"]
    assert list(false_statements(content)) == []
    keys = ("2014-06-30.totaal", "2022-01-01.totaal", "verschil.totaal")
    table["columns"] = [{**column, "key": key} for column, key in zip(table["columns"], keys, strict=False)]
    five = {"value": "5", "qualifier": "exact", "text": "5"}
    cells = [{"value": None, "qualifier": "blank", "text": ""}, five, five]
    table["rows"] = [{"label": "Eenheid", "level": 1, "role": "total", "cells": cells}]
    [found] = false_statements(content)
    assert "maar één van beide cijfers" in found
    table["columns"][0]["label"] = "graad (%)"
    assert len(list(false_statements(content))) == 2
