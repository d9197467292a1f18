"""Whatever somebody sends, the answer is a sentence: never a page that says sorry."""

import random
from collections.abc import Iterable
from datetime import date

import pytest
from django.test import Client
from django.urls import resolve, reverse

from nhveilig.accounts.models import Role, User
from nhveilig.figures.parsing import AMOUNT, ANY, COUNT, Unreadable, parse_number
from nhveilig.http.middleware import LARGEST
from reports.documents.models import Edition
from tests.ways.fuzzing import (
    A_FEW_PLACES,
    GARBAGE,
    MANY_PLACES,
    Fuzzer,
    addresses,
    big_file,
    broken_addresses,
    one_of_each_kind,
)
from themes.models import ImplementationPlan, ProgressUpdate

pytestmark = pytest.mark.django_db
PLAN = {"unit": "noord-holland", "year": 2026, "theme": "drugs"}
# One of each kind, of which every address gets one and the next address the next; all of them wait for --long.
A_FEW = ["a\0b", "2026-02-30", "99999999999999999999", GARBAGE[-2]]


@pytest.fixture
def fuzzer(demo, storage) -> Fuzzer:
    """Somebody who may do everything."""
    client, everything = Client(raise_request_exception=False), User.objects.get(username="beheerder")
    Role.objects.create(user=everything, kind=Role.Kind.NATIONAL)
    client.force_login(everything)
    return Fuzzer(client)


def test_garbage_in_every_parameter(fuzzer):
    fuzzer.send_everywhere(A_FEW, each=1)
    assert fuzzer.wrong == []
    assert fuzzer.asked > 400


@pytest.mark.long
def test_each_kind_of_garbage_in_every_parameter(fuzzer):
    fuzzer.send_everywhere(A_FEW)
    assert fuzzer.wrong == []


def test_numbers_and_words_that_nothing_has(fuzzer):
    for address in broken_addresses(A_FEW_PLACES, each=1):
        fuzzer.ask("get", address)
    assert fuzzer.wrong == []
    assert fuzzer.asked > 300


@pytest.mark.long
def test_many_more_numbers_and_words_that_nothing_has(fuzzer):
    for address in broken_addresses(MANY_PLACES):
        fuzzer.ask("get", address)
    assert fuzzer.wrong == []


METHODS = ["post", "put", "delete", "patch", "options", "head"]


def test_a_method_that_an_address_does_not_have(fuzzer):
    for address in one_of_each_kind():
        for method in METHODS:
            fuzzer.ask(method, address)
    assert fuzzer.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("method", [*METHODS, "get"])
def test_every_method_of_every_address(fuzzer, method):
    for address in addresses().values():
        fuzzer.ask(method, address)
    assert fuzzer.wrong == []


