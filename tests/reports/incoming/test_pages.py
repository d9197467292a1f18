"""A Word document chosen, looked at, and taken into a document or thrown away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.documents.models import Document, Edition, WordFile
from reports.documents.services.editions import freeze_edition
from reports.documents.services.outlines import read_outline

from .files import docx, item, p

WORD = "/documenten/imv-nh-2019-2022/word/"
FILE = docx(
    p("Nieuw hoofdstuk", "Kop1")
    + p("Tekst")
    + p("Een paragraaf", "Kop2")
    + item("punt")
    + '<w:p><w:r><w:t>Noot</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
)


@pytest.fixture
def staff(log_in) -> Client:
    return log_in("staf")


def send(client: Client, data: bytes = FILE, name: str = "plan.docx"):
    return client.post(WORD, {"file": SimpleUploadedFile(name, data)}, follow=True)


def accept(client: Client, way: str = "append", **choices: str):
    return client.post(f"{WORD}bekijken/", {"way": way, "kop-0": "1", "kop-1": "2"} | choices, follow=True)


def titles(document: Document) -> list[tuple[str, str]]:
    return [(one.number, one.title) for one in read_outline(document)]


def test_one_sees_the_headings_before_anything_changes(demo, staff):
    before = read_outline(demo)
    shown = send(staff).content.decode()
    assert "Nieuw hoofdstuk" in shown
    assert "Een paragraaf" in shown
    assert read_outline(demo) == before


def test_chapters_come_behind_those_there_are_with_the_next_number(demo, staff):
    before = titles(demo)
    send(staff)
    assert "1 hoofdstuk uit “plan.docx” overgenomen." in accept(staff).content.decode()
    new = [one for one in read_outline(demo) if one.title == "Nieuw hoofdstuk"]
    assert [(one.number, one.anchor, one.html) for one in new] == [("8", "nieuw-hoofdstuk", "<p>Tekst</p>")]
    below = new[0].children
    assert [(one.number, one.title) for one in below] == [("8.1", "Een paragraaf")]
    assert below[0].html == '<ol><li>punt</li></ol><p>Noot<span class="voetnoot">Een noot.</span></p>'
    assert [one for one in titles(demo) if one[1] != "Nieuw hoofdstuk"] == before
    assert titles(demo)[-1][1] == "Colofon"
    assert not WordFile.objects.exists()


def test_the_document_can_be_kept_afterwards(demo, staff):
    send(staff)
    accept(staff)
    edition = freeze_edition(document=demo, status=Edition.Status.CONCEPT, frozen_by=None)
    assert any(block["title"] == "Nieuw hoofdstuk" for block in edition.content["blocks"])


def test_only_chapters_of_text_make_room(demo, staff):
    shown = send(staff).content.decode()
    assert "gaan naar de prullenbak: “Leeswijzer”" in shown
    accept(staff, way="replace")
    found = [title for _, title in titles(demo)]
    assert "Leeswijzer" not in found
    assert "Sterkteverdeling politie" in found
    assert demo.blocks.get(anchor="leeswijzer").deleted_at is not None


def test_a_heading_may_become_text_or_stay_behind(demo, staff):
    send(staff)
    accept(staff, **{"kop-1": "tekst"})
    chapter = next(one for one in read_outline(demo) if one.title == "Nieuw hoofdstuk")
    assert chapter.html.startswith("<p>Tekst</p><h3>Een paragraaf</h3><ol>")
    send(staff)
    accept(staff, **{"kop-1": "weg"})
    again = next(one for one in read_outline(demo) if one.anchor == "nieuw-hoofdstuk-2")
    assert again.children == []


def test_nothing_to_take_over_is_said_and_what_was_read_stays(demo, staff):
    send(staff)
    response = accept(staff, **{"kop-0": "weg", "kop-1": "weg"})
    assert response.status_code == 422
    assert "Kies er ten minste een." in response.content.decode()
    assert WordFile.objects.count() == 1
    assert "daarboven staat geen hoofdstuk" in accept(staff, **{"kop-0": "tekst"}).content.decode()


def test_a_file_that_is_refused_says_why_and_leaves_nothing(demo, staff):
    response = send(staff, b"%PDF-1.7", "plan.pdf")
    assert response.status_code == 422
    assert "Dit bestand is geen Word-document." in response.content.decode()
    assert not WordFile.objects.exists()


def test_thrown_away_it_changes_nothing(demo, staff):
    before = read_outline(demo)
    send(staff)
    assert "Aan het document is niets veranderd." in staff.post(f"{WORD}weggooien/", follow=True).content.decode()
    assert read_outline(demo) == before
    assert staff.get(f"{WORD}bekijken/").status_code == 404


def test_a_second_file_comes_in_the_place_of_the_first(demo, staff):
    send(staff)
    send(staff, docx(p("Ander", "Kop1")))
    assert [one.sections[0]["title"] for one in WordFile.objects.all()] == ["Ander"]
