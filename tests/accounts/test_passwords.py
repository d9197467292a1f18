"""Forgetting, choosing and changing a password, and one's own account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as the_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from nhveilig.accounts.links import MOST_FOR_ONE_ADDRESS, MOST_FROM_ONE_PLACE, mail_asked_links
from nhveilig.accounts.models import LinkRequest, User
from nhveilig.celery import app as celery_app

STAFF = "staf@nhveilig.example"
PASSWORD = "een lange zin van mij"
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def visitor(demo) -> Client:
    return Client()


def ask(visitor: Client, email: str):
    """And the worker mails what was asked for."""
    page = visitor.post("/wachtwoord-vergeten/", {"email": email}, follow=True)
    assert mail.outbox == []
    mail_asked_links()
    return page


def test_the_way_to_a_new_password_starts_where_one_logs_in(visitor):
    assert 'href="/wachtwoord-vergeten/"' in visitor.get("/inloggen/").text


def test_nobody_learns_whether_an_address_is_known(visitor):
    unknown, known = (ask(visitor, email) for email in ("niemand@nhveilig.example", "staf@nhveilig.example"))
    assert known.redirect_chain == unknown.redirect_chain
    assert _without_token(known.text) == _without_token(unknown.text)
    assert [message.to for message in mail.outbox] == [["staf@nhveilig.example"]]


def _without_token(page: str) -> str:
    return re.sub(r'"X-CSRFToken": "\w+"', "", page)


def test_the_mail_leads_to_a_new_password_once(visitor):
    ask(visitor, "staf@nhveilig.example")
    link = re.search(rf"{the_settings.SITE_URL}(\S+)", mail.outbox[0].body)[1]
    assert "U vroeg om een nieuw wachtwoord" in mail.outbox[0].body
    form = visitor.get(link).headers["Location"]
    page = visitor.post(form, CHOSEN, follow=True)
    assert "Uw wachtwoord is opgeslagen." in page.text
    assert 'name="username" value="staf"' in page.text
    assert 'value="staf"' not in visitor.get("/inloggen/").text
    assert visitor.login(username="staf", password=PASSWORD)
    assert "Deze link werkt niet meer" in Client().get(link).text


@pytest.mark.parametrize("host", ["testserver:6666", "portal.example:80", "evil.example"])
def test_a_link_leads_to_the_portal_whatever_the_visitor_calls_it(visitor, settings, host):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://veiligheid.example/"
    visitor.post("/wachtwoord-vergeten/", {"email": STAFF}, headers={"Host": host})
    mail_asked_links()
    [link] = re.findall(r"\S+/wachtwoord-kiezen/\S+", mail.outbox[0].body)
    assert link.startswith("https://veiligheid.example/wachtwoord-kiezen/")


def test_asking_takes_as_much_for_an_address_that_is_known(visitor):
    """The same statements, and no mail: who measures the time learns nothing."""
    asked = []
    for email in (STAFF, "niemand@nhveilig.example"):
        with CaptureQueriesContext(connection) as queries:
            visitor.post("/wachtwoord-vergeten/", {"email": email})
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    assert not any("accounts_user" in sql for sql in asked[0])
    assert mail.outbox == []


def test_a_mailbox_is_not_flooded(visitor):
    pages = {visitor.post("/wachtwoord-vergeten/", {"email": STAFF}).url for _ in range(10)}
    mail_asked_links()
    assert (len(mail.outbox), pages) == (MOST_FOR_ONE_ADDRESS, {"/wachtwoord-vergeten/verstuurd/"})
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        visitor.post("/wachtwoord-vergeten/", {"email": STAFF.upper()})
        mail_asked_links()
    assert len(mail.outbox) == MOST_FOR_ONE_ADDRESS + 1


def test_neither_are_many_from_one_place(visitor):
    for number in range(MOST_FROM_ONE_PLACE + 5):
        visitor.post("/wachtwoord-vergeten/", {"email": f"naam-{number}@nhveilig.example"})
    assert LinkRequest.objects.count() == MOST_FROM_ONE_PLACE


def test_a_mail_that_cannot_be_sent_is_tried_again(visitor, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    visitor.post("/wachtwoord-vergeten/", {"email": STAFF})
    assert mail_asked_links() == 0
    settings.EMAIL_BACKEND = working
    assert [mail_asked_links(), mail_asked_links()] == [1, 0]


def test_a_broker_that_is_away_keeps_nobody_from_asking(visitor, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(celery_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.post("/wachtwoord-vergeten/", {"email": STAFF}).status_code == 302
    assert mail_asked_links() == 1


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
    assert "namens de eigen gemeente of het Openbaar Ministerie reageren op een plan" in page
    assert "mensen toevoegen" not in page


def test_a_link_that_was_made_up_leads_on(visitor):
    page = visitor.get("/wachtwoord-kiezen/MQ/abc-def/").text
    assert "Deze link werkt niet meer" in page
    assert 'href="/wachtwoord-vergeten/"' in page
