"""What a Word document says, as headings with clean texts; and files that are refused with a reason."""

import re
from datetime import UTC, datetime
from html import escape

import pytest

from nhveilig.sheets.exceptions import FileRefused
from nhveilig.texts.cleaning import clean
from reports.documents.incoming.choices import proposed
from reports.documents.incoming.packages import LARGEST_FILE
from reports.documents.incoming.reading import Incoming, Section, read_docx
from reports.documents.models import Block
from reports.documents.word import Paper, docx_of
from themes.models import ThemePart

from .files import docx, item, p, zipped


def read(body: str) -> Incoming:
    return read_docx(docx(body), "plan.docx")


def html_of(body: str) -> str:
    return "".join(one.html for one in read(body).sections)


def test_headings_by_their_style_in_whatever_language_it_was_named():
    found = read(p("Aanpak", "Kop1") + p("Eerst") + p("Onder", "Kop2") + p("Ook", "Eigen") + p("Rond", "Rond"))
    assert [(one.title, one.level, one.html) for one in found.sections] == [
        ("Aanpak", 1, "<p>Eerst</p>"),
        ("Onder", 2, ""),
        ("Ook", 1, "<p>Rond</p>"),
    ]


def test_a_heading_by_its_outline_level_alone():
    assert read(p("Los", about='<w:outlineLvl w:val="1"/>')).sections[0].level == 2


@pytest.mark.parametrize(
    ("typed", "title"),
    [("5.1 Context", "Context"), ("2. Doel", "Doel"), ("10 jaar samen", "10 jaar samen"), ("2025", "2025")],
)
def test_a_typed_number_of_a_heading_stays_behind(typed, title):
    assert read(p(typed, "Kop1")).sections[0].title == title


def test_what_is_bold_altogether_is_offered_as_a_heading():
    bold = p("Doel", look="<w:b/>") + p("Tekst") + p("Vet. En een zin.", look="<w:b/>")
    found = read(bold)
    assert [(one.title, one.level) for one in found.sections] == [("Doel", 0)]
    assert proposed(found.sections) == ["1"]
    assert proposed(read(p("Kop", "Kop1") + bold).sections) == ["1", "tekst"]


def test_text_without_any_heading_is_one_chapter_to_be():
    found = read(p("Alleen tekst"))
    assert [(one.title, one.is_heading) for one in found.sections] == [("Tekst zonder kop", False)]
    assert proposed(found.sections) == ["1"]


def test_lists_in_lists():
    assert html_of(item("a") + item("b", 1) + item("c") + p("na")) == (
        "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol><p>na</p>"
    )


def test_a_list_that_goes_on_after_a_line_counts_on():
    assert (
        html_of(item("a") + p("tussen") + item("b")) == '<ol><li>a</li></ol><p>tussen</p><ol start="2"><li>b</li></ol>'
    )


def test_stress_notes_links_and_what_leads_to_a_disk():
    body = (
        '<w:p><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">schuin </w:t></w:r>'
        '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>recht</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
        '<w:hyperlink r:id="buiten"><w:r><w:t>site</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="slecht"><w:r><w:t>schijf</w:t></w:r></w:hyperlink></w:p>'
    )
    assert html_of(body) == (
        '<p><em>schuin </em>recht<span class="voetnoot">Een noot.</span><a href="https://politie.nl">site</a>schijf</p>'
    )


