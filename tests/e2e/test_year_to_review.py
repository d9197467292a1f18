"""Staff bring the plans of a year to review from one list, and remind who still has to write.

A step is a click or a field that is filled in; logging in counts. Whoever adds a step to the way changes a number here.
"""

import pytest
from playwright.sync_api import expect

from tests.running import Portal

from .test_newcomer import Person

pytestmark = pytest.mark.e2e

# To be there: logging in, the list, the year. Then for each plan a reminder, and its way to the stafbureau.
TO_THE_LIST, PER_PLAN, AT_MOST = 5, 2, 25
WRITTEN = ["Casusondersteuning", "Weerbaarheid overheid", "Van informatie naar inzicht"]
# What each activity misses, and who leads each theme.
COMPLETE = [
    "UPDATE themes_activity SET owner = 'RIEC' WHERE owner = ''",
    "UPDATE themes_activity SET planned_moment = 'heel 2025' WHERE planned_moment = ''",
    """
    INSERT INTO themes_thememember (theme_id, user_id, kind)
    SELECT id, (SELECT id FROM accounts_user WHERE username = 'projectleider'), 'leader' FROM themes_theme
    WHERE id NOT IN (SELECT theme_id FROM themes_thememember WHERE kind = 'leader')
    """,
]


@pytest.fixture
def portal(portal_apart: Portal) -> Portal:
    """Elsewhere others write these plans."""
    return portal_apart


@pytest.fixture
def staff(visit, portal) -> Person:
    for change in COMPLETE:
        portal.database.change(change)
    return Person(visit, "staf")


def test_all_plans_of_a_year_are_reminded_of_and_sent_on(staff):
    staff.follow("Plannen")
    staff.follow("2025")
    assert staff.steps == TO_THE_LIST
    for theme in WRITTEN:
        row = staff.page.get_by_role("row").filter(has=staff.page.get_by_role("rowheader", name=theme))
        staff.click(row.get_by_role("button", name="Herinner"))
        expect(staff.page.get_by_text("De herinnering is verstuurd.")).to_be_visible()
        expect(row).to_contain_text("herinnerd op")
        staff.click(row.get_by_role("button", name="Naar het stafbureau"))
        expect(staff.page.get_by_text("Het plan ligt nu bij het stafbureau")).to_be_visible()
        expect(row.get_by_role("link", name="Lees en beslis")).to_be_visible()

    assert staff.steps == TO_THE_LIST + PER_PLAN * len(WRITTEN), staff.taken
    assert TO_THE_LIST + PER_PLAN * 10 <= AT_MOST
    assert staff.complaints() == []
