"""The jaarplan 2025 holds everything that was published: activities, results, targets, and every amount.

Held against the sheets in tests/themes/published/ and the amounts written out in tests/themes/budgets/, which were
taken from the publication apart from the demo data.
"""

import io
import json
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import page
import pikepdf
import pytest

from nhveilig.figures.values import Qualifier
from reports.documents.content import walk
from reports.documents.models import Edition
from reports.documents.rendering import render
from tests.html_tables import tables_of as tables_in_html
from tests.themes.budgets.test_published import PUBLISHED
from tests.themes.test_published_plans import TARGETS, THEMES, published

pytestmark = pytest.mark.django_db
QUALIFIERS = {"=": Qualifier.EXACT, ">=": Qualifier.MINIMUM, "<=": Qualifier.MAXIMUM}
# Named in the texts beside the budget: the whole period, the year, and what was before indexation.
IN_THE_TEXT = ("23.064.000", "5.766.000", "475.000", "500.000", "1.112.800", "556.400")


@pytest.fixture(scope="module")
def edition(demo_rows) -> Edition:
    return next(one for one in demo_rows[Edition] if one.content["document"]["slug"] == "jaarplan-nh-2025")


@pytest.fixture(scope="module")
def content(edition) -> dict:
    """As the data file has it."""
    return json.loads(render(edition, "json").data)


def plans(content: dict) -> dict[str, dict]:
    found = [block for block in walk(content["blocks"]) if block["kind"] == "implementation_plan"]
    return {block["content"]["slug"]: block["content"] for block in found}


def items(plan: dict, kind: str) -> list[dict]:
    return [item for part in plan["parts"] if part["kind"] == kind for item in _items(part["groups"])]


def _items(groups: list[dict]) -> Iterator[dict]:
    for group in groups:
        yield from group["items"]
        yield from _items(group["groups"])


def target_rows(content: dict) -> dict[str, dict]:
    """The rows of the tables of targets by their code."""
    tables = [table for plan in plans(content).values() for table in plan["tables"]]
    rows = [row for table in tables if table["columns"][-1]["key"] == "code" for row in table["rows"]]
    assert len(rows) == 71
    return {row["cells"][-1]["text"]: row for row in rows}


def test_the_edition_is_the_adopted_jaarplan(edition):
    assert (edition.status, edition.number, edition.document_date) == ("adopted", 1, None)


def test_every_theme_is_there_in_the_order_of_the_publication(content):
    assert list(plans(content)) == [row["slug"] for row in published("themes")]


def test_every_activity_and_result_is_there(content):
    counted = {
        slug: (len(items(plan, "activities")), len(items(plan, "results"))) for slug, plan in plans(content).items()
    }
    assert counted == {row["slug"]: (int(row["activities"]), int(row["results"])) for row in THEMES.values()}
    assert tuple(map(sum, zip(*counted.values(), strict=True))) == (96, 60)


def test_each_is_numbered_once(content):
    for plan in plans(content).values():
        for kind in ("activities", "results"):
            numbers = [item["position"] for item in items(plan, kind)]
            assert numbers == list(range(1, len(numbers) + 1))


def test_every_target_has_its_published_figure(content):
    rows = target_rows(content)
    shown = {code: (Decimal(row["cells"][0]["value"]), row["cells"][0]["qualifier"]) for code, row in rows.items()}
    assert shown == {code: (Decimal(row["value"]), QUALIFIERS[row["operator"]]) for code, row in TARGETS.items()}


def test_every_target_has_its_published_unit_and_term(content):
    shown = {code: (row["cells"][1]["text"], row["cells"][3]["text"]) for code, row in target_rows(content).items()}
    assert shown == {code: (row["unit"], row["deadline"]) for code, row in TARGETS.items()}


def test_the_overview_counts_what_is_there(content):
    (overview,) = (block for block in walk(content["blocks"]) if block["kind"] == "plan_overview")
    total = overview["content"]["tables"][0]["rows"][-1]
    assert [cell["value"] for cell in total["cells"]] == ["96", "60", "71", "6"]


def money(content: dict) -> dict[str, list[tuple[str, Decimal]]]:
    blocks = [block for block in walk(content["blocks"]) if block["kind"] in {"budget", "balance"}]
    return {
        table["id"].rpartition("-")[2]: [
            (row["label"], Decimal(row["cells"][0]["value"])) for row in table["rows"] if row["cells"]
        ]
        for block in blocks
        for table in block["content"]["tables"]
    }


