"""Adding, moving and taking out: numbers follow, two who move at once are told, and nothing is lost."""

import pytest

from nhveilig.editing.exceptions import RowIsGone
from nhveilig.editing.models import Edit
from reports.documents.desk import services
from reports.documents.desk.exceptions import BlockIsGone, CannotStandThere, OutlineChanged
from reports.documents.desk.placing import Spot
from reports.documents.desk.rows import key_of
from reports.documents.models import Block
from reports.documents.services.outlines import Node, read_outline, write_outline

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
BEFORE = [" cover", " Leeswijzer", "1 Havens", "2 Samen", "  2.1 Overleg", "  2.2 Geld", "3 Sterkte", " Colofon"]


def move(document, by, block, parent=None, before=None, version=None):
    services.move_block(
        document=document, block=block, spot=Spot(parent, before), by=by,
        outline_version=document.outline_version if version is None else version,
    )  # fmt: skip


def test_the_outline_as_it_begins(shown):
    assert shown() == BEFORE


def test_a_chapter_moves_with_all_below_it_and_the_numbers_follow(document, by, block, shown):
    move(document, by, block("samen"), before=block("thema-1"))
    assert shown()[2:7] == ["1 Samen", "  1.1 Overleg", "  1.2 Geld", "2 Havens", "3 Sterkte"]
    assert Edit.objects.filter(kind="moved", part=key_of(block("samen"))).count() == 1


def test_a_section_becomes_a_chapter_and_a_chapter_a_section(document, by, block, shown):
    move(document, by, block("geld"), before=block("sterkte"))
    move(document, by, block("sterkte"), parent=block("samen"), before=block("overleg"))
    assert shown()[3:7] == ["2 Samen", "  2.1 Sterkte", "  2.2 Overleg", "3 Geld"]


def test_who_moves_by_an_outline_that_is_old_is_told_and_nothing_moves(document, by, block, shown):
    seen = document.outline_version
    move(document, by, block("samen"), before=block("thema-1"))
    with pytest.raises(OutlineChanged, match="nog een keer"):
        move(document, by, block("samen"), before=block("colofon"), version=seen)
    assert shown()[2] == "1 Samen"


@pytest.mark.parametrize(
    ("moved", "parent", "why"),
    [
        ("samen", "overleg", "niet onder zichzelf"),
        ("colofon", "samen", "altijd een hoofdstuk"),
        ("thema-1", "samen", "altijd een hoofdstuk"),
        ("geld", "colofon", "kan niets anders staan"),
    ],
)
def test_what_cannot_stand_there_says_why(document, by, block, shown, moved, parent, why):
    with pytest.raises(CannotStandThere, match=why):
        move(document, by, block(moved), parent=block(parent))
    assert shown() == BEFORE


def test_not_deeper_than_four(document, by, block):
    deeper = block("overleg")
    for _ in range(2):
        deeper = services.add_block(document=document, kind="prose", title="Dieper", by=by, spot=Spot(deeper))
    with pytest.raises(CannotStandThere, match="te diep"):
        services.add_block(document=document, kind="prose", title="Te diep", by=by, spot=Spot(deeper))
    with pytest.raises(CannotStandThere, match="te diep"):
        move(document, by, block("samen"), parent=block("sterkte"))


def test_a_new_heading_is_numbered_where_those_beside_it_are(document, by, block, shown):
    services.add_block(document=document, kind="prose", title="Nieuw", by=by, spot=Spot(block("samen"), block("geld")))
    services.add_block(document=document, kind="prose", title="Los", by=by, spot=Spot(block("leeswijzer")))
    assert shown()[1:7] == [" Leeswijzer", "   Los", "1 Havens", "2 Samen", "  2.1 Overleg", "  2.2 Nieuw"]


def test_two_of_one_name_have_two_anchors_also_beside_the_bin(document, by, block):
    services.remove_block(document=document, block=block("geld"), by=by)
    made = services.add_block(document=document, kind="prose", title="Geld", by=by)
    assert made.anchor == "geld-2"


@pytest.mark.parametrize(
    ("kind", "why"), [("gedicht", "bestaat niet"), ("cover", "al in het document"), ("chart", "geen hoofdstuk")]
)
def test_what_cannot_be_added_says_why(document, by, kind, why):
    with pytest.raises(CannotStandThere, match=why):
        services.add_block(document=document, kind=kind, by=by)


def test_what_is_taken_out_comes_back_where_it_stood_with_what_was_below(document, by, block, shown):
    gone = services.remove_block(document=document, block=block("samen"), by=by)
    assert [one.anchor for one in gone] == ["samen", "overleg", "geld"]
    assert shown()[2:] == ["1 Havens", "2 Sterkte", " Colofon"]
    with pytest.raises(RowIsGone, match="Sanne Stavast"):
        services.restore_block(document=document, block=block("geld"), by=by)
    with pytest.raises(BlockIsGone):
        move(document, by, block("samen"))
    services.restore_block(document=document, block=block("samen"), by=by)
    assert shown() == BEFORE


def test_bringing_an_outline_in_line_keeps_every_row_that_stays(document, by, block, shown):
    before = {one.anchor: one.pk for one in document.blocks.all()}
    Block.objects.filter(anchor="overleg").update(html="<p>Zelf geschreven.</p>")
    nodes = read_outline(document)
    samen = next(node for node in nodes if node.anchor == "samen")
    samen.children = [Node("prose", "nieuw", "2.1", "Nieuw"), samen.children[0]]
    write_outline(document, nodes)
    assert shown()[3:6] == ["2 Samen", "  2.1 Nieuw", "  2.2 Overleg"]
    assert block("overleg").html == "<p>Zelf geschreven.</p>"
    assert {one.anchor: one.pk for one in document.blocks.all() if one.anchor != "nieuw"} == before
    assert block("geld").deleted_at

    samen.children.append(Node("prose", "geld", "2.3", "Geld"))
    write_outline(document, nodes)
    assert (block("geld").pk, block("geld").deleted_at, block("geld").number) == (before["geld"], None, "2.3")


def test_what_an_assembly_changes_in_a_text_makes_an_older_save_stale(document, block):
    nodes = read_outline(document)
    nodes[1].title = "Hoe u dit leest"
    seen = block("leeswijzer").version_of("title")
    write_outline(document, nodes)
    assert block("leeswijzer").version_of("title") == seen + 1


def test_a_number_of_its_own_stays_and_what_is_not_numbered_is_skipped(document, by, block, shown):
    Block.objects.filter(anchor="thema-1").update(numbering="own", number="Bijlage A")
    Block.objects.filter(anchor="overleg").update(numbering="none")
    move(document, by, block("sterkte"), before=block("samen"))
    assert shown()[2:7] == ["Bijlage A Havens", "1 Sterkte", "2 Samen", "   Overleg", "  2.1 Geld"]
