"""Forgetting, choosing and changing a password, and one's own account."""

import re

import pytest
from django.core import mail
from django.test import Client

from nhveilig.accounts.models import User

PASSWORD = "een lange zin van mij"
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def visitor(demo) -> Client:
    return Client()


def ask(visitor: Client, email: str):
    return visitor.post("/wachtwoord-vergeten/", {"email": email}, follow=True)


def test_the_way_to_a_new_password_starts_where_one_logs_in(visitor):
    assert 'href="/wachtwoord-vergeten/"' in visitor.get("/inloggen/").text


def test_nobody_learns_whether_an_address_is_known(visitor):
    known, unknown = (ask(visitor, email) for email in ("staf@nhveilig.example", "niemand@nhveilig.example"))
    assert known.redirect_chain == unknown.redirect_chain
    assert _without_token(known.text) == _without_token(unknown.text)
    assert [message.to for message in mail.outbox] == [["staf@nhveilig.example"]]


def _without_token(page: str) -> str:
    return re.sub(r'"X-CSRFToken": "\w+"', "", page)


def test_the_mail_leads_to_a_new_password_once(visitor):
    ask(visitor, "staf@nhveilig.example")
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert "U vroeg om een nieuw wachtwoord" in mail.outbox[0].body
    form = visitor.get(link).headers["Location"]
    page = visitor.post(form, CHOSEN, follow=True)
    assert "Uw wachtwoord is opgeslagen." in page.text
    assert visitor.login(username="staf", password=PASSWORD)
    assert "Deze link werkt niet meer" in Client().get(link).text


def test_who_was_shut_out_gets_no_mail(visitor):
    User.objects.filter(username="staf").update(is_active=False)
    ask(visitor, "staf@nhveilig.example")
    assert mail.outbox == []


def test_who_lost_the_first_link_can_ask_for_another(visitor):
    user = User.objects.get(username="staf")
    user.set_unusable_password()
    user.save()
    ask(visitor, "STAF@nhveilig.example")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"new_password1": "kort", "new_password2": "kort"}, "12 tekens"),
        ({"new_password1": PASSWORD, "new_password2": "iets heel anders"}, "De twee wachtwoorden zijn niet gelijk."),
        ({}, "Kies een nieuw wachtwoord."),
        ({"old_password": "verkeerd"}, "Dit is niet uw huidige wachtwoord."),
    ],
)
def test_a_password_that_cannot_be_is_said_and_the_old_one_stays(log_in, typed, message):
    page = log_in("staf").post("/account/wachtwoord/", {"old_password": "samen-veilig-2026"} | typed)
    assert page.status_code == 422
    assert message in page.text
    assert User.objects.get(username="staf").check_password("samen-veilig-2026")


def test_a_changed_password_keeps_one_in_here_and_puts_one_out_elsewhere(log_in):
    here, elsewhere = log_in("staf"), log_in("staf")
    answer = here.post("/account/wachtwoord/", {"old_password": "samen-veilig-2026"} | CHOSEN, follow=True)
    assert "Op andere apparaten bent u uitgelogd." in answer.text
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_the_account_says_what_one_is_and_may(log_in):
    page = log_in("burgemeester").get("/account/").text
    assert "Burgemeester van Alkmaar (Noord-Holland)" in page
    assert "namens de eigen gemeente reageren" in page
    assert "mensen toevoegen" not in page


def test_a_link_that_was_made_up_leads_on(visitor):
    page = visitor.get("/wachtwoord-kiezen/MQ/abc-def/").text
    assert "Deze link werkt niet meer" in page
    assert 'href="/wachtwoord-vergeten/"' in page
