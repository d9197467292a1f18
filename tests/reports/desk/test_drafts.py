"""Looking at a document before it is frozen: as it would be, and what still lacks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role
from reports.documents.desk import services
from reports.documents.desk.placing import Spot
from reports.documents.models import Block, ChapterTask, DocumentComment, Edition
from reports.documents.previewing.checks import BLOCKING, look_at
from tests.accounts.factories import RoleFactory
from themes.models import ThemePart
from themes.policy.services.bins import remove_row, restore_row

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def found(document):
    """What is found of the document, by heading: where, and what is said."""
    return lambda: {group.heading: [(one.where, one.message) for one in group.findings] for group in look_at(document)}


def draft(browser, document, **asked) -> str:
    return browser.get(reverse("reports:document-draft", args=[document.slug]), asked).content.decode()


def test_a_draft_shows_what_stands_there_now_and_keeps_nothing(document, browser):
    Block.objects.filter(anchor="overleg").update(html="<p>Elke week.</p>")
    page = draft(browser, document)
    assert "Elke week." in page
    assert "Zo leest u dit." in page
    assert "Voorbeeld, niet bewaard" in page
    assert "nog niet bewaard" in page
    assert not Edition.objects.exists()


def test_one_chapter_is_looked_at_by_itself_with_its_own_number(document, browser):
    page = draft(browser, document, hoofdstuk="samen")
    assert "Elke maand." in page
    assert "Zo leest u dit." not in page
    assert '<span class="number">2.1</span>' in page
    address = reverse("reports:document-draft", args=[document.slug])
    assert browser.get(address, {"hoofdstuk": "weg"}).status_code == 404


def test_what_has_nothing_to_show_says_so_in_its_place(document, browser, block, by):
    services.add_block(document=document, kind="strength_table", by=by, spot=Spot(block("samen")))
    Block.objects.filter(anchor="geld").update(kind="weg")
    page = draft(browser, document)
    assert page.count("Hier ontbreekt iets.") == 2
    assert "nog geen sterktetabel vastgesteld" in page


def test_an_empty_document_can_be_looked_at(document, browser, found):
    Block.objects.all().delete()
    assert "nog geen hoofdstuk" in draft(browser, document)
    assert list(found()) == [BLOCKING]


def test_a_picture_of_a_draft_is_to_be_had_where_the_draft_is(document, browser):
    picture = {"alt": "De haven", "caption": "", "media_type": "image/png", "width": 1, "height": 1, "data": "iVBORw0="}
    Block.objects.create(
        document=document, kind="pictures", anchor="beelden", title="Beelden", order=99, options={"pictures": [picture]}
    )
    address = reverse("reports:document-draft-picture", args=[document.slug, "beelden-1"])
    assert f'src="{address}"' in draft(browser, document)
    response = browser.get(address)
    assert (response["Content-Type"], response.content[:4]) == ("image/png", b"\x89PNG")
    assert browser.get(address.replace("-1/", "-2/")).status_code == 404


def test_everything_that_lacks_is_found_with_its_place(document, browser, block, staff, by, found):
    services.add_block(document=document, kind="strength_table", title="Sterkte nu", by=by, spot=Spot(block("samen")))
    Block.objects.filter(anchor="leeswijzer").update(html="<p>Wat we in 2025 en 2027 deden.</p>")
    Block.objects.filter(anchor="overleg").update(html="<p>Naam: 漢字</p>")
    ThemePart.objects.create(theme=ThemePart.objects.get().theme, kind="actions", html="")
    ChapterTask.objects.create(block=block("samen"), writer=staff, state="writing", due_on=date(2027, 5, 1))
    DocumentComment.objects.create(document=document, part=f"block-{block('geld').pk}", text="Hoeveel?")

    blocking, empty, *others = found().values()
    assert [where for where, _ in blocking] == ["2.3 Sterkte nu", "2.1 Overleg"]
    assert empty == [
        ("1 Havens", "Nog zonder tekst: “Wat gaan we doen?”."),
        ("2.2 Geld", "Hier staat nog geen tekst."),
        ("3 Sterkte", "Hier staat nog geen tekst."),
    ]
    assert others == [
        [("2 Samen", "Nog in bewerking bij Sanne Stavast, klaar op 1 mei 2027.")],
        [("2.2 Geld", "1 opmerking nog niet afgehandeld.")],
        [("Leeswijzer", "Noemt nog 2025. Klopt dat nog?")],
    ]
    page = browser.get(reverse("reports:document-ready", args=[document.slug])).content.decode()
    assert f'schrijven/?hoofdstuk=samen#block-{block("overleg").pk}"' in page
    page = browser.get(reverse("reports:document-freeze", args=[document.slug])).content.decode()
    assert "Hier staat nog geen tekst." in page


def test_a_chapter_whose_theme_was_removed_says_so_until_it_is_back(document, browser, by, found):
    theme = document.plan.themes.get()
    remove_row(row=theme, plan=document.plan, by=by)
    assert [where for where, _ in found()[BLOCKING]] == ["1 Havens"]
    desk = reverse("reports:document-desk", args=[document.slug])
    assert browser.get(desk, {"hoofdstuk": "thema-1"}).status_code == 200
    assert browser.get(reverse("reports:document-desk-review", args=[document.slug])).status_code == 200
    restore_row(row=theme, plan=document.plan, by=by)
    assert BLOCKING not in found()


def test_what_lacks_nothing_is_ready(document, browser):
    Block.objects.filter(kind="prose").update(html="<p>Klaar.</p>")
    page = browser.get(reverse("reports:document-ready", args=[document.slug])).content.decode()
    assert "Er ontbreekt niets meer" in page


def test_who_writes_a_chapter_sees_what_lacks_and_who_only_reads_does_not(document, block):
    writer = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=document.police_unit).user
    client, ready = Client(), reverse("reports:document-ready", args=[document.slug])
    client.force_login(writer)
    assert client.get(ready).status_code == 404
    assert "Klaar om te bewaren" not in draft(client, document)
    ChapterTask.objects.create(block=block("samen"), writer=writer)
    assert "Hier staat nog geen tekst." in client.get(ready).content.decode()
