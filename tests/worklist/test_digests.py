"""What is asked comes in the digest of the day, also when nothing happened; the same list does not come twice."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from nhveilig.accounts.models import Role, User
from nhveilig.notices.mailing import mail_digests
from nhveilig.notices.models import Digest, DigestReader
from nhveilig.notices.services import choose
from tests.notices.telling import LATER, tell
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, writer
from themes.models import ImplementationPlan, Reaction

pytestmark = pytest.mark.django_db
END = date(2025, 3, 31)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 07:15+01:00", tick=False):
        yield


def on(day: str) -> list[str]:
    """Who got a mail in the round of that day."""
    with time_machine.travel(f"{day} 07:15+01:00", tick=False):
        return [letter.user.first_name for letter in mail_digests()]


def days_of_mail(*days: str) -> list[str]:
    return [day for day in days if on(day)]


class TestWhen:
    def test_new_then_two_weeks_before_the_day_before_on_the_day_and_when_it_is_late(self):
        writer(complete_plan(deadline=END))
        days = [f"2025-03-{day:02}" for day in (3, 4, 16, 17, 18, 29, 30, 31)]
        sent = days_of_mail(*days, "2025-04-01", "2025-04-02")
        assert sent == [
            "2025-03-03",
            "2025-03-17",
            "2025-03-30",
            "2025-03-31",
            "2025-04-01",
        ]
        assert "Schrijf het plan Havens 2025 (uiterlijk 31 maart 2025)" in mail.outbox[0].body
        assert "(had klaar moeten zijn op 31 maart 2025)" in mail.outbox[-1].body

    @pytest.mark.parametrize(("days", "first"), [(7, "2025-03-24"), (3, "2025-03-28")])
    def test_how_long_before_the_day_one_chooses(self, days, first):
        choose(user=writer(complete_plan(deadline=END)), choices={}, days=days)
        assert days_of_mail("2025-03-03", "2025-03-17", "2025-03-23", "2025-03-24", "2025-03-27", "2025-03-28") == [
            "2025-03-03",
            first,
        ]

    def test_a_round_that_was_missed_is_made_up_for(self):
        writer(complete_plan(deadline=END))
        assert days_of_mail("2025-03-03", "2025-03-20", "2025-03-21") == ["2025-03-03", "2025-03-20"]

    def test_another_deadline_is_news(self):
        writer(complete_plan(deadline=END))
        assert days_of_mail("2025-03-17", "2025-03-18") == ["2025-03-17"]
        ImplementationPlan.objects.update(deadline=date(2025, 4, 1))
        assert days_of_mail("2025-03-19", "2025-03-20") == ["2025-03-19"]

    def test_what_has_no_day_is_told_again_in_the_next_quarter(self):
        plan = complete_plan(status="review")
        decider(plan)
        assert days_of_mail("2025-03-03", "2025-03-04", "2025-03-31", "2025-04-01", "2025-04-02") == [
            "2025-03-03",
            "2025-04-01",
        ]

    def test_the_last_day_to_react_comes_to_who_said_nothing(self):
        plan = complete_plan(status="consultation", consultation_ends_on=END)
        towns = municipalities(plan, "Alkmaar", "Bergen")
        for name, town in zip(("Anja", "Bregje"), towns, strict=True):
            person(plan, "mayor", name, town)
        Reaction.objects.create(plan=plan, municipality=towns[0], stance="agrees")
        days = ["2025-03-10", "2025-03-17", "2025-03-18", "2025-03-30", "2025-03-31", "2025-04-01"]
        assert [on(day) for day in days] == [["Bregje"], ["Bregje"], [], ["Bregje"], ["Bregje"], []]

    def test_when_that_is_over_it_comes_to_who_decides(self):
        decider(complete_plan(status="consultation", consultation_ends_on=END))
        assert [on(day) for day in ("2025-04-01", "2025-04-02")] == [["Sanne"], []]
        assert "Stel het plan Havens 2025 vast" in mail.outbox[0].body


class TestWhoAndWhat:
    def test_leaders_and_not_the_group_nor_the_staff(self):
        plan = complete_plan(deadline=END)
        writer(plan), writer(plan, "Wies", kind="member"), decider(plan)
        writer(complete_plan(year=2024), "Elders")
        assert on("2025-03-03") == ["Pieter"]

    def test_nobody_whose_account_is_shut_or_who_has_no_address_or_no_role_any_more(self):
        plan = complete_plan(deadline=END)
        User.objects.filter(pk=writer(plan, "Weg").pk).update(is_active=False)
        User.objects.filter(pk=writer(plan, "Adresloos").pk).update(email="")
        Role.objects.filter(user=writer(plan, "Rolloos")).delete()
        assert on("2025-03-03") == []
        assert not Digest.objects.exists()

    def test_news_first_and_then_what_stood_there_before(self):
        plan = complete_plan(deadline=date(2025, 3, 6))
        writer(plan)
        on("2025-03-03")
        ImplementationPlanFactory(theme=plan.theme, year=2026, deadline=date(2025, 3, 10))
        assert on("2025-03-04") == ["Pieter"]
        assert mail.outbox[1].subject == "NHVeilig: 2 taken"
        news, before = mail.outbox[1].body.split("Dit stond al eerder in uw overzicht")
        assert "Havens 2026" in news.split("Dit wordt van u gevraagd")[1]
        assert "Havens 2025" in before

    def test_what_is_far_away_and_known_is_left_out(self):
        plan = complete_plan(deadline=date(2025, 6, 30))
        leader = writer(plan)
        on("2025-03-03")
        tell(leader, kind=LATER)
        on("2025-03-04")
        assert "Schrijf het plan" not in mail.outbox[1].body

    def test_whoever_wants_no_tasks_gets_news_alone(self):
        leader = writer(complete_plan(deadline=END))
        choose(user=leader, choices={}, days=0)
        assert on("2025-03-30") == []
        tell(leader, kind=LATER)
        on("2025-03-31")
        assert "gevraagd" not in mail.outbox[0].body

    def test_no_second_mail_that_day(self):
        plan = complete_plan(deadline=END)
        writer(plan)
        on("2025-03-03")
        ActivityFactory(plan=plan, owner="")
        assert on("2025-03-03") == []
        assert on("2025-03-04") == ["Pieter"]

    def test_what_was_done_before_a_second_attempt_makes_no_empty_mail(self, monkeypatch):
        plan = complete_plan(deadline=END)
        writer(plan)
        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _refuse)
            assert on("2025-03-03") == []
        assert not DigestReader.objects.exists(), "nothing was told"
        plan.delete()
        with time_machine.travel("2025-03-03 07:30+01:00", tick=False):
            assert mail_digests() == []
        assert mail.outbox == []


def _refuse(*args: object, **kwargs: object) -> None:
    raise ConnectionRefusedError


def test_a_dry_run_sends_nothing_and_remembers_nothing(capsys):
    writer(complete_plan(deadline=END))
    call_command("send_reminders", "--dry-run")
    assert "pieter@example.org: NHVeilig: 1 taak" in capsys.readouterr().out
    assert (mail.outbox, Digest.objects.count(), DigestReader.objects.count()) == ([], 0, 0)
    call_command("send_reminders")
    assert len(mail.outbox) == Digest.objects.count() == 1


def test_the_mail_is_plain_and_complete():
    plan = complete_plan(deadline=date(2025, 3, 5))
    writer(plan)
    on("2025-03-03")
    address = f"/uitvoeringsplannen/{plan.theme.plan.police_unit.slug}/2025/{plan.theme.slug}/bewerken/"
    assert mail.outbox[0].body == (
        "Beste Pieter Proef,\n\n"
        "Dit wordt van u gevraagd\n\n"
        "- Schrijf het plan Havens 2025 (uiterlijk 5 maart 2025)\n"
        f"  http://127.0.0.1:8000{address}\n\n"
        "Dit bericht is automatisch verstuurd. U kunt er niet op antwoorden.\n"
        "U kiest zelf waarover u mail krijgt: http://127.0.0.1:8000/account/meldingen/\n"
    )


def test_under_mijn_account_one_chooses(client):
    leader = writer(complete_plan())
    client.force_login(leader)
    page = client.get(reverse("notices:choices"))
    assert "vanaf veertien dagen van tevoren" in page.text
    kinds = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert client.post(reverse("notices:choices"), kinds | {"dagen": "3"}).status_code == 302
    assert DigestReader.objects.get(user=leader).days == 3
    refused = client.post(reverse("notices:choices"), kinds | {"dagen": "99"})
    assert "een van de vier" in refused.text
