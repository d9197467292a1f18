"""A portal with nothing in it but what every portal knows works: every address, for every role."""

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, PoliceUnit
from tests.test_permissions import GET

pytestmark = pytest.mark.django_db
# Pages that are there before anybody made anything.
THERE = [
    *("/", "/taken/", "/meldingen/", "/account/", "/hulp/", "/cijfers/", "/zoeken/", "/zoeken/?q=drugs", "/kaart/"),
    *("/overzicht/", "/uitvoeringsplannen/", "/sterkte/", "/veiligheidsagenda/", "/begroting/", "/gemeenten/"),
    *("/documenten/", "/exports/", "/partners/", "/open-data/"),
]


# Who together see every kind of page; the others wait for --long.
DAILY = {Role.Kind.STAFF, Role.Kind.MAYOR, Role.Kind.NATIONAL}
ROLES = [pytest.param(kind, marks=[] if kind in DAILY else [pytest.mark.long], id=kind.value) for kind in Role.Kind]


@pytest.fixture(params=ROLES)
def visitor(reference, request) -> Client:
    unit = PoliceUnit.objects.get(slug="noord-holland")
    place = {"police_unit": None if request.param == Role.Kind.NATIONAL else unit}
    if request.param == Role.Kind.MAYOR:
        place["municipality"] = Municipality.objects.get(code="GM0361")
    user = User.objects.create(username="iemand")
    Role.objects.create(user=user, kind=request.param, **place)
    client = Client()
    client.force_login(user)
    return client


def test_every_address_answers(visitor):
    wrong = []
    for name, arguments, _ in GET:
        response = visitor.get(reverse(name, kwargs=arguments))
        if response.status_code >= 500:
            wrong.append(name)
        response.getvalue()
    assert wrong == []


def test_what_is_always_there_says_something(visitor):
    for address in THERE:
        page = visitor.get(address, follow=True)
        assert page.status_code == 200, address
        assert "<h1" in page.text
