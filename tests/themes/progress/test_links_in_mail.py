"""Once a quarter people read in the digest what stands still, with a link for each of the ten that stand still longest;
and mayors what their municipality never reported."""

import re
from datetime import date
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.test import Client

from nhveilig.notices.mailing import foreseen_digests, mail_digests
from nhveilig.regions.models import Municipality
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import writer
from themes.models import AnswerLink, Outlook, ProgressUpdate

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://127\.0\.0\.1:8000(/voortgang/antwoord/\S+)")


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30))


def on(day: str) -> list[str]:
    """Who got a mail in the round of that day."""
    with time_machine.travel(f"{day} 07:00+01:00", tick=False):
        return [letter.user.first_name for letter in mail_digests()]


def activity(plan, name, on, course=Outlook.ON_TRACK):
    made = ActivityFactory(plan=plan, title=name, owner="Gemeente Velsen")
    reported(made, course=course, on=on)
    return made


def test_who_works_on_a_theme_hears_once_a_quarter_of_what_is_older_than_92_days(plan):
    writer(plan)
    activity(plan, "Havenscan", date(2025, 3, 1))
    days = ["2025-06-01", "2025-06-02", "2025-06-03", "2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01"]
    assert {day: found for day in days if (found := on(day))} == {
        day: ["Pieter"] for day in ("2025-06-02", "2025-07-01", "2025-10-01")
    }


def test_the_mail_has_a_link_that_works_once(plan):
    leader = writer(plan)
    activity(plan, "Havenscan", date(2025, 3, 1))
    assert on("2025-07-01") == ["Pieter"]
    body = mail.outbox[0].body
    assert "- Werk 1 stand bij van Havens 2025" in body
    assert "Havenscan\n  (op koers, stand van 1 maart 2025)\n  Niets veranderd? http" in body
    assert "werkt één keer" in body
    with time_machine.travel("2025-07-02 09:00+02:00", tick=False):
        [path] = LINK.findall(body)
        assert [Client().post(path, {"gezien": "1"}).status_code for _ in range(2)] == [200, 410]
    assert ProgressUpdate.objects.get(by_mail=True).reported_by == leader


def test_ten_links_at_most_the_oldest_first(plan):
    writer(plan)
    for day in range(1, 15):
        activity(plan, f"Stap {day:02}", date(2025, 2, 15 - day))
    on("2025-07-01")
    body = mail.outbox[0].body
    assert "Werk 14 standen bij" in body
    assert len(LINK.findall(body)) == AnswerLink.objects.count() == 10
    assert re.findall(r"Stap (\d+)", body) == ["14", "13", "12", "11", "10", "09", "08", "07", "06", "05"]
    assert "/voortgang/?toon=ouder\n" in body


def test_two_plans_share_one_mail_and_its_ten_links(plan):
    leader = writer(plan)
    other = ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30), theme__plan=plan.theme.plan)
    other.theme.members.create(user=leader, kind="leader")
    for day in range(1, 9):
        activity(plan, "Oud", date(2025, 2, day))
        activity(other, "Ouder", date(2025, 1, day))
    assert on("2025-07-01") == ["Pieter"]
    assert re.findall(r"^  (Oud|Ouder)$", mail.outbox[0].body, re.MULTILINE).count("Ouder") == 8
    assert len(LINK.findall(mail.outbox[0].body)) == 10


def test_what_was_never_reported_is_late_after_three_months_and_has_no_link(plan):
    writer(plan)
    ActivityFactory(plan=plan, title="Stil")
    assert [day for day in ("2025-05-01", "2025-05-02", "2025-05-03") if on(day)] == ["2025-05-03"]
    assert "Meld 1 onderdeel van Havens 2025" in mail.outbox[0].body
    assert LINK.findall(mail.outbox[0].body) == []


