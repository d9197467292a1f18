"""What must be done stands in the digest by name, and in a calendar without."""

from datetime import date

import pytest
import time_machine
from django.core import mail

from nhveilig.accounts.access import Access
from nhveilig.notices.mailing import mail_digests
from nhveilig.worklist.outlets import digest_lines, events
from tests.notices.telling import LATER, tell
from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import complete_plan, writer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 11, 23), []),
        (date(2026, 11, 24), ["Schrijf het plan Havens 2026 (uiterlijk 8 december 2026)"]),
        (date(2026, 12, 9), ["Schrijf het plan Havens 2026 (had klaar moeten zijn op 8 december 2026)"]),
    ],
)
def test_a_digest_says_what_is_due_within_two_weeks_or_late(day, line):
    leader = writer(complete_plan(year=2026, deadline=date(2026, 12, 8)))
    assert [one.text for one in digest_lines(leader, day)] == line


def test_it_stands_in_the_mail_with_a_link():
    leader = writer(complete_plan(year=2026, deadline=date(2026, 12, 8)))
    with time_machine.travel("2026-11-30 07:15+01:00", tick=False):
        tell(leader, kind=LATER)
        mail_digests()
    body = mail.outbox[0].body
    assert "Wat binnen twee weken van u wordt gevraagd, of al te laat is" in body
    assert "- Schrijf het plan Havens 2026 (uiterlijk 8 december 2026)\n  http://127.0.0.1:8000/uitvoer" in body


def test_a_calendar_names_no_plan_that_is_not_adopted():
    plan = complete_plan(year=2026, deadline=date(2026, 12, 8))
    leader = writer(plan)
    ActivityFactory(plan=plan, owner="")
    assert all("Havens" not in event.title for event in events(Access(leader), date(2026, 11, 30)))
