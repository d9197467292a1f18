"""How a page is laid out: within its width, in forced colours, and with menus that need no script."""

import re

import pytest
from playwright.sync_api import Page, expect

from .looking import cut_off, looked_at, violations
from .test_pages import DASHBOARD_PAGES, DRUGS, POLICY_PAGES, READING_PAGES, SEARCH_PAGES, STRENGTH_PAGES

pytestmark = pytest.mark.e2e

WIDTHS = (320, 390, 1280)
# Where a wide table does not fit and is no list of blocks yet.
BETWEEN = (640, 768, 960, 1024)
WIDE_TABLES = ["/uitvoeringsplannen/?jaar=2026", f"{DRUGS}bewerken/tabel/"]
YEAR = "/uitvoeringsplannen/noord-holland/2026/drugs/"
OTHER_PAGES = [
    "/cijfers/",
    "/inrichten/",
    "/inrichten/stafbureau/noord-holland/",
    "/hulp/",
    "/hulp/begrippen/",
    "/privacy/",
    "/kaart/noord-holland/",
    "/gemeenten/",
    "/gemeenten/GM0361/2026/",
    "/begroting/",
    "/begroting/noord-holland/geldbronnen/",
    "/account/",
    "/account/kalender/",
    "/account/meldingen/",
    "/meldingen/",
    "/invoer/",
    "/invoer/formatie/noord-holland/",
    "/sterkte/noord-holland/beheer/",
    "/voortgang/noord-holland/2026/gemeenten/",
    "/voortgang/noord-holland/2026/nog-niet-gemeld/",
    "/uitvoeringsplannen/noord-holland/betrokkenen/",
    YEAR,
    f"{YEAR}voortgang/",
    *(f"{DRUGS}{page}/" for page in ("bewerken", "bewerken/tabel", "geschiedenis", "opmerkingen", "prullenbak")),
]
OF_ADMINISTRATOR = [
    "/mensen/noord-holland/",
    "/mensen/noord-holland/wie-heeft-welke-rol/",
    "/mensen/noord-holland/wie-logde-in/",
    "/mensen/noord-holland/toevoegen/",
]


def test_no_other_page_is_cut_off_or_scrolls_sideways(visit):
    """Than those that are looked at with axe, which looks at this as well."""
    problems = []
    for role, paths in (("staf", OTHER_PAGES), ("beheerder", OF_ADMINISTRATOR)):
        window = visit()
        window.log_in(role)
        problems += [found for path in paths for found in cut_off(window.open(path), WIDTHS)]
    assert problems == []


def test_a_wide_table_scrolls_in_its_own_frame_at_every_width(visit):
    window = visit()
    window.log_in("staf")
    assert [found for path in WIDE_TABLES for found in cut_off(window.open(path), BETWEEN)] == []


# A page of 1280 pixels at 200 and at 133 % zoom has so many; and the colours are those of the reader.
ZOOMED = (640, 960)
SAMPLE = ["/", "/overzicht/noord-holland/2026/", "/gemeenten/"]
EVERY_PAGE = [*SAMPLE, *OTHER_PAGES, *READING_PAGES, *DASHBOARD_PAGES, *STRENGTH_PAGES, *POLICY_PAGES, *SEARCH_PAGES]


@pytest.mark.parametrize("paths", [SAMPLE, pytest.param(EVERY_PAGE, marks=pytest.mark.long)], ids=["some", "all"])
def test_zoomed_in_and_in_forced_colours_everything_is_there(visit, paths):
    window = visit(forced_colors="active")
    window.log_in("staf")
    problems = []
    for path in paths:
        page = window.open(path)
        problems += cut_off(page, ZOOMED) + violations(page, rules=["color-contrast"])
    assert problems == []


def test_what_is_too_wide_is_noticed(visit):
    """The measure itself: a line that does not wrap, and a box that hides its text."""
    page = visit().open("/hulp/")
    page.evaluate("""() => {
      const text = "zeehonden ".repeat(40);
      document.querySelector("main").insertAdjacentHTML("beforeend", `<p class="nowrap">${text}</p>`);
    }""")
    assert any("too wide" in found for found in cut_off(page, [390]))
    page.reload()
    page.evaluate("""() => {
      const box = document.querySelector("main").appendChild(document.createElement("div"));
      box.textContent = "zeehonden ".repeat(40);
      box.style.setProperty("overflow", "hidden");
      box.style.setProperty("white-space", "nowrap");
    }""")
    assert any("cut off" in found for found in cut_off(page, [390]))


