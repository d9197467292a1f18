"""From the last beleidsplan to the first PDF of the next one, by somebody who only follows what the pages say."""

import re

import pytest
from playwright.sync_api import expect

from .looking import WIDE, looked_at
from .test_newcomer import A_RENDER, Person, words_of

pytestmark = pytest.mark.e2e

LAST = "Integraal Meerjarenbeleidsplan Veiligheid 2019-2022"
NEXT = "Integraal Meerjarenbeleidsplan Veiligheid 2028-2031"
# A step is a click, a field that is filled in, or a choice from a list; logging in counts.
STEPS = 27
CHARTS_WITHOUT_FIGURES = 2


def begin(staff: Person) -> None:
    staff.follow("Documenten")
    staff.follow("Nieuw beleidsplan")
    staff.click(staff.page.locator("label", has_text=LAST))
    staff.press("Verder met periode en thema’s")
    staff.fill(staff.page.get_by_label("Titel", exact=True), NEXT)
    staff.fill(staff.page.get_by_label("Eerste jaar"), "2028")
    staff.fill(staff.page.get_by_label("Laatste jaar"), "2031")
    staff.press("Maak het plan")
    expect(staff.page.get_by_text("overgenomen uit").first).to_be_visible()


def keep_for_the_councils(staff: Person) -> None:
    staff.follow("Naar het document")
    staff.follow("Nieuwe versie bewaren")
    staff.click(staff.page.get_by_label("95%-versie"))
    staff.press("Bewaar deze versie")
    # Charts of years and indicators that this plan has not: the page leads to each.
    for _ in range(CHARTS_WITHOUT_FIGURES):
        expect(staff.page.get_by_role("heading", name="Dit houdt het bewaren tegen")).to_be_visible()
        staff.click(staff.page.get_by_role("listitem").filter(has_text="haal de grafiek weg").get_by_role("link").first)
        staff.follow("Haal dit weg")
        staff.press("Weghalen")
        staff.follow("Versie bewaren")
    staff.click(staff.page.get_by_label("95%-versie"))
    staff.press("Bewaar deze versie")
    expect(staff.page.get_by_role("status").filter(has_text="is bewaard")).to_be_visible()


def review(staff: Person) -> None:
    """What was taken over is changed or ticked; not counted, for nobody has to before a version is kept."""
    page = staff.page
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Documenten").click()
    page.get_by_role("link", name=NEXT).first.click()
    page.get_by_role("link", name="Schrijven").click()
    page.get_by_role("navigation", name="Opbouw").get_by_role("link", name="Leeswijzer").click()
    page.wait_for_url("**hoofdstuk=leeswijzer")
    problems = looked_at(page)
    page.set_viewport_size({"width": WIDE[0], "height": 900})
    left = page.locator("#opbouw").get_by_text("nog niet herzien")
    before = left.count()
    text = page.locator(".ProseMirror").first
    text.click()
    page.keyboard.type("Dit is nagekeken. ")
    expect(left).to_have_count(before - 1)
    page.get_by_role("link", name="Herzien", exact=True).click()
    problems += looked_at(page)
    page.get_by_label("Voorwoord is herzien").check()
    page.get_by_role("button", name="Bewaar wat is aangevinkt").first.click()
    expect(page.get_by_role("status").filter(has_text="Herzien: 1 tekst.")).to_be_visible()
    page.get_by_text("1 tekst aangevinkt als herzien").click()
    problems += looked_at(page)
    assert problems == []


def test_staff_begin_with_the_last_plan_and_have_a_pdf_of_the_next(visit, tmp_path):
    staff = Person(visit, "staf")
    begin(staff)
    keep_for_the_councils(staff)
    staff.press(re.compile("^Exporteer PDF"))
    expect(staff.page.locator("#export")).to_contain_text("Het bestand staat klaar", timeout=A_RENDER)
    with staff.page.expect_download() as download:
        staff.click(staff.page.get_by_role("main").get_by_role("link", name="Download"))
    download.value.save_as(tmp_path / "plan.pdf")
    words = words_of(tmp_path / "plan.pdf")
    assert NEXT in words
    assert LAST not in words.partition("Voorwoord")[0]
    assert staff.steps == STEPS
    review(staff)
    assert staff.complaints() == []
