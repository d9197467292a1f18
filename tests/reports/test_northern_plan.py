"""A plan of another eenheid, with another division and other numbers, through the same blocks."""

import re
import subprocess

import page
import pytest

from nhveilig.accounts.models import Role
from nhveilig.regions.models import PoliceUnit
from reports.documents.content import walk
from reports.documents.models import Edition
from reports.documents.rendering import Result

SLUG = "rbp-nn-2020-2023"
# Without it no database is made for a run of this file alone: the rows are read before any test.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(demo_rows) -> Edition:
    return next(one for one in demo_rows[Edition] if one.content["document"]["slug"] == SLUG)


@pytest.fixture(scope="module")
def pdf(edition, printed) -> Result:
    return printed(edition)


@pytest.fixture(scope="module")
def text(pdf, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    path.write_bytes(pdf.data)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_it_is_frozen_by_somebody_of_its_own_eenheid(demo_rows, edition):
    author = next(role for role in demo_rows[Role] if role.user_id == edition.frozen_by_id)
    unit = next(unit for unit in demo_rows[PoliceUnit] if unit.pk == author.police_unit_id)

    assert (author.kind, unit.code) == (Role.Kind.STAFF, "RE01")
    assert edition.content["document"]["police_unit"]["code"] == "RE01"
    chosen = {"numbering": "trailing_dot", "part_numbers": True, "cover": "wadden"}
    assert edition.content["document"]["layout"] == chosen


def test_each_theme_has_the_parts_of_this_plan(edition):
    themes = [block for block in edition.content["blocks"] if block["kind"] == "theme"]

    parts = {block["number"]: [part["number"] for part in block["content"]["parts"]] for block in themes}
    assert parts == {
        "2": ["2.1", "2.2", "2.3", "2.4", "2.5"],
        "3": ["3.1", "3.2", "3.3", "3.4"],
        "4": ["4.1", "4.2", "4.3", "4.4"],
        "5": ["5.1", "5.2", "5.3", "5.4"],
    }


def test_the_map_and_its_table_hold_every_municipality(edition):
    block = next(block for block in walk(edition.content["blocks"]) if block["kind"] == "map")["content"]

    assert len(block["map"]["places"]) == len(block["tables"][0]["rows"]) == 42


@pytest.mark.pdf
def test_the_pdf_conforms(pdf):
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert page.validate_pdf_bytes(pdf.data, profile=profile).failures == []


@pytest.mark.pdf
def test_sections_are_numbered_as_this_plan_numbers_them(text):
    for heading in ("1.10. +Leeswijzer", "2.1. +Aanleiding", "5.4. +Hoe denken we", "6.2. +Ontwikkelagenda GGP"):
        assert len(re.findall(heading, text)) >= 2, "in the contents and above the section"


@pytest.mark.pdf
def test_every_note_stands_on_paper(edition, text):
    notes = next(block for block in edition.content["blocks"] if block["kind"] == "footnotes")["content"]["notes"]

    assert len(notes) > 50
    at_the_foot = set(re.findall(r"(?m)^ *(\d+) +\S", text))
    assert {note["number"] for note in notes} <= at_the_foot
