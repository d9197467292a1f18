"""A table that goes out to a spreadsheet and comes back changed, as a police controller does it."""

import io
import re
from collections.abc import Callable
from urllib.parse import urljoin

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.running import PASSWORD, Visitor

from .looking import looked_at

pytestmark = pytest.mark.e2e

LIST = "/invoer/"
UPLOAD = "/invoer/formatie/noord-holland/"
SERIES = "/sterkte/noord-holland/eenheid/"
CONFIRM, CHECK = "Sla deze wijzigingen op", "Controleer het bestand"
FTE = 8
Change = Callable[[Worksheet], None]


@pytest.fixture(scope="module")
def day(portal) -> str:
    """The reference date of a concept with the published figures of 2022, for the tests of this file."""
    found = "2029-01-01"
    controller = Visitor(portal, "controller")
    controller.get(f"{SERIES}2022-01-01/overnemen/")
    controller.post(f"{SERIES}2022-01-01/overnemen/", reference_date=found)
    assert controller.url.endswith(f"{SERIES}{found}/bewerken/")
    return found


@pytest.fixture
def window(visit, day):
    window = visit(viewport={"width": 1280, "height": 900})
    window.log_in("controller")
    return window


def row_of(sheet: Worksheet, team: str, category: str = "wijkagent") -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=2) if (row[1].value, row[5].value) == (team, category))


def put(sheet: Worksheet, team: str, fte: object) -> None:
    sheet.cell(row_of(sheet, team), FTE).value = fte


def downloaded(page: Page, day: str) -> bytes:
    """By the link on the page, with each figure on a row of its own: a sheet as printed has totals that only a
    spreadsheet calculates."""
    short = "-".join(str(int(part)) for part in reversed(day.split("-")))
    link = page.get_by_role("link", name=re.compile(rf"xlsx\s*: Formatie per {short}\b"))
    answer = page.request.get(urljoin(page.url, f"{link.get_attribute('href')}&indeling=lang"))
    assert answer.ok
    return answer.body()


def changed(data: bytes, *changes: Change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for change in changes:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(page: Page, data: bytes) -> None:
    spreadsheet = {"name": "formatie.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("Bestand", exact=True).set_input_files(spreadsheet)
    page.get_by_text("Als het bestand iets bijzonders heeft").click()
    page.get_by_label("zijn zo gepubliceerd").check()
    page.get_by_role("button", name=CHECK).click()


def looks_well(page: Page) -> list[str]:
    """What axe finds in both schemes and at both widths, and whether the page is too wide."""
    problems = looked_at(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return problems


def test_two_cells_are_changed_in_a_spreadsheet(window, day):
    page = window.open(UPLOAD)
    problems = looks_well(page)
    data = downloaded(page, day)
    send(page, changed(data, lambda s: put(s, "Basisteam Alkmaar", 51), lambda s: put(s, "Basisteam Hoorn", "n.t.b.")))

    expect(page.get_by_role("heading", name="Wat er verandert")).to_be_visible()
    rows = page.get_by_role("row").filter(has_text="wijkagent")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("51,00")
    expect(rows.nth(0).get_by_role("cell").nth(0)).to_have_text("38,00")
    expect(rows.nth(1)).to_contain_text("n.t.b.")
    problems += looks_well(page)

    page.get_by_role("button", name=CONFIRM).click()
    expect(page.get_by_text("De tabel is bijgewerkt")).to_be_visible()
    problems += looks_well(page)
    page.get_by_role("link", name="bekijken of ongedaan maken").click()
    expect(page.get_by_text("Ingelezen uit een bestand").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("ngedaan")).first).to_be_visible()
    window.open(f"{SERIES}{day}/")
    expect(page.get_by_role("row").filter(has_text="Basisteam Alkmaar").first).to_contain_text("51,00")
    window.open(LIST)
    problems += looks_well(page)
    assert problems + window.complaints + window.refused() == []


def test_a_wrong_file_says_all_that_is_wrong(window, day):
    page = window.open(UPLOAD)
    data = downloaded(page, day)
    wrong = [
        lambda s: put(s, "Basisteam Alkmaar", "veel"),
        lambda s: put(s, "Basisteam Hoorn", "1,234"),
        lambda s: s.cell(row_of(s, "Basisteam Zaanstad"), 2, "Basisteam Zanstad"),
    ]
    send(page, changed(data, *wrong))
    expect(page.get_by_role("heading", name="3 fouten")).to_be_visible()
    for words in ("“veel” is geen getal", "kan twee getallen betekenen", "Bedoelt u “Basisteam Zaanstad”?"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("link", name="Lees het verbeterde bestand in")).to_be_visible()
    assert looks_well(page) + window.complaints == []


def test_who_confirms_last_is_shown_what_changed_meanwhile(window, visit, day):
    page = window.open(UPLOAD)
    data = downloaded(page, day)
    other = visit()
    other.log_in("staf")
    there = other.open(UPLOAD)
    for who, fte in ((page, 61), (there, 62)):
        send(who, changed(data, lambda s, fte=fte: put(s, "Basisteam Purmerend", fte)))
        expect(who.get_by_role("button", name=CONFIRM)).to_be_visible()
    there.get_by_role("button", name=CONFIRM).click()
    expect(there.get_by_text("De tabel is bijgewerkt")).to_be_visible()

    page.get_by_role("button", name=CONFIRM).click()
    expect(page.get_by_text("De tabel is intussen veranderd")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Basisteam Purmerend")
    expect(row).to_contain_text("62,00")
    expect(row).to_contain_text("61,00")
    assert looks_well(page) == []


def test_it_works_without_javascript(visit, day):
    window = visit(java_script_enabled=False)
    page = window.open("/inloggen/")
    page.get_by_label("Gebruikersnaam").fill("controller")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page = window.open(UPLOAD)
    send(page, changed(downloaded(page, day), lambda s: put(s, "Basisteam Haarlem", 71)))
    page.get_by_role("button", name=CONFIRM).click()
    expect(page.get_by_text("De tabel is bijgewerkt")).to_be_visible()