def test_an_element_that_no_page_had_is_looked_at(visit):
    """What only a view makes a difference to, in each view; a line with its own class is new there."""
    page = visit().open("/hulp/")
    looked_at(page)
    page.evaluate("""() => {
      const line = document.querySelector("main").appendChild(document.createElement("p"));
      line.className = "zeehonden";
      line.textContent = "Te licht om te lezen";
      line.style.setProperty("color", "#808080");
      line.style.setProperty("background", "#909090");
    }""")
    found = [problem for problem in looked_at(page) if "zeehonden" in problem]
    assert len(found) == 2
    assert all("color-contrast" in problem for problem in found)
    assert looked_at(page) == []


def border(page: Page, selector: str, side: str = "bottom") -> tuple[str, str]:
    """The colour of a border, and of the ground it stands on."""
    return tuple(
        page.locator(selector).first.evaluate(
            f"one => [getComputedStyle(one).border{side.title()}Color, getComputedStyle(document.body).backgroundColor]"
        )
    )


def test_in_forced_colours_all_that_speaks_by_colour_keeps_a_line(visit):
    window = visit(forced_colors="active")
    window.log_in("staf")
    page = window.open("/overzicht/noord-holland/2026/")
    line, ground = border(page, ".site-nav [aria-current]")
    others, _ = border(page, ".site-nav a:not([aria-current])")
    assert line != ground == others
    badges = page.locator(".nl-data-badge")
    expect(badges).not_to_have_count(0)
    for side in ("Top", "Bottom"):
        widths = badges.evaluate_all(f"all => all.map(one => getComputedStyle(one).border{side}Width)")
        assert set(widths) == {"1px"}
    page.locator(".site-nav a").first.focus()
    page.keyboard.press("Tab")
    outline = page.evaluate(
        "() => { const style = getComputedStyle(document.activeElement);"
        " return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor]; }"
    )
    assert outline[0] == "solid"
    assert outline[1] >= 3
    assert outline[2] != ground
    assert violations(page, rules=["color-contrast"]) == []


def test_the_menu_of_the_reader_opens_without_a_script(visit):
    window = visit(java_script_enabled=False)
    window._fill_in("staf")
    page = window.page
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("link", name="Mijn account")).to_be_hidden()
    page.get_by_role("button", name="Sanne Stavast, mijn menu").click()
    page.get_by_role("link", name="Inrichten").click()
    expect(page).to_have_url(re.compile("/inrichten/$"))
    menu = page.get_by_role("navigation", name="Inrichten")
    expect(menu.get_by_role("link", name="Stafbureau", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sanne Stavast, mijn menu").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page).to_have_url(re.compile("/inloggen/$"))


def test_on_a_telephone_the_whole_menu_opens_without_a_script(visit):
    window = visit(java_script_enabled=False, viewport={"width": 390, "height": 800})
    window._fill_in("burgemeester")
    page = window.open("/sterkte/noord-holland/")
    expect(page.get_by_role("navigation", name="Cijfers", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    menu = page.get_by_role("navigation", name="Hoofdmenu, in het menu")
    expect(menu.get_by_role("link", name="Mijn gemeente")).to_be_visible()
    menu.get_by_role("link", name="Begroting").click()
    expect(page).to_have_url(re.compile("/begroting/$"))
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_label("Zoek gemeente, thema of plan").fill("drugs")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=drugs$"))


def test_the_header_is_one_row_at_every_width(visit):
    window = visit()
    window.log_in("burgemeester")
    page = window.open("/")
    for width in (320, 390, 768, 1087, 1088, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        height = page.locator(".site-header").bounding_box()["height"]
        brand, tools = (page.locator(one).bounding_box() for one in (".site-brand", ".site-tools > :visible >> nth=0"))
        assert (width, height) == (width, 68)
        assert brand["x"] + brand["width"] <= tools["x"], width
        assert cut_off(page, [width]) == []
