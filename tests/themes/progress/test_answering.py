"""A link in a mail with which nothing changed is reported: once, by whoever it was sent to, and never by opening it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import municipalities, person, writer
from themes.models import AnswerLink, ImplementationPlan, Outlook, ProgressUpdate, ResultTarget, Standing
from themes.progress.links import make_links, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False) as travel:
        yield travel


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30))


@pytest.fixture
def activity(plan):
    return ActivityFactory(plan=plan, title="Havenscan")


@pytest.fixture
def link(plan, activity):
    reported(activity, course=Outlook.ON_TRACK, words="De scan loopt", on=date(2025, 6, 1))
    [made] = make_links(user=writer(plan), subjects=[activity])
    return made


def address(link):
    return reverse("themes:answer", args=[token_of(link)])


def opened(link, status=200):
    answer = Client().get(address(link))
    assert answer.status_code == status
    return answer.content.decode()


def click(link, seen="1"):
    return Client().post(address(link), {"gezien": seen})


def test_opening_shows_what_would_be_reported_and_changes_nothing(link):
    for _ in range(3):
        found = opened(link)
    assert "Havenscan" in found
    assert "De scan loopt" in found
    assert "stand van 1 juni 2025" in found
    assert "U meldt dit als Pieter Proef" in found
    assert ProgressUpdate.objects.count() == 1
    assert AnswerLink.objects.get().used_at is None


def test_a_click_reports_once_for_whoever_it_was_sent_to(link):
    assert "Dank u" in click(link).content.decode()
    standing = Standing.objects.get()
    assert (standing.course, standing.on, standing.reported_by) == (Outlook.ON_TRACK, date(2025, 10, 1), link.user)
    update = ProgressUpdate.objects.latest("pk")
    assert (update.by_mail, update.unchanged) == (True, True)
    assert AnswerLink.objects.get().answer == update


def test_a_second_click_says_when_it_was_used_and_reports_nothing(link, clock):
    click(link)
    clock.move_to("2025-10-03 12:00+02:00")
    for answer in (click(link), click(link, "2")):
        assert answer.status_code == 410
        assert "is op 1 oktober 2025 al gebruikt" in answer.content.decode()
    assert "al gebruikt" in opened(link, 410)
    assert ProgressUpdate.objects.count() == 2


def test_what_was_reported_meanwhile_is_shown_first(link, activity):
    reported(activity, course=Outlook.BEHIND, words="De scan ligt stil")
    answer = click(link, "1")
    assert answer.status_code == 409
    assert "De scan ligt stil" in answer.content.decode()
    assert ProgressUpdate.objects.count() == 2
    assert click(link, "2").status_code == 200


def test_it_is_over_after_two_weeks(link, clock):
    clock.move_to("2025-10-15 08:59+02:00")
    opened(link)
    clock.move_to("2025-10-15 09:00+02:00")
    assert "geldig tot 15 oktober 2025" in opened(link, 410)
    assert click(link).status_code == 410
    assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize(
    "change", [lambda token: f"1{token}", lambda token: token[:-1], lambda _: "onzin", lambda _: "1"]
)
def test_a_link_that_was_tampered_with_is_nothing(link, change):
    url = reverse("themes:answer", args=[change(token_of(link))])
    for answer in (Client().get(url), Client().post(url, {"gezien": "1"})):
        assert answer.status_code == 404
        assert "Neem de link uit de mail in zijn geheel over" in answer.content.decode()
    assert ProgressUpdate.objects.count() == 1


def _in_the_bin(link, activity):
    activity.deleted_at = timezone.now()
    activity.save()


def _account_shut(link, activity):
    User.objects.filter(pk=link.user_id).update(is_active=False)


def _role_taken(link, activity):
    Role.objects.filter(user=link.user_id).delete()


def _reopened(link, activity):
    ImplementationPlan.objects.update(status="returned")


def _year_over(link, activity):
    ImplementationPlan.objects.update(year=2024)


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (_in_the_bin, "staat niet meer in het Uitvoeringsplan Havens 2025"),
        (_account_shut, "kan hierover niet (meer) worden gemeld"),
        (_role_taken, "kan hierover niet (meer) worden gemeld"),
        (_reopened, "het is niet vastgesteld"),
        (_year_over, "Het jaar 2024 is afgelopen"),
    ],
)
def test_what_is_in_the_way_is_said_with_a_way_on(link, activity, happened, sentence):
    happened(link, activity)
    for answer in (Client().get(address(link)), click(link)):
        found = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in found
        assert "Log in en meld de voortgang" in found
    assert ProgressUpdate.objects.count() == 1


def test_a_mayor_answers_for_the_own_municipality(plan):
    [town] = municipalities(plan, "Alkmaar")
    target = ResultTargetFactory(plan=plan, value=1, scope=ResultTarget.Scope.EVERY_MUNICIPALITY, unit="scan")
    reported(target, 1, town=town)
    [link] = make_links(user=person(plan, "mayor", "Anja", town), subjects=[target], municipality=town)
    assert click(link).status_code == 200
    assert Standing.objects.get().on == date(2025, 10, 1)


def test_the_link_is_not_kept_by_the_browser(link):
    assert "no-store" in Client().get(address(link))["Cache-Control"]


def test_it_works_on_the_last_day_of_the_year_and_not_on_the_next(plan, activity, clock):
    clock.move_to("2025-12-31 10:00+01:00")
    reported(activity, course=Outlook.ON_TRACK)
    first, second = make_links(user=writer(plan), subjects=[activity, activity])
    assert second.expires_at - first.made_at == timedelta(days=14)
    assert click(first).status_code == 200
    clock.move_to("2026-01-01 10:00+01:00")
    assert click(second, "2").status_code == 422
