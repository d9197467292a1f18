"""The annual report of 2020 holds every result that was published, and the same in its PDF, web edition and data.

Held against `tests/themes/published/results-2020.csv`, which was taken from the publication apart from the demo data.
"""

import csv
import io
import json
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import page
import pytest

from nhveilig.figures.tables import figure_from_csv
from nhveilig.figures.values import Figure, Qualifier
from reports.documents.content import pictures_of, walk
from reports.documents.models import Edition
from reports.documents.rendering import render
from tests.html_tables import tables_of as tables_in_html
from themes.models import ResultTarget, Standing

pytestmark = pytest.mark.django_db
LEDGER = Path(__file__).parents[1] / "themes" / "published" / "results-2020.csv"
QUALIFIERS = {
    "=": {Qualifier.EXACT},
    "≈": {Qualifier.CIRCA, Qualifier.UNKNOWN},
    ">": {Qualifier.MORE_THAN},
    # “bijna 80” and “minder dan driehonderd” are both below what they name.
    "<": {Qualifier.NEARLY, Qualifier.LESS_THAN},
    ">=": {Qualifier.MINIMUM},
    "<=": {Qualifier.MAXIMUM},
}
NUMBERS = ("2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.4.8", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "4")


@pytest.fixture(scope="module")
def edition(demo_rows) -> Edition:
    return next(one for one in demo_rows[Edition] if one.content["document"]["slug"] == "jaarverslag-nh-2020")


@pytest.fixture(scope="module")
def content(edition) -> dict:
    """As the data file has it."""
    return json.loads(render(edition, "json").data)


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, str]]:
    with LEDGER.open(encoding="utf-8") as sheet:
        return {row["code"]: row for row in csv.DictReader(sheet)}


@pytest.fixture(scope="module")
def reported(demo_rows) -> dict[str, Figure]:
    """As the database has it."""
    codes = {one.pk: one.code for one in demo_rows[ResultTarget] if re.fullmatch(r"R\d{3}", one.code)}
    return {codes[one.target_id]: one.figure for one in demo_rows[Standing] if one.target_id in codes}


@pytest.fixture(scope="module")
def frozen(content) -> dict[str, dict]:
    """The rows with a result, by code."""
    tables = [table for block in walk(content["blocks"]) for table in block["content"].get("tables", [])]
    rows = [row for table in tables if table["columns"][-1]["key"] == "code" for row in table["rows"] if row["cells"]]
    found = {row["cells"][-1]["text"]: row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def text(edition, printed, tmp_path_factory) -> str:
    """What the PDF says, line by line."""
    path = tmp_path_factory.mktemp("verslag") / "verslag.pdf"
    path.write_bytes(printed(edition).data)
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"[  ]+", " ", found.stdout)


def test_it_holds_all_that_was_published_and_nothing_else(published, frozen):
    assert len(published) == 103
    assert frozen.keys() == published.keys()


def test_every_result_has_its_published_figure(published, frozen):
    wrong = {code: row["cells"][0] for code, row in frozen.items() if not _agrees(row["cells"][0], published[code])}
    assert wrong == {}


def _agrees(cell: dict, row: dict[str, str]) -> bool:
    number = Decimal(row["value"]) if row["value"] else None
    shown = Decimal(cell["value"]) if cell["value"] else None
    return number == shown and Qualifier(cell["qualifier"]) in QUALIFIERS[row["operator"]]


def test_the_edition_and_the_database_say_the_same(reported, frozen):
    assert {code: Figure.from_dict(row["cells"][0]) for code, row in frozen.items()} == reported


def test_every_csv_carries_the_same_figures(edition, frozen):
    with zipfile.ZipFile(io.BytesIO(render(edition, "csv").data)) as archive:
        sheets = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    rows = [row for sheet in sheets for row in csv.DictReader(io.StringIO(sheet)) if row.get("Code")]
    carried = {row["Code"]: figure_from_csv(row["Resultaat"]) for row in rows}
    assert carried == {code: Figure.from_dict(row["cells"][0]) for code, row in frozen.items()}


def test_the_web_edition_shows_the_same_figures(edition, frozen):
    tables = tables_in_html(render(edition, "html").data.decode())
    shown = {row[-1]: row[:2] for rows in tables.values() for row in rows if row[-1] in frozen}
    assert shown == {code: [row["label"], row["cells"][0]["text"]] for code, row in frozen.items()}


@pytest.mark.pdf
def test_paper_shows_the_same_figures(text, frozen):
    assert {code: _on_paper(row) for code, row in frozen.items() if not re.search(_on_paper(row), text)} == {}


def _on_paper(row: dict) -> str:
    """Its figure, unit, day and code, on one line after the first words of its name."""
    figure, *words = (cell["text"] for cell in row["cells"])
    *between, code = (re.escape(word.split()[0]) for word in words if word)
    return rf"{re.escape(row['label'].split()[0])}.* {' .*'.join([re.escape(figure), *between])} .*{code}\n"


def test_chapters_are_numbered_as_in_the_publication(content):
    numbers = [block["number"] for block in walk(content["blocks"])]
    assert [number for number in NUMBERS if number not in numbers] == []
    assert all(block["number"] == "" for block in walk(content["blocks"]) if block.get("web_only"))


def test_it_is_signed_by_mayor_prosecution_and_police(content):
    (foreword,) = (block for block in content["blocks"] if block["kind"] == "foreword")
    roles = [signatory["role"] for signatory in foreword["content"]["signatories"]]
    assert roles == ["Regioburgemeester", "Hoofdofficier van justitie", "Politiechef"]


def web_only_texts(content: dict) -> list[str]:
    blocks = [block for block in walk(content["blocks"]) if block.get("web_only")]
    updates = [
        update["words"]
        for block in walk(content["blocks"])
        for update in _updates(block["content"].get("groups", []))
        if block["kind"] == "theme_progress"
    ]
    return [*(block["title"] for block in blocks), *updates, *(one["alt"] for one in pictures_of(content))]


def _updates(groups: list[dict]) -> list[dict]:
    return [update for group in groups for update in [*group["updates"], *_updates(group["groups"])]]


def test_the_web_edition_has_more_and_says_so(edition, content):
    web = " ".join(render(edition, "html").data.decode().split())
    extra = web_only_texts(content)
    assert len(extra) > 40
    assert [said for said in extra if _escaped(said) not in web] == []
    assert web.count("Alleen in de webversie") >= 15


def _escaped(said: str) -> str:
    return " ".join(said.split()).replace("&", "&amp;").replace('"', "&quot;")


@pytest.mark.pdf
def test_paper_leaves_that_out_and_says_once_where_it_is(text, content):
    said = " ".join(text.split())
    assert said.count("De webversie heeft meer.") == 1
    # The titles of those parts stand there, and nothing of what is in them.
    assert [one for one in web_only_texts(content) if len(one) > 30 and " ".join(one.split()) in said] == []


@pytest.mark.pdf
def test_what_was_published_twice_with_another_value_has_a_note_on_paper(text):
    said = " ".join(text.split())
    for code, told in {"R084": "verdeelt 15 verdachten", "R030": "drukt het jaarverslag het jaar 2021"}.items():
        assert re.search(rf"{code}: [^:]*{told}", said), code


@pytest.mark.pdf
@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_the_annual_report_conforms(edition, printed, profile):
    report = page.validate_pdf_bytes(printed(edition).data, profile=profile)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
