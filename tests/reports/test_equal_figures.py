"""Every figure in a table reads the same on paper, on the web and in the data, in each edition of the demo data."""

import json
import re
import subprocess
from collections import Counter

import pytest

from reports.documents.content import tables_of
from reports.documents.models import Edition
from reports.documents.rendering import render
from tests.html_tables import tables_of as tables_in_html
from tests.reports.published import on_one_line

EDITIONS = [
    ("imv-nh-2019-2022", 1),
    ("imv-nh-2019-2022", 2),
    # Long, and its kinds of tables stand in the others as well.
    pytest.param(("rbp-nn-2020-2023", 1), marks=pytest.mark.long),
    ("jaarplan-nh-2025", 1),
    ("jaarverslag-nh-2020", 1),
    ("halfjaarrapportage-nh-2026", 1),
]
# Without it no database is made for a run of this file alone: the rows are read before any test.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda param: f"{param[0]}-{param[1]}")
def edition(request, demo_rows) -> Edition:
    slug, number = request.param
    return next(one for one in demo_rows[Edition] if (one.content["document"]["slug"], one.number) == (slug, number))


def rows_of(content: dict) -> dict[str, list[list[str]]]:
    """Each table as a reader sees it: the head of every row and its cells; a heading stands over all columns."""
    return {
        table["id"]: [
            [row["label"]] * (len(table["columns"]) + 1) if row["role"] == "heading" else _cells(row)
            for row in table["rows"]
        ]
        for table in tables_of(content)
    }


def _cells(row: dict) -> list[str]:
    return [row["label"], *(cell["text"] for cell in row["cells"])]


def test_the_web_and_the_data_show_the_same_tables(edition):
    frozen = rows_of(json.loads(render(edition, "json").data))
    on_the_web = tables_in_html(render(edition, "html").data.decode())

    assert sum(len(rows) for rows in frozen.values()) > 50
    assert {name: _body(on_the_web[name], rows) for name, rows in frozen.items()} == frozen


def _body(rows: list[list[str]], wanted: list[list[str]]) -> list[list[str]]:
    """The rows below the heads of the columns."""
    return rows[len(rows) - len(wanted) :]


@pytest.mark.pdf
def test_paper_shows_every_row_as_often_as_the_edition_holds_it(edition, printed, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(printed(edition).data)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "plan.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    text = re.sub(r" +", " ", text)
    rows = [_printed(row) for table in tables_of(edition.content) for row in table["rows"]]
    wanted = Counter(on_one_line(row[0], row[1:]) for row in rows if any(row[1:]))

    assert {row: (len(re.findall(row, text)), times) for row, times in wanted.items() if _fewer(row, text, times)} == {}


def _printed(row: dict) -> list[str]:
    """What surely stands on the first line: in a table with words the columns are narrow, and what is in them wraps."""
    if all(cell["qualifier"] != "text" for cell in row["cells"]):
        return _cells(row)
    shown = [_first_words(cell["text"], 1 if cell["qualifier"] == "text" else 2) for cell in row["cells"]]
    return [_first_words(row["label"], 2), *shown]


def _first_words(text: str, number: int) -> str:
    return " ".join(text.split()[:number])


def _fewer(row: str, text: str, times: int) -> bool:
    return len(re.findall(row, text)) < times
