"""What it takes to set up an eenheid: asked of the data, and put aside by who does without."""

import pytest
from django.test import Client

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Office, PoliceUnit, SetAside
from nhveilig.web.setup import steps_of

pytestmark = pytest.mark.django_db
ASIDE = "/inrichten/stap/limburg/{}/"


@pytest.fixture
def limburg(reference) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="limburg")


@pytest.fixture
def first(limburg) -> User:
    user = User.objects.create(username="eerste", first_name="Eva")
    Role.objects.create(user=user, kind=Role.Kind.ADMINISTRATOR, police_unit=limburg)
    return user


@pytest.fixture
def browser(first) -> Client:
    client = Client()
    client.force_login(first)
    return client


def left(user: User, unit: PoliceUnit) -> set[str]:
    return {one.step.code for one in steps_of(unit, Access(user)) if one.is_left}


def test_a_new_eenheid_has_everything_to_do(first, limburg):
    assert left(first, limburg) >= {"stafbureau", "mensen", "sterkte", "agenda", "beleidsplan", "contactpersonen"}


def test_it_is_on_start_first_and_leads_to_what_comes_first(browser):
    page = browser.get("/").text
    assert page.index("Eenheid Limburg inrichten") < page.index("Vandaag voor u")
    assert "/inrichten/stafbureau/limburg/" in page
    assert "Begin met het inrichten." in page
    assert "Niets te doen" not in page
    assert "Er wordt vandaag niets" not in page
    assert browser.get("/inrichten/").status_code == 200


@pytest.mark.parametrize("code", ["lezer", "staff"])
def test_only_who_lets_people_in_sees_it_on_start(limburg, code):
    user = User.objects.create(username="ander")
    kind = Role.Kind.READER if code == "lezer" else Role.Kind.STAFF
    Role.objects.create(user=user, kind=kind, police_unit=limburg)
    client = Client()
    client.force_login(user)
    assert "inrichten-limburg" not in client.get("/").text
    assert "Eenheid Limburg inrichten" not in client.get("/").text


def test_a_step_is_done_when_the_data_are_there(first, limburg):
    Office.objects.create(police_unit=limburg, name="Bureau", email="bureau@limburg.example")
    Role.objects.create(user=User.objects.create(username="een"), kind=Role.Kind.READER, police_unit=limburg)
    assert not {"stafbureau", "mensen"} & left(first, limburg)


def test_what_others_did_does_not_count(first, limburg):
    elsewhere = PoliceUnit.objects.get(code="RE04")
    Office.objects.create(police_unit=elsewhere, name="Bureau", email="bureau@nh.example")
    SetAside.objects.create(police_unit=elsewhere, step="mensen")
    assert {"stafbureau", "mensen"} <= left(first, limburg)


def test_a_step_is_put_aside_and_taken_up_again(browser, first, limburg):
    page = browser.post(ASIDE.format("contactpersonen"), {"nodig": "nee"}, follow=True).text
    assert "“Contactpersonen” is niet nodig." in page
    assert "contactpersonen" not in left(first, limburg)
    browser.post(ASIDE.format("contactpersonen"), {"nodig": "nee"})
    assert SetAside.objects.count() == 1
    browser.post(ASIDE.format("contactpersonen"), {"nodig": "ja"})
    assert "contactpersonen" in left(first, limburg)


def test_there_is_nothing_to_put_aside_of_another_or_that_is_no_step(browser, first):
    assert browser.post("/inrichten/stap/limburg/bestaat-niet/").status_code == 404
    assert browser.post("/inrichten/stap/noord-holland/mensen/").status_code == 404
    assert not SetAside.objects.exists()


def test_start_is_quiet_when_all_is_done(browser, first, limburg):
    for code in left(first, limburg):
        browser.post(ASIDE.format(code), {"nodig": "nee"})
    assert "Eenheid Limburg inrichten" not in browser.get("/").text
    assert "Alles is gedaan" in browser.get("/inrichten/").text


def test_all_steps_of_an_eenheid_take_one_query(first, limburg, django_assert_num_queries):
    access = Access(first)
    assert access.roles
    with django_assert_num_queries(1):
        steps_of(limburg, access)
    for number in range(5):
        Role.objects.create(user=User.objects.create(username=f"n{number}"), kind="reader", police_unit=limburg)
    with django_assert_num_queries(1):
        steps_of(limburg, access)


def test_a_step_that_is_not_the_readers_has_no_link(limburg):
    user = User.objects.create(username="staf")
    Role.objects.create(user=user, kind=Role.Kind.STAFF, police_unit=limburg)
    urls = {one.step.code: one.url for one in steps_of(limburg, Access(user))}
    assert (urls["mensen"], urls["stafbureau"]) == ("", "/inrichten/stafbureau/limburg/")
