"""The files of the demo edition hold every published figure, whichever way a reader takes them out."""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from django.conf import settings

from reports.documents.content import canonical, charts_of, fingerprint, tables_of, walk
from reports.documents.models import Edition
from reports.documents.rendering import Result, render
from tests.html_tables import tables_of as tables_in_html
from tests.reports.published import PublishedRow, all_figures, on_one_line, published_rows

PUBLISHED = published_rows()


@pytest.fixture(scope="module")
def edition(demo_rows) -> Edition:
    """The demo edition as its 95%-versie: the same figures, and a sentence that must be on every page."""
    adopted = next(edition for edition in demo_rows[Edition] if edition.number == 2)
    status = {"status": "consultation", "status_label": "95%-versie"}
    content = adopted.content | {"edition": adopted.content["edition"] | status}
    return Edition(content=content, sha256=fingerprint(content), frozen_at=adopted.frozen_at)


@pytest.fixture(scope="module")
def archive(edition) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(render(edition, "csv").data))


# Renders the edition that it reads, in a process with another hash seed, time zone and language.
ELSEWHERE = """
import json, pathlib, sys
from datetime import datetime
import django
django.setup()
from reports.documents.models import Edition
from reports.documents.rendering import render
given = json.load(sys.stdin)
given["frozen_at"] = datetime.fromisoformat(given["frozen_at"])
for kind in ("html", "json", "csv", "pdf"):
    pathlib.Path(sys.argv[1], kind).write_bytes(render(Edition(**given), kind).data)
"""


@pytest.fixture(scope="module")
def elsewhere(edition, tmp_path_factory) -> Iterator[tuple[subprocess.Popen, Path]]:
    folder = tmp_path_factory.mktemp("elsewhere")
    given = {"content": edition.content, "sha256": edition.sha256, "frozen_at": edition.frozen_at.isoformat()}
    (folder / "edition.json").write_text(json.dumps(given), encoding="utf-8")
    surroundings = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    with (folder / "edition.json").open() as edition_file:
        process = subprocess.Popen(
            [sys.executable, "-c", ELSEWHERE, str(folder)], cwd=settings.BASE_DIR, env=surroundings, stdin=edition_file
        )
    yield process, folder
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def pdf(edition) -> Result:
    return render(edition, "pdf")


