"""The number in the header: kept for a minute, and renewed by what the reader does."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.worklist.counts import kept_number
from tests.accounts.factories import RoleFactory
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "number"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def staff():
    return RoleFactory(kind=Role.Kind.STAFF, police_unit=PoliceUnitFactory()).user


def begin_table(staff, day: int = 1) -> None:
    staff.roles.get().police_unit.strength_tables.create(reference_date=date(2027, 1, day), source="Politie")


def test_a_page_asks_the_database_once_a_minute(staff, django_assert_num_queries):
    access = Access(staff)
    begin_table(staff)
    assert kept_number(access) == 1
    begin_table(staff, 2)
    with django_assert_num_queries(0):
        assert kept_number(access) == 1


def test_the_page_of_tasks_renews_it(staff, client):
    begin_table(staff)
    client.force_login(staff)
    kept_number(Access(staff))
    begin_table(staff, 2)
    assert 'class="site-tool__count">2<' in client.get(reverse("worklist:list")).text


def test_who_does_something_sees_what_is_left(staff, client):
    kept_number(Access(staff))
    begin_table(staff)
    client.force_login(staff)
    assert "site-tool__count" not in client.get(reverse("accessibility")).text
    client.post(reverse("notices:seen"))
    assert 'class="site-tool__count">1<' in client.get(reverse("accessibility")).text


def test_where_nothing_is_kept_nothing_is_counted(staff, settings, django_assert_num_queries):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with django_assert_num_queries(0):
        assert kept_number(Access(staff)) is None
