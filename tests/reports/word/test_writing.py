"""An edition as a Word document: what Word calls headings, lists, tables and notes."""

import io
import zipfile
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from reports.documents.content import charts_of, tables_of, walk
from reports.documents.models import Edition, Export
from reports.documents.rendering import render
from reports.documents.word import Paper, docx_of

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAPER = Paper("Plan & proef", "Noord-Holland", datetime(2026, 1, 2, tzinfo=UTC))


class Opened:
    def __init__(self, data: bytes) -> None:
        archive = zipfile.ZipFile(io.BytesIO(data))
        self.files = [name for name in archive.namelist() if name.startswith("word/media/")]
        self.parts = {name: fromstring(archive.read(name)) for name in archive.namelist() if name not in self.files}
        self.body = self.parts["word/document.xml"][0]

    def all(self, tag: str, part: str = "word/document.xml") -> list[Element]:
        return list(self.parts[part].iter(W + tag))

    def paragraphs(self, style: str) -> list[str]:
        return [words(one) for one in self.all("p") if style_of(one) == style]


def words(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(W + "t"))


def style_of(paragraph: Element) -> str:
    return said(paragraph.find(f"{W}pPr/{W}pStyle"))


def said(element: Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")


def written(html: str) -> Opened:
    return Opened(docx_of(f"<body>{html}</body>", PAPER))


@pytest.fixture(scope="module")
def opened() -> dict[int, Opened]:
    """By the key of an edition, so that each is made once."""
    return {}


@pytest.fixture
def editions(demo, opened) -> list[tuple[dict, Opened]]:
    every = Edition.objects.select_related("document")
    for one in every:
        if one.pk not in opened:
            opened[one.pk] = Opened(render(one, Export.Format.DOCX).data)
    return [(one.content, opened[one.pk]) for one in every]


def test_every_title_of_an_edition_is_a_heading_of_its_level(editions):
    for content, file in editions:
        shown = [one for one in walk(content["blocks"]) if one["title"] and not one.get("web_only")]
        for block in shown:
            if block["kind"] not in {"contents", "footnotes"}:
                found = file.paragraphs(f"Heading{block['level']}")
                assert any(one.endswith(block["title"]) for one in found), block["title"]


def test_every_table_has_its_caption_and_a_head_that_repeats(editions):
    for content, file in editions:
        tables = file.all("tbl")
        assert len(tables) >= len(tables_of(content)) + len(charts_of(content))
        captions = [said(one) for one in file.all("tblCaption")]
        for table in tables_of(content):
            assert any(table["caption"] in caption for caption in captions)
        assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)


def test_every_note_stands_at_the_foot_of_its_page(editions):
    for content, file in editions:
        notes = [note for block in walk(content["blocks"]) for note in block["content"].get("notes", [])]
        calls = [one.get(W + "id") for one in file.all("footnoteReference")]
        assert calls == [str(number) for number in range(1, len(notes) + 1)]
        written_notes = [one for one in file.all("footnote", "word/footnotes.xml") if one.get(W + "type") is None]
        assert len(written_notes) == len(notes)


def test_what_is_kept_elsewhere_is_locked_and_own_text_is_not(editions):
    for content, file in editions:
        locked = {said(one.find(W + "tag")): one.find(W + "lock") is not None for one in file.all("sdtPr")}
        for block in walk(content["blocks"]):
            if block["kind"] == "prose" and not block.get("web_only"):
                assert locked[f"t:{block['id']}"] is False
            elif block["kind"].endswith("_table"):
                assert locked[f"v:{block['id']}"] is True


