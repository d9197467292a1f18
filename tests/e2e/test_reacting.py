"""A mayor on a phone answers what is asked and reacts, and an officier looks on: every page of it as axe sees it."""

import pytest
from playwright.sync_api import expect

from tests.running import PASSWORD

from .looking import looked_at
from .test_newcomer import Walker

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
# Whoever adds a step to the way from the login page to the confirmation changes this number; it is ten at most.
STEPS = 10
# The demo data has it put to the municipalities, and asks three things of them.
PLAN = "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/"


def test_a_mayor_on_a_phone_answers_what_is_asked_and_reacts(visit, portal):
    portal.forget_reactions()
    window = visit(viewport=PHONE)
    mayor = Walker(window, window.open("/inloggen/"))
    page = mayor.page
    mayor.fill(page.get_by_label("Gebruikersnaam"), "burgemeester")
    mayor.fill(page.get_by_label("Wachtwoord"), PASSWORD)
    mayor.press("Inloggen")

    task = page.locator(".task", has_text="Reageer op het plan Onrust en radicalisering 2025")
    mayor.click(task.get_by_role("link", name="Lees en reageer"))
    expect(page.get_by_role("heading", name="Wat vindt Alkmaar van het plan")).to_be_visible()
    problems = looked_at(page)
    page.set_viewport_size(PHONE)
    asks = page.locator(".ask")
    expect(asks).to_have_count(4)
    for number in range(4):
        mayor.click(asks.nth(number).get_by_label("Akkoord"))
    expect(page.get_by_role("status").filter(has_text="Bewaard om")).to_be_visible()
    mayor.press("Kijk uw reactie na")
    expect(page.get_by_role("heading", name="Dit zegt Alkmaar")).to_be_visible()
    problems += looked_at(page)
    mayor.press("Verstuur de reactie")
    expect(page.get_by_role("heading", name="De reactie van Alkmaar is verstuurd")).to_be_focused()
    assert mayor.steps == STEPS, mayor.taken
    problems += looked_at(page)
    assert problems + mayor.complaints() == []


def test_why_is_asked_with_an_objection_alone_and_the_officier_sees_all_parts(visit, portal):
    portal.forget_reactions()
    window = visit(java_script_enabled=False, viewport=PHONE)
    window.log_in("officier")
    page = window.open(f"{PLAN}reacties/geven/")
    whole = page.locator("#plan")
    expect(whole.get_by_label("Waarom?")).to_be_hidden()
    whole.get_by_label("Bezwaar").check()
    expect(whole.get_by_label("Waarom?")).to_be_visible()
    page.get_by_role("button", name="Kijk uw reactie na").click()
    expect(page.get_by_role("link", name="Het plan als geheel: Schrijf bij een opmerking")).to_be_visible()
    page.locator("summary", has_text="12 activiteiten").click()
    page.locator(".ask").first.get_by_label("Akkoord").check()
    whole.get_by_label("Waarom?").fill("Niet zonder ons.")
    page.get_by_role("button", name="Kijk uw reactie na").click()
    page.get_by_role("button", name="Verstuur de reactie").click()
    expect(page.get_by_role("heading", name="De reactie van het Openbaar Ministerie is verstuurd")).to_be_visible()
    looking = visit()
    looking.log_in("officier")
    looking.open(f"{PLAN}reacties/geven/")
    assert looked_at(looking.page) + looking.complaints == []
