"""People are told of what is due in the digest of the day: each thing once, and only who it concerns."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from nhveilig.accounts.models import Role, User
from nhveilig.notices.mailing import mail_digests
from nhveilig.notices.models import Notice
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, writer
from themes.models import ImplementationPlan, Reaction
from themes.reminders.services import remind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 07:00+01:00", tick=False):
        yield


def on(day: str) -> list[str]:
    """Who got a mail in the round of that day."""
    with time_machine.travel(f"{day} 07:00+01:00", tick=False):
        remind(today=date.fromisoformat(day))
        return [letter.user.first_name for letter in mail_digests()]


def bodies() -> str:
    return "\n".join(message.body for message in mail.outbox)


class TestDeadline:
    def test_two_weeks_three_days_and_past(self):
        plan = complete_plan(deadline=date(2025, 3, 31))
        writer(plan)
        days = ["2025-03-16", "2025-03-17", "2025-03-18", "2025-03-27", "2025-03-28", "2025-03-31", "2025-04-01"]
        assert {day: on(day) for day in [*days, "2025-04-02"]} == {
            "2025-03-16": [],
            "2025-03-17": ["Pieter"],
            "2025-03-18": [],
            "2025-03-27": [],
            "2025-03-28": ["Pieter"],
            "2025-03-31": [],
            "2025-04-01": ["Pieter"],
            "2025-04-02": [],
        }
        assert "over 14 dagen gereed zijn: op 31 maart 2025" in mail.outbox[0].body
        assert "over 3 dagen" in mail.outbox[1].body
        assert "had op 31 maart 2025 gereed moeten zijn" in mail.outbox[2].body

    def test_a_day_that_was_missed_is_made_up_for(self):
        writer(complete_plan(deadline=date(2025, 3, 31)))
        assert on("2025-03-20") == ["Pieter"]

    def test_another_deadline_is_another_reminder(self):
        plan = complete_plan(deadline=date(2025, 3, 31))
        writer(plan)
        on("2025-03-17")
        ImplementationPlan.objects.update(deadline=date(2025, 4, 1))
        assert on("2025-03-18") == ["Pieter"]

    @pytest.mark.parametrize("status", ["review", "adopted"])
    def test_not_of_a_plan_that_is_ready(self, status):
        writer(complete_plan(deadline=date(2025, 3, 4), status=status))
        assert on("2025-03-03") == []


class TestWhoGetsMail:
    def test_leaders_and_not_the_group_nor_the_staff(self):
        plan = complete_plan(deadline=date(2025, 3, 5))
        writer(plan), writer(plan, "Wies", kind="member"), decider(plan)
        writer(complete_plan(), "Elders")
        assert on("2025-03-03") == ["Pieter"]

    def test_nobody_whose_account_is_shut_or_who_has_no_address_or_no_role_any_more(self):
        plan = complete_plan(deadline=date(2025, 3, 5))
        User.objects.filter(pk=writer(plan, "Weg").pk).update(is_active=False)
        User.objects.filter(pk=writer(plan, "Adresloos").pk).update(email="")
        Role.objects.filter(user=writer(plan, "Rolloos")).delete()
        assert on("2025-03-03") == []
        assert [notice.user.first_name for notice in Notice.objects.all()] == ["Adresloos"]

    def test_one_mail_with_everything_in_it(self):
        plan = complete_plan(deadline=date(2025, 3, 5))
        writer(plan)
        ActivityFactory(plan=plan, owner="")
        ImplementationPlanFactory(theme=plan.theme, year=2026, deadline=date(2025, 3, 6))
        assert on("2025-03-03") == ["Pieter"]
        [message] = mail.outbox
        assert (message.to, message.subject) == (["pieter@example.org"], "NHVeilig: 3 meldingen")
        assert message.body.count("Uitvoeringsplan Havens 2025") == 1
        assert "1 activiteit heeft nog geen eigenaar" in message.body
        assert f"http://127.0.0.1:8000/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/2026/" in message.body

    def test_no_second_mail_that_day(self):
        plan = complete_plan(deadline=date(2025, 3, 5))
        writer(plan)
        on("2025-03-03")
        ActivityFactory(plan=plan, owner="")
        assert on("2025-03-03") == []
        assert on("2025-03-04") == ["Pieter"]


class TestWithoutOwner:
    def test_once_a_week(self):
        plan = complete_plan()
        writer(plan)
        ActivityFactory.create_batch(2, plan=plan, owner="")
        sent = [day for day in range(3, 20) if on(f"2025-03-{day:02}")]
        assert sent == [3, 10, 17]
        assert "2 activiteiten hebben nog geen eigenaar" in mail.outbox[0].body
        assert "?deel=activiteiten" in mail.outbox[0].body

    def test_not_of_what_is_in_the_bin_nor_of_a_year_that_is_over(self):
        plan = complete_plan()
        writer(plan)
        ActivityFactory(plan=plan, owner="", deleted_at="2025-03-01T12:00:00Z")
        ActivityFactory(plan=ImplementationPlanFactory(theme=plan.theme, year=2024), owner="")
        assert on("2025-03-03") == []


class TestConsultation:
    @pytest.fixture
    def plan(self):
        return complete_plan(status="consultation", consultation_ends_on=date(2025, 3, 31))

    def test_mayors_who_said_nothing_a_week_and_a_day_before(self, plan):
        towns = municipalities(plan, "Alkmaar", "Bergen")
        for name, town in zip(("Anja", "Bregje"), towns, strict=True):
            person(plan, "mayor", name, town)
        days = ["2025-03-23", "2025-03-24", "2025-03-25", "2025-03-30", "2025-03-31"]
        Reaction.objects.create(plan=plan, municipality=towns[0], stance="agrees")
        assert [on(day) for day in days] == [[], ["Bregje"], [], ["Bregje"], []]
        assert "Dat kan tot en met 31 maart 2025" in bodies()

    def test_staff_when_it_is_over(self, plan):
        decider(plan)
        assert [on(day) for day in ("2025-03-31", "2025-04-01", "2025-04-02")] == [[], ["Sanne"], []]
        assert "kan nu worden vastgesteld" in bodies()


def test_a_dry_run_sends_nothing_and_remembers_nothing(capsys):
    writer(complete_plan(deadline=date(2025, 3, 5)))
    call_command("send_reminders", "--dry-run")
    assert "pieter@example.org: Uitvoeringsplan Havens 2025: gereed maken" in capsys.readouterr().out
    assert (mail.outbox, Notice.objects.count()) == ([], 0)
    call_command("send_reminders")
    assert len(mail.outbox) == Notice.objects.count() == 1


def test_the_mail_is_plain_and_complete():
    plan = complete_plan(deadline=date(2025, 3, 5))
    writer(plan)
    on("2025-03-03")
    address = f"/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/2025/{plan.theme.slug}/bewerken/"
    assert mail.outbox[0].body == (
        "Beste Pieter Proef,\n\n"
        "Uitvoeringsplan Havens 2025\n\n"
        "- Dit plan moet over 2 dagen gereed zijn: op 5 maart 2025.\n"
        f"  http://127.0.0.1:8000{address}\n\n"
        "Dit bericht is automatisch verstuurd. U kunt er niet op antwoorden.\n"
        "U kiest zelf waarover u mail krijgt: http://127.0.0.1:8000/account/meldingen/\n"
    )
