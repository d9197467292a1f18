"""The budget in a browser: every page is accessible, and two people who change one post both see what happened."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.looking import look_at, looked_at, violations
from tests.running import Visitor

from .test_newcomer import Person
from .test_strength_grid import paste_block

pytestmark = pytest.mark.e2e

# From login to the new amounts.
STEPS = 9

PUBLISHED = "/begroting/noord-holland/2025/begroting/1/"
SOURCES = "/begroting/noord-holland/geldbronnen/"
PAGES = [
    "/begroting/",
    PUBLISHED,
    f"{PUBLISHED}?schaal=duizend",
    f"{PUBLISHED}overnemen/",
    SOURCES,
    f"{SOURCES}nieuw/",
    f"{SOURCES}incidenteel-frictiebudget/",
    f"{SOURCES}incidenteel-frictiebudget/verwijderen/",
    "/begroting/noord-holland/nieuw/",
]
OF_CONCEPT = ["", "titel/", "totaal/baten/", "groepen/nieuw/", "posten/nieuw/"]
DECISIONS = ["geschiedenis/", "verschillen/", "vaststellen/", "verwijderen/"]


def test_a_wijziging_is_made_and_changed_by_two_people(visit):
    first, second = visit(), visit(viewport={"width": 390, "height": 844})
    first.log_in("staf")
    second.log_in("beheerder")
    page = first.open(f"{PUBLISHED}overnemen/")
    page.get_by_role("button", name="Maak de nieuwe versie").click()
    page.wait_for_url("**/bewerken/")
    edit = page.url.removeprefix(first.portal.address)
    budget = edit.removesuffix("bewerken/")
    post = page.get_by_role("link", name="Meer met Opleidingskosten", exact=True).get_attribute("href")

    other = second.open(post)
    _save(first.open(post), "60.000")
    _save(other, "75.000")
    told = other.get_by_role("heading", name="Er is nog niets opgeslagen: dit is intussen ook gewijzigd")
    expect(told).to_be_visible()
    expect(other.get_by_role("main")).to_contain_text("€\xa060.000")
    assert violations(other) == []
    other.get_by_role("button", name="Sla op", exact=True).click()
    expect(other.get_by_role("main")).to_contain_text("Dit sluit niet: de lasten zijn €\xa025.000 hoger dan de baten")

    paths = [*PAGES, *(edit + step for step in OF_CONCEPT), *(budget + step for step in DECISIONS), post]
    paths += [f"{post}verwijderen/", "/begroting/noord-holland/2025/vergelijken/"]
    problems = [problem for path in paths for problem in look_at(first, path)]
    assert problems + first.complaints == []


def test_what_was_typed_of_a_post_and_not_stored_is_there_again(visit):
    window = visit()
    window.log_in("staf")
    page = window.open(f"{PUBLISHED}overnemen/")
    page.get_by_label("Wordt een").select_option("wijziging")
    page.get_by_role("button", name="Maak de nieuwe versie").click()
    page.wait_for_url("**/bewerken/")
    post = page.get_by_role("link", name="Meer met Opleidingskosten", exact=True).get_attribute("href")
    window.open(post).get_by_role("textbox", name="Bedrag").fill("61.000")
    window.open("/begroting/")

    window.open(post)
    expect(page.get_by_text("Hier staat weer wat u eerder typte.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Bedrag")).to_have_value("61.000")
    page.get_by_role("button", name="Sla op", exact=True).click()
    page.wait_for_url("**/bewerken/")

    window.open(post)
    expect(page.get_by_text("Hier staat weer")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Bedrag")).to_have_value("61.000")


@pytest.fixture
def budget(portal) -> str:
    """The address of a concept with the posts of 2025, of this test alone."""
    staff = Visitor(portal, "staf")
    staff.get(f"{PUBLISHED}overnemen/")
    staff.post(f"{PUBLISHED}overnemen/", kind="wijziging", year="2025", along="met")
    return staff.url.removeprefix(portal.address).removesuffix("bewerken/")


@pytest.fixture
def grid(visit, budget):
    window = visit(viewport={"width": 1280, "height": 900})
    window.log_in("staf")
    window.open(f"{budget}bewerken/")
    return window


def cell(page: Page, post: str, column: str = "bedrag") -> Locator:
    return page.get_by_role("textbox", name=f"{post}, {column}", exact=True).or_(
        page.get_by_role("combobox", name=f"{post}, {column}", exact=True)
    )


def told(page: Page) -> Locator:
    return page.locator("#opslaan")


def total_of(page: Page, label: str) -> Locator:
    return page.get_by_role("row", name=re.compile(rf"^{label}")).locator("output")


def test_whoever_keeps_the_money_copies_the_budget_and_pastes_new_amounts(visit):
    """From login to done in the steps of STEPS: whoever adds one changes that number."""
    person = Person(visit, "staf")
    person.follow("Cijfers")
    person.follow("Begroting")
    person.follow(re.compile("^Neem over naar 2026"))
    person.press("Maak de nieuwe versie")
    page = person.page
    expect(page.get_by_role("heading", name="Begroting 2026", level=1)).to_be_visible()
    # Its script is there.
    expect(page.get_by_role("button", name="Maak ongedaan")).to_be_visible()

    paste(person, cell(page, "Ondersteuning beheerorganisatie"), "390.000\n72.500\nveel\n")
    dialog = page.get_by_role("dialog", name="Plakken: dit verandert er")
    expect(dialog).to_contain_text("RIEC-IS, bedrag: “veel” is geen getal")
    expect(dialog.get_by_role("button", name="Neem dit over")).to_be_hidden()
    page.keyboard.press("Escape")
    # That one was not a step on the way: with what is right it is.
    person.taken.pop()
    paste(person, cell(page, "Ondersteuning beheerorganisatie"), "390.000\n72.500\n130.000\n")
    expect(dialog.get_by_role("row", name="Shared services LIEC, bedrag 70.000 72.500")).to_be_visible()
    person.press("Neem dit over")

    expect(told(page)).to_contain_text("3 cellen opgeslagen om")
    expect(total_of(page, "Totaal lasten")).to_have_text("8.033.400")
    expect(page.get_by_role("main")).to_contain_text("Dit sluit niet: de lasten zijn €\xa022.500 hoger dan de baten")
    assert person.steps == STEPS


def paste(person: Person, place: Locator, text: str) -> None:
    person.taken.append("paste")
    place.focus()
    paste_block(person.page, text)


def test_a_block_longer_than_the_budget_adds_posts_and_undo_takes_all_of_it_back(grid, budget):
    page = grid.page
    cell(page, "Communicatie", "post").focus()
    paste_block(page, 'Communicatie\t60.000\nHuisvesting\t12.500\n"Inhuur\nexperts"\t7.500')
    dialog = page.get_by_role("dialog", name="Plakken: dit verandert er")
    expect(dialog.get_by_role("row", name="Huisvesting (nieuw bij Overige kosten), bedrag leeg 12.500")).to_be_visible()
    dialog.get_by_role("button", name="Neem dit over").click()
    expect(told(page)).to_contain_text("2 nieuwe posten en 1 cel opgeslagen")
    expect(cell(page, "Inhuur experts")).to_have_value("7.500")
    expect(total_of(page, "Totaal lasten")).to_have_text("8.040.900")
    assert looked_at(page) == []

    cell(page, "Communicatie").focus()
    page.keyboard.press("Control+z")
    expect(cell(page, "Huisvesting")).to_have_count(0)
    expect(cell(page, "Communicatie")).to_have_value("50.000")
    expect(total_of(page, "Totaal lasten")).to_have_text("8.010.900")
    assert grid.complaints == grid.refused() == []


def test_a_post_is_typed_moved_and_deleted_and_all_of_it_is_undone(grid, budget):
    page = grid.page
    new = page.get_by_role("textbox", name="Nieuwe post bij Overige kosten, post")
    new.fill("Huisvesting")
    new.press("Tab")
    page.keyboard.type("12.500")
    page.keyboard.press("Tab")
    expect(cell(page, "Huisvesting")).to_have_value("12.500")
    expect(total_of(page, "Totaal lasten")).to_have_text("8.023.400")
    expect(cell(page, "Huisvesting", "gedekt door")).to_be_focused()
    expect(told(page)).to_contain_text("Huisvesting, bedrag: opgeslagen")
    page.keyboard.type("Gemeente")
    page.keyboard.press("Tab")
    expect(page.locator(".grid-error")).to_contain_text("Bedoelt u “Gemeenten”?")
    cell(page, "Huisvesting", "gedekt door").fill("gemeenten")
    page.keyboard.press("Tab")
    expect(cell(page, "Huisvesting", "gedekt door")).to_have_value("Gemeenten")

    page.get_by_role("link", name="Meer met Huisvesting").click()
    menu = page.get_by_role("dialog", name="Huisvesting")
    menu.get_by_role("button", name="Omhoog").click()
    expect(menu).to_contain_text("Huisvesting is verplaatst")
    assert violations(page) == []
    menu.get_by_role("button", name="Verwijder").click()
    expect(cell(page, "Huisvesting")).to_have_count(0)
    expect(told(page)).to_contain_text("Huisvesting is verwijderd")
    for _ in range(3):
        page.get_by_role("button", name="Maak ongedaan").click()
        expect(told(page)).to_contain_text("Ongedaan gemaakt")
        expect(cell(page, "Huisvesting")).to_have_value("12.500")


def test_a_budget_is_typed_on_a_phone_and_without_a_script(visit, budget):
    phone = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone.log_in("staf")
    page = phone.open(f"{budget}bewerken/")
    cell(page, "Communicatie").fill("55.000")
    page.get_by_role("textbox", name="Nieuwe post bij Overige kosten, post").fill("Huur")
    page.get_by_role("button", name="Sla alles op").click()
    expect(page.get_by_role("status").filter(has_text="1 nieuwe post en 1 cel opgeslagen")).to_be_visible()
    expect(cell(page, "Huur", "post")).to_have_value("Huur")


def _save(page, amount: str) -> None:
    page.get_by_role("textbox", name="Bedrag").fill(amount)
    page.get_by_role("button", name="Sla op", exact=True).click()
