"""The page a mayor opens before a meeting: each question one touch away, one A4 on paper, and accessible."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from .looking import looked_at

pytestmark = pytest.mark.e2e

OWN = "/gemeenten/GM0361/"
PHONE = {"width": 390, "height": 844}
# A page of 1280 pixels at 200 % zoom has 640 of them.
VIEWS = [(390, "light"), (390, "dark"), (640, "light"), (1280, "dark")]
A4 = (595, 842)


@pytest.fixture
def mayor(visit):
    window = visit(viewport=PHONE)
    window.log_in("burgemeester")
    return window


def test_each_question_is_one_touch_away(mayor):
    page = mayor.open(OWN)
    for name in ("gevraagd", "open", "nagekomen", "politie"):
        page.locator(f'.municipality-jump a[href="#{name}"]').click()
        expect(page.locator(f"#{name} h2")).to_be_in_viewport()


def sheets(page):
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
        return [tuple(round(side) for side in sheet.mediabox[2:]) for sheet in paper.pages]


@pytest.mark.parametrize("year", ["", "2020/"])
def test_it_prints_on_one_a4(mayor, year):
    assert sheets(mayor.open(f"{OWN}{year}")) == [A4]


def test_its_basisteam_prints_on_one_a4(mayor):
    team = mayor.open(OWN).locator("#politie dt a").first.get_attribute("href")
    assert sheets(mayor.open(team)) == [A4]


def test_the_overview_prints_on_one_a4(mayor):
    assert sheets(mayor.open("/overzicht/noord-holland/2026/")) == [A4]


@pytest.mark.long
def test_every_theme_of_the_year_prints_on_one_a4(visit):
    """Of the demo: a theme with dozens of activities takes more."""
    window = visit()
    window.log_in("staf")
    links = window.open("/overzicht/noord-holland/2026/").locator(".theme-row h3 a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) > 2
    assert {one: found for one in addresses if (found := sheets(window.open(one))) != [A4]} == {}


@pytest.mark.long
@pytest.mark.parametrize("year", [2025, 2026])
def test_every_municipality_prints_on_one_a4(visit, year):
    window = visit()
    window.log_in("staf")
    links = window.open(f"/gemeenten/?jaar={year}").locator("#lijst ~ * tbody th a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert len(addresses) > 30
    assert {one: found for one in addresses if (found := sheets(window.open(one))) != [A4]} == {}


def test_it_is_accessible_in_light_and_dark_and_at_200_percent(mayor):
    problems = []
    team = mayor.open(OWN).locator("#politie dt a").first.get_attribute("href")
    for path in (OWN, f"{OWN}naast/", "/gemeenten/", team):
        problems += looked_at(mayor.open(path), VIEWS)
    assert problems + mayor.complaints + mayor.refused() == []


def test_a_mayor_is_led_there_from_the_first_page(mayor):
    page = mayor.open("/")
    page.get_by_role("link", name="Mijn gemeente").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alkmaar in ")
