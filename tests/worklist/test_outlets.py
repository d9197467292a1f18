"""What must be done stands in a calendar without a name; of the digest see test_digests."""

from datetime import date

import pytest

from nhveilig.accounts.access import Access
from nhveilig.worklist.outlets import events
from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import complete_plan, writer

pytestmark = pytest.mark.django_db


def test_a_calendar_names_no_plan_that_is_not_adopted():
    plan = complete_plan(year=2026, deadline=date(2026, 12, 8))
    leader = writer(plan)
    ActivityFactory(plan=plan, owner="")
    assert all("Havens" not in event.title for event in events(Access(leader), date(2026, 11, 30)))
