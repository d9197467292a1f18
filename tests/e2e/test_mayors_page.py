"""The page a mayor opens before a meeting: a phone screen for each question, one A4 on paper, and accessible."""

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
HEIGHTS = "parts => parts.map(part => [part.id, part.getBoundingClientRect().height])"
A4 = (595, 842)


@pytest.fixture
def mayor(visit):
    window = visit(viewport=PHONE)
    window.log_in("burgemeester")
    return window


@pytest.mark.parametrize("year", ["", "2020/"])
def test_each_question_is_answered_on_one_phone_screen(mayor, year):
    page = mayor.open(f"{OWN}{year}")
    heights = dict(page.locator(".municipality-part").evaluate_all(HEIGHTS))
    assert list(heights) == ["afgesproken", "geleverd", "gevraagd", "politie"]
    assert {name: height for name, height in heights.items() if height > PHONE["height"]} == {}
    # Every question is one touch away.
    for name in heights:
        page.locator(f'.municipality-jump a[href="#{name}"]').click()
        expect(page.locator(f"#{name} h2")).to_be_in_viewport()


@pytest.mark.parametrize("year", ["", "2020/"])
def test_it_prints_on_one_a4(mayor, year):
    page = mayor.open(f"{OWN}{year}")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
        assert [tuple(round(side) for side in sheet.mediabox[2:]) for sheet in paper.pages] == [A4]


def test_it_is_accessible_in_light_and_dark_and_at_200_percent(mayor):
    problems = []
    team = mayor.open(OWN).locator("#politie h3 a").first.get_attribute("href")
    for path in (OWN, "/gemeenten/", team):
        problems += looked_at(mayor.open(path), VIEWS)
    assert problems + mayor.complaints + mayor.refused() == []


def test_a_mayor_is_led_there_from_the_first_page(mayor):
    page = mayor.open("/")
    page.get_by_role("link", name="Mijn gemeente").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alkmaar in ")
