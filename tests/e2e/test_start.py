"""An objection of a mayor is on the Start of who leads the theme at once, and gone after the answer."""

import pytest
from playwright.sync_api import expect

from .looking import look_at

pytestmark = pytest.mark.e2e

WITH_MUNICIPALITIES = "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/"
ASKED = "Beantwoord het bezwaar van Alkmaar"
WHY = "Wij hebben hier de mensen niet voor."


@pytest.fixture
def leader(visit):
    """Pieter, whom staff asks to lead the theme."""
    staff = visit(java_script_enabled=False)
    staff.log_in("staf")
    page = staff.open("/uitvoeringsplannen/noord-holland/betrokkenen/")
    page.get_by_role("link", name="Toevoegen bij Onrust en radicalisering").click()
    page.get_by_label("Wie", exact=True).select_option(label="Pieter van der Plaats (projectleider)")
    page.get_by_label("projectleider", exact=True).check()
    page.locator("main form button[type=submit]").click()
    found = visit()
    found.log_in("projectleider")
    return found


def test_an_objection_is_asked_at_once_and_gone_after_the_answer(visit, leader, portal):
    portal.forget_reactions()
    page = leader.open("/")
    expect(page.get_by_role("heading", name="Goede")).to_be_visible()
    expect(page.get_by_role("heading", name=ASKED)).to_have_count(0)

    mayor = visit(java_script_enabled=False)
    asked = mayor.log_in("burgemeester")
    expect(asked.get_by_role("heading", name="Reageer op het plan Onrust en radicalisering 2025")).to_be_visible()
    object_to(mayor)
    expect(mayor.open("/").get_by_role("heading", name="Reageer op het plan")).to_have_count(0)

    page = leader.open("/")
    task = page.locator(".task", has_text=ASKED)
    expect(task).to_be_visible()
    looking = visit()
    looking.log_in("burgemeester")
    problems = look_at(leader, "/") + look_at(leader, "/taken/") + look_at(looking, "/")
    leader.open("/")
    task.get_by_role("link", name="Lees en antwoord").click()
    answer(page)

    expect(leader.open("/").get_by_role("heading", name=ASKED)).to_have_count(0)
    assert problems + leader.complaints + looking.complaints == []


def object_to(mayor) -> None:
    page = mayor.open(f"{WITH_MUNICIPALITIES}reacties/geven/")
    whole = page.locator("#plan")
    whole.get_by_label("Bezwaar").check()
    whole.get_by_label("Waarom?").fill(WHY)
    page.get_by_role("button", name="Kijk uw reactie na").click()
    page.get_by_role("button", name="Verstuur de reactie").click()
    expect(page.get_by_role("heading", name="De reactie van Alkmaar is verstuurd")).to_be_visible()


def answer(page) -> None:
    row = page.locator("li", has_text=WHY).first
    row.locator("summary", has_text="Antwoord").click()
    row.get_by_label("Antwoord aan").fill("Wij doen het samen met Hoorn.")
    row.get_by_role("button", name="Sla het antwoord op").click()
    expect(page.locator("li", has_text=WHY).first).to_contain_text("Wij doen het samen met Hoorn.")


@pytest.mark.parametrize("who", ["staf", "officier", "lezer", "controller"])
def test_start_of_every_role_as_axe_sees_it(visit, who):
    window = visit()
    window.log_in(who)
    assert look_at(window, "/") + window.complaints == []
