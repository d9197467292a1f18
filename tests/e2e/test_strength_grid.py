"""A strength table as people fill it in: with the mouse, the keyboard alone, a paste from Excel, and without script."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from formation.validators import ACROSS, DOWN
from nhveilig.figures.formats import number
from nhveilig.figures.parsing import FTE, parse_figure, typed_figure
from nhveilig.figures.sums import outcome
from nhveilig.figures.values import Figure
from tests.running import PASSWORD, Visitor

from .looking import looked_at, violations

pytestmark = pytest.mark.e2e

SERIES = "/sterkte/noord-holland/eenheid/"
TEAM = "Basisteam Alkmaar"
YEARS = itertools.count(2030)


@pytest.fixture
def table(portal) -> str:
    """The address of a concept with the published figures of 2022, of this test alone."""
    day = f"{next(YEARS)}-01-01"
    controller = Visitor(portal, "controller")
    controller.get(f"{SERIES}2022-01-01/overnemen/")
    controller.post(f"{SERIES}2022-01-01/overnemen/", reference_date=day)
    assert controller.url.endswith(f"{SERIES}{day}/bewerken/")
    return f"{SERIES}{day}/"


@pytest.fixture
def window(visit, table):
    window = visit(viewport={"width": 1280, "height": 900})
    window.log_in("controller")
    window.open(f"{table}bewerken/")
    return window


def cell(page: Page, column: str, row: str = TEAM):
    return page.get_by_role("textbox", name=f"{row}, {column}", exact=True)


def note(page: Page, column: str, row: str = TEAM):
    return page.locator("td", has=cell(page, column, row)).locator(".grid-sum")


def status(page: Page):
    return page.locator("#opslaan")


EVERY_FIGURE = """
SELECT t.reference_date, u.name, k.code, c.value, c.qualifier FROM formation_strengthcell c
JOIN formation_strengthrow r ON r.id = c.row_id JOIN regions_organisationunit u ON u.id = r.unit_id
JOIN formation_staffcategory k ON k.id = c.category_id JOIN formation_strengthtable t ON t.id = r.table_id
WHERE t.series = 'eenheid'
"""


def stored(portal, column: str, day: str, row: str = TEAM) -> tuple[Decimal | None, str]:
    """The figure as the database has it."""
    found = portal.database.rows(EVERY_FIGURE)
    [(value, qualifier)] = [rest for on, unit, code, *rest in found if (str(on), unit, code) == (day, row, column)]
    return (None if value is None else Decimal(str(value)), qualifier)


def day_of(table: str) -> str:
    return table.removeprefix(SERIES).strip("/")


def test_a_cell_is_saved_when_one_goes_on_and_undone_with_ctrl_z(window, table, portal):
    page = window.page
    was, whole = (cell(page, column).input_value() for column in ("wijkagent", "totaal"))
    expect(note(page, "totaal")).to_have_text("som klopt")
    page.get_by_label("Reden van de wijziging").fill("Nieuwe wijk")

    cell(page, "wijkagent").fill("99,5")
    expect(cell(page, "totaal")).not_to_have_value(whole)
    expect(note(page, "totaal")).to_have_text("som klopt")
    cell(page, "wijkagent").press("Enter")

    expect(status(page)).to_have_text(re.compile(rf"{TEAM}, wijkagent: opgeslagen om \d\d\.\d\d"))
    expect(cell(page, "wijkagent")).to_have_value("99,50")
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal("99.5"), "exact")
    expect(cell(page, "wijkagent")).not_to_be_focused()

    page.keyboard.press("Control+z")
    expect(status(page)).to_contain_text(f"{TEAM}, wijkagent is weer {was}")
    expect(cell(page, "wijkagent")).to_have_value(was)
    expect(cell(page, "totaal")).to_have_value(whole)
    expect(note(page, "totaal")).to_have_text("som klopt")

    window.open(f"{table}wijzigingen/")
    expect(page.get_by_role("cell", name="Nieuwe wijk", exact=True)).to_be_visible()
    expect(page.get_by_text("Coen Rekenaar").first).to_be_visible()
    assert window.complaints == window.refused() == []


def test_a_total_is_something_else_with_a_reason_and_follows_again_when_it_is_emptied(window, table, portal):
    page = window.page
    whole = cell(page, "totaal").input_value()
    cell(page, "totaal").fill("300")
    cell(page, "totaal").press("Enter")
    expect(page.locator(".grid-error")).to_contain_text("Schrijf bij “Reden van de wijziging” waarom")

    page.get_by_label("Reden van de wijziging").fill("Zo gepubliceerd")
    cell(page, "totaal").press("Enter")
    expect(status(page)).to_have_text(re.compile(rf"{TEAM}, totaal: opgeslagen om"))
    cell(page, "wijkagent").fill("99,5")
    cell(page, "wijkagent").press("Enter")
    expect(status(page)).to_have_text(re.compile(rf"{TEAM}, wijkagent: opgeslagen om"))
    expect(cell(page, "totaal")).to_have_value("300,00")
    assert stored(portal, "totaal", day_of(table)) == (Decimal(300), "exact")

    page.keyboard.press("Control+z")
    expect(status(page)).to_contain_text(f"{TEAM}, wijkagent is weer")
    cell(page, "totaal").fill("")
    cell(page, "totaal").press("Enter")
    expect(cell(page, "totaal")).to_have_value(whole)


def test_a_text_that_cannot_be_is_refused_beside_its_cell_and_escape_restores(window, table, portal):
    page = window.page
    was = cell(page, "wijkagent").input_value()

    cell(page, "wijkagent").fill("1,234")
    page.keyboard.press("Tab")

    expect(page.locator(".grid-error")).to_contain_text("Schrijf 1234 als u een geheel getal bedoelt")
    expect(cell(page, "wijkagent")).to_have_attribute("aria-invalid", "true")
    expect(cell(page, "wijkagent")).to_have_value("1,234")
    cell(page, "wijkagent").press("Escape")
    expect(page.locator(".grid-error")).to_have_count(0)
    expect(cell(page, "wijkagent")).to_have_value(was)


def test_the_arrows_move_as_in_a_spreadsheet(window):
    page = window.page
    cell(page, "wijkagent").focus()

    page.keyboard.press("ArrowRight")
    expect(cell(page, "overig")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "wijkagent")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "wijkagent")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, "overig")).to_be_focused()


def paste(page: Page, column: str, text: str) -> None:
    cell(page, column).focus()
    paste_block(page, text)


def paste_block(page: Page, text: str) -> None:
    """Where the focus is."""
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_block_from_excel_is_shown_first_and_then_saved_as_a_whole(window, table, portal):
    page, day = window.page, day_of(table)
    before = stored(portal, "wijkagent", day)

    paste(page, "wijkagent", "31,5\t140\r\n–\tn.t.b.\r\n")
    dialog = page.get_by_role("dialog", name="Plakken: dit verandert er")
    expect(dialog.get_by_role("row", name=re.compile(rf"{TEAM}, wijkagent .* 31,50"))).to_be_visible()
    assert stored(portal, "wijkagent", day) == before
    dialog.get_by_role("button", name="Neem dit over").click()

    expect(status(page)).to_contain_text(" cijfers opgeslagen om ")
    assert stored(portal, "wijkagent", day) == (Decimal("31.5"), "exact")
    expect(cell(page, "overig")).to_have_value("140,00")

    page.get_by_role("button", name="Maak ongedaan").click()
    expect(status(page)).to_contain_text("Ongedaan gemaakt")
    assert stored(portal, "wijkagent", day) == before
    assert window.complaints == window.refused() == []


def test_a_block_with_faults_changes_nothing_and_says_where(window, table, portal):
    page, before = window.page, stored(portal, "wijkagent", day_of(table))

    paste(page, "wijkagent", "31,5\tveel\t3\t4\t5")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{TEAM}, overig: “veel” is geen getal")
    expect(dialog).to_contain_text("2 cellen vallen buiten de tabel")
    expect(dialog.get_by_role("button", name="Neem dit over")).to_be_hidden()
    page.keyboard.press("Escape")
    assert stored(portal, "wijkagent", day_of(table)) == before


@pytest.mark.parametrize(("choice", "value"), [("Gebruik mijn 41", 41), ("Houd 40,00", 40)])
def test_two_editors_of_one_figure_see_both_and_choose(visit, window, table, portal, choice, value):
    other = visit(viewport={"width": 1280, "height": 900})
    other.log_in("staf")
    other.open(f"{table}bewerken/")
    cell(other.page, "wijkagent").fill("40")
    cell(other.page, "wijkagent").press("Tab")
    expect(status(other.page)).to_contain_text("opgeslagen")

    page = window.page
    cell(page, "wijkagent").fill("41")
    page.keyboard.press("Tab")
    dialog = page.get_by_role("dialog", name="Iemand anders wijzigde dit cijfer ook")
    expect(dialog).to_contain_text("Sanne Stavast maakte er")
    assert violations(page) == []
    dialog.get_by_role("button", name=choice).click()

    expect(status(page)).to_contain_text("opgeslagen om" if value == 41 else "blijft staan")
    expect(cell(page, "wijkagent")).to_have_value(f"{value},00")
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal(value), "exact")


def test_without_a_connection_nothing_typed_is_lost(window, table, portal):
    page = window.page
    page.context.set_offline(True)
    cell(page, "wijkagent").fill("51")
    page.keyboard.press("Enter")
    expect(page.locator("#storing")).to_contain_text("Er is geen verbinding")
    cell(page, "overig").fill("52")
    page.keyboard.press("Enter")

    page.context.set_offline(False)

    expect(page.locator("#storing")).to_be_hidden()
    expect(status(page)).to_contain_text("overig: opgeslagen")
    assert [stored(portal, column, day_of(table))[0] for column in ("wijkagent", "overig")] == [51, 52]


def test_what_was_not_stored_when_the_page_closed_is_offered_again(window, table, portal):
    page = window.page
    page.route("**/bewerken/cijfer/", lambda route: route.abort())
    cell(page, "wijkagent").fill("55")
    page.keyboard.press("Tab")
    expect(page.locator("#storing")).to_contain_text("op dit apparaat")
    page.once("dialog", lambda asked: asked.accept())
    page.reload()
    page.unroute("**/bewerken/cijfer/")

    expect(page.locator(".draft")).to_contain_text(f"op dit apparaat: {TEAM}, wijkagent")
    page.get_by_role("button", name="Terugzetten").click()

    expect(status(page)).to_contain_text("wijkagent: opgeslagen")
    expect(page.locator(".draft")).to_have_count(0)
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal(55), "exact")


def test_a_token_that_expired_is_renewed_and_nothing_is_asked(window, table, portal):
    page = window.page
    page.evaluate("document.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((one) => { one.value = 'x'; })")
    cell(page, "wijkagent").fill("56")
    page.keyboard.press("Tab")

    expect(status(page)).to_contain_text("wijkagent: opgeslagen")
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal(56), "exact")


def test_who_is_logged_out_keeps_the_text_and_saves_after_logging_in(window, table, portal):
    page = window.page
    page.context.clear_cookies(name="sessionid")
    cell(page, "wijkagent").fill("61")
    page.keyboard.press("Tab")
    expect(page.locator("#storing")).to_contain_text("U bent niet meer ingelogd")
    expect(cell(page, "wijkagent")).to_have_value("61")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Inloggen in een nieuw tabblad").click()
    tab = opened.value
    tab.get_by_label("Gebruikersnaam").fill("controller")
    tab.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.get_by_role("button", name="Inloggen").click()
    tab.wait_for_url(f"{portal.address}/")
    page.get_by_role("button", name="Probeer opnieuw").click()

    expect(status(page)).to_contain_text("opgeslagen om")
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal(61), "exact")


def test_with_the_keyboard_alone(visit, table, portal):
    window = visit(viewport={"width": 1280, "height": 900})
    window.log_in("controller")
    page = window.open("/sterkte/noord-holland/beheer/")
    link = page.get_by_role("link", name=re.compile(day_of(table)[:4])).first
    for _ in range(200):
        page.keyboard.press("Tab")
        if link.evaluate("(element) => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{table}bewerken/")
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == f"{TEAM}, wijkagent":
            break
    page.keyboard.type("71")
    page.keyboard.press("ArrowDown")
    expect(status(page)).to_contain_text(f"{TEAM}, wijkagent: opgeslagen")
    assert in_view(page)
    assert stored(portal, "wijkagent", day_of(table)) == (Decimal(71), "exact")


def in_view(page: Page) -> bool:
    """Whether nothing lies over the cell with the focus, on any of its four sides."""
    return page.evaluate(
        """() => {
          const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
          const corners = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
          return corners.every(([x, y]) => document.elementFromPoint(x, y) === document.activeElement);
        }"""
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_hides_the_cell_one_types_in(window, width):
    page = window.page
    page.set_viewport_size({"width": width, "height": 844})
    cell(page, "wijkagent").fill("1.234")
    for key in ["ArrowDown"] * 12 + ["Tab", "Tab", "Tab"] + ["ArrowUp"] * 14 + ["Shift+Tab"] * 2:
        page.keyboard.press(key)
        assert in_view(page), page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_without_javascript(visit, table, portal):
    window = visit(java_script_enabled=False)
    window.log_in("controller")
    page = window.open(f"{table}bewerken/")
    page.get_by_label("Reden van de wijziging").fill("Zonder script")
    cell(page, "wijkagent").fill("veel")
    cell(page, "overig").fill("82")
    page.get_by_role("button", name="Sla alles op").click()
    expect(page.get_by_role("heading", name="Er is nog niets opgeslagen")).to_be_visible()
    expect(cell(page, "overig")).to_have_value("82")

    cell(page, "wijkagent").fill("81")
    page.get_by_role("button", name="Sla alles op").click()
    expect(page.get_by_role("status").filter(has_text="2 cijfers opgeslagen")).to_be_visible()
    page.get_by_role("link", name="Wijzigingen bekijken").click()
    page.get_by_role("button", name=f"Maak ongedaan {TEAM}, wijkagent").click()
    expect(page.get_by_role("status").filter(has_text="Ongedaan gemaakt")).to_be_visible()
    assert stored(portal, "overig", day_of(table)) == (Decimal(82), "exact")
    assert stored(portal, "wijkagent", day_of(table))[0] != 81


def test_every_page_about_a_table_is_accessible(window, table):
    page = window.page
    cell(page, "wijkagent").fill("91")
    page.keyboard.press("Tab")
    expect(status(page)).to_contain_text("opgeslagen")
    cell(page, "overig").fill("veel")
    page.keyboard.press("Tab")
    expect(page.locator(".grid-error")).to_be_visible()
    problems = looked_at(page)
    cell(page, "overig").press("Escape")
    paths = [f"{table}{name}/" for name in ("wijzigingen", "toelichtingen", "vaststellen", "overnemen", "verwijderen")]
    day = table.removesuffix("/").rpartition("/")[2]
    paths += [table, f"{SERIES}vergelijken/?wordt={day}", f"{SERIES}2022-01-01/bewerken/", "/sterkte/noord-holland/"]
    for path in [*paths, "/sterkte/noord-holland/beheer/", "/sterkte/noord-holland/nieuwe-tabel/"]:
        window.open(path)
        problems += looked_at(page)
    assert problems + window.refused() == []


def by_script(page: Page, expression: str, argument: object) -> object:
    modules = '(await Promise.all(["figures/parsing", "figures/sums"].map((name) => import(`/static/js/${name}.js`))))'
    return page.evaluate(f"async (given) => {{ const [figures, sums] = {modules}; {expression} }}", argument)


@pytest.fixture
def page(visit) -> Page:
    """Any page of the portal, to run its scripts in."""
    return visit().open("/inloggen/")


def cases() -> Iterator[tuple[str, list[str], list[str], str]]:
    """A published total, its parts across and down, and the differences that are explained."""
    parts = [[], ["1", "2,5"], ["0,1", "0,2"], ["–", "", "n.v.t."], ["3", "n.t.b."], ["circa 3", "1.234,56"], ["3,05"]]
    for published, across, down in itertools.product(["3,5", "", "0,3", "1.237,56", "n.t.b.", "3"], parts, parts):
        for explained in ("", "0.5", "-0.5 0.1"):
            yield published, across, down, explained


def test_the_page_adds_up_as_the_server_does(page):
    tell = """return given.map(([published, across, down, explained]) => {
      const read = (text) => figures.parseFigure(text, { ...figures.FTE, decimals: 2 });
      const lines = [["som van de rij", across], ["som van de onderdelen", down]]
        .map(([label, texts]) => ({ label, figures: texts.map(read) }));
      const { words, state } = sums.outcome(read(published), lines, 2, explained);
      return [words, state];
    });"""
    every = list(cases())

    found = by_script(page, tell, every)

    expected = [_told(*case) for case in every]
    assert [list(one) for one in found] == expected
    assert {state for _, state in expected} == {"agrees", "differs", "explained", "open", ""}


def _told(published: str, across: list[str], down: list[str], explained: str) -> list[str]:
    reasons = {Decimal(one) for one in explained.split()}
    lines = [(label, [parse_figure(text, FTE) for text in texts]) for label, texts in ((ACROSS, across), (DOWN, down))]
    found = outcome(parse_figure(published, FTE), lines, 2, reasons)
    return [found.words, found.state]


def test_the_page_writes_numbers_as_the_server_does(page):
    values = ["0", "0.05", "0.5", "1.005", "-0.05", "999.995", "1234.5", "-1234567.8912", "0.0049", "-0.004"]
    write = "return given.map(([value, decimals]) => figures.formatNumber(figures.fromServer(value), decimals));"
    every = list(itertools.product(values, (0, 1, 2, 4)))

    found = by_script(page, write, every)

    expected = [number(Decimal(value), decimals) for value, decimals in every]
    assert list(zip(every, found, strict=True)) == list(zip(every, expected, strict=True))
    assert typed_figure(Figure.of("1234.5"), 2) == "1.234,50"
