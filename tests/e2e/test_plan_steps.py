"""A plan goes from concept to vastgesteld in a browser without JavaScript; every page of it as axe sees it."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.running import PASSWORD, Visitor

from .looking import look_at, violations

pytestmark = pytest.mark.e2e

PLAN = "/uitvoeringsplannen/noord-holland/2025/weerbaarheid-overheid/"
# The demo data has it put to the municipalities.
WITH_MUNICIPALITIES = "/uitvoeringsplannen/noord-holland/2025/maatschappelijke-onrust/"
STEPS, REACTIONS = f"{PLAN}stappen/", f"{PLAN}reacties/"
MISSING = re.compile(r'#((?:activity|result)-\d+)">[^<]*: (eigenaar|wanneer|naam)<')
FIELDS = {"eigenaar": ("owner", "RIEC"), "wanneer": ("planned_moment", "heel 2025"), "naam": ("title", "Nog te noemen")}


@pytest.fixture(scope="module")
def complete(portal) -> str:
    """What the page says is missing, written where it leads."""
    staff = Visitor(portal)
    for part, what in MISSING.findall(staff.get(STEPS)):
        field, text = FIELDS[what]
        change = {"part": part, "field": field, "text": text, "version": "0", "session": str(uuid.uuid4())}
        staff.get(f"{PLAN}bewerken/")
        staff.post(f"{PLAN}bewerken/opslaan/", **change)
    return staff.get(STEPS)


def test_from_concept_to_adopted_without_javascript(visit, complete):
    staff, mayor, looking = visit(java_script_enabled=False), visit(java_script_enabled=False), visit()
    for window, name in ((staff, "staf"), (mayor, "burgemeester"), (looking, "staf")):
        window.log_in(name)
    problems = look_at(looking, STEPS)

    page = staff.open(STEPS)
    page.get_by_role("button", name="Stuur naar het stafbureau").click()
    expect(page.get_by_text("Het plan ligt nu bij het stafbureau, dat bericht krijgt.")).to_be_visible()
    problems += look_at(looking, STEPS)

    page.get_by_label("Reageren kan tot en met").fill(str(datetime.now(tz=UTC).date() + timedelta(days=21)))
    page.get_by_role("button", name="Leg voor aan de gemeenten").click()
    expect(page.get_by_text("Het plan ligt nu bij de gemeenten.")).to_be_visible()

    react(mayor)
    answer(staff)
    problems += look_at(looking, STEPS) + look_at(looking, REACTIONS)
    problems += opened(looking, REACTIONS) + opened(looking, STEPS)

    page = staff.open(STEPS)
    page.get_by_role("button", name="Stel vast").click()
    expect(page.get_by_role("heading", name="Dit kan nog niet worden opgeslagen")).to_be_visible()
    page.get_by_label("Waarom wordt het plan nu al vastgesteld?").fill("Het overleg van vandaag besloot het.")
    page.get_by_label("Dit plan is vastgesteld").check()
    page.get_by_role("button", name="Stel vast").click()
    expect(page.get_by_role("heading", name="Dit plan is vastgesteld")).to_be_visible()
    problems += look_at(looking, STEPS)
    assert problems + looking.complaints + mayor.complaints + staff_complaints(staff) == []


def test_a_reaction_that_met_the_login_page_is_there_again_after_logging_in(visit, portal):
    portal.forget_reactions()
    mayor = visit()
    mayor.log_in("burgemeester")
    page = mayor.open(f"{WITH_MUNICIPALITIES}reacties/geven/")
    whole = page.locator("#plan")
    page.context.clear_cookies(name="sessionid")
    whole.get_by_label("Opmerking").check()
    whole.get_by_label("Waarom?").fill("Dit willen wij niet twee keer typen.")
    page.get_by_role("button", name="Kijk uw reactie na").click()

    page.get_by_label("Gebruikersnaam").fill("burgemeester")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"**{WITH_MUNICIPALITIES}reacties/geven/")
    expect(page.get_by_text("Hier staat weer wat u typte")).to_be_visible()
    expect(whole.get_by_label("Waarom?")).to_have_value("Dit willen wij niet twee keer typen.")
    expect(whole.get_by_label("Opmerking")).to_be_checked()
    assert violations(page) == []

    page.get_by_role("button", name="Kijk uw reactie na").click()
    page.get_by_role("button", name="Verstuur de reactie").click()
    expect(page.get_by_role("heading", name="is verstuurd")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('nhveilig'))") == []
    assert mayor.complaints == mayor.refused() == []


def react(mayor) -> None:
    """To an activity, chosen in the plan, and to the whole."""
    page = mayor.open(PLAN)
    activity = page.locator("li.plan-act").first
    chosen = activity.get_attribute("id")
    activity.get_by_role("link", name="Reageer").click()
    ask = page.locator(f"#{chosen}")
    ask.get_by_label("Opmerking").check()
    ask.get_by_label("Waarom?").fill("Kan dit eerder in het jaar?")
    page.locator("#plan").get_by_label("Akkoord").check()
    page.get_by_role("button", name="Kijk uw reactie na").click()
    page.get_by_role("button", name="Verstuur de reactie").click()
    expect(page.get_by_role("heading", name="is verstuurd")).to_be_focused()


def answer(staff) -> None:
    page = staff.open(REACTIONS)
    row = page.locator("li", has_text="Kan dit eerder in het jaar?")
    row.locator("summary", has_text="Antwoord").click()
    row.get_by_label("Antwoord aan").fill("Ja, in mei.")
    row.get_by_role("button", name="Sla het antwoord op").click()
    expect(page.locator("li", has_text="Kan dit eerder in het jaar?")).to_contain_text("Ja, in mei.")


def opened(window, path: str) -> list[str]:
    """What axe finds when all that folds is open."""
    page = window.open(path)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    return violations(page)


def staff_complaints(staff) -> list[str]:
    """Without the form that was refused on purpose."""
    return [complaint for complaint in staff.complaints if "422" not in complaint]
