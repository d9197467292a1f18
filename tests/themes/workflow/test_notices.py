"""Whoever a step, a reaction or an answer concerns is told in the same transaction, and mailed within the minute."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from nhveilig.notices.mailing import mail_at_once, mail_digests
from nhveilig.notices.models import Notice
from tests.themes.workflow.people import answer, complete_plan, decider, municipalities, person, react, writer
from themes.models import ImplementationPlan
from themes.parts.views import plan_url
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import ADOPT, CONSULT, EXTEND, RETURN, SUBMIT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 09:46+01:00", tick=False):
        yield


@pytest.fixture
def plan():
    return complete_plan()


@pytest.fixture
def leader(plan):
    return writer(plan)


@pytest.fixture
def staff(plan):
    return decider(plan)


def take(plan, transition, by, **details):
    now = ImplementationPlan.objects.for_list().get(pk=plan.pk)
    said = StepDetails(**details)
    return take_step(plan=now, transition=transition, by=by, seen_version=now.version, details=said)


def told() -> list[tuple[str, str, str]]:
    return [(one.user.first_name, one.kind, one.text) for one in Notice.objects.order_by("pk")]


class TestStep:
    def test_staff_hear_of_a_plan_to_review_and_leaders_of_one_that_comes_back(self, plan, leader, staff):
        writer(plan, "Wies", kind="member")
        take(plan, SUBMIT, leader)
        take(plan, RETURN, staff, reason="De planning past niet.")
        assert told() == [
            (
                "Sanne",
                "step",
                "Pieter Proef stuurde het plan naar het stafbureau. U kunt het lezen, teruggeven of voorleggen.",
            ),
            ("Pieter", "returned", "Sanne Proef gaf het plan terug. De toelichting: De planning past niet."),
        ]
        mail_at_once()
        assert [message.subject for message in mail.outbox] == [
            "Uitvoeringsplan Havens 2025: terug bij de schrijver",
            "Uitvoeringsplan Havens 2025: bij het stafbureau",
        ]

    def test_mayors_hear_that_they_can_react_and_for_how_long(self, plan, leader, staff):
        [town] = municipalities(plan, "Alkmaar")
        person(plan, "mayor", "Anja", town)
        take(plan, SUBMIT, leader), take(plan, CONSULT, staff, ends_on=date(2025, 3, 31))
        take(plan, EXTEND, staff, ends_on=date(2025, 4, 15))
        texts = [text for name, _, text in told() if name == "Anja"]
        assert "U kunt reageren tot en met 31 maart 2025." in texts[0]
        assert "gaf de gemeenten meer tijd. U kunt reageren tot en met 15 april 2025." in texts[1]

    def test_leaders_hear_that_it_is_adopted(self, plan, leader, staff):
        take(plan, SUBMIT, leader), take(plan, CONSULT, staff, ends_on=date(2025, 3, 31))
        take(plan, ADOPT, staff, adopted_on=date(2025, 3, 3), reason="Iedereen is akkoord.")
        assert told()[-1] == ("Pieter", "step", "Sanne Proef stelde het plan vast.")

    def test_who_took_it_hears_nothing(self, plan, staff):
        take(plan, SUBMIT, staff)
        assert told() == []

    def test_of_a_step_that_was_not_taken_nobody_hears(self, plan, leader, staff):
        with transaction.atomic():
            take(plan, SUBMIT, leader)
            transaction.set_rollback(True)
        assert told() == []

    def test_a_worker_mails_it_right_after_the_commit(
        self, plan, leader, staff, django_capture_on_commit_callbacks, monkeypatch
    ):
        sent = []
        monkeypatch.setattr("nhveilig.celery.app.send_task", lambda name, queue: sent.append((name, queue)))
        with django_capture_on_commit_callbacks(execute=True):
            take(plan, SUBMIT, leader)
            assert sent == []
        assert sent == [("nhveilig.notices.tasks.mail_at_once", "quick")]

    def test_without_a_broker_the_step_stands_and_is_told(
        self, plan, leader, staff, django_capture_on_commit_callbacks, monkeypatch, caplog
    ):
        def broken(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("nhveilig.celery.app.send_task", broken)
        with django_capture_on_commit_callbacks(execute=True):
            take(plan, SUBMIT, leader)
        assert ImplementationPlan.objects.get().status == "review"
        assert "the broker does not answer" in caplog.text
        assert [letter.user for letter in mail_at_once()] == [staff]


class TestReaction:
    @pytest.fixture
    def asked(self, plan, leader, staff):
        self.towns = municipalities(plan, "Alkmaar", "Bergen")
        self.mayor = person(plan, "mayor", "Anja", self.towns[0])
        take(plan, SUBMIT, leader), take(plan, CONSULT, staff, ends_on=date(2025, 3, 31))
        Notice.objects.all().delete()
        return ImplementationPlan.objects.for_list().get(pk=plan.pk)

    def react(self, plan, *said):
        said = react(plan, self.towns[0], self.mayor, *said)
        # What the sender hears is tested with what is sent.
        Notice.objects.filter(kind="copy").delete()
        return said

    def test_an_objection_is_mailed_to_who_leads_the_theme_with_a_link(self, asked, leader):
        objection = self.react(asked, "objects", "Te duur voor ons.")
        assert [letter.user for letter in mail_at_once()] == [leader]
        [message] = mail.outbox
        assert message.subject == "Uitvoeringsplan Havens 2025: bezwaar van Alkmaar"
        assert "Alkmaar maakt bezwaar: Te duur voor ons." in message.body
        assert f"{plan_url(asked, 'reactions')}#reactie-{objection.pk}" in message.body

    def test_what_else_municipalities_say_waits_for_the_digest(self, asked, leader):
        self.react(asked, "agrees")
        assert mail_at_once() == []
        assert told() == [("Pieter", "reaction", "Alkmaar is akkoord.")]
        [letter] = [one for one in mail_digests() if one.user == leader]
        assert "Alkmaar is akkoord." in letter.text

    def test_other_words_are_no_news_and_another_mind_is(self, asked, leader):
        self.react(asked, "remark", "Een vraag.")
        self.react(asked, "remark", "Twee vragen.")
        self.react(asked, "objects", "Toch niet.")
        assert [kind for _, kind, _ in told()] == ["reaction", "objection"]

    def test_the_answer_goes_to_the_mayor_of_that_municipality_alone(self, asked, staff, leader):
        person(asked, "mayor", "Bregje", self.towns[1])
        said = self.react(asked, "objects", "Te duur voor ons.")
        answer(said, leader, "We zoeken geld.")
        answer(said, leader, "We zoeken samen geld.")
        [found] = [one for one in told() if one[1] == "answer"]
        assert found == ("Anja", "answer", "Over de reactie van Alkmaar schrijft Pieter Proef: We zoeken geld.")
        assert "Anja" in [letter.user.first_name for letter in mail_at_once()]

    def test_an_answer_that_is_taken_back_is_no_news(self, asked, leader):
        said = self.react(asked, "objects", "Te duur voor ons.")
        answer(said, leader, "")
        assert [kind for _, kind, _ in told()] == ["objection"]
