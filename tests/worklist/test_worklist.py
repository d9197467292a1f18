"""One query whatever asks, in the order of what is most urgent; and the page with all of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist import registry
from nhveilig.worklist.base import Kind, Source, Task
from nhveilig.worklist.presenters import ShownTask, count_in_words
from nhveilig.worklist.queries import tasks_of
from tests.accounts.factories import RoleFactory, UserFactory
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from themes.models import ThemeMember

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = date(2026, 11, 30)


class Extra(Source):
    """Of every user one task, which nobody waits for."""

    code, kind = "extra", Kind.CHECK

    def rows(self, access, today):
        return self.asked(User.objects.filter(pk=access.user.pk), day="date_joined__date", words=["username"])

    def told(self, row):
        return {"title": f"Kijk naar {row.words[0]}", "why": "Zo maar.", "button": "Kijk", "url": "/"}


@pytest.fixture
def extra(monkeypatch):
    monkeypatch.setattr(registry, "_SOURCES", dict(registry._SOURCES))
    return registry.add_source(Extra())


def leader_of(number: int) -> User:
    policy, user = PolicyPlanFactory(), UserFactory()
    RoleFactory(user=user, kind=Role.Kind.PROJECT_LEADER, police_unit=policy.police_unit)
    RoleFactory(user=user, kind=Role.Kind.STAFF, police_unit=policy.police_unit)
    for theme in ThemeFactory.create_batch(number, plan=policy):
        ThemeMember.objects.create(theme=theme, user=user)
        ImplementationPlanFactory(theme=theme, year=2026)
        ImplementationPlanFactory(theme=theme, year=2027, status="review")
    return user


@pytest.mark.parametrize("number", [1, 12])
def test_however_much_is_asked_it_is_one_query(django_assert_num_queries, number):
    access = Access(leader_of(number))
    assert access.roles
    with django_assert_num_queries(1):
        found = tasks_of(access, TODAY)
    assert len(found) == 2 * number


def test_one_more_room_that_asks_is_no_query_more(django_assert_num_queries, extra):
    access = Access(leader_of(1))
    assert access.roles
    with django_assert_num_queries(1):
        found = tasks_of(access, TODAY)
    assert f"Kijk naar {access.user.username}" in [task.title for task in found]


def test_what_a_room_asks_may_differ_from_reader_to_reader(extra):
    for user in UserFactory.create_batch(2):
        assert [task.title for task in tasks_of(Access(user), TODAY)] == [f"Kijk naar {user.username}"]


def test_the_roles_of_this_moment_count():
    user = leader_of(1)
    assert len(tasks_of(Access(user), TODAY)) == 2
    Role.objects.filter(user=user, kind=Role.Kind.STAFF).delete()
    assert [task.kind for task in tasks_of(Access(user), TODAY)] == [Kind.WRITE]


def task(**more) -> Task:
    facts = {"kind": Kind.CHECK, "title": "Iets", "why": "", "button": "", "url": "/", "day": None, "since": None}
    return Task(**facts | {"today": TODAY} | more)


def test_who_waits_comes_first_then_what_is_late_then_by_date():
    waits = task(waits=True, day=TODAY + timedelta(days=9))
    late, soon, later, never = task(day=date(2026, 11, 1)), task(day=TODAY), task(day=date(2026, 12, 8)), task()
    assert sorted([never, later, soon, late, waits], key=lambda one: one.place) == [waits, late, soon, later, never]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"day": date(2026, 12, 8)}, ("8 dec", "nog 8 dagen")),
        ({"day": date(2026, 12, 1)}, ("1 dec", "morgen")),
        ({"day": TODAY}, ("30 nov", "vandaag")),
        ({"day": date(2026, 11, 29)}, ("29 nov", "1 dag te laat")),
        ({"day": date(2025, 11, 15)}, ("15 nov 2025", "380 dagen te laat")),
        ({"since": date(2026, 11, 6)}, ("6 nov", "sinds 24 dagen")),
        ({}, ("Geen datum", "")),
    ],
)
def test_a_day_is_written_twice(days, words):
    shown = ShownTask(task(**days))
    assert (shown.day, shown.beside) == words


def test_the_first_sentence_counts():
    assert count_in_words(0) == "Er wordt vandaag niets van u gevraagd."
    assert count_in_words(1) == "Eén ding vraagt vandaag iets van u."
    assert count_in_words(14) == "14 dingen vragen vandaag iets van u."


def test_the_page_has_all_of_it_and_each_kind_by_itself(client, extra):
    user = leader_of(3)
    client.force_login(user)
    page = client.get(reverse("worklist:list"))
    assert len(page.context["tasks"]) == 7
    chosen = client.get(reverse("worklist:list"), {"soort": "beslissen"})
    assert {one.task.kind for one in chosen.context["tasks"]} == {Kind.DECIDE}
    assert len(client.get(reverse("worklist:list"), {"soort": "\x00"}).context["tasks"]) == 7


def test_who_is_asked_nothing_is_told_so(client):
    user = UserFactory()
    RoleFactory(user=user, police_unit=PoliceUnit.objects.first() or PolicyPlanFactory().police_unit)
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("worklist:list")).text
    assert "Niets te doen" in page
    assert not [one for one in queries if "UNION" in one["sql"]]
