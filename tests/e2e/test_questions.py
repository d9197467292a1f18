"""A mayor asks on a phone, without scripts, why something is late; who leads the theme answers."""

import pytest
from playwright.sync_api import expect

from .looking import look_at

pytestmark = pytest.mark.e2e

PLAN = "/uitvoeringsplannen/noord-holland/2026/drugs/"
ACTIVITY = "Toolbox bedrijventerreinen afmaken"
WHY = "Wanneer kan Alkmaar de toolbox gebruiken?"
BECAUSE = "In januari, als de drie proefgemeenten klaar zijn."


def test_a_question_is_answered_and_stands_beside_the_activity(visit):
    mayor = visit(java_script_enabled=False, viewport={"width": 390, "height": 844})
    mayor.log_in("burgemeester")
    page = mayor.open(PLAN)
    act = page.locator(".plan-act", has_text=ACTIVITY)
    act.locator("summary").first.click()
    act.get_by_role("link", name=f"Stel een vraag over {ACTIVITY}").click()
    page.get_by_label("Uw vraag").fill(WHY)
    page.get_by_role("button", name="Verstuur de vraag").click()
    expect(page.locator(".thread", has_text=WHY)).to_contain_text("Nog geen antwoord")

    leader = visit()
    leader.log_in("projectleider")
    there = page.url.partition("#")[0].removeprefix(leader.portal.address)
    problems = look_at(leader, "/vragen/") + look_at(leader, there)
    asked = leader.open("/taken/")
    task = asked.locator(".task", has_text="Beantwoord de vraag van")
    task.get_by_role("link", name="Lees en antwoord").click()
    asked.get_by_label("Uw antwoord").fill(BECAUSE)
    asked.get_by_role("button", name="Plaats het antwoord").click()
    expect(asked.locator(".thread__answers")).to_contain_text(BECAUSE)
    expect(leader.open("/taken/").locator(".task", has_text="Beantwoord de vraag van")).to_have_count(0)

    act = mayor.open(PLAN).locator(".plan-act", has_text=ACTIVITY)
    act.locator(".asked summary").click()
    expect(act.locator(".asked")).to_contain_text(BECAUSE)
    assert problems + look_at(leader, PLAN) + leader.complaints + mayor.complaints == []
