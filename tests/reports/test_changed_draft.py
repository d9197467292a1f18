"""A draft that staff changed in three places, through the pages: the was-wordt shows those and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.pictures.models import Picture
from reports.documents.comparison import compare
from reports.documents.models import Block, Document
from reports.documents.rendering import changes_page
from tests.html_forms import form_of
from tests.picture_library.factories import make_picture, photo

pytestmark = pytest.mark.django_db
OLD = "waar een gepubliceerd totaal afwijkt van de optelsom, staat het verschil erbij"
NEW = "waar een gepubliceerd totaal afwijkt van de som, staat het verschil erbij"
OM = ["veiligheidsagenda-2019-2022", "2b", "om-verdachten"]


def desk(document: Document, name: str = "", **more: object) -> str:
    return reverse(f"reports:document-desk{name}", kwargs={"slug": document.slug} | more)


@pytest.fixture
def pictures(demo: Document) -> tuple[Picture, Picture]:
    return (
        make_picture(demo.police_unit, "Haven", caption="De haven van IJmuiden"),
        make_picture(demo.police_unit, "Dijk", data=photo((90, 160)), caption="De haven van IJmuiden"),
    )


@pytest.fixture
def placed(demo: Document, staff: Client, pictures) -> Block:
    """A picture in a section of the plan, and an edition that has it."""
    staff.post(f"{desk(demo, '-add')}?onder={demo.blocks.get(anchor='samenhang').pk}", {"soort": "picture"})
    block = demo.blocks.get(kind="picture")
    choose(staff, demo, block, pictures[0])
    keep(demo, staff)
    return block


def choose(staff: Client, document: Document, block: Block, picture: Picture) -> None:
    address = desk(document, "-block", pk=block.pk)
    sent = form_of(staff.get(address).text, "form", "class") | {"options-picture": picture.pk}
    assert staff.post(address, sent).status_code == 302


def rewrite(staff: Client, document: Document, block: Block, old: str, new: str) -> None:
    page = staff.get(desk(document), {"hoofdstuk": block.anchor}).text
    sent = form_of(page, f"block-{block.pk}")
    assert old in sent["html"]
    answer = staff.post(desk(document), sent | {"html": sent["html"].replace(old, new)})
    assert answer.status_code == 302


def agree(staff: Client, figure: str) -> None:
    address = reverse("agenda:share-revise", args=[*OM, "noord-holland", 2020])
    sent = form_of(staff.get(address).text, "form", "class")
    answer = staff.post(address, sent | {"waarde": figure, "reden": "Afgesproken in de stuurgroep", "per": "1-7-2020"})
    assert answer.status_code == 302


def keep(document: Document, staff: Client) -> None:
    answer = staff.post(reverse("reports:document-freeze", args=[document.slug]), {"status": "concept"})
    assert answer.status_code == 302


def test_one_sentence_one_picture_and_one_figure_are_all_that_changed(demo, staff, placed, pictures):
    rewrite(staff, demo, demo.blocks.get(anchor="leeswijzer"), OLD, NEW)
    choose(staff, demo, placed, pictures[1])
    agree(staff, "17")
    keep(demo, staff)
    new, old = demo.editions.order_by("-number")[:2]
    compared = compare(old.intact(), new.intact())
    reading_guide, picture, division = [block for chapter in compared.chapters for block in chapter.changed]
    assert [one.block["id"] for one in (reading_guide, division)] == ["leeswijzer", "regionale-verdeling"]
    [passage] = [one for section in reading_guide.changed_sections for one in section.passages if one.fate != "same"]
    assert [word.text for run in passage.runs if run.fate != "same" for word in run.words] == ["optelsom", "som"]
    assert picture.changed_pictures[0].is_replaced
    # The figure, and the sum it is in.
    figures = [(one.was, one.becomes) for table in division.changed_tables for one in table.cells]
    assert figures == [("15", "17"), ("206", "208")]
    for block in (reading_guide, picture, division):
        assert len([*block.changed_sections, *block.changed_pictures, *block.changed_tables]) == 1
    shown = staff.get(reverse("reports:comparison", args=[demo.slug, new.number, old.number])).text
    for address in (f"/edities/{one.number}/afbeeldingen/{placed.anchor}-1/" for one in (old, new)):
        assert f'src="/documenten/{demo.slug}{address}"' in shown
    for page in (shown, changes_page(compared)):
        assert page.count("Hier staat een andere afbeelding.") == 1
