import pytest
from django.template.loader import render_to_string

from nhveilig.texts import footnotes, headings
from tests.reports import sample


def blocks_in(blocks: list[dict]) -> list[dict]:
    return [found for block in blocks for found in (block, *blocks_in(block["blocks"]))]


def shown(medium: str, content: dict | None = None) -> str:
    content = content or sample.edition()
    context = {"content": content, "sha256": "ab" * 32, "medium": medium}
    return "".join(
        render_to_string("reports/blocks/block.html", context | {"block": block}) for block in content["blocks"]
    )


KINDS = {
    "cover", "contents", "foreword", "prose", "theme", "national_objectives", "agreements", "target_table",
    "distribution_table", "strength_table", "chart", "map", "footnotes", "glossary", "colophon",
    "implementation_plan", "plan_overview", "budget", "balance", "grants",
    "theme_progress", "progress_summary", "national_results", "pictures", "progress_report", "key_figures", "quote",
}  # fmt: skip


def test_the_sample_holds_every_kind_of_block():
    assert {block["kind"] for block in blocks_in(sample.edition()["blocks"])} == KINDS


@pytest.mark.parametrize("medium", ["print", "web"])
def test_every_block_can_be_linked_to_and_the_contents_do(medium):
    page = shown(medium)

    for block in blocks_in(sample.edition()["blocks"]):
        if medium == "web" or (block["kind"] != "footnotes" and not block.get("web_only")):
            assert page.count(f'id="{block["id"]}"') == 1
    assert '<a href="#samenwerking-overleg">Overleg per basisteam</a>' in page


def test_paper_leaves_out_what_is_for_the_web_alone_and_says_so_once():
    web, paper = shown("web"), shown("print")

    for said in ("Een dag mee met de havenmeester</span>", 'alt="Een havenmeester bij een steiger"', "Ook ’s nachts."):
        assert (said in web, said in paper) == (True, False)
    # The block, its pictures, and what was reported in each of four groups.
    assert web.count("Alleen in de webversie") == 2 + 4
    assert "Alleen in de webversie" not in paper
    assert paper.count("De webversie heeft meer.") == 1
    assert "“Wat er is gemeld”, “Een dag mee met de havenmeester” en “In beeld”." in paper
    assert "De webversie heeft meer." not in web


def test_notes_are_linked_on_the_web_and_left_in_place_in_print():
    web, print_ = shown("web"), shown("print")

    assert 'href="#noot-2" id="noot-2-terug"' in web
    assert 'id="noot-2"' in web
    assert 'class="voetnoot"' not in web
    assert '<span class="voetnoot" data-nummer="2">' in print_
    assert 'id="noten"' not in print_


def test_a_text_that_is_not_html_is_escaped():
    content = sample.edition()
    content["blocks"][0]["content"]["title"] = "<script>x</script>"

    assert "<script>" not in shown("web", content)


def test_a_note_becomes_a_link_and_back():
    html = '<p>Tekst<span data-nummer="3" class="voetnoot">Zie <em>artikel 39</em>.</span> verder.</p>'

    assert footnotes.for_web(html) == (
        '<p>Tekst<sup class="noot"><a href="#noot-3" id="noot-3-terug" aria-label="Noot 3">3</a></sup> verder.</p>'
    )


def test_other_spans_and_text_are_left_alone():
    html = '<p>een <span class="anders" data-nummer="1">span</span></p>'

    assert footnotes.for_web(html) == html


@pytest.mark.parametrize(
    ("html", "level", "moved"),
    [
        ("<h3>a</h3><h4>b</h4>", 2, "<h3>a</h3><h4>b</h4>"),
        ("<h3>a</h3><h4>b</h4>", 4, "<h5>a</h5><h6>b</h6>"),
        ("<h5>a</h5>", 2, "<h3>a</h3>"),
        ("<h3>a</h3><h5>b</h5>", 3, "<h4>a</h4><h5>b</h5>"),
        ("<h3>a</h3><h4>b</h4><h5>c</h5>", 5, "<h6>a</h6><h6>b</h6><h6>c</h6>"),
        ("<h4>a</h4><h3>b</h3><h5>c</h5>", 2, "<h3>a</h3><h3>b</h3><h4>c</h4>"),
        ("<hr><header>x</header>", 3, "<hr><header>x</header>"),
    ],
)
def test_headings_move_below_the_heading_they_stand_under(html, level, moved):
    assert headings.under(html, level) == moved
