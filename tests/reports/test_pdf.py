import gc
import hashlib
import itertools
import logging
import os
import queue
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from logging.handlers import QueueHandler

import page
import pikepdf
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from reports.documents.pdf import Attachment, Job, Progress, RenderError, Result, files, glyphs, render_pdf, unheard
from tests.reports import sample

CONSULTATION, CONCEPT = "ij de gemeenten, niet vastgesteld", "Concept – niet vastgesteld"
FROZEN_AT = datetime(2022, 9, 22, 14, 30, tzinfo=UTC)
DATA = Attachment("tabel-1.csv", "text/csv", "Landelijke streefcijfers", b"jaar,aantal\r\n2023,310\r\n")
WHOLE = Attachment("editie.json", "application/json", "De hele versie", b"{}")


def html_of(content: dict) -> str:
    return render_to_string("reports/print/document.html", {"content": content, "sha256": "ab" * 32, "medium": "print"})


def render(html: str, on_progress: Progress = unheard, **arguments) -> Result:
    defaults = {
        "title": "Plan", "author": "Regio", "frozen_at": FROZEN_AT, "identifier": "editie-1", "attachments": [],
    }  # fmt: skip
    return render_pdf(Job(html=html, **defaults | arguments), on_progress)


def small(body: str) -> str:
    return f'<!doctype html><html lang="nl"><head><title>Plan</title></head><body><h1>Plan</h1>{body}</body></html>'


@pytest.fixture(scope="module")
def rendered() -> Result:
    return render(html_of(sample.edition()), attachments=[DATA, WHOLE])


