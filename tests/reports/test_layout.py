"""What a document chooses about its form is frozen with it and shows on paper and on the web."""

import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from reports.documents import layout
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document
from reports.documents.pdf import Job, render_pdf
from reports.documents.rendering import print_page
from tests.reports import sample


@pytest.mark.parametrize(
    ("number", "choice", "printed"),
    [
        ("2.1", {"numbering": "trailing_dot"}, "2.1."),
        ("2", {"numbering": "trailing_dot"}, "2."),
        ("2.1", {"numbering": "plain"}, "2.1"),
        ("2.1", {}, "2.1"),
        ("Bijlage 1A", {"numbering": "trailing_dot"}, "Bijlage 1A"),
        ("", {"numbering": "trailing_dot"}, ""),
    ],
)
def test_a_number_is_printed_as_the_document_wants(number, choice, printed):
    assert layout.printed_number(number, choice) == printed


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"nummering": "plain"}, "geen keuze “nummering”. Kies uit: numbering, part_numbers, accent, cover."),
        ({"numbering": "roman"}, "“numbering” kan niet “roman” zijn. Kies uit: plain, trailing_dot."),
        ({"part_numbers": 1}, "“part_numbers” kan niet “1” zijn. Kies uit: false, true."),
        ({"accent": "url(x)"}, "“accent” kan niet “url.x.” zijn. Kies uit: water, bos, heide, klei."),
        ([], "is een lijst van keuzen"),
    ],
)
def test_a_layout_nobody_can_print_is_refused(wrong, message):
    with pytest.raises(layout.LayoutError, match=message):
        layout.check(wrong)


def test_a_wrong_layout_stops_the_freezing(demo):
    Document.objects.update(layout={"accent": "neon"})

    with pytest.raises(layout.LayoutError, match="“accent” kan niet “neon” zijn"):
        freeze(Document.objects.get(pk=demo.pk))


def test_numbered_parts_of_a_theme_are_sections(demo):
    Document.objects.filter(pk=demo.pk).update(layout={"part_numbers": True})

    content = freeze(Document.objects.get(pk=demo.pk))

    parts = next(block for block in content["blocks"] if block["id"] == "thema-2")["content"]["parts"]
    assert [(part["id"], part["number"]) for part in parts[:2]] == [
        ("thema-2-deel-1", "2.1"),
        ("thema-2-deel-2", "2.2"),
    ]


def test_parts_are_not_numbered_unless_the_document_wants_it(demo):
    theme = Block.objects.get(document=demo, anchor="thema-1")

    parts = next(block for block in freeze(demo)["blocks"] if block["id"] == theme.anchor)["content"]["parts"]

    assert not any("id" in part or "number" in part for part in parts)


@pytest.fixture
def chosen() -> dict:
    content = sample.edition()
    content["document"]["layout"] = {"numbering": "trailing_dot", "part_numbers": True, "accent": "heide"}
    theme = next(block for block in content["blocks"] if block["id"] == "thema-1")
    for place, part in enumerate(theme["content"]["parts"], start=1):
        part |= {"id": f"thema-1-deel-{place}", "number": f"1.{place}"}
    return content


@pytest.mark.parametrize("medium", ["print", "web"])
def test_headings_carry_the_number_as_chosen(chosen, medium):
    context = {"content": chosen, "sha256": "ab" * 32, "medium": medium}

    page = "".join(
        render_to_string("reports/blocks/block.html", context | {"block": block}) for block in chosen["blocks"]
    )

    assert '<span class="number">3.1.1.</span> <span class="title">Overleg per basisteam</span>' in page
    assert 'id="thema-1-deel-2"' in page
    assert '<span class="number">1.2.</span> <span class="title">Waarom een eenheidsbrede prioriteit?</span>' in page
    # The other theme has parts without numbers, as editions of before had.
    assert '<h3 class="part-title">Doelstelling</h3>' in page


def test_the_contents_lead_to_numbered_parts(chosen):
    context = {"content": chosen, "blocks": chosen["blocks"], "entries": chosen["blocks"], "medium": "web"}

    for template in ("reports/web/contents.html", "reports/blocks/contents_list.html"):
        page = render_to_string(template, context)
        assert page.count("#thema-1-deel-") == 5
        assert '<span class="number">1.2.</span>' in page
        assert "#thema-2-deel-" not in page


def test_the_accent_is_a_class_of_the_page(chosen):
    edition = SimpleNamespace(intact=lambda: chosen, sha256="ab" * 32)

    assert '<html lang="nl" class="cover-lijnen accent-heide">' in print_page(edition)


@pytest.mark.pdf
@pytest.mark.parametrize(("cover", "accent"), [("kust", None), ("wadden", "bos"), ("lijnen", "klei")])
def test_the_cover_has_the_colour_of_the_accent_below_its_drawing(cover, accent, tmp_path):
    colours = {None: (0x0D, 0x35, 0x50), "bos": (0x1D, 0x45, 0x30), "klei": (0x57, 0x29, 0x1B)}
    content = sample.edition()
    content["blocks"] = content["blocks"][:1]
    content["document"]["layout"] = {"cover": cover} | ({"accent": accent} if accent else {})
    html = print_page(SimpleNamespace(intact=lambda: content, sha256="ab" * 32))

    pixels = _first_page(html, tmp_path)

    (ground, _), *_ = Counter(pixels).most_common(1)
    assert all(abs(found - wanted) < 3 for found, wanted in zip(ground, colours[accent], strict=True))
    assert len(set(pixels)) > 50  # the drawing itself


def _first_page(html: str, folder: Path) -> list[tuple[int, ...]]:
    """The colours of the first page of the PDF made of `html`, from the upper left corner to the lower right."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    rendered = render_pdf(Job(html=html, title="Omslag", author="Wij", frozen_at=moment, identifier="ab" * 32))
    (folder / "plan.pdf").write_bytes(rendered.data)
    subprocess.run(["pdftoppm", "-r", "20", "-singlefile", folder / "plan.pdf", folder / "omslag"], check=True)
    data = (folder / "omslag.ppm").read_bytes().split(b"\n", 3)[3]
    return list(zip(data[0::3], data[1::3], data[2::3], strict=True))
