"""The budget in a browser: every page is accessible, and two people who change one post both see what happened."""

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import look_at, violations

pytestmark = pytest.mark.e2e

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
    post = page.get_by_role("link", name="Opleidingskosten", exact=True).get_attribute("href")

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
    post = page.get_by_role("link", name="Opleidingskosten", exact=True).get_attribute("href")
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


def _save(page, amount: str) -> None:
    page.get_by_role("textbox", name="Bedrag").fill(amount)
    page.get_by_role("button", name="Sla op", exact=True).click()