@pytest.fixture(scope="module")
def pdf(rendered, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    path.write_bytes(rendered.data)
    with pikepdf.open(path) as opened:
        yield opened


def failures(data: bytes, profile: page.ValidationProfile) -> list[str]:
    report = page.validate_pdf_bytes(data, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def elements(pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Every element of the structure with its kind, in reading order."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).removeprefix("/"), node
            yield from walk(node.get("/K"))

    return list(walk(pdf.Root.StructTreeRoot.K))


def of_kind(pdf, wanted: str) -> list[pikepdf.Dictionary]:
    return [element for kind, element in elements(pdf) if kind == wanted]


@pytest.mark.pdf
@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_a_document_with_every_kind_of_block_conforms(rendered, profile):
    assert failures(rendered.data, profile) == []


@pytest.mark.pdf
@pytest.mark.parametrize("body", ["<p>Zonder omslag</p>", '<p><a href="https://a.nl/">een <em>link</em></a></p>'])
def test_a_link_with_an_element_inside_conforms(body):
    data = render(small(body)).data

    assert failures(data, page.ValidationProfile.PDF_UA_1) == []
    assert failures(data, page.ValidationProfile.PDF_A_3A) == []


@pytest.mark.pdf
def test_the_file_is_sound(pdf):
    assert pdf.check_pdf_syntax() == []


@pytest.mark.pdf
def test_language_title_and_dates_are_those_of_the_edition(pdf):
    assert str(pdf.Root.Lang) == "nl"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title) == "Plan"
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20220922143000Z"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "3"
        assert metadata["dc:identifier"] == "editie-1"


@pytest.mark.pdf
def test_there_is_one_document_and_no_heading_skips_a_level(pdf):
    levels = [int(kind[1:]) for kind, _element in elements(pdf) if kind in ("H1", "H2", "H3", "H4", "H5", "H6")]

    assert [kind for kind, _element in elements(pdf)].count("Document") == 1
    assert [str(root.S) for root in pdf.Root.StructTreeRoot.K] == ["/Document"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) <= 1


@pytest.mark.pdf
def test_every_table_head_says_what_it_heads(pdf):
    scopes = {str(header.A.Scope) for header in of_kind(pdf, "TH")}

    assert scopes == {"/Column", "/Row"}


@pytest.mark.pdf
def test_every_figure_is_described(pdf):
    figures = of_kind(pdf, "Figure")

    assert figures
    bars = {f"{year}, streefcijfer: {number}" for year, number in ((2023, 310), (2024, 350), (2025, 400), (2026, 450))}
    assert {str(figure.Alt) for figure in figures} == {*bars, "Gemeenten van de eenheid"}


@pytest.mark.pdf
def test_a_link_is_described_by_its_text(pdf):
    links = [note for sheet in pdf.pages for note in sheet.get("/Annots", []) if note.Subtype == "/Link"]

    assert "Zorg en veiligheid" in {str(link.Contents) for link in links}
    assert "thema-2" not in {str(link.Contents) for link in links}


@pytest.mark.pdf
def test_the_outline_follows_the_chapters(pdf):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]

    assert titles[:3] == ["Inhoudsopgave", "Voorwoord", "1 Criminaliteit die de samenleving ondermijnt"]


@pytest.mark.pdf
def test_data_files_travel_along_once_each(pdf):
    listed = [(str(file.UF), str(file.AFRelationship), file.EF.F.Subtype) for file in pdf.Root.AF]

    assert listed == [
        ("editie.json", "/Data", "/application/json"),
        ("tabel-1.csv", "/Data", "/text/csv"),
    ]
    assert pdf.attachments["tabel-1.csv"].get_file().read_bytes() == DATA.data
    assert str(pdf.Root.AF[0].EF.F.Params.ModDate) == "D:20220922143000Z"


@pytest.mark.pdf
def test_only_our_own_fonts_are_used(pdf):
    used = {str(font.BaseFont).partition("+")[2] for sheet in pdf.pages for font in sheet.Resources.Font.values()}

    assert used
    assert all(name.startswith("Source-") for name in used), used


ELSEWHERE = """
import django, hashlib
django.setup()
from tests.reports import sample, test_pdf
rendered = test_pdf.render(test_pdf.html_of(sample.edition()), attachments=[test_pdf.WHOLE, test_pdf.DATA])
print(hashlib.sha256(rendered.data).hexdigest())
"""


@pytest.mark.pdf
def test_another_process_makes_the_same_bytes(rendered):
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "nhveilig.settings.test",
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
    }
    command = [sys.executable, "-c", ELSEWHERE]
    other = subprocess.run(command, env=surroundings, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == hashlib.sha256(rendered.data).hexdigest()


@pytest.mark.pdf
def test_another_identifier_makes_another_file():
    assert render(small("<p>Tekst</p>")).data != render(small("<p>Tekst</p>"), identifier="editie-2").data


@pytest.fixture(scope="module")
def adopted() -> tuple[Result, list[str]]:
    """With what the library had to say of it."""
    records = queue.SimpleQueue()
    handler = QueueHandler(records)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    rendered = render(html_of(sample.edition("adopted")))
    logger.removeHandler(handler)
    return rendered, [records.get().getMessage() for _ in range(records.qsize())]


@pytest.mark.pdf
def test_our_own_styles_are_understood(adopted):
    assert adopted[1] == []


def pages_of(data: bytes, tmp_path) -> list[str]:
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler-utils)")
    path = tmp_path / "tekst.pdf"
    path.write_bytes(data)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


@pytest.mark.pdf
def test_what_is_not_adopted_says_so_on_every_page(rendered, tmp_path):
    sheets = pages_of(rendered.data, tmp_path)

    assert len(sheets) > 10
    assert [number for number, text in enumerate(sheets, start=1) if CONSULTATION not in text] == []


@pytest.mark.pdf
def test_a_concept_says_so_on_every_page(tmp_path):
    concept = sample.edition("concept")
    concept["blocks"] = concept["blocks"][:4]
    sheets = pages_of(render(html_of(concept)).data, tmp_path)

    assert len(sheets) > 3
    assert [number for number, text in enumerate(sheets, start=1) if CONCEPT not in text] == []


@pytest.mark.pdf
def test_an_adopted_edition_carries_no_banner(adopted, tmp_path):
    assert "niet vastgesteld" not in "".join(pages_of(adopted[0].data, tmp_path))


