"""People hear of a step at once and of the rest once a day: each thing once, and only who it concerns."""

from datetime import date
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from nhveilig.accounts.models import Role, User
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, writer
from themes.models import ImplementationPlan, PlanStep, Reaction, Reminder
from themes.reminders.services import mail_step, send_reminders
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import RETURN, SUBMIT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 07:00+01:00", tick=False):
        yield


def on(day: str) -> list[str]:
    """Who got a mail in the round of that day."""
    with time_machine.travel(f"{day} 07:00+01:00", tick=False):
        return [letter.user.first_name for letter in send_reminders(today=date.fromisoformat(day))]


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
        assert not Reminder.objects.exists()

    def test_one_mail_with_everything_in_it(self):
        plan = complete_plan(deadline=date(2025, 3, 5))
        leader = writer(plan)
        ActivityFactory(plan=plan, owner="")
        other = ImplementationPlanFactory(theme=plan.theme, year=2026, deadline=date(2025, 3, 6))
        assert on("2025-03-03") == ["Pieter"]
        [message] = mail.outbox
        assert (message.to, message.subject) == (["pieter@example.org"], "Uw 2 uitvoeringsplannen")
        assert message.body.count("Uitvoeringsplan Havens 2025") == 1
        assert "1 activiteit heeft nog geen eigenaar" in message.body
        assert f"http://127.0.0.1:8000/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/2026/" in message.body
        assert set(Reminder.objects.values_list("user", "plan")) == {(leader.pk, plan.pk), (leader.pk, other.pk)}

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


class TestStep:
    @pytest.fixture
    def plan(self):
        return complete_plan()

    def take(self, plan, transition, by, details=None) -> PlanStep:
        now = ImplementationPlan.objects.for_list().get(pk=plan.pk)
        return take_step(
            plan=now, transition=transition, by=by, seen_version=now.version, details=details or StepDetails()
        )

    def test_staff_hear_of_a_plan_to_review_and_leaders_of_one_that_comes_back(self, plan):
        leader, staff = writer(plan), decider(plan)
        writer(plan, "Wies", kind="member")
        submitted = self.take(plan, SUBMIT, leader)
        assert [letter.user for letter in mail_step(step_id=submitted.pk)] == [staff]
        assert mail.outbox[0].subject == "Uitvoeringsplan Havens 2025: ter review"
        returned = self.take(plan, RETURN, staff, StepDetails(reason="De planning past niet."))
        assert [letter.user for letter in mail_step(step_id=returned.pk)] == [leader]
        assert "De toelichting: De planning past niet." in mail.outbox[1].body

    def test_who_took_it_needs_no_mail(self, plan):
        staff = decider(plan)
        assert mail_step(step_id=self.take(plan, SUBMIT, staff).pk) == []

    def test_mayors_hear_that_they_can_react(self, plan):
        [town] = municipalities(plan, "Alkmaar")
        mayor = person(plan, "mayor", "Anja", town)
        ImplementationPlan.objects.update(status="consultation", consultation_ends_on=date(2025, 3, 31))
        put = PlanStep.objects.create(
            plan=plan, from_status="review", to_status="consultation", ends_on=date(2025, 3, 31)
        )
        assert [letter.user for letter in mail_step(step_id=put.pk)] == [mayor]

    def test_told_once_whoever_asks(self, plan):
        leader = writer(plan)
        decider(plan)
        step = self.take(plan, SUBMIT, leader)
        assert len(mail_step(step_id=step.pk)) == 1
        assert mail_step(step_id=step.pk) == []
        assert on("2025-03-03") == []

    def test_what_no_worker_told_the_daily_round_tells(self, plan):
        decider(plan)
        self.take(plan, SUBMIT, writer(plan))
        assert on("2025-03-03") == ["Sanne"]

    def test_of_a_step_that_was_undone_nobody_hears(self, plan):
        staff = decider(plan)
        decider(plan, "Bas")
        step = self.take(plan, SUBMIT, writer(plan))
        self.take(plan, RETURN, staff, StepDetails(reason="Nee."))
        assert mail_step(step_id=step.pk) == []

    def test_a_worker_is_told_after_the_commit(self, plan, django_capture_on_commit_callbacks, monkeypatch):
        sent = []
        monkeypatch.setattr("themes.reminders.services.celery_app.send_task", lambda *args, **kw: sent.append(args))
        leader = writer(plan)
        with django_capture_on_commit_callbacks(execute=True):
            self.take(plan, SUBMIT, leader)
            assert sent == []
        assert sent == [("themes.tasks.mail_step",)]

    def test_without_a_broker_the_step_stands(self, plan, django_capture_on_commit_callbacks, monkeypatch, caplog):
        def broken(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("themes.reminders.services.celery_app.send_task", broken)
        leader = writer(plan)
        with django_capture_on_commit_callbacks(execute=True):
            self.take(plan, SUBMIT, leader)
        assert ImplementationPlan.objects.get().status == "review"
        assert "the broker does not answer" in caplog.text


def test_what_cannot_be_sent_is_logged_and_tried_the_next_day(monkeypatch, caplog):
    plan = complete_plan(deadline=date(2025, 3, 5))
    writer(plan), writer(plan, "Zoë")

    def broken(subject, text, sender, to):
        if to == ["pieter@example.org"]:
            raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("themes.reminders.services.send_mail", broken)
        assert on("2025-03-03") == ["Zoë"]
    assert "could not be sent" in caplog.text
    assert on("2025-03-04") == ["Pieter"]


def test_a_dry_run_sends_nothing_and_remembers_nothing(capsys):
    writer(complete_plan(deadline=date(2025, 3, 5)))
    call_command("send_reminders", "--dry-run")
    assert "pieter@example.org: Uitvoeringsplan Havens 2025: gereed maken" in capsys.readouterr().out
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)
    call_command("send_reminders")
    assert len(mail.outbox) == Reminder.objects.count() == 1


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
    )
