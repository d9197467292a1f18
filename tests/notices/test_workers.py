"""A real mail server, real workers, and processes that send at the same time."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from nhveilig.notices import kinds
from nhveilig.notices.kinds import How
from nhveilig.notices.mailing import mail_at_once, mail_digests
from nhveilig.notices.models import MailState, Notice
from nhveilig.notices.services import choose
from tests.jobs.test_workers import a_worker, environment  # noqa: F401 - a fixture
from tests.notices.mailserver import MailServer
from tests.notices.telling import LATER, NEWS, someone, tell
from tests.running import ROOT, wait_for
from tests.themes.workflow.people import complete_plan, municipalities, person, react, writer
from themes.models import ImplementationPlan

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
SENDERS = 3
# The processes part when all is imported and none has a connection, and begin together.
SENDS = """
import multiprocessing, django
django.setup()
from nhveilig.notices.mailing import {name} as send
here = multiprocessing.get_context("fork")
ready, sent = here.Barrier({senders}), here.Queue()
def one():
    ready.wait()
    sent.put(len(send()))
for _ in range({senders}):
    here.Process(target=one).start()
print(sum(sent.get(timeout=90) for _ in range({senders})))
"""


@pytest.fixture
def mailserver() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def smtp(settings, mailserver) -> MailServer:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailserver.port
    return mailserver


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS) | {kind.code: kind for kind in (NEWS, LATER)})


def at_the_same_time(environment, mailserver, name: str) -> int:  # noqa: F811
    """How many letters these processes say that they sent."""
    ours = environment | {"EMAIL_URL": f"smtp://127.0.0.1:{mailserver.port}"}
    command = [sys.executable, "-c", SENDS.format(name=name, senders=SENDERS)]
    return int(subprocess.run(command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, timeout=120, check=True).stdout)


@pytest.mark.parametrize(("kind", "name"), [(LATER, "mail_digests"), (NEWS, "mail_at_once")])
def test_of_processes_that_send_at_once_one_sends_to_each(environment, mailserver, kind, name):  # noqa: F811
    people = [someone(f"Mens{number}") for number in range(12)]
    tell(*people, kind=kind)
    assert at_the_same_time(environment, mailserver, name) == 12
    assert sorted(one["To"] for one in mailserver.messages) == sorted(person.email for person in people)
    assert set(Notice.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_a_server_that_was_down_gets_every_mail_once(smtp):
    someone_else, port = someone("Zoë", email="zoe@example.org"), smtp.port
    tell(someone(), someone_else, text="Één mail.")
    smtp.shutdown(), smtp.server_close()
    assert mail_at_once() == []
    assert not Notice.objects.filter(state=MailState.SENT).exists()
    with MailServer(port) as up:
        Notice.objects.update(try_after=timezone.now() - timedelta(seconds=1))
        assert [len(mail_at_once()) for _ in range(3)] == [2, 0, 0]
        assert sorted(one["To"] for one in up.messages) == ["pieter@example.org", "zoe@example.org"]
        assert "Één mail." in up.messages[0].get_content()


def test_a_digest_reaches_the_server_once_a_day(smtp):
    pieter = someone()
    tell(pieter, kind=LATER, about="een")
    mail_digests()
    tell(pieter, kind=LATER, about="twee")
    mail_digests()
    assert smtp.subjects == ["Drugs 2027: nieuws"]


def test_an_objection_of_a_mayor_is_in_the_mail_of_the_project_leader_within_the_minute(environment, mailserver):  # noqa: F811
    plan = complete_plan()
    leader = writer(plan)
    [town] = municipalities(plan, "Alkmaar")
    mayor = person(plan, "mayor", "Anja", town)
    ends = timezone.localdate() + timedelta(days=9)
    ImplementationPlan.objects.update(status="consultation", consultation_ends_on=ends)
    with a_worker(environment | {"EMAIL_URL": f"smtp://127.0.0.1:{mailserver.port}"}, "quick"):
        react(ImplementationPlan.objects.for_list().get(), town, mayor, "objects", "Te duur voor ons.")
        # The server has the message a moment before the worker says so.
        wait_for(lambda: set(Notice.objects.values_list("state", flat=True)) == {MailState.SENT}, 60)
    # The mayor has a copy.
    assert {one["To"] for one in mailserver.messages} == {leader.email, mayor.email}
    [message] = [one for one in mailserver.messages if one["To"] == leader.email]
    assert (message["To"], message["Subject"]) == (leader.email, "Uitvoeringsplan Havens 2025: bezwaar van Alkmaar")
    assert "Alkmaar maakt bezwaar: Te duur voor ons." in message.get_content()


def test_whoever_chose_no_mail_gets_none(smtp):
    pieter = someone()
    choose(user=pieter, choices={NEWS: How.NOT})
    tell(pieter)
    mail_at_once()
    assert smtp.messages == []