@pytest.mark.pdf
def test_a_note_stands_on_the_page_of_its_call(tmp_path):
    paragraphs = [
        f'roep{n}. <span class="voetnoot" data-nummer="{n}">noot{n}. {"artikel <em>lid</em> " * (n % 23)}</span>'
        f"{'De raad bespreekt het plan. ' * (n * 7 % 31)}"
        for n in range(1, 81)
    ]
    edition = _with_foreword("".join(f"<p>{text}</p>" for text in paragraphs))
    sheets = pages_of(render(html_of(edition)).data, tmp_path)

    def found(word):
        return [number for number, text in enumerate(sheets, start=1) if word in text]

    assert {n: found(f"noot{n}.") for n in range(1, 81)} == {n: found(f"roep{n}.") for n in range(1, 81)}


@pytest.mark.pdf
def test_the_stages_are_told_in_order():
    told = []
    rendered = render(small("<p>Tekst</p>"), on_progress=lambda *stage: told.append(stage))

    assert told == [("layout", 1, 0), ("write", 0, 1), ("write", 1, 1)]
    assert rendered.pages == 1


@pytest.mark.pdf
def test_whoever_follows_can_stop_the_render():
    class Cancelled(Exception):
        pass

    def cancel(stage, done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        render(small("<p>Tekst</p>"), on_progress=cancel)
    assert gc.isenabled()


@pytest.mark.pdf
@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:9/a.png", "/static/nee.png"]
)
def test_a_document_cannot_reach_outside_the_project(address):
    with pytest.raises(RenderError, match="PDF kon niet worden gemaakt"):
        render(small(f'<p><img alt="x" src="{address}"></p>'))


@pytest.mark.pdf
def test_a_sign_nobody_can_print_is_named():
    with pytest.raises(RenderError, match="漢"):
        render(small("<p>漢</p>"))


@pytest.mark.pdf
def test_names_and_signs_beyond_ascii_are_printed(tmp_path):
    text = "".join(pages_of(render(html_of(_with_foreword("<p>Łódź Şahin ≥ 5 → ½ α fi\u0301n</p>"))).data, tmp_path))

    assert "Łódź Şahin ≥ 5 → ½ α fín" in text


def _with_foreword(html: str) -> dict:
    edition = sample.edition()
    edition["blocks"] = [edition["blocks"][2] | {"content": {"html": html, "signatories": []}}]
    return edition


OUTSIDE = [
    "file:///etc/passwd",
    "https://example.org/logo.png",
    f"{files.BASE_URL}static/../../etc/passwd",
    f"{files.BASE_URL}static/%2e%2e/%2e%2e/manage.py",
    f"{files.BASE_URL}media/../settings.py",
    f"{files.BASE_URL}media/exports/plan.pdf",
    f"{files.BASE_URL}beheer/",
    f"{files.BASE_URL}@example.org/",
    "data:text/html;base64,PGI+",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "data:image/png;base64,@@@",
    "data:image/png;base64," + "A" * 6_000_000,
]


@pytest.mark.parametrize("address", OUTSIDE)
def test_reading_is_refused(address):
    with pytest.raises(files.FileNotRead):
        files.read(address)


def test_an_uploaded_image_is_read_and_an_uploaded_text_is_not(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "kaart.png").write_bytes(b"png")
    (tmp_path / "geheim.txt").write_bytes(b"tekst")

    assert files.read(f"{files.BASE_URL}media/kaart.png") == (b"png", "image/png")
    with pytest.raises(files.FileNotRead):
        files.read(f"{files.BASE_URL}media/geheim.txt")


def test_our_own_files_and_small_images_are_read():
    style, media_type = files.read(f"{files.BASE_URL}static/css/print/document.css")

    assert b"@page" in style
    assert media_type == "text/css"
    assert files.read("data:image/png;base64,cG5n") == (b"png", "image/png")


@pytest.mark.parametrize("text", ["Łódź, Şahin, Çelik", "≥ ≤ → ✓ ½ € – “”", "αβγ", "a\u00adb\n"])
def test_our_fonts_hold_what_official_texts_need(text):
    assert glyphs.unprintable(text) == []


def test_written_out_entities_count_as_the_character():
    assert glyphs.unprintable("<p>&#28450;</p>") == ["漢"]


def test_a_text_is_composed_the_way_fonts_hold_it():
    assert glyphs.composed("e\u0301\ufb01\u0133\u202f") == "éfiij\u00a0"
