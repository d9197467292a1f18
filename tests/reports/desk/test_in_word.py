"""A chapter that leaves as Word, is changed there, and comes back passage by passage."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.models import Edit
from reports.documents.desk import services
from reports.documents.desk.placing import Spot
from reports.documents.desk.rows import form_of
from reports.documents.models import Block, ChapterTask, WordFile
from tests.accounts.factories import RoleFactory
from themes.models import ThemeElement, ThemePart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TEXT = "<p>Wij werken samen.</p><ul><li>een</li><li>twee</li></ul><p>Tot slot.</p>"


@pytest.fixture
def chapter(document, block) -> Block:
    Block.objects.filter(document=document, anchor="samen").update(html=TEXT)
    return block("samen")


def address(chapter: Block, name: str = "word") -> str:
    return reverse(f"reports:chapter-{name}", args=[chapter.document.slug, chapter.pk])


def left(browser, chapter) -> bytes:
    return browser.get(address(chapter, "file")).content


def changed(data: bytes, *pairs: tuple[str, str], without: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            for was, becomes in pairs if name == "word/document.xml" else ():
                assert was in part
                part = part.replace(was, becomes, 1)
            if name != without:
                new.writestr(name, part)
    return out.getvalue()


def bring(browser, chapter, data: bytes):
    return browser.post(address(chapter), {"file": SimpleUploadedFile("samen.docx", data)}, follow=True)


def written(document, block: Block, by: Writer, **texts: str) -> None:
    changes = [FieldChange("", name, text, block.version_of(name)) for name, text in texts.items()]
    services.save_row(row=block, fields=form_of(block).base_fields, changes=changes, by=by)


def choices(page: str) -> dict[str, str]:
    """What is chosen of each passage, before anybody did."""
    tags = re.findall(r"<input [^>]*keus-[^>]*checked[^>]*>", page)
    return {re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]+)"', tag)[1] for tag in tags}


def send(browser, chapter, page: str, **choice: str):
    seen = re.search(r'name="gezien" value="([^"]*)"', page)[1]
    return browser.post(address(chapter, "back"), choices(page) | {"gezien": seen} | choice, follow=True)


def test_a_chapter_that_nobody_changed_brings_nothing(document, browser, chapter):
    page = bring(browser, chapter, left(browser, chapter)).content.decode()
    assert "Er is niets over te nemen" in page
    assert choices(page) == {}


def test_what_changed_in_word_is_shown_by_the_word_and_taken_over_as_one_version(document, browser, chapter, block):
    data = changed(
        left(browser, chapter),
        ("Wij werken samen.", "Wij werken elke dag samen."),
        (">Overleg<", ">Wekelijks overleg<"),
        ("Elke maand.", "Elke week."),
    )
    page = bring(browser, chapter, data).content.decode()
    assert ">elke dag<" in page
    assert set(choices(page).values()) == {"overnemen"}
    version = chapter.version
    answer = send(browser, chapter, page).content.decode()
    assert "3 passages overgenomen uit Word." in answer
    chapter, overleg = block("samen"), block("overleg")
    assert chapter.html == TEXT.replace("werken", "werken elke dag")
    assert (overleg.title, overleg.html, chapter.version) == ("Wekelijks overleg", "<p>Elke week.</p>", version + 1)
    assert {(edit.part, edit.field) for edit in Edit.objects.of_whole(document)} == {
        (f"block-{chapter.pk}", "html"), (f"block-{overleg.pk}", "title"), (f"block-{overleg.pk}", "html")
    }  # fmt: skip
    assert not WordFile.objects.exists()


def test_what_one_leaves_stays_and_what_is_new_or_gone_is_chosen_apart(document, browser, chapter, block):
    new = "<w:p><w:r><w:t>Een nieuwe alinea.</w:t></w:r></w:p>"
    data = left(browser, chapter)
    gone = re.search(r"<w:p>(?:(?!<w:p>).)*?Tot slot\..*?</w:p>", zipped(data))[0]
    data = changed(data, ("Wij werken samen.", "Wij doen het."), (gone, new))
    page = bring(browser, chapter, data).content.decode()
    for fate in ("nieuw", "vervallen"):
        assert f">{fate}</span>" in page
    first, *_ = choices(page)
    send(browser, chapter, page, **{first: "laten"})
    assert block("samen").html.startswith("<p>Wij werken samen.</p>")
    assert block("samen").html.endswith("</ul><p>Een nieuwe alinea.</p>")


def zipped(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def test_of_what_both_changed_both_texts_are_shown_with_who_and_the_portal_stays(document, browser, chapter, block, by):
    data = changed(left(browser, chapter), ("Wij werken samen.", "Wij werken graag samen."))
    written(document, chapter, by, html=TEXT.replace("Wij werken samen.", "Wij werken vaak samen."))
    page = bring(browser, chapter, data).content.decode()
    assert "ook in het portaal veranderd nadat het bestand vertrok" in page
    assert "door Sanne Stavast" in page
    assert ">vaak<" in page
    assert ">graag<" in page
    assert set(choices(page).values()) == {"laten"}
    [name] = choices(page)
    send(browser, chapter, page, **{name: "overnemen"})
    assert "graag" in block("samen").html


def test_what_only_changed_in_the_portal_is_no_choice(document, browser, chapter, block, by):
    data = changed(left(browser, chapter), ("Tot slot.", "Tot slot nog."))
    written(document, chapter, by, html=TEXT.replace("Wij werken samen.", "Wij werken vaak samen."))
    page = bring(browser, chapter, data).content.decode()
    assert len(choices(page)) == 1
    send(browser, chapter, page)
    assert block("samen").html == TEXT.replace("werken", "werken vaak").replace("Tot slot", "Tot slot nog")


def test_who_writes_while_another_chooses_is_not_overwritten(document, browser, chapter, block, by):
    data = changed(left(browser, chapter), ("Wij werken samen.", "Wij werken graag samen."))
    page = bring(browser, chapter, data).content.decode()
    written(document, chapter, by, html=TEXT + "<p>Nog iets.</p>")
    answer = send(browser, chapter, page)
    assert answer.status_code == 409
    assert "Er is nog niets overgenomen" in answer.content.decode()
    assert block("samen").html == TEXT + "<p>Nog iets.</p>"
    send(browser, chapter, answer.content.decode())
    assert block("samen").html == TEXT.replace("werken", "werken graag") + "<p>Nog iets.</p>"


def test_a_file_that_lost_its_marks_is_known_by_its_headings_and_nothing_is_chosen(document, browser, chapter, block):
    data = changed(left(browser, chapter), ("Elke maand.", "Elke week."), without="customXml/item1.xml")
    data = re_tagged(data)
    page = bring(browser, chapter, data).content.decode()
    assert "zegt niet hoe de teksten waren" in page
    assert set(choices(page).values()) == {"laten"}
    send(browser, chapter, page, **dict.fromkeys(choices(page), "overnemen"))
    assert block("overleg").html == "<p>Elke week.</p>"


def re_tagged(data: bytes) -> bytes:
    tags = re.findall(r'<w:tag w:val="t:[^"]*"/>', zipped(data))
    return changed(data, *((tag, "") for tag in tags))


def test_the_texts_of_a_theme_come_back_to_where_they_live(document, browser, block):
    part = ThemePart.objects.get()
    part.html = "<p>Wat er speelt.</p><h4>Een kop</h4><p>Daaronder.</p>"
    part.save()
    ThemePart.objects.create(theme=part.theme, kind="actions", html="<p>Doen.</p>")
    ThemeElement.objects.create(theme=part.theme, number=1, title="Kades", html="<p>Kijken.</p>")
    chapter = block("thema-1")
    data = left(browser, chapter)
    assert "Er is niets over te nemen" in bring(browser, chapter, data).content.decode()
    data = changed(data, ("Daaronder.", "Daaronder meer."), ("Kijken.", "Kijken we."))
    page = bring(browser, chapter, data).content.decode()
    assert len(choices(page)) == 2
    send(browser, chapter, page)
    part.refresh_from_db()
    assert part.html == "<p>Wat er speelt.</p><h4>Een kop</h4><p>Daaronder meer.</p>"
    assert ThemeElement.objects.get().html == "<p>Kijken we.</p>"
    assert part.changed_by.username == "sanne"


def test_what_is_fixed_of_a_theme_is_locked_around_its_texts(document, browser, block):
    body = zipped(left(browser, block("thema-1")))
    tags = re.findall(r'<w:tag w:val="([^"]*)"/><w:id w:val="\d+"/>(<w:lock)?', body)
    assert tags == [("v:thema-1", "<w:lock"), ("t:thema-1/analysis", "")]


def test_a_text_that_was_copied_in_word_is_lost_nowhere(document, browser, chapter):
    data = left(browser, chapter)
    control = re.search(r"<w:sdt>(?:(?!<w:sdt>).)*?Elke maand\..*?</w:sdt>", zipped(data))[0]
    page = bring(browser, chapter, changed(data, (control, control + control))).content.decode()
    assert len(choices(page)) == 2
    assert page.count("Overleg") > 1


def test_a_file_of_something_else_is_refused_in_words(document, browser, chapter):
    other = browser.get(address(Block.objects.get(anchor="leeswijzer"), "file")).content
    answer = bring(browser, chapter, other)
    assert answer.status_code == 422
    assert "In dit bestand staat niets van dit hoofdstuk." in answer.content.decode()
    assert not WordFile.objects.exists()


def test_it_is_for_who_writes_the_chapter(document, client, chapter, browser):
    writer = RoleFactory(kind="project_leader", police_unit=document.police_unit).user
    client.force_login(writer)
    assert client.get(address(chapter)).status_code == 404
    ChapterTask.objects.create(block=chapter, writer=writer)
    assert client.get(address(chapter)).status_code == 200
    assert client.get(address(Block.objects.get(anchor="leeswijzer"))).status_code == 403
    bring(client, chapter, left(client, chapter))
    assert browser.get(address(chapter, "back")).status_code == 404


@pytest.mark.parametrize("many", [1, 6])
def test_what_comes_back_costs_the_same_for_few_texts_and_for_many(
    document, browser, chapter, by, many, django_assert_max_num_queries
):
    for place in range(many):
        spot = Spot(chapter)
        services.add_block(
            document=document,
            kind="prose",
            title=f"Deel {place}",
            html=f"<p>Dit is deel {place} van de tekst.</p>",
            by=by,
            spot=spot,
        )
    data = left(browser, chapter)
    for block in document.blocks.filter(title__startswith="Deel"):
        written(document, block, by, html=block.html.replace("Dit", "Hier"))
    bring(browser, chapter, changed(data, *((f"deel {place} van", f"deel {place} uit") for place in range(many))))
    with django_assert_max_num_queries(8):
        page = browser.get(address(chapter, "back")).content.decode()
    assert page.count("door Sanne Stavast") == many


def test_a_chapter_that_is_gone_is_told(document, browser, chapter, by):
    services.remove_block(document=document, block=chapter, by=by)
    assert browser.get(address(chapter)).status_code == 410


def test_thrown_away_it_changes_nothing(document, browser, chapter, block):
    bring(browser, chapter, changed(left(browser, chapter), ("Elke maand.", "Elke week.")))
    browser.post(address(chapter, "discard"))
    assert (WordFile.objects.exists(), block("overleg").html) == (False, "<p>Elke maand.</p>")
