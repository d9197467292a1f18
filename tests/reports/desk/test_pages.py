"""The desk in a browser without script: texts and outline can be changed, and of two texts both are shown."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role
from reports.documents.desk import services
from reports.documents.desk.placing import Spot
from reports.documents.desk.rows import key_of
from reports.documents.models import Block, ChapterTask, Document, DocumentComment
from tests.accounts.factories import RoleFactory
from themes.models import ThemeElement, ThemePart

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def address(document, name="", **more) -> str:
    return reverse(f"reports:document-desk{f'-{name}' if name else ''}", kwargs={"slug": document.slug} | more)


def desk(browser, document, chapter="samen") -> str:
    return browser.get(address(document), {"hoofdstuk": chapter}).content.decode()


def form_of(page: str, key: str) -> dict[str, str]:
    """What a browser without script sends of one form as it is opened."""
    [form] = re.findall(rf'<form[^>]* id="{key}".*?</form>', page, re.DOTALL)
    data = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
    data |= {name: text.strip("\n") for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)}  # fmt: skip  # noqa: E501
    return {name: value.replace("&quot;", '"').replace("&amp;", "&") for name, value in data.items()}


def test_the_chapter_that_is_opened_stands_beside_the_outline(document, browser):
    page = desk(browser, document)
    assert "Elke maand." in page
    assert "Zo leest u dit." not in page
    assert page.count('class="tree__item') == 6 + 2
    assert 'aria-current="page"' in page


def test_a_text_is_written_without_script(document, browser, block):
    overleg = block("overleg")
    data = form_of(desk(browser, document), key_of(overleg)) | {"html": "Elke week.", "title": "Wekelijks overleg"}
    response = browser.post(address(document), data, follow=True)
    assert "Bewaard om" in response.content.decode()
    overleg.refresh_from_db()
    assert (overleg.title, overleg.html) == ("Wekelijks overleg", "<p>Elke week.</p>")
    assert "2.1 Wekelijks overleg" in [f"{one.number} {one.title}" for one in document.blocks.outline()]


def test_of_two_who_write_the_same_the_second_sees_both_texts(document, browser, block, by):
    overleg = block("overleg")
    data = form_of(desk(browser, document), key_of(overleg))
    browser.post(address(document), data | {"html": "Elke week."})
    response = browser.post(address(document), data | {"html": "Elke dag."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Elke <ins>week" in page or "week" in page
    assert "Elke dag." in page
    overleg.refresh_from_db()
    assert overleg.html == "<p>Elke week.</p>"


def test_a_theme_is_written_where_it_lives(document, browser):
    part = ThemePart.objects.get()
    element = ThemeElement.objects.create(theme=part.theme, number=1, title="Havens", html="<p>Een.</p>")
    ThemePart.objects.create(theme=part.theme, kind="actions", html="<p>Doen.</p>")
    page = desk(browser, document, "thema-1")
    browser.post(address(document), form_of(page, key_of(part)) | {"html": "Wat er nu speelt."})
    browser.post(address(document), form_of(page, key_of(element)) | {"title": "De havens"})
    part.refresh_from_db()
    element.refresh_from_db()
    assert (part.html, element.title) == ("<p>Wat er nu speelt.</p>", "De havens")
    assert part.changed_by.username == "sanne"


def test_a_part_of_another_plan_is_not_written_here(document, browser):
    other = ThemePart.objects.create(theme=Document.objects.get().plan.themes.get(), kind="yield", html="")
    Block.objects.filter(kind="theme").delete()
    data = {"onderdeel": key_of(other), "gezien": '{"html":[0,0]}', "html": "Hier"}
    assert browser.post(address(document), data).status_code == 410


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("omlaag-overleg", ["  2.1 Geld", "  2.2 Overleg"]),
        ("omhoog-geld", ["  2.1 Geld", "  2.2 Overleg"]),
        ("naar-binnen-geld", ["  2.1 Overleg", "    2.1.1 Geld"]),
        ("naar-buiten-geld", ["  2.1 Overleg", "3 Geld"]),
    ],
)
def test_the_outline_is_arranged_by_buttons(document, browser, block, shown, step, after):
    code, _, anchor = step.rpartition("-")
    page = desk(browser, document)
    value = f"{code}-{block(anchor).pk}"
    assert f'value="{value}"' in page
    data = {"versie": document.outline_version, "stap": value}
    assert browser.post(address(document, "move"), data).status_code == 302
    assert shown()[4:6] == after


def test_who_moves_by_an_old_outline_is_told_and_sees_the_new_one(document, browser, block, shown):
    data = {"versie": document.outline_version, "stap": f"omlaag-{block('samen').pk}"}
    browser.post(address(document, "move"), data)
    response = browser.post(address(document, "move"), data, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert "nog een keer" in response.json()["message"]
    assert shown()[3] == "2 Sterkte"
    outline = browser.get(address(document, "outline")).content.decode()
    assert f'data-version="{document.outline_version + 1}"' in outline
    assert "<html" not in outline


def test_a_step_there_is_no_place_for_says_so(document, browser, block):
    data = {"versie": document.outline_version, "stap": f"omhoog-{block('omslag').pk}"}
    response = browser.post(address(document, "move"), data)
    assert (response.status_code, "geen plaats" in response.content.decode()) == (422, True)


def test_what_can_be_added_depends_on_where(document, browser, block):
    page = browser.get(address(document, "add")).content.decode()
    assert 'value="prose"' in page
    assert 'value="chart"' not in page
    assert 'value="cover"' not in page
    place = f"{address(document, 'add')}?onder={block('samen').pk}&voor={block('geld').pk}"
    inside = browser.get(place).content.decode()
    assert 'value="chart"' in inside
    assert 'value="foreword"' not in inside
    response = browser.post(place, {"soort": "prose", "titel": "Wie doet wat"}, follow=True)
    assert "2.2" in response.content.decode()
    assert [one.title for one in document.blocks.present().in_order()][4:7] == ["Overleg", "Wie doet wat", "Geld"]


def test_a_block_that_asks_something_is_set_on_its_page(document, browser, block):
    place = f"{address(document, 'add')}?onder={block('samen').pk}"
    response = browser.post(place, {"soort": "chart"}, follow=True)
    chart = Block.objects.get(kind="chart")
    assert response.redirect_chain[-1][0] == address(document, "block", pk=chart.pk)
    page = response.content.decode()
    seen = dict(re.findall(r'name="(gezien|version)"[^>]*value="([^"]*)"', page))
    data = {name: value.replace("&quot;", '"') for name, value in seen.items()}
    data |= {"title": "", "numbering": "none", "number": "", "options-chart": "strength_change"}
    response = browser.post(address(document, "block", pk=chart.pk), data, follow=True)
    chart.refresh_from_db()
    assert chart.options == {"chart": "strength_change"}
    assert "Opgeslagen" in response.content.decode()


def test_a_number_of_its_own_has_to_be_said(document, browser, block):
    page = browser.get(address(document, "block", pk=block("sterkte").pk)).content.decode()
    seen = re.search(r'name="gezien"[^>]*value="([^"]*)"', page)[1].replace("&quot;", '"')
    data = {"gezien": seen, "version": "1", "title": "Sterkte", "numbering": "own", "number": ""}
    response = browser.post(address(document, "block", pk=block("sterkte").pk), data)
    assert response.status_code == 422
    browser.post(address(document, "block", pk=block("sterkte").pk), data | {"number": "Bijlage 1"})
    assert block("sterkte").number == "Bijlage 1"


def test_a_block_whose_source_is_gone_says_so(document, browser, block, by):
    made = services.add_block(document=document, kind="strength_table", by=by, spot=Spot(block("samen")))
    for headers in ({}, {"HX-Request": "true"}):
        response = browser.get(address(document, "preview", pk=made.pk), headers=headers)
        assert "nog geen sterktetabel vastgesteld" in response.content.decode()
    Block.objects.filter(pk=made.pk).update(kind="weg")
    assert "bestaat niet" in browser.get(address(document, "preview", pk=made.pk)).content.decode()
    assert browser.get(address(document), {"hoofdstuk": "samen"}).status_code == 200


@pytest.mark.parametrize("slug", ["imv-nh-2019-2022", "halfjaarrapportage-nh-2026"])
def test_every_block_of_a_demo_document_can_be_looked_at(demo, log_in, slug):
    document, staff = Document.objects.get(slug=slug), log_in("staf")
    for block in document.blocks.present():
        page = staff.get(address(document, "preview", pk=block.pk))
        assert page.status_code == 200, block.kind


def test_what_is_taken_out_is_found_in_the_bin_and_comes_back(document, browser, block, shown):
    before = shown()
    page = browser.get(address(document, "remove", pk=block("samen").pk)).content.decode()
    assert "Overleg" in page
    browser.post(address(document, "remove", pk=block("samen").pk))
    page = browser.get(address(document, "bin")).content.decode()
    assert page.count("Zet terug") == 1
    browser.post(address(document, "bin"), {"blok": block("samen").pk})
    assert shown() == before


def test_the_history_shows_what_changed_and_puts_it_back(document, browser, block):
    overleg = block("overleg")
    data = form_of(desk(browser, document), key_of(overleg)) | {"html": "Elke week."}
    browser.post(address(document), data)
    page = browser.get(address(document, "history"), {"onderdeel": key_of(overleg)}).content.decode()

    assert "</span>maand<" in page
    assert "</span>week<" in page
    [undo] = re.findall(r'action="([^"]+/terugzetten/)"', page)
    browser.post(undo)
    overleg.refresh_from_db()
    assert overleg.html == "<p>Elke maand.</p>"


def test_a_comment_stands_in_the_margin_and_is_answered_there(document, browser, block):
    key = key_of(block("overleg"))
    place = f"{address(document, 'comments')}?onderdeel={key}&hoofdstuk=samen"
    response = browser.post(place, {"text": "Is dit nog zo, @sanne?"}, follow=True)
    comment = DocumentComment.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"?hoofdstuk=samen#opmerking-{comment.pk}")
    page = desk(browser, document)
    assert "Is dit nog zo" in page
    answer = f"{address(document, 'comment-answer', pk=comment.pk)}?hoofdstuk=samen"
    browser.post(answer, {"text": "Ja."})
    assert "Ja." in desk(browser, document)
    browser.post(address(document, "comment-resolve", pk=comment.pk))
    assert "Is dit nog zo" not in desk(browser, document)


def test_a_writer_writes_one_chapter_and_reads_the_others(document, block):
    writer = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=document.police_unit).user
    client = Client()
    client.force_login(writer)
    assert client.get(address(document)).status_code == 404
    ChapterTask.objects.create(block=block("samen"), writer=writer)
    page = desk(client, document)
    assert f'id="{key_of(block("overleg"))}"' in page
    data = form_of(page, key_of(block("overleg"))) | {"html": "Elke dag."}
    client.post(address(document), data)
    assert block("overleg").html == "<p>Elke dag.</p>"
    other = desk(client, document, "leeswijzer")
    assert "Zo leest u dit." in other
    assert "<textarea" not in other
    data = {"onderdeel": key_of(block("leeswijzer")), "gezien": '{"html":[0,0]}', "html": "Anders"}
    assert client.post(address(document), data).status_code == 403
    assert client.post(address(document, "move"), {"stap": "omhoog-1"}).status_code == 403


def test_a_reader_of_a_chapter_says_something_of_it_and_changes_nothing(document, block):
    reader = RoleFactory(kind=Role.Kind.CHIEF_PROSECUTOR, police_unit=document.police_unit).user
    ChapterTask.objects.create(block=block("samen"), reader=reader, state="reading")
    client = Client()
    client.force_login(reader)
    assert "<textarea" not in desk(client, document)
    place = address(document, "comments")
    assert client.post(f"{place}?onderdeel={key_of(block('geld'))}", {"text": "Goed"}).status_code == 302
    refused = client.post(f"{place}?onderdeel={key_of(block('sterkte'))}", {"text": "Ook goed"})
    assert (refused.status_code, "ander hoofdstuk" in refused.content.decode()) == (422, True)
    client.post(address(document, "state", pk=block("samen").pk), {"stand": "agreed"})
    assert ChapterTask.objects.get().state == "agreed"


def test_a_script_saves_one_field_and_is_told_the_moment(document, browser, block):
    overleg = block("overleg")
    asked = {"part": key_of(overleg), "field": "html", "text": "<p>Elke week.</p>", "base": "", "version": 0}
    answer = browser.post(address(document, "save"), asked).json()
    assert (answer["changed"], answer["version"], answer["part"]) == (True, 1, key_of(overleg))
    refused = browser.post(address(document, "save"), asked | {"text": "<p>Elke dag.</p>"})
    assert refused.status_code == 409
    assert refused.json()["conflicts"][0]["theirs"] == "<p>Elke week.</p>"
    part = ThemePart.objects.get()
    asked = {"part": key_of(part), "field": "html", "text": "<p>Nieuw.</p>", "base": "", "version": 0}
    assert browser.post(address(document, "save"), asked).json()["part"] == key_of(part)
    refused = browser.post(address(document, "save"), asked | {"text": "<p>Anders.</p>"})
    assert refused.json()["conflicts"][0]["part"] == key_of(part)
    assert browser.post(address(document, "save"), asked | {"part": "block-999999"}).status_code == 410


def test_who_else_is_there_and_what_they_wrote(document, browser, block, by):
    here = {"session": "11111111-1111-1111-1111-111111111111", "part": key_of(block("overleg"))}
    assert browser.post(address(document, "presence"), here).json()["people"] == []
    there = {"session": "22222222-2222-2222-2222-222222222222", "part": ""}
    [one] = browser.post(address(document, "presence"), there).json()["people"]
    assert (one["part"], one["section"], one["same_person"]) == (here["part"], "samen", True)
    asked = {
        "part": here["part"],
        "field": "html",
        "text": "<p>Elke week.</p>",
        "version": 0,
        "session": here["session"],
    }
    browser.post(address(document, "save"), asked)
    [change] = browser.post(address(document, "presence"), there).json()["changes"]
    assert (change["part"], change["text"]) == (here["part"], "<p>Elke week.</p>")


def test_a_new_document_of_any_kind(document, browser):
    place = reverse("reports:document-new")
    data = {"kind": "annual_report", "police_unit": document.police_unit_id, "title": "Jaarverslag 2028",
            "start_year": "2028", "end_year": "2028", "plan": "", "like": document.pk}  # fmt: skip
    response = browser.post(place, data, follow=True)
    made = Document.objects.get(slug="jaarverslag-2028")
    assert response.redirect_chain[-1][0] == address(made)
    titles = [(one.number, one.title) for one in made.blocks.outline() if one.title]
    assert titles[1:6] == [("", "Leeswijzer"), ("1", "Havens"), ("2", "Samen"), ("2.1", "Overleg"), ("2.2", "Geld")]
    assert not made.blocks.exclude(html="").exists()
    again = browser.post(place, data | {"title": "Nog een"})
    assert (again.status_code, "Er is al een document" in again.content.decode()) == (422, True)
    assert browser.post(place, data | {"end_year": "2027", "title": "X"}).status_code == 422


def test_names_and_form_of_a_document_are_set(document, browser):
    page = browser.get(address(document, "settings")).content.decode()
    seen = re.search(r'name="gezien"[^>]*value="([^"]*)"', page)[1].replace("&quot;", '"')
    data = {"gezien": seen, "version": "1", "title": "Plan 2028-2031", "subtitle": "Samen", "organisation": "Eenheid",
            "layout-cover": "kust", "layout-accent": "", "layout-numbering": "trailing_dot"}  # fmt: skip
    browser.post(address(document, "settings"), data)
    document.refresh_from_db()
    assert (document.subtitle, document.layout) == ("Samen", {"cover": "kust", "numbering": "trailing_dot"})


@pytest.mark.parametrize("many", [2, 40])
def test_the_desk_asks_as_much_of_a_long_plan_as_of_a_short_one(
    document, browser, block, by, many, django_assert_max_num_queries
):
    for number in range(many):
        section = services.add_block(document=document, kind="prose", title=f"K {number}", by=by)
        services.add_block(document=document, kind="prose", title="P", html="<p>x</p>", by=by, spot=Spot(section))
    ThemeElement.objects.create(theme=ThemePart.objects.get().theme, number=1, title="A", html="")
    desk(browser, document, "thema-1")
    with django_assert_max_num_queries(20):
        desk(browser, document, "thema-1")