def test_every_amount_of_budget_and_balance_is_the_published_one(content):
    assert money(content) == PUBLISHED


def test_published_and_computed_sums_stand_beside_each_other(content):
    tables = [table for block in walk(content["blocks"]) for table in block["content"].get("tables", [])]
    sums = {
        row["label"]: [cell["value"] for cell in row["cells"]]
        for table in tables
        if "berekend" in {column["key"] for column in table["columns"]}
        for row in table["rows"]
        if row["role"] in {"subtotal", "total"}
    }
    assert sums["Totaal baten"] == ["8010900.00", "8010900.00"]
    assert len(sums) == 8
    assert all(stated == computed for stated, computed in sums.values())


def test_the_budget_says_that_it_closes(content):
    said = [
        statement["title"] for block in walk(content["blocks"]) for statement in block["content"].get("statements", [])
    ]
    assert [re.sub(r"\s", " ", one) for one in said] == [
        "Dit sluit: baten en lasten zijn allebei € 8.010.900",
        "Dit sluit: activa en passiva zijn allebei € 7.960.582",
    ]


@pytest.mark.parametrize("amount", IN_THE_TEXT)
def test_the_amounts_of_the_texts_are_there(content, amount):
    begroting = next(block for block in content["blocks"] if block["id"] == "begroting")
    assert amount in begroting["content"]["html"]


def test_the_partners_of_the_covenant_are_a_note(content):
    notes = next(block for block in walk(content["blocks"]) if block["kind"] == "footnotes")["content"]["notes"]
    assert [note["number"] for note in notes] == ["1", "2"]
    assert "Fiscale inlichtingen en opsporingsdienst" in notes[1]["html"]


def test_the_data_files_carry_every_target_and_every_amount(edition):
    with zipfile.ZipFile(io.BytesIO(render(edition, "csv").data)) as archive:
        text = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert [code for code in TARGETS if f",{code}\r\n" not in text] == []
    missing = [row for rows in PUBLISHED.values() for row in rows if not re.search(rf"\b{row[1]}\b", text)]
    assert missing == []


def test_the_web_shows_every_target(edition, content):
    shown = [tuple(row) for rows in tables_in_html(render(edition, "html").data.decode()).values() for row in rows]
    wanted = [(row["label"], *(cell["text"] for cell in row["cells"])) for row in target_rows(content).values()]
    assert [row for row in wanted if row not in shown] == []


@pytest.fixture(scope="module")
def sheets(edition, printed, tmp_path_factory) -> list[str]:
    path = tmp_path_factory.mktemp("jaarplan") / "jaarplan.pdf"
    path.write_bytes(printed(edition).data)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


@pytest.mark.pdf
def test_paper_shows_every_activity_and_result(content, sheets):
    """Each under its number; a long title goes on over lines, so only its first words are looked for."""
    text = re.sub(r" +", " ", "\n".join(sheets))
    wanted = Counter(
        _numbered(item)
        for plan in plans(content).values()
        for kind in ("activities", "results")
        for item in items(plan, kind)
    )
    assert sum(wanted.values()) == 96 + 60
    assert {line: times for line, times in wanted.items() if len(re.findall(line, text)) < times} == {}


def _numbered(item: dict) -> str:
    return rf"\n *{item['position']} {re.escape(' '.join(item['title'].split()[:3]))}"


@pytest.mark.pdf
def test_paper_shows_every_amount(sheets):
    text = "\n".join(sheets)
    amounts = {f"{amount:,}".replace(",", ".") for rows in PUBLISHED.values() for _, amount in rows}
    assert [amount for amount in amounts | set(IN_THE_TEXT) if amount not in text] == []


@pytest.mark.pdf
@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_the_jaarplan_conforms(edition, printed, profile):
    report = page.validate_pdf_bytes(printed(edition).data, profile=profile)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.pdf
def test_bookmarks_lead_to_the_themes_and_the_budget(edition, printed):
    with pikepdf.open(io.BytesIO(printed(edition).data)) as pdf, pdf.open_outline() as outline:
        chapters = {item.title: [below.title for below in item.children] for item in outline.root}
    assert chapters["2 Thematische aanpak ondermijning: vier prioriteiten"] == [
        "2.1 Drugs",
        "2.2 Criminele Geldstromen",
        "2.3 Mensenhandel",
        "2.4 Weerbare jeugd",
    ]
    assert chapters["Begroting"][-2:] == ["Baten en lasten", "Balans"]