@pytest.fixture
def careful(demo, storage) -> Fuzzer:
    """Who is asked for the token of each form."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(User.objects.get(username="beheerder"))
    return Fuzzer(client)


def test_what_can_be_sent_to_asks_for_the_token():
    """Django lets a view do without; those of the open data, to which nothing can be sent, do."""
    exempt = [name for name, one in addresses("post").items() if getattr(resolve(one).func, "csrf_exempt", False)]
    assert exempt == []


def test_a_wrong_token_is_told_in_words(careful):
    """The token is looked at before a view is."""
    send_without_a_token(careful, one_of_each_kind())


@pytest.mark.long
def test_a_wrong_token_is_told_in_words_at_every_address(careful):
    send_without_a_token(careful, addresses().values())


def send_without_a_token(fuzzer: Fuzzer, places: Iterable[str]) -> None:
    for address in places:
        response = fuzzer.ask("post", address, {"csrfmiddlewaretoken": "niet-goed"})
        assert response.status_code in {403, 404, 405}, address
    assert fuzzer.wrong == []


def test_ten_megabytes_are_answered(fuzzer):
    for name in ("imports:upload", "themes:field-save", "themes:plan-edit", "accounts:password-forgotten"):
        fuzzer.ask("post", addresses()[name], {"file": big_file(), "text": "a" * 1_000_000})
    assert fuzzer.wrong == []


def test_the_same_sent_twice(fuzzer):
    for address in addresses("post").values():
        for _ in range(2):
            fuzzer.ask("post", address)
    assert fuzzer.wrong == []


def test_the_fuzzer_notices_an_error_and_silence(fuzzer, monkeypatch):
    """The fuzzer itself: without it a mistake would make every answer a good one."""
    monkeypatch.setattr("reports.home.views.HomeView.get_context_data", lambda *args, **kwargs: 1 / 0)
    fuzzer.ask("get", "/")
    assert [wrong.partition(" ")[0] for wrong in fuzzer.wrong] == ["500"]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_garbage_of_every_kind_mixed(fuzzer, seed):
    fuzzer.send_everywhere(GARBAGE, random.Random(seed))  # noqa: S311 - a test that can be repeated
    assert fuzzer.wrong == []


# The five that were found first, each with siblings.


@pytest.mark.parametrize("day", ["x", "2026-02-30", "31-12-2026", "99999999999999999999", "2026-13-01", "\0"])
def test_a_day_in_an_address_that_is_no_day(fuzzer, day):
    for kind in ("formatie", "bezetting"):
        for suffix in ("csv", "xlsx", "ods"):
            address = reverse("imports:table-export", args=[kind, "noord-holland", suffix])
            response = fuzzer.ask("get", address, {"peildatum": day})
            assert response.status_code in {200, 404}
    assert fuzzer.wrong == []


@pytest.mark.parametrize("back", ["foo", "home", "https://evil.example/", "//evil.example", "javascript:x", " /"])
def test_a_way_back_that_is_no_page_of_ours(demo, log_in, back):
    """What was reported is stored, and one goes on to the plan: nobody reports again because of an error."""
    target = ImplementationPlan.objects.get(
        theme__plan__police_unit__slug="noord-holland", year=2026, theme__slug="drugs"
    ).resulttarget_set.filter(deleted_at=None, counts_as=None, scope="region")[0]
    address = reverse("themes:progress-report", kwargs=PLAN | {"part": f"target-{target.pk}"})
    response = log_in("staf").post(address, {"words": "Twee controles gehouden.", "course": "on_track", "terug": back})
    assert response.status_code == 302
    assert response.url.startswith("/uitvoeringsplannen/noord-holland/2026/drugs/")
    assert ProgressUpdate.objects.filter(words="Twee controles gehouden.").count() == 1


@pytest.mark.parametrize("role", ["", "onzin", "\0", "99999999999999999999"])
def test_a_column_without_a_role(demo, log_in, role):
    table = {
        "kind": "formatie",
        "reference_date": "2031-01-01",
        "series": "eenheid",
        "source": "Proef",
        "decimals": "1",
    }
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "wijkagent", "form-0-role": role}
    response = log_in("controller").post(reverse("formation:table-create", args=["noord-holland"]), table | rows)
    assert response.status_code == 422


@pytest.mark.parametrize("bounds", [AMOUNT, ANY, COUNT], ids=["amount", "any", "count"])
@pytest.mark.parametrize("typed", ["1" * 28, "9" * 29, "9" * 40, "9" * 28 + " mld", "-" + "9" * 30, "1" + ".000" * 9])
def test_a_number_that_is_too_large_to_calculate_with(bounds, typed):
    with pytest.raises(Unreadable) as refused:
        parse_number(typed, bounds)
    assert refused.value.code in {"large", "small", "number"}


@pytest.mark.sqlite
@pytest.mark.parametrize("number", [LARGEST, LARGEST + 1, 10**20, 10**60])
def test_a_number_larger_than_a_database_holds(demo, log_in, number):
    edition = Edition.objects.order_by("pk")[0]
    for address in (
        reverse("reports:edition-detail", args=[edition.document.slug, number]),
        reverse("reports:export-detail", args=[number]),
        f"/overzicht/noord-holland/{number}/",
        f"/voortgang/noord-holland/{number}/gemeenten/",
        f"/begroting/noord-holland/{number}/",
        f"/api/v1/documenten/{edition.document.slug}/edities/{number}/inhoud",
    ):
        assert log_in("staf").get(address).status_code == 404, address


def test_a_year_at_the_edge_of_the_calendar(demo, log_in):
    for year in (0, 1, 9998, 9999, 10000):
        for address in (f"/overzicht/noord-holland/{year}/", f"/gemeenten/GM0361/{year}/"):
            assert log_in("staf").get(address).status_code == 404, address
    assert date.max.year == 9999