@pytest.mark.parametrize("case", ["fresh", "finished", "other year", "concept"])
def test_who_reported_in_time_is_left_alone(plan, case):
    writer(plan)
    course = Outlook.DONE if case == "finished" else Outlook.ON_TRACK
    activity(plan, "Havenscan", date(2025, 6, 1) if case == "fresh" else date(2025, 3, 1), course)
    if case == "concept":
        type(plan).objects.update(status="review")
    assert on("2026-07-01" if case == "other year" else "2025-07-01") == []


def test_a_mail_that_cannot_be_sent_leaves_no_links(plan, monkeypatch):
    writer(plan)
    activity(plan, "Havenscan", date(2025, 3, 1))

    def broken(*args, **kwargs):
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
        assert on("2025-07-01") == []
    assert not AnswerLink.objects.exists()
    assert on("2025-07-02") == ["Pieter"]


def test_who_looks_ahead_makes_no_links(plan):
    writer(plan)
    activity(plan, "Havenscan", date(2025, 3, 1))
    with time_machine.travel("2025-07-01 07:00+02:00", tick=False):
        [letter] = foreseen_digests()
    assert "Werk 1 stand bij van Havens 2025" in letter.text
    assert not AnswerLink.objects.exists()


@pytest.mark.parametrize("size", [1, 6])
def test_looking_takes_as_many_queries_for_any_number_of_subjects(plan, size, django_assert_num_queries):
    writer(plan)
    for _ in range(size):
        activity(plan, "Havenscan", date(2025, 3, 1))
    # notices, people; what was told, roles, tasks
    with django_assert_num_queries(5), time_machine.travel("2025-07-01 07:00+02:00", tick=False):
        foreseen_digests()


@pytest.fixture
def counted(plan):
    """A target that counts in every municipality: Velsen reported on it, Urk did not."""
    target = ResultTargetFactory(plan=plan, scope="municipality", value=1, unit="scans")
    region = SafetyRegionFactory(police_unit=plan.theme.plan.police_unit)
    velsen, urk = (MunicipalityFactory(name=name, safety_region=region) for name in ("Velsen", "Urk"))
    reported(target, 1, on=date(2025, 2, 1), town=velsen)
    for town in (velsen, urk):
        user = UserFactory(first_name=f"Burgemeester van {town}", email=f"{town}@example.nl")
        RoleFactory(user=user, kind="mayor", police_unit=plan.theme.plan.police_unit, municipality=town)
    return target


def test_a_mayor_hears_once_a_quarter_of_what_the_own_municipality_never_reported(plan, counted):
    days = ["2025-05-02", "2025-05-03", "2025-05-04", "2025-07-01"]
    assert {day: people for day in days if (people := on(day))} == {
        "2025-05-03": ["Burgemeester van Urk"],
        "2025-07-01": ["Burgemeester van Urk"],
    }
    assert f"Meld voor Urk: {counted} (uiterlijk 31 december 2025)" in mail.outbox[0].body
    assert "/voortgang/target-" in mail.outbox[0].body


def test_a_mayor_whose_municipality_reports_hears_nothing_more(counted):
    urk = Municipality.objects.get(name="Urk")
    assert on("2025-05-03") == ["Burgemeester van Urk"]
    reported(counted, 0, on=date(2025, 6, 1), town=urk)
    assert on("2025-07-01") == []


def test_whoever_is_mayor_of_two_municipalities_gets_one_mail_about_both(plan, counted):
    Municipality.objects.get(name="Velsen").standing_set.all().delete()
    both = UserFactory(first_name="Beide", email="beide@example.nl")
    for town in Municipality.objects.all():
        RoleFactory(user=both, kind="mayor", police_unit=plan.theme.plan.police_unit, municipality=town)
    assert on("2025-05-03").count("Beide") == 1
    [letter] = [one for one in mail.outbox if "Beste Beide" in one.body]
    assert "Meld voor Urk" in letter.body
    assert "Meld voor Velsen" in letter.body