def test_the_rows_of_a_table_are_as_wide_as_its_grid(editions):
    for _, file in editions:
        for table in file.all("tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            for row in table.findall(W + "tr"):
                spans = [said(one.find(f"{W}tcPr/{W}gridSpan")) or "1" for one in row.findall(W + "tc")]
                assert sum(map(int, spans)) <= columns


def test_every_number_and_style_and_link_leads_somewhere(editions):
    for _, file in editions:
        styles = {one.get(W + "styleId") for one in file.all("style", "word/styles.xml")}
        assert {said(one) for tag in ("pStyle", "rStyle", "tblStyle") for one in file.all(tag)} <= styles
        numbers = {one.get(W + "numId") for one in file.all("num", "word/numbering.xml")}
        assert {said(one) for one in file.all("numId")} <= numbers
        marks = {one.get(W + "name") for one in file.all("bookmarkStart")}
        assert {one.get(W + "anchor") for one in file.all("hyperlink")} - {None} <= marks


def test_a_concept_says_on_every_page_that_it_is_not_adopted(editions):
    for content, file in editions:
        footer = words(file.parts["word/footer1.xml"])
        assert ("Concept – niet vastgesteld" in footer) == (content["edition"]["status"] == "concept")


def test_lists_in_lists_keep_their_depth_and_their_numbers():
    file = written("<ol start='3'><li>Drie<ul><li>onder drie</li></ul></li><li>Vier</li></ol><ol><li>Een</li></ol>")
    places = [
        (words(one), said(one.find(f".//{W}ilvl")), said(one.find(f".//{W}numId")))
        for one in file.all("p")
        if one.find(f".//{W}numPr") is not None
    ]
    assert places == [("Drie", "0", "2"), ("onder drie", "1", "1"), ("Vier", "0", "2"), ("Een", "0", "3")]
    starts = [said(one) for one in file.all("startOverride", "word/numbering.xml")]
    assert (starts[0], starts[9]) == ("3", "1")


def test_a_cell_over_more_rows_and_columns():
    file = written(
        "<table><thead><tr><th rowspan='2'>a</th><th colspan='2'>b</th></tr><tr><th>c</th><th>d</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>"
    )
    rows = [
        [(words(cell), cell.find(f".//{W}vMerge") is not None) for cell in row.iter(W + "tc")] for row in file.all("tr")
    ]
    assert rows[:2] == [[("a", True), ("b", False)], [("", True), ("c", False), ("d", False)]]
    assert len(file.all("tblHeader")) == 2


def test_white_space_is_that_of_the_page():
    file = written("<p>\n  een <em>twee</em>  <strong>drie </strong>vier&nbsp;<a href='https://nu.nl'>vijf</a>\n</p>")
    assert [words(one) for one in file.all("p")] == ["een twee drie vier\xa0vijf"]


def test_signs_of_the_language_itself_and_what_no_file_can_hold():
    file = written("<p>a &lt; b &amp; \x01c</p>")
    assert words(file.body) == "a < b & c"
    assert file.parts["docProps/core.xml"][0].text == "Plan & proef"


def test_a_picture_goes_along_with_its_alternative_text_and_as_wide_as_the_page_at_most():
    image = '<img src="data:image/png;base64,AA==" alt="Een &quot;haven&quot;" width="4000" height="1000">'
    found = written(f"<figure>{image}<figcaption>IJmuiden</figcaption></figure>{image}")
    said = [(one.get("descr"), one.get("id")) for one in found.body.iter(f"{DRAWN}docPr")]
    assert said == [('Een "haven"', "1"), ('Een "haven"', "2")]
    assert {(one.get("cx"), one.get("cy")) for one in found.body.iter(f"{DRAWN}extent")} == {("5759450", "1439862")}
    assert [words(one) for one in found.all("p")][1] == "IJmuiden"
    assert found.files == ["word/media/beeld1.png"]


def test_what_is_only_decoration_says_so():
    image = '<img class="decorative" src="data:image/jpeg;base64,AA==" alt="Versiering" width="10" height="10">'
    assert [one.get("val") for one in written(image).body.iter() if one.tag.endswith("}decorative")] == ["1"]


def test_of_a_picture_that_stands_elsewhere_the_words_go_along():
    found = written('<p>Zie <img src="https://nu.nl/a.png" alt="een haven"></p>')
    assert words(found.body) == "Zie [Afbeelding: een haven]"
