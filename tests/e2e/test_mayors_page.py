"""The page a mayor opens before a meeting: each question one touch away, one A4 on paper, and accessible."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from .looking import looked_at

pytestmark = pytest.mark.e2e

OWN, OVERVIEW = "/gemeenten/GM0361/", "/overzicht/noord-holland/"
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


def test_the_overview_and_a_large_theme_print_on_one_a4(visit):
    window = visit()
    window.log_in("staf")
    for path in (f"{OVERVIEW}2026/", f"{OVERVIEW}2020/thema/ondermijning/"):
        assert (path, sheets(window.open(path))) == (path, [A4])


@pytest.mark.long
@pytest.mark.parametrize(("who", "unit"), [("staf", "noord-holland"), ("staf-noord", "noord-nederland")])
def test_every_dashboard_of_every_year_prints_on_one_a4(visit, who, unit):
    """The overview, its themes, its municipalities and their basisteams."""
    window = visit()
    window.log_in(who)
    found, teams = {}, set()
    for path in dashboards_of(window, unit):
        found[path] = sheets(window.open(path))
        teams |= {link.get_attribute("href") for link in window.page.locator("#politie dt a").all()}
    found |= {path: sheets(window.open(path)) for path in teams}
    assert len(found) > 40
    assert {path: one for path, one in found.items() if one != [A4]} == {}


def dashboards_of(window, unit):
    """The overview, the themes and the municipalities of each year."""
    menu = window.open(f"{OVERVIEW.replace('noord-holland', unit)}2020/").locator(".years a")
    for address in {link.get_attribute("href") for link in menu.all()}:
        themes = window.open(address).locator("section:has(> #themas) a[href*='/thema/']")
        yield from {address, *(link.get_attribute("href").partition("#")[0] for link in themes.all())}
        towns = window.open(f"/gemeenten/?jaar={address.split('/')[3]}").locator("#lijst ~ * tbody th a")
        yield from [link.get_attribute("href") for link in towns.all()]


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
