"""Somebody's calendar behind an address only they know: what stands in it, and who can read it for how long."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from nhveilig.accounts.models import User
from nhveilig.calendars.models import Feed
from tests.themes.factories import ImplementationPlanFactory
from tests.themes.workflow.people import complete_plan, municipalities, person, writer

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://127\.0\.0\.1:8000(/kalender/[\w-]{43}\.ics)"')


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2026-11-30 12:00+01:00", tick=False):
        yield


@pytest.fixture
def plan():
    return complete_plan(year=2027, deadline=date(2026, 12, 20))


@pytest.fixture
def leader(plan):
    return writer(plan)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(user: User) -> str:
    return ADDRESS.search(browser_of(user).post("/account/kalender/").content.decode())[1]


def titles(user: User) -> list[str]:
    body = Client().get(address_of(user)).content
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")]


class TestAddress:
    def test_it_is_read_without_logging_in_and_begins_no_session(self, leader):
        answer = Client().get(address_of(leader))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")

    def test_the_secret_is_shown_once_and_stored_nowhere(self, leader):
        secret = address_of(leader).removeprefix("/kalender/").removesuffix(".ics")
        assert secret not in browser_of(leader).get("/account/kalender/").content.decode()
        assert secret not in str(Feed.objects.values().get())

    def test_a_new_address_ends_the_old_one(self, leader):
        old, new = address_of(leader), address_of(leader)
        assert [Client().get(one).status_code for one in (old, new)] == [404, 200]

    def test_what_is_revoked_leads_nowhere(self, leader):
        address = address_of(leader)
        browser_of(leader).post("/account/kalender/intrekken/")
        assert Client().get(address).status_code == 404
        assert "U hebt nog geen adres." in browser_of(leader).get("/account/kalender/").content.decode()

    def test_who_cannot_log_in_has_no_calendar_either(self, leader):
        address = address_of(leader)
        User.objects.update(is_active=False)
        assert Client().get(address).status_code == 404

    def test_when_it_was_read_last_is_noted_once_a_day(self, leader, django_assert_num_queries):
        address = address_of(leader)
        Client().get(address)
        assert Feed.objects.get().read_on == date(2026, 11, 30)
        # the feed with its user; roles; three for the plans, one for all tasks
        with django_assert_num_queries(6):
            Client().get(address)

    def test_who_has_it_already_gets_nothing_until_it_changes(self, leader, plan):
        address = address_of(leader)
        etag = Client().get(address).headers["ETag"]
        assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
        type(plan).objects.update(deadline=date(2026, 12, 21))
        assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200

    def test_who_asks_all_the_time_has_to_wait(self, leader, settings):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "feed"}}
        address = address_of(leader)
        found = [Client().get(address).status_code for _ in range(61)]
        assert found == [200] * 60 + [429]
        assert Client().get(address_of(leader)).status_code == 200


class TestEvents:
    def test_what_is_not_adopted_has_no_name(self, plan, leader):
        body = Client().get(address_of(leader)).content.decode()
        assert "Uitvoeringsplan in voorbereiding: gereed" in body
        assert "20261220" in body
        assert plan.theme.short_title not in body
        assert plan.theme.slug not in body

    def test_several_on_one_day_are_one_event(self, plan, leader):
        ImplementationPlanFactory(theme=plan.theme, year=2028, deadline=date(2026, 12, 20))
        assert titles(leader) == ["2 uitvoeringsplannen in voorbereiding: gereed"]

    def test_a_mayor_reads_until_when_one_reacts(self, plan):
        [town] = municipalities(plan, "Alkmaar")
        mayor = person(plan, "mayor", "Anja", town)
        type(plan).objects.update(status="consultation", consultation_ends_on=date(2026, 12, 20))
        assert titles(mayor) == ["Laatste dag om te reageren op 1 uitvoeringsplan"]

    def test_a_reader_reads_what_was_adopted_and_nothing_else(self, plan):
        reader = person(plan, "reader", "Lies")
        ImplementationPlanFactory(theme=plan.theme, year=2026, status="adopted", adopted_on=date(2026, 1, 30))
        ImplementationPlanFactory(status="adopted", year=2026, adopted_on=date(2026, 1, 30))
        assert titles(reader) == ["Vastgesteld: Uitvoeringsplan Havens 2026"]

    def test_what_one_may_see_is_looked_up_at_every_reading(self, plan, leader):
        address = address_of(leader)
        leader.roles.all().delete()
        assert b"VEVENT" not in Client().get(address).content