def test_changes_are_accepted_and_comments_left_out_and_both_are_told():
    found = read(
        "<w:p><w:r><w:t>een</w:t></w:r><w:ins><w:r><w:t> twee</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> drie</w:delText></w:r></w:del><w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    assert found.sections[0].html == "<p>een twee</p>"
    assert found.remarks == [
        "Ingevoegde tekst (1): is overgenomen alsof de wijziging is geaccepteerd.",
        "Opmerkingen (1): niet overgenomen.",
        "Verwijderde tekst (1): niet overgenomen.",
    ]


def test_hidden_text_and_the_contents_stay_behind():
    body = p("Inhoud 3", "Inhopg1") + p("zichtbaar") + p("geheim", look="<w:vanish/>")
    assert html_of(body) == "<p>zichtbaar</p>"


def test_merged_cells():
    def cell(words: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(words)}</w:tc>"

    body = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("a") + cell("b", '<w:gridSpan w:val="2"/>') + "</w:tr>"
        "<w:tr>" + cell("1", '<w:vMerge w:val="restart"/>') + cell("2") + cell("3") + "</w:tr>"
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("4") + cell("5") + "</w:tr></w:tbl>"
    )
    assert html_of(body) == (
        '<table><thead><tr><th scope="col">a</th><th colspan="2" scope="col">b</th></tr></thead>'
        '<tbody><tr><td rowspan="2">1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>Een <strong>vet</strong> en <em>schuin</em> woord, H<sub>2</sub>O &amp; &lt;meer&gt;.</p>",
        '<p>Met een noot<span class="voetnoot">De <em>noot</em>.</span> erin.</p>',
        "<ul><li>een<ol><li>twee</li></ol></li><li>drie</li></ul>",
        '<ol start="4"><li>vier</li><li>vijf</li></ol>',
        '<aside class="kader"><p>In het kader.</p><ul><li>punt</li></ul></aside>',
        '<aside class="kader"><h4>Kop &amp; kader</h4><ol><li>punt</li></ol></aside>',
        "<table><tbody><tr><td><strong>a &lt; b</strong></td><td>2</td></tr></tbody></table>",
        '<ol class="pijlers"><li><strong>Een.</strong> Tekst</li></ol>',
        "<blockquote><p>Gezegd.</p></blockquote>",
        '<p><a href="https://www.politie.nl/x?a=1&amp;b=2">link</a></p>',
        '<table><caption>Van ons</caption><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>',
    ],
)
def test_what_leaves_as_word_comes_back_the_same(html):
    data = docx_of(html, Paper("Plan", "Wij", datetime(2026, 1, 1, tzinfo=UTC)))
    assert "".join(one.html for one in read_docx(data, "plan.docx").sections) == html


def test_every_text_of_the_demo_plans_comes_back_the_same(demo):
    """Its headings are those of sections, two steps higher than they stand in a text."""
    texts = [*Block.objects.values_list("html", flat=True), *ThemePart.objects.values_list("html", flat=True)]
    for html in filter(None, map(clean, texts)):
        data = docx_of(html, Paper("Plan", "Wij", datetime(2026, 1, 1, tzinfo=UTC)))
        assert "".join(map(_as_text, read_docx(data, "plan.docx").sections)) == _on_one_line(html)


def _as_text(section: Section) -> str:
    if not section.is_heading:
        return section.html
    title = escape(section.title, quote=False)
    level = section.level + 1
    return (f"<h{level}>{title}</h{level}>" if section.level else f"<p><strong>{title}</strong></p>") + section.html


def _on_one_line(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


def _bomb() -> bytes:
    return docx(p("x"), {"word/media/a.xml": "a" * 70_000_000})


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x" * (LARGEST_FILE + 1), "a.docx", "groter dan 10 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc", "oud Word-bestand"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "beveiligd met een wachtwoord",
        ),
        (b"%PDF-1.7", "a.docx", "geen Word-document"),
        (zipped({"xl/workbook.xml": "<a/>"}), "a.docx", "geen Word-document"),
        (docx(p("x"), {"word/vbaProject.bin": "x"}), "a.docx", "macro"),
        (docx(p("x")), "a.docm", "macro"),
        (docx(p("x"))[:300], "a.docx", "beschadigd"),
        (docx("<w:p>"), "a.docx", "beschadigd"),
        (docx("<w:p>" * 200 + "</w:p>" * 200), "a.docx", "veel meer dan een document"),
        (docx(""), "a.docx", "geen tekst"),
        (
            docx(p("x"), {"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "a.docx",
            "onderdelen die Word niet maakt",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(data, name, words):
    with pytest.raises(FileRefused, match=words):
        read_docx(data, name)


def test_a_file_that_unpacks_to_far_more_is_refused():
    with pytest.raises(FileRefused, match="veel meer dan een document"):
        read_docx(_bomb(), "a.docx")
