"""A project leader goes on with last year's plan: from logging in to sent to the stafbureau."""

import re

import pytest
from playwright.sync_api import expect

from tests.running import Portal

from .test_newcomer import Person

pytestmark = pytest.mark.e2e

# Whoever adds a step to the way changes this number; at most 35.
STEPS = 24
NEW_MOMENT = "eerste halfjaar"
NEW = ("Loket voor verhuurders openen", "Een loket", "voorjaar", "Gemeente Alkmaar")


@pytest.fixture
def portal(portal_apart: Portal) -> Portal:
    """Elsewhere somebody else begins the plan of Drugs for 2027."""
    return portal_apart


def begin(leader: Person) -> None:
    leader.follow(re.compile("^Drugs 2026"))
    leader.follow("Vervolg in 2027")
    leader.press("Maak het plan voor 2027")
    expect(leader.page.get_by_text("Het plan voor 2027 staat klaar.")).to_be_visible()


def plan_again(leader: Person) -> None:
    """A term that passed did not come along. All that lack one get the same, at once, and one gets another."""
    leader.follow("Bewerken")
    leader.follow(re.compile("^Activiteiten"))
    leader.follow("Wijzig veel activiteiten tegelijk in een tabel")
    rows = leader.page.locator("tbody tr")
    lacking = [row for row in rows.all() if not row.locator("[name$=planned_moment]").input_value()]
    assert lacking
    for row in lacking:
        leader.click(row.get_by_role("checkbox"))
    leader.fill(leader.page.locator("#zet-planned_moment"), NEW_MOMENT)
    leader.press("Zet dit bij de gekozen activiteiten")
    expect(leader.page.locator("#meldingen")).to_contain_text("opgeslagen om")


def add_what_is_new(leader: Person) -> None:
    """An activity of this year alone, in two quarters; it counts for the second goal in the end."""
    leader.follow("Terug naar de activiteiten")
    leader.add("Activiteit toevoegen bij doel 1")
    for name, text in zip(("Activiteit", "Product", "Wanneer", "Eigenaar"), NEW, strict=True):
        leader.write(name, text)
    for quarter in ("1e kwartaal", "2e kwartaal"):
        leader.click(leader.part.get_by_label(quarter))
    leader.taken.append("choose the goal")
    leader.part.get_by_label("Strategisch doel").select_option(index=2)
    expect(leader.page.locator("[data-goal]").nth(1)).to_contain_text(NEW[0])


def test_a_project_leader_goes_on_with_the_plan_of_last_year(visit):
    leader = Person(visit, "projectleider")
    begin(leader)
    plan_again(leader)
    add_what_is_new(leader)
    leader.follow("Waar staat het plan")
    leader.press("Stuur naar het stafbureau")
    expect(leader.page.get_by_text("Het plan ligt nu bij het stafbureau")).to_be_visible()
    assert leader.steps == STEPS, leader.taken
    assert leader.complaints() == []
