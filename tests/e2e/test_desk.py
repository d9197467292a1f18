"""The desk of a document: by keyboard alone, by two people at once, and accessible on every page."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looking import look_at, violations

pytestmark = pytest.mark.e2e

# Of a document that no other test writes in.
DOCUMENT = "/documenten/rbp-nn-2020-2023/schrijven/"
PAGES = [
    f"{DOCUMENT}?hoofdstuk=hoofdstuk-7",
    f"{DOCUMENT}?hoofdstuk=thema-1",
    f"{DOCUMENT}toevoegen/",
    f"{DOCUMENT}prullenbak/",
    f"{DOCUMENT}geschiedenis/",
    f"{DOCUMENT}opmerkingen/",
    f"{DOCUMENT}opmaak/",
    "/documenten/nieuw/",
]
SECTION = "1.3"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tree(page: Page):
    return page.get_by_role("navigation", name="Opbouw van het document")


def test_a_chapter_is_written_and_the_outline_arranged_by_keyboard_alone(visit):
    window = visit()
    window.log_in("staf-noord")
    page = window.open(f"{DOCUMENT}?hoofdstuk=hoofdstuk-1")
    text = page.get_by_role("textbox", name="Tekst van “Wat verandert er?”")
    text.focus()
    press(page, "Control+End", "Enter")
    page.keyboard.type("Dit schreef ik met het toetsenbord.")
    expect(page.locator("#opslaan")).to_contain_text("Bewaard om")

    row = tree(page).locator("li", has_text="Wat verandert er?")
    row.locator("summary").focus()
    press(page, "Enter")
    row.get_by_role("button", name="Omlaag").focus()
    press(page, "Enter")
    expect(tree(page).locator("li", has_text="Wat verandert er?")).to_contain_text(SECTION)
    expect(page.locator("#opslaan")).to_contain_text("Verplaatst")
    # The focus stays where one was, and the number above the text followed.
    expect(tree(page).get_by_role("button", name="Omlaag Wat verandert er?")).to_be_focused()
    expect(page.locator("[data-shows-number]", has_text=SECTION)).to_have_count(1)
    press(page, "Shift+Tab", "Enter")
    expect(tree(page).locator("li", has_text="Wat verandert er?")).to_contain_text("1.2")
    assert violations(page) == []

    title = page.get_by_role("textbox", name="Kop van “Wat verandert er?”")
    title.focus()
    press(page, "Control+End")
    page.keyboard.type(" En wat niet?")
    press(page, "Tab")
    expect(tree(page)).to_contain_text("Wat verandert er? En wat niet?")


def test_of_two_who_write_one_text_both_texts_are_shown(visit):
    first, second = visit(), visit()
    name = "Tekst van “Hoe monitoren we?”"
    for window in (first, second):
        window.log_in("staf-noord")
    mine, theirs = (window.open(f"{DOCUMENT}?hoofdstuk=hoofdstuk-1") for window in (first, second))
    for page, words in ((theirs, "Eerst dit. "), (mine, "Dan dat. ")):
        page.get_by_role("textbox", name=name).focus()
        press(page, "Control+Home")
        page.keyboard.type(words)
        press(page, "Tab")
        if page is theirs:
            expect(page.locator("#opslaan")).to_contain_text("Bewaard om")
    dialog = mine.get_by_role("dialog", name="Er zijn twee teksten")
    expect(dialog).to_contain_text("Eerst dit.")
    expect(dialog).to_contain_text("Dan dat.")
    dialog.get_by_role("button", name="Voeg samen").click()
    expect(mine.get_by_role("textbox", name=name)).to_contain_text("Eerst dit.")
    expect(mine.locator("#opslaan")).to_contain_text("Bewaard om")


def test_a_section_is_dragged(visit):
    window = visit()
    window.log_in("staf-noord")
    page = window.open(f"{DOCUMENT}?hoofdstuk=hoofdstuk-6")
    rows = tree(page).locator(".tree__item--2")
    last = rows.nth(5)
    name = last.locator("[data-shows-title]").inner_text()
    last.locator(".tree__handle").drag_to(rows.nth(0), target_position={"x": 60, "y": 8})
    expect(rows.nth(0)).to_contain_text(name)
    expect(rows.nth(0)).to_contain_text("6.1")


def test_without_script_a_text_and_the_outline_are_changed(visit):
    window = visit(java_script_enabled=False)
    window.log_in("staf-noord")
    page = window.open(f"{DOCUMENT}?hoofdstuk=hoofdstuk-7")
    form = page.locator("form.part__form").nth(1)
    form.locator("textarea").nth(1).fill("Een zin zonder script.")
    form.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("main")).to_contain_text("Bewaard om")
    expect(page.get_by_role("main")).to_contain_text("Een zin zonder script.")
    row = tree(page).locator("li", has_text="Inleiding").last
    row.locator("summary").click()
    row.get_by_role("button", name="Omlaag").click()
    expect(tree(page).locator("li", has_text="Inleiding").last).to_contain_text("7.2")


def test_every_page_of_the_desk_is_accessible(visit):
    window = visit()
    window.log_in("staf-noord")
    problems = [problem for path in PAGES for problem in look_at(window, path)]
    assert problems + window.complaints == []
