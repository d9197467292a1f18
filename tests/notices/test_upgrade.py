"""What was mailed before there were notices is not mailed again, and is there still when one goes back."""

import pytest
from django.utils import timezone

from nhveilig.notices.models import Notice
from tests.migrating import migrate
from tests.themes.workflow.people import complete_plan, writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

BEFORE = [("themes", "0017_what_a_plan_is")]


@pytest.mark.long
def test_reminders_that_were_sent_are_notices_and_go_back():
    plan = complete_plan()
    leader = writer(plan)
    sent = ["deadline-14-2025-03-31", "no-owner-2025-03-03", "progress-2025-2", "objection-12"]
    reminders = migrate(BEFORE).get_model("themes", "Reminder").objects
    for about in sent:
        reminders.create(plan_id=plan.pk, user_id=leader.pk, about=about)
    migrate()
    found = {one.about: one for one in Notice.objects.all()}
    assert set(found) == {
        f"plan-{plan.pk}-deadline-14-2025-03-31",
        f"plan-{plan.pk}-no-owner-2025-W10",
        f"plan-{plan.pk}-progress-2025-2",
        "reaction-12-objects",
    }
    one = found[f"plan-{plan.pk}-progress-2025-2"]
    assert (one.topic, one.kind, one.state) == ("Uitvoeringsplan Havens 2025", "progress", "sent")
    assert one.seen_at == one.sent_at < timezone.now()
    reminders = migrate(BEFORE).get_model("themes", "Reminder").objects
    assert set(reminders.values_list("about", flat=True)) >= {"deadline-14-2025-03-31", "progress-2025-2"}
    assert set(reminders.values_list("plan", "user")) == {(plan.pk, leader.pk)}