@pytest.fixture(scope="module")
def sheets(pdf, tmp_path_factory) -> list[str]:
    """The text of every page, laid out as it stands on paper."""
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    path.write_bytes(pdf.data)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def holds(cells: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether `wanted` stands in `cells`, side by side and in this order."""
    return any(tuple(cells[start : start + len(wanted)]) == wanted for start in range(len(cells)))


def missing_from(tables: dict[str, list[list[str]]], part: str) -> list[PublishedRow]:
    """The published rows that no row of their table has, by head and cells."""
    return [
        row
        for row in PUBLISHED
        if not any(cells[0] == row.label and holds(cells[1:], getattr(row, part)) for cells in tables[row.table])
    ]


def test_every_figure_of_the_fixtures_is_looked_for():
    looked_for = [text for row in PUBLISHED for text in row.shown if text]
    assert len(looked_for) == len([figure for figure in all_figures() if figure["qualifier"] != "blank"])


def test_the_json_is_the_edition(edition):
    data = render(edition, "json").data
    assert json.loads(data) == edition.content
    assert data == canonical(edition.content)


def test_the_edition_holds_every_published_figure(edition):
    tables = {
        table["id"]: [[row["label"], *(cell["text"] for cell in row["cells"])] for row in table["rows"]]
        for table in tables_of(edition.content)
    }
    assert missing_from(tables, "shown") == []


def test_the_archive_holds_every_table_and_chart_once(edition, archive):
    tables = [f"tabel-{int(table['number']):02}-{table['id']}.csv" for table in tables_of(edition.content)]
    charts = [f"grafiek-{int(chart['number']):02}-{chart['id']}-cijfers.csv" for chart in charts_of(edition.content)]
    assert archive.namelist() == tables + charts
    assert archive.testzip() is None


def test_the_archive_holds_every_published_figure(archive):
    assert missing_from(_tables_in(archive), "data") == []


def _tables_in(archive: zipfile.ZipFile) -> dict[str, list[list[str]]]:
    texts = {name[9:-4]: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name[:5] == "tabel"}
    return {name: list(csv.reader(io.StringIO(text))) for name, text in texts.items()}


def test_spreadsheets_open_the_tables_as_they_are(archive):
    for name in archive.namelist():
        data = archive.read(name)
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]


def test_the_web_edition_holds_every_published_figure(edition):
    assert missing_from(tables_in_html(render(edition, "html").data.decode()), "shown") == []


def test_the_page_of_the_portal_holds_the_same_tables(demo, staff):
    edition = demo.editions.get(number=2)
    on_the_page = tables_in_html(staff.get(f"/documenten/{demo.slug}/edities/2/").content.decode())
    assert on_the_page == tables_in_html(render(edition, "html").data.decode())


def test_every_link_in_the_edition_leads_somewhere(demo, staff):
    page = staff.get(f"/documenten/{demo.slug}/edities/2/").content.decode()
    links = set(re.findall(r'href="([^"]+)"', page))
    inside = {link for link in links if link.startswith("#")}
    assert {link for link in inside if f'id="{link[1:]}"' not in page} == set()
    own = {link for link in links if link.startswith("/") and not link.startswith("/static/")}
    assert {link: status for link in own if (status := staff.get(link, follow=True).status_code) != 200} == {}


def test_every_table_and_chart_can_be_had_as_csv(demo, staff, archive):
    edition = demo.editions.get(number=2)
    for number, part in enumerate([*tables_of(edition.content), *charts_of(edition.content)]):
        answer = staff.get(f"/documenten/{demo.slug}/edities/2/tabellen/{part['id']}.csv")
        shown = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";")
        kept = csv.reader(io.StringIO(archive.read(archive.namelist()[number]).decode("utf-8-sig"), newline=""))
        assert [[as_programs_write_it(cell) for cell in row] for row in shown] == list(kept)


def as_programs_write_it(cell: str) -> str:
    """A page writes a number as people do: with a comma, and with four decimals rather than three."""
    return re.sub(r"^((?:[a-z]+ )*-?\d+),(\d+?)(?:(?<=\d{3})0)?$", r"\1.\2", cell)


def test_every_table_and_chart_on_the_page_offers_its_csv(demo, staff):
    content = demo.editions.get(number=2).content
    page = staff.get(f"/documenten/{demo.slug}/edities/2/").content.decode()
    offered = re.findall(r'href="[^"]*/tabellen/([^"]+)\.csv"', page)
    assert sorted(offered) == sorted(part["id"] for part in [*tables_of(content), *charts_of(content)])


def test_the_web_edition_needs_nothing_from_elsewhere(edition):
    html = render(edition, "html").data.decode()
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", html) == []
    assert not re.search(r"url\((?!['\"]?(?:data:|#))", html)


@pytest.mark.pdf
def test_the_pdf_conforms(pdf):
    """Accessible and archivable at once, by an independent validator."""
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        failures = page.validate_pdf_bytes(pdf.data, profile=profile).failures
        assert [f"{failure.rule_id}: {failure.message}" for failure in failures] == []


@pytest.mark.pdf
def test_the_text_of_the_pdf_holds_every_published_figure(sheets):
    text = re.sub(r" +", " ", "\n".join(sheets))
    assert [row for row in PUBLISHED if not re.search(on_one_line(row.label, row.shown), text)] == []


@pytest.mark.pdf
def test_no_note_is_lost_on_the_way_to_paper(edition, sheets):
    notes = [note for block in walk(edition.content["blocks"]) for note in block["content"].get("notes", [])]
    printed = " ".join(" ".join(sheets).split())

    missing = [note["number"] for note in notes if not re.search(rf"\b{note['number']}\s+{_start_of(note)}", printed)]
    assert len(notes) > 20
    assert missing == []


def _start_of(note: dict) -> str:
    """The first words, too short to be broken off at the end of a line."""
    words = re.sub(r"<[^>]+>", "", html.unescape(note["html"])).split()
    return r"\s+".join(re.escape(word) for word in words[:3])


@pytest.mark.pdf
def test_the_data_in_the_pdf_are_those_of_the_other_files(pdf, edition, archive):
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        attached = {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}
    assert attached == {"editie.json": canonical(edition.content)} | {n: archive.read(n) for n in archive.namelist()}


@pytest.mark.pdf
def test_the_count_of_pages_is_right(pdf, sheets):
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        assert pdf.pages == len(opened.pages) == len(sheets)


@pytest.mark.pdf
def test_every_page_of_a_95_percent_version_says_that_it_is_not_adopted(sheets):
    assert [number for number, text in enumerate(sheets, 1) if "niet vastgesteld" not in text] == []


# Of a smaller document test_pdf.py asks the same every day.
@pytest.mark.long
@pytest.mark.pdf
def test_another_process_makes_the_same_bytes(edition, elsewhere, pdf):
    process, folder = elsewhere
    assert process.wait(120) == 0
    assert (folder / "pdf").read_bytes() == pdf.data
    for kind in ("html", "json", "csv"):
        assert (folder / kind).read_bytes() == render(edition, kind).data
