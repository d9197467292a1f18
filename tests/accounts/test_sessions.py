"""How long one stays logged in, and what stays behind on a shared computer."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as the_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from nhveilig.accounts.models import AccessEvent, LinkRequest
from nhveilig.accounts.tasks import forget_what_is_over
from nhveilig.jobs.timetable import entries

pytestmark = pytest.mark.sqlite

SCRIPT = {"Accept": "application/json"}
PLAN = "/uitvoeringsplannen/noord-holland/2025/drugs/"


def later(**time: int):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_who_does_nothing_for_half_an_hour_is_out(log_in):
    client = log_in("staf")
    with later(minutes=29):
        assert is_in(client)
    with later(minutes=60):
        answer = client.get("/documenten/")
        assert answer.headers["Location"] == "/inloggen/?next=/documenten/"
        assert "U bent uitgelogd, omdat u lang niets deed" in client.get(answer.headers["Location"]).text


def test_who_goes_on_working_stays_in_until_the_day_is_over(log_in):
    client, minutes = log_in("staf"), the_settings.SESSION_COOKIE_AGE // 60
    for passed in range(20, minutes, 20):
        with later(minutes=passed):
            assert is_in(client), passed
    with later(minutes=minutes + 1):
        assert not is_in(client)


def test_the_day_is_a_working_day():
    assert 8 * 3600 <= the_settings.SESSION_COOKIE_AGE <= 12 * 3600
    assert the_settings.SESSION_IDLE_SECONDS == 30 * 60


def test_a_page_that_asks_by_itself_keeps_nobody_in(log_in):
    """The editor asks who else is there as long as it is open."""
    client = log_in("staf")
    for passed in range(4, 40, 5):
        with later(minutes=passed):
            answer = client.post(f"{PLAN}bewerken/aanwezig/", {"session": "a"}, headers=SCRIPT)
            assert (answer.status_code == 401) == (passed > 30), passed


def test_what_was_typed_meanwhile_is_not_lost(log_in):
    """A script is told where to log in and keeps the text; the page of a form is where one comes back."""
    page = {"Referer": f"http://testserver{PLAN}opmerkingen/"}
    back = f"/inloggen/?next={PLAN}opmerkingen/"
    client = log_in("staf")
    with later(minutes=31):
        told = client.post(f"{PLAN}bewerken/opslaan/", {"text": "Mijn zin"}, headers=SCRIPT | page)
    assert (told.status_code, told.json()["login"]) == (401, back)
    client = log_in("staf")
    with later(minutes=31):
        assert client.post(f"{PLAN}opmerkingen/", {"text": "Mijn zin"}, headers=page).headers["Location"] == back


def test_a_session_of_before_these_rules_begins_now(log_in):
    client = log_in("staf")
    session = client.session
    for name in ("began_at", "seen_at"):
        del session[name]
    session.save()
    assert is_in(client)
    with later(minutes=32):
        assert not is_in(client)


@pytest.mark.parametrize("path", ["/", "/documenten/", "/account/", "/toegankelijkheid/", "/bestaat-niet/"])
def test_pages_of_who_is_logged_in_stay_in_no_cache(log_in, path):
    assert log_in("staf").get(path).headers["Cache-Control"] == "private, no-store"


def test_files_and_answers_to_scripts_neither(log_in):
    client = log_in("staf")
    edition = "/documenten/imv-nh-2019-2022/edities/2/editie.json"
    answers = [client.get(edition), client.post(f"{PLAN}bewerken/opslaan/", {}, headers=SCRIPT), client.get("/mensen/")]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_what_is_for_everybody_may_be_kept(log_in):
    assert "no-store" not in log_in("staf").get("/api/v1/eenheden").headers["Cache-Control"]
    assert "no-store" not in Client().get("/open-data/").headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/", "/inloggen/", "/api/v1"])
def test_a_page_asks_nothing_of_the_browser(log_in, path):
    found = log_in("staf").get(path).headers["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(found.split(", "))


def test_what_is_over_is_forgotten_every_night(log_in):
    client = log_in("lezer")
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    kept, now = log_in("staf").session.session_key, timezone.now()
    for days in (the_settings.ACCESS_LOG_DAYS + 1, the_settings.ACCESS_LOG_DAYS - 1):
        AccessEvent.objects.create(kind="logged_in", at=now - timedelta(days=days))
    for hours in (25, 1):
        LinkRequest.objects.create(email="a@b.example", asked_at=now - timedelta(hours=hours))
    forget_what_is_over()
    assert list(Session.objects.values_list("pk", flat=True)) == [kept]
    assert (AccessEvent.objects.count(), LinkRequest.objects.count()) == (1, 1)
    assert "nhveilig.accounts.tasks.forget_what_is_over" in entries()
