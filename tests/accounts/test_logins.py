"""Who tries to get in: counted before it costs anything, and written down."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from nhveilig.accounts.logins import MOST_FROM_ONE_ADDRESS, MOST_ON_ONE_ACCOUNT
from nhveilig.accounts.models import AccessEvent, User
from nhveilig.http.clients import client_address

PASSWORD, WRONG = "samen-veilig-2026", "verkeerd"
Kind = AccessEvent.Kind


def attempt(username: str, password: str = WRONG, address: str = "192.0.2.1"):
    return Client(REMOTE_ADDR=address).post("/inloggen/", {"username": username, "password": password})


def test_after_a_few_wrong_passwords_none_is_looked_at(demo, monkeypatch):
    for _ in range(MOST_ON_ONE_ACCOUNT):
        assert attempt("staf").status_code == 200
    monkeypatch.setattr(MD5PasswordHasher, "verify", lambda *args: pytest.fail("it was hashed"))
    answer = attempt("staf", PASSWORD)
    assert answer.status_code == 429
    assert "Wacht een kwartier" in answer.text


@pytest.mark.parametrize("username", ["STAF", " staf ", "niemand"])
def test_however_the_name_is_written_and_whether_it_exists(demo, username):
    for _ in range(MOST_ON_ONE_ACCOUNT):
        attempt(username)
    assert attempt(username).status_code == 429
    assert attempt("staf").status_code == (200 if username == "niemand" else 429)


def test_after_a_quarter_of_an_hour_one_may_try_again(demo):
    for _ in range(MOST_ON_ONE_ACCOUNT + 1):
        attempt("staf")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert attempt("staf", PASSWORD).status_code == 302


def test_nobody_locks_another_out(demo):
    for _ in range(MOST_ON_ONE_ACCOUNT + 1):
        attempt("staf", address="192.0.2.1")
    assert attempt("staf", PASSWORD, address="192.0.2.2").status_code == 302


def test_many_names_from_one_address_are_too_many(demo):
    for number in range(MOST_FROM_ONE_ADDRESS):
        attempt(f"naam-{number}")
    assert attempt("lezer", PASSWORD).status_code == 429


def test_who_typed_wrong_and_then_right_begins_anew(demo):
    for _ in range(3):
        for _ in range(MOST_ON_ONE_ACCOUNT - 1):
            attempt("staf")
        assert attempt("staf", PASSWORD).status_code == 302


def test_it_is_written_down_who_came_in_and_who_did_not(demo):
    attempt("staf")
    attempt("staf", PASSWORD)
    attempt("mijn-wachtwoord-in-het-verkeerde-veld")
    staf = User.objects.get(username="staf")
    assert list(AccessEvent.objects.order_by("pk").values_list("kind", "user", "address")) == [
        (Kind.FAILED, staf.pk, "192.0.2.1"),
        (Kind.LOGGED_IN, staf.pk, "192.0.2.1"),
        (Kind.FAILED, None, "192.0.2.1"),
    ]
    assert "mijn-wachtwoord" not in str(list(AccessEvent.objects.values()))


def test_logging_out_a_new_password_and_what_was_refused_as_well(log_in):
    client = log_in("lezer")
    client.get("/mensen/noord-holland/")
    client.get("/mensen/", headers={"Accept": "application/json"})
    chosen = {"new_password1": "een lange zin van mij", "new_password2": "een lange zin van mij"}
    client.post("/account/wachtwoord/", {"old_password": PASSWORD} | chosen)
    client.post("/uitloggen/")
    assert list(AccessEvent.objects.order_by("pk").values_list("kind", "user__username", "path")) == [
        (Kind.REFUSED, "lezer", "/mensen/noord-holland/"),
        (Kind.REFUSED, "lezer", "/mensen/"),
        (Kind.PASSWORD, "lezer", "/account/wachtwoord/"),
        (Kind.LOGGED_OUT, "lezer", "/uitloggen/"),
    ]


def test_an_administrator_sees_it_of_their_own_people(log_in):
    for name in ("lezer", "staf-noord", "niemand"):
        attempt(name)
    page = log_in("beheerder").get("/mensen/noord-holland/wie-logde-in/").text
    for words in ("Lotte Leeslust", "Wachtwoord of gebruikersnaam klopte niet", "192.0.2.1"):
        assert words in page
    assert "Ommeland" not in page
    assert page.count("<tr>") == 2


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.5, 198.51.100.9", "203.0.113.5"),
        (1, "", "192.0.2.1"),
        (1, "onzin", None),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_of_a_proxy_only_what_it_added_itself_is_believed(rf, settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == expected


@pytest.mark.parametrize(
    "weak",
    [
        *("aaaaaaaaaaaa", "123456789012", "wachtwoord123", "welkom123456", "lezer2lezer2", "zomer2026zomer"),
        *("Herfst2026!!", "P@ssw0rd2026", "W3lk0m!2026!", "geheim123456", "qwertyuiop12", "abcabcabcabc"),
        *("Groningen2026", "Burgemeester1", "samen-veilig-2026", "000000000000", "Nederland!2026", "121212121212"),
    ],
)
def test_what_is_guessed_first_is_no_password(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)


@pytest.mark.parametrize(
    "strong", ["een lange zin van mij", "drie kleine vissen", "kX9#vQ2!mT7$", "mijn fiets stond in de regen"]
)
def test_what_nobody_guesses_is(strong):
    validate_password(strong)


def test_the_sentence_says_what_to_do(log_in):
    weak = {"new_password1": "zomer2026zomer", "new_password2": "zomer2026zomer"}
    page = log_in("staf").post("/account/wachtwoord/", {"old_password": PASSWORD} | weak)
    assert page.status_code == 422
    assert "te makkelijk te raden" in page.text
    assert "Neem een zin van een paar woorden" in page.text
