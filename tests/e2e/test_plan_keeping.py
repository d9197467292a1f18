"""History, comments and bin of a plan: two people without JavaScript, and every page as axe sees it."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.running import Visitor

from .looking import look_at, violations

pytestmark = pytest.mark.e2e

PLAN = "/uitvoeringsplannen/noord-holland/2025/cybercrime/"
HISTORY, COMMENTS, BIN = f"{PLAN}geschiedenis/", f"{PLAN}opmerkingen/", f"{PLAN}prullenbak/"


@pytest.fixture(scope="module")
def activity(portal) -> str:
    """The key of an activity that was renamed."""
    staff = Visitor(portal)
    staff.get(f"{PLAN}bewerken/")
    staff.post(f"{PLAN}bewerken/toevoegen/", soort="activity", title="Oefening met drie gemeenten")
    key = re.search(r"activity-\d+", staff.url)[0]
    change = {"part": key, "field": "title", "text": "Oefening met zes gemeenten", "version": "0"}
    staff.post(f"{PLAN}bewerken/opslaan/", session=str(uuid.uuid4()), **change)
    return key


def test_two_people_talk_about_a_part_without_javascript(visit, activity):
    staff, administrator = visit(java_script_enabled=False), visit(java_script_enabled=False)
    staff.log_in("staf")
    administrator.log_in("beheerder")
    about = f"{COMMENTS}?onderdeel={activity}"

    page = staff.open(about)
    # A comment of one's own that is there already has a field of that name too.
    page.get_by_label("Uw opmerking").last.fill("Welke zes?")
    page.get_by_role("button", name="Plaats de opmerking").click()
    expect(page.get_by_text("Uw opmerking staat erbij.")).to_be_visible()

    other = administrator.open(about)
    thread = other.get_by_role("article").filter(has_text="Welke zes?")
    thread.locator("summary", has_text="Antwoord").click()
    thread.get_by_label("Uw antwoord").fill("Die van de kop.")
    thread.get_by_role("button", name="Plaats het antwoord").click()

    page = staff.open(COMMENTS)
    thread = page.get_by_role("article").filter(has_text="Welke zes?")
    expect(thread).to_contain_text("Die van de kop.")
    thread.get_by_role("button", name="Handel af").click()
    expect(page.get_by_role("article").filter(has_text="Welke zes?")).to_have_count(0)
    assert staff.complaints + administrator.complaints == []


def test_an_earlier_text_and_a_deleted_part_are_put_back_without_javascript(visit, portal, activity):
    window = visit(java_script_enabled=False)
    window.log_in("staf")
    page = window.open(f"{HISTORY}?onderdeel={activity}")
    page.get_by_role("button", name="Zet terug wat er stond").first.click()
    expect(page.get_by_text("staat weer de eerdere tekst")).to_be_visible()

    staff = Visitor(portal)
    staff.get(f"{PLAN}bewerken/?deel=activiteiten")
    staff.post(f"{PLAN}bewerken/{activity}/verwijderen/")
    page = window.open(BIN)
    page.get_by_role("button", name="Zet terug Oefening met drie gemeenten").click()
    expect(page.get_by_text("“Oefening met drie gemeenten” staat weer in het plan.")).to_be_visible()
    assert window.complaints == []


def test_history_comments_and_bin_are_accessible(visit, portal, activity):
    staff = Visitor(portal)
    staff.get(COMMENTS)
    staff.post(f"{COMMENTS}?onderdeel={activity}", text="Staat dit er goed?")
    staff.post(f"{PLAN}bewerken/toevoegen/", soort="activity", title="Weg ermee")
    staff.post(f"{PLAN}bewerken/{re.search(r'activity-[0-9]+', staff.url)[0]}/verwijderen/")
    window = visit()
    window.log_in("staf")
    paths = [HISTORY, f"{HISTORY}?onderdeel={activity}", COMMENTS, f"{COMMENTS}?afgehandeld=ja", BIN]
    problems = [problem for path in paths for problem in look_at(window, path)]
    assert problems + window.complaints == []


def test_every_form_of_a_comment_is_accessible(visit, activity):
    window = visit()
    window.log_in("staf")
    page = window.open(f"{COMMENTS}?onderdeel={activity}")
    page.get_by_role("button", name="Plaats de opmerking").click()
    expect(page.get_by_role("heading", name="Dit kan nog niet worden opgeslagen")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert violations(page) == []
    assert window.refused() == []
