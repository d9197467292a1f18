"""A mayor lets somebody stand in, who does the mayor's task in a browser; both names stand with it."""

import re

import pytest
from playwright.sync_api import expect

from .looking import look_at

pytestmark = pytest.mark.e2e

# The demo data has it put to the municipalities.
PLAN = "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/"
STANDING_IN = "/account/vervanging/"


def test_a_deputy_does_the_task_of_the_mayor_without_javascript(visit, portal):
    portal.forget_reactions()
    mayor, deputy, staff = (visit(java_script_enabled=False) for _ in range(3))
    looking = visit()
    mayor.log_in("burgemeester")
    looking.log_in("burgemeester")
    problems = look_at(looking, STANDING_IN)
    page = mayor.open(STANDING_IN)
    page.get_by_label("Wie", exact=True).select_option(label="Lotte Leeslust (lezer)")
    page.get_by_label("als vervanger").check()
    page.get_by_role("button", name="Regel dit").click()
    expect(page.get_by_text("Geregeld: Lotte Leeslust werkt voor u")).to_be_visible()
    problems += look_at(looking, STANDING_IN)

    deputy.log_in("lezer")
    task = deputy.open("/taken/").locator(".task", has_text="Reageer op het plan Onrust en radicalisering")
    expect(task).to_contain_text("Voor Bregje Haringman")
    task.get_by_role("link").first.click()
    page = deputy.page
    page.locator("#plan").get_by_label("Akkoord").check()
    page.get_by_role("button", name="Kijk uw reactie na").click()
    page.get_by_role("button", name="Verstuur de reactie").click()
    expect(page.get_by_role("heading", name="is verstuurd")).to_be_visible()
    expect(
        deputy.open("/taken/").locator(".task", has_text="Reageer op het plan Onrust en radicalisering")
    ).to_have_count(0)

    staff.log_in("staf")
    expect(staff.open(f"{PLAN}reacties/").locator("main")).to_contain_text("Lotte Leeslust namens Bregje Haringman")

    page = mayor.open(STANDING_IN)
    page.get_by_role("button", name=re.compile("Beëindig")).click()
    expect(page.get_by_text("De vervanging is beëindigd.")).to_be_visible()
    assert "van dit plan?" not in deputy.open(PLAN).content()
    assert problems + looking.complaints + mayor.complaints + deputy.complaints == []
