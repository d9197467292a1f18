"""Who is told of what, and how they see it."""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nhveilig.accounts.models import StandIn
from nhveilig.notices import kinds
from nhveilig.notices.kinds import How
from nhveilig.notices.models import Notice, NoticeChoice
from nhveilig.notices.queries import kept_count
from tests.accounts.factories import RoleFactory, UserFactory
from tests.notices.telling import LATER, NEWS, someone, tell
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_KINDS", {kind.code: kind for kind in (NEWS, LATER)})


@pytest.fixture
def reader():
    return RoleFactory(user=someone(), police_unit=PoliceUnitFactory()).user


@pytest.fixture
def browser(reader) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def test_everybody_is_told_once_of_the_same_thing():
    pieter, anja = someone(), someone("Anja")
    assert [tell(pieter), tell(pieter, anja), tell(pieter, anja), tell(pieter, about="twee")] == [1, 1, 0, 1]
    assert Notice.objects.filter(user=pieter).count() == 2


def test_who_did_it_and_who_cannot_log_in_hear_nothing():
    pieter, gone = someone(), someone("Weg", is_active=False)
    assert tell(pieter, gone, by=pieter) == 0


def test_it_is_undone_with_what_happened():
    with transaction.atomic():
        tell(someone())
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("number", [1, 40])
def test_telling_takes_as_many_queries_for_any_number_of_people(number, django_assert_num_queries):
    people = UserFactory.create_batch(number)
    # savepoint twice, who knows it, what they chose, the rows
    with django_assert_num_queries(5):
        tell(*people)


def test_a_text_that_is_too_long_is_cut():
    tell(someone(), text="a" * 3_000, subject="b" * 300)
    notice = Notice.objects.get()
    assert (len(notice.text), len(notice.subject)) == (2_000, 200)
    assert notice.text.endswith("…")


def test_what_one_chose_counts_and_otherwise_what_the_kind_says():
    pieter, anja = someone(), someone("Anja")
    NoticeChoice.objects.create(user=anja, kind=NEWS.code, how=How.DIGEST)
    tell(pieter, anja)
    assert dict(Notice.objects.values_list("user", "how")) == {pieter.pk: How.AT_ONCE, anja.pk: How.DIGEST}


def test_the_page_marks_what_is_new_and_following_a_notice_ends_that(browser, reader):
    tell(reader, url="/account/", text="Lees <b>dit</b>.")
    page = browser.get("/meldingen/").content.decode()
    assert page.count("notice--unseen") == 1
    assert "Lees &lt;b&gt;dit&lt;/b&gt;." in page
    assert browser.get(f"/meldingen/{Notice.objects.get().pk}/").url == "/account/"
    page = browser.get("/meldingen/").content.decode()
    assert "notice--unseen" not in page
    assert "U hebt alles gezien." in page


def test_all_are_seen_with_one_button(browser, reader):
    for about in "abc":
        tell(reader, about=about)
    other = someone("Anja")
    tell(other)
    browser.post("/meldingen/gezien/")
    assert Notice.objects.unseen().get().user == other


def test_nobody_follows_the_notice_of_another(browser):
    tell(someone("Anja"))
    assert browser.get(f"/meldingen/{Notice.objects.get().pk}/").status_code == 404


def test_a_notice_leads_to_no_other_site(browser, reader):
    tell(reader, url="//elders.example/")
    assert browser.get(f"/meldingen/{Notice.objects.get().pk}/").url == "/meldingen/"


@pytest.mark.parametrize("number", [1, 60])
def test_the_page_takes_as_many_queries_for_any_number_of_notices(browser, reader, number, django_assert_num_queries):
    for about in range(number):
        tell(reader, about=str(about), by=someone(f"Door{about}"))
    # session, user, roles, presence; how many, how many unseen, the page
    browser.get("/meldingen/")
    with django_assert_num_queries(6):
        browser.get("/meldingen/")


def test_without_notices_the_page_says_what_will_come(browser):
    assert "Er zijn geen meldingen" in browser.get("/meldingen/").content.decode()


def test_since_a_moment(reader):
    tell(reader, about="toen")
    moment = timezone.now()
    tell(reader, about="nu")
    tell(someone("Anja"), about="nu")
    assert [one.about for one in Notice.objects.since(reader, moment)] == ["nu"]


def test_the_header_knows_the_number_without_a_query(
    browser, reader, settings, django_assert_num_queries, django_capture_on_commit_callbacks
):
    assert kept_count(reader) is None
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "notices"}}
    cache.clear()
    assert kept_count(reader) == 0
    with django_capture_on_commit_callbacks(execute=True):
        tell(reader)
    with django_assert_num_queries(0):
        assert kept_count(reader) == 1
    page = browser.get("/hulp/").content.decode()
    assert re.search(r'href="/meldingen/">Meldingen\s*<span class="site-tool__count">1</span>', page)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/meldingen/gezien/")
    assert kept_count(reader) == 0


class TestStandingIn:
    @pytest.fixture
    def deputy(self, reader):
        """Of the reader, in their eenheid."""
        role = reader.roles.get()
        user = RoleFactory(user=someone("Wil"), police_unit=role.police_unit).user
        about = {"kind": StandIn.Kind.DEPUTY, "starts_on": timezone.localdate(), "made_by": reader}
        StandIn.objects.create(user=user, principal=reader, police_unit=role.police_unit, **about)
        return user

    def test_who_stands_in_hears_it_too_and_for_whom(self, reader, deputy, browser):
        unit = reader.roles.get().police_unit
        assert tell(reader, unit=unit) == 2
        assert Notice.objects.get(user=deputy).for_whom == reader
        assert Notice.objects.get(user=reader).for_whom is None
        browser.force_login(deputy)
        assert f"voor {reader.shown_name}" in browser.get("/meldingen/").content.decode()

    def test_not_of_another_eenheid_nor_of_what_is_of_the_person_alone(self, reader, deputy):
        assert tell(reader, unit=PoliceUnitFactory()) == 1
        assert tell(reader, about="twee") == 1

    def test_a_deputy_who_did_it_hears_nothing_and_the_principal_does(self, reader, deputy):
        tell(reader, unit=reader.roles.get().police_unit, by=deputy)
        assert Notice.objects.get().user == reader


class TestChoosing:
    def test_each_kind_has_a_row_and_what_is_chosen_stays(self, browser, reader):
        page = browser.get("/account/meldingen/").content.decode()
        assert page.count('type="radio"') == 6 + 4
        sent = browser.post("/account/meldingen/", {NEWS.code: "digest", LATER.code: "not", "dagen": "7"}, follow=True)
        assert "Uw keuze is opgeslagen." in sent.content.decode()
        assert dict(NoticeChoice.objects.filter(user=reader).values_list("kind", "how")) == {
            NEWS.code: "digest",
            LATER.code: "not",
        }
        browser.post("/account/meldingen/", {NEWS.code: "at_once", LATER.code: "not", "dagen": "7"})
        assert NoticeChoice.objects.filter(user=reader).count() == 2

    def test_what_is_not_chosen_is_asked_again(self, browser):
        answer = browser.post("/account/meldingen/", {NEWS.code: "soms"})
        assert answer.status_code == 422
        assert "Kies bij “nieuws” een van de drie." in answer.content.decode()
        assert not NoticeChoice.objects.exists()

    def test_what_waits_for_the_digest_goes_out_of_it(self, browser, reader):
        tell(reader, kind=LATER)
        browser.post("/account/meldingen/", {NEWS.code: "at_once", LATER.code: "not", "dagen": "7"})
        assert Notice.objects.get().state == "none"
