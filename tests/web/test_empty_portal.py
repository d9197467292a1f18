"""A portal with nothing in it but what every portal knows works: every address, for every role."""

from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import OF_MUNICIPALITIES, Role, User
from nhveilig.regions.models import Municipality, PoliceUnit
from tests.test_permissions import GET
from tests.ways.fuzzing import addresses

pytestmark = pytest.mark.django_db
# Pages that are there before anybody made anything.
THERE = [
    *("/", "/taken/", "/meldingen/", "/account/", "/hulp/", "/cijfers/", "/zoeken/", "/zoeken/?q=drugs", "/kaart/"),
    *("/overzicht/", "/uitvoeringsplannen/", "/sterkte/", "/veiligheidsagenda/", "/begroting/", "/gemeenten/"),
    *("/documenten/", "/exports/", "/partners/", "/open-data/"),
]


# Who together see every kind of page; the others wait for --long.
DAILY = [Role.Kind.STAFF, Role.Kind.MAYOR, Role.Kind.NATIONAL]
OTHERS = [kind for kind in Role.Kind if kind not in DAILY]
EACH_ROLE = [*DAILY, *(pytest.param(kind, marks=pytest.mark.long) for kind in OTHERS)]


def visitor(kind: str) -> Client:
    unit = PoliceUnit.objects.get(slug="noord-holland")
    place = {"police_unit": None if kind == Role.Kind.NATIONAL else unit}
    if kind in OF_MUNICIPALITIES:
        place["municipality"] = Municipality.objects.get(code="GM0361")
    user = User.objects.create(username=kind)
    Role.objects.create(user=user, kind=kind, **place)
    client = Client()
    client.force_login(user)
    return client


def answers(client: Client, places: Iterable[str]) -> dict[str, int]:
    """Of each address the status."""
    found = {}
    for address in places:
        response = client.get(address)
        found[address] = response.status_code
        response.getvalue()
    return found


def test_every_address_answers(reference):
    """Of what is not there for the staff, there is nothing for anybody else either."""
    places, wrong = list(addresses("get").values()), []
    for kind in DAILY:
        found = answers(visitor(kind), places)
        wrong += [(kind, address) for address, status in found.items() if status >= 500]
        places = [address for address, status in found.items() if status != 404]
    assert wrong == []
    assert len(places) > 60


@pytest.mark.long
@pytest.mark.parametrize("kind", list(Role.Kind))
def test_every_address_answers_every_role(reference, kind):
    places = {reverse(name, kwargs=arguments) for name, arguments, _ in GET}
    assert [address for address, status in answers(visitor(kind), places).items() if status >= 500] == []


@pytest.mark.parametrize("kind", EACH_ROLE)
def test_what_is_always_there_says_something(reference, kind):
    client = visitor(kind)
    for address in THERE:
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert "<h1" in page.text
