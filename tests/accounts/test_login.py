"""Logging in and out, as a visitor meets it."""

import pytest
from django.test import Client
from django.utils.text import capfirst

from nhveilig.accounts.demo import DEMO_ACCOUNTS
from nhveilig.accounts.models import User


@pytest.fixture
def visitor(demo) -> Client:
    return Client()


def log_in(visitor: Client, username: str = "staf", **more: str):
    return visitor.post("/inloggen/", {"username": username, "password": "samen-veilig-2026"} | more)


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.username)
def test_every_demo_account_can_log_in_and_sees_its_role(visitor, account):
    page = visitor.post(
        "/inloggen/", {"username": account.username, "password": "samen-veilig-2026"}, follow=True
    ).content.decode()
    assert f"{account.first_name} {account.last_name}" in page
    assert f"<span>{capfirst(account.kind.label)}" in page


def test_after_logging_in_one_is_where_one_was_going(visitor):
    assert log_in(visitor, next="/documenten/").headers["Location"] == "/documenten/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_logging_in_leads_nowhere_else(visitor, elsewhere):
    assert log_in(visitor, next=elsewhere).headers["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_not_which_half_was_wrong(visitor):
    pages = [
        visitor.post("/inloggen/", {"username": name, "password": "verkeerd"}).content.decode()
        for name in ("staf", "niemand")
    ]
    for page in pages:
        assert "De combinatie van naam en wachtwoord klopt niet." in page
    assert "_auth_user_id" not in visitor.session


def test_an_empty_form_asks_for_both(visitor):
    page = visitor.post("/inloggen/", {}).content.decode()
    assert "Vul uw naam en uw wachtwoord allebei in." in page


def test_logging_out_ends_the_session(visitor):
    log_in(visitor)
    assert visitor.get("/").status_code == 200
    visitor.post("/uitloggen/")
    assert visitor.get("/").headers["Location"] == "/inloggen/?next=/"


def test_logging_out_needs_a_form(visitor):
    log_in(visitor)
    assert visitor.get("/uitloggen/").status_code == 405
    assert visitor.get("/").status_code == 200


def test_demo_accounts_are_named_only_where_their_password_is_in_use(visitor, settings):
    assert "projectleider" in visitor.get("/inloggen/").content.decode()
    settings.DEMO_PASSWORD_DEFAULT = None
    assert "projectleider" not in visitor.get("/inloggen/").content.decode()


def test_demo_accounts_are_not_named_when_they_have_another_password(visitor, settings):
    settings.DEMO_PASSWORD = "een-eigen-wachtwoord"
    assert "projectleider" not in visitor.get("/inloggen/").content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"password": "geheim"}, "Vul uw gebruikersnaam of uw e-mailadres in."),
        ({"username": "staf"}, "Vul uw wachtwoord in."),
    ],
)
def test_an_empty_field_is_named(visitor, data, message):
    assert message in visitor.post("/inloggen/", data).text


@pytest.mark.parametrize(
    "typed", ["STAF", "Staf", " staf ", "staf@nhveilig.example", "STAF@NHVeilig.example", "staf-noord@nhveilig.example"]
)
def test_capitals_do_not_matter_and_an_address_will_do(visitor, typed):
    assert log_in(visitor, typed).status_code == 302
    expected = "staf-noord" if "noord" in typed else "staf"
    assert User.objects.get(pk=visitor.session["_auth_user_id"]).username == expected


def test_of_names_that_differ_in_capitals_alone_the_one_typed_logs_in(visitor):
    User.objects.create_user("STAF", password="een-ander-wachtwoord")
    assert log_in(visitor, "STAF", password="een-ander-wachtwoord").status_code == 302
    assert log_in(Client(), "staf").status_code == 302
    assert log_in(Client(), "Staf").status_code == 200


@pytest.mark.parametrize("typed", ["@nhveilig.example", "", "%", "staf%", "_taf", "\0"])
def test_what_is_like_a_name_is_no_name(visitor, typed):
    assert log_in(visitor, typed).status_code == 200
