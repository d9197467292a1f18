"""Each thing in one mail; what could not be sent is sent later, once; a digest comes once a day and never twice."""

from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.notices import digests, kinds
from nhveilig.notices.digests import DigestLine
from nhveilig.notices.kinds import How
from nhveilig.notices.mailing import mail_at_once, mail_digests, mail_digests_again
from nhveilig.notices.models import Digest, MailState, Notice
from nhveilig.notices.services import choose
from tests.notices.telling import LATER, NEWS, someone, tell

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(kinds, "_KINDS", {kind.code: kind for kind in (NEWS, LATER)})
    monkeypatch.setattr(digests, "_sources", [])
    monkeypatch.setattr(digests, "_below", [])
    with time_machine.travel("2026-11-30 09:46+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def broken(monkeypatch):
    """Of each mail: what goes wrong with it. Nothing when it holds nothing."""
    trouble = {}
    send = EmailBackend.send_messages

    def sending(self, messages):
        if fault := trouble.get(messages[0].to[0]):
            raise fault
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", sending)
    return trouble


def test_a_mail_at_once_says_what_and_where_and_how_to_change_that():
    tell(someone(last_name="Proef"), subject="bezwaar van Alkmaar", text="Alkmaar maakt bezwaar: te duur.")
    assert len(mail_at_once()) == 1
    [message] = mail.outbox
    assert (message.to, message.subject) == (["pieter@example.org"], "Drugs 2027: bezwaar van Alkmaar")
    assert message.body == (
        "Beste Pieter Proef,\n\nDrugs 2027\n\n- Alkmaar maakt bezwaar: te duur.\n"
        "  http://127.0.0.1:8000/meldingen/\n\n"
        "Dit bericht is automatisch verstuurd. U kunt er niet op antwoorden.\n"
        "U kiest zelf waarover u mail krijgt: http://127.0.0.1:8000/account/meldingen/\n"
    )


def test_it_goes_out_once_whoever_sends():
    tell(someone())
    assert [len(mail_at_once()) for _ in range(3)] == [1, 0, 0]
    assert Notice.objects.get().sent_at == timezone.now()


def test_what_happened_at_the_same_time_is_one_mail():
    pieter = someone()
    tell(pieter, about="een"), tell(pieter, about="twee", topic="Havens 2027")
    mail_at_once()
    [message] = mail.outbox
    assert message.subject == "NHVeilig: 2 meldingen"
    assert message.body.index("Drugs 2027") < message.body.index("Havens 2027")


@pytest.mark.parametrize("why", ["no address", "deactivated later", "address gone later", "chose not to"])
def test_who_gets_no_mail(why):
    pieter = someone(email="" if why == "no address" else "pieter@example.org")
    if why == "chose not to":
        choose(user=pieter, choices={NEWS: How.NOT})
    tell(pieter)
    changed = {"is_active": why != "deactivated later"}
    User.objects.filter(pk=pieter.pk).update(**changed | ({"email": ""} if "gone" in why else {}))
    mail_at_once(), mail_digests()
    assert mail.outbox == []
    assert Notice.objects.get().state == MailState.NONE


class TestNotSent:
    def test_is_sent_later_once(self, broken, clock):
        tell(someone())
        broken["pieter@example.org"] = SMTPServerDisconnected("weg")
        assert mail_at_once() == []
        clock.shift(30)
        broken.clear()
        assert mail_at_once() == []
        clock.shift(31)
        assert [len(mail_at_once()) for _ in range(2)] == [1, 0]
        assert len(mail.outbox) == 1

    def test_is_tried_less_and_less_often_and_given_up_in_the_end(self, broken, clock, caplog):
        tell(someone())
        broken["pieter@example.org"] = SMTPException("nee")
        tried = []
        for minute in range(6 * 24 * 60 // 30):
            before = Notice.objects.get().attempts
            mail_at_once()
            if Notice.objects.get().attempts > before:
                tried.append(minute * 30)
            clock.shift(30 * 60)
        assert len(tried) == 16
        assert tried[-1] - tried[-2] == 6 * 60
        assert Notice.objects.get().state == MailState.GIVEN_UP
        assert "given up after 16 attempts" in caplog.text

    def test_one_address_that_is_refused_keeps_nobody_else_waiting(self, broken):
        tell(someone(), someone("Zoë", email="zoe@example.org"))
        broken["pieter@example.org"] = SMTPException("nee")
        assert [letter.user.first_name for letter in mail_at_once()] == ["Zoë"]

    def test_a_server_that_is_down_is_asked_once_in_a_round(self, broken):
        people = [someone(f"Mens{number}") for number in range(5)]
        tell(*people)
        broken |= {person.email: ConnectionRefusedError() for person in people}
        mail_at_once()
        assert list(Notice.objects.filter(attempts__gt=0).values_list("user", flat=True)) == [people[0].pk]

    def test_what_a_worker_died_over_is_not_sent_again_but_stands_in_the_next_digest(self, clock):
        tell(someone())
        Notice.objects.update(state=MailState.SENDING, claimed_at=timezone.now())
        clock.shift(14 * 60)
        assert mail_at_once() == []
        clock.shift(2 * 60)
        assert mail_at_once() == []
        assert len(mail_digests()) == 1


class TestDigest:
    def test_it_holds_what_waited_and_comes_once_a_day(self, clock):
        pieter = someone()
        tell(pieter, kind=LATER, about="een"), tell(pieter, kind=LATER, about="twee")
        assert mail_at_once() == []
        assert [len(mail_digests()) for _ in range(3)] == [1, 0, 0]
        assert mail.outbox[0].body.count("- Er is nieuws.") == 2
        tell(pieter, kind=LATER, about="drie")
        clock.shift(60)
        assert mail_digests() == mail_digests_again() == []
        clock.shift(timedelta(days=1))
        assert [len(mail_digests()) for _ in range(2)] == [1, 0]

    def test_who_has_nothing_to_hear_gets_none(self):
        tell(someone())
        mail_at_once()
        assert mail_digests() == []
        assert not Digest.objects.exists()

    @pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=9), timedelta(minutes=-30)])
    def test_a_clock_that_is_put_right_brings_no_second_one(self, clock, step):
        pieter = someone()
        tell(pieter, kind=LATER, about="een")
        mail_digests()
        clock.shift(step)
        tell(pieter, kind=LATER, about="twee")
        assert mail_digests() == []

    def test_the_day_is_a_dutch_one(self, clock):
        tell(someone(), kind=LATER)
        clock.move_to("2026-11-30 23:30+00:00")
        mail_digests()
        assert str(Digest.objects.get().day) == "2026-12-01"

    def test_one_that_could_not_be_sent_is_sent_the_same_day_once(self, broken, clock):
        tell(someone(), kind=LATER)
        broken["pieter@example.org"] = SMTPException("nee")
        assert mail_digests() == []
        broken.clear()
        clock.shift(61)
        assert [len(mail_digests_again()) for _ in range(2)] == [1, 0]
        assert Digest.objects.get().state == MailState.SENT

    def test_what_yesterday_could_not_bring_stands_in_the_next(self, broken, clock):
        tell(someone(), kind=LATER)
        broken["pieter@example.org"] = SMTPException("nee")
        mail_digests()
        broken.clear()
        clock.shift(timedelta(days=1))
        assert len(mail_digests()) == 1

    def test_it_says_what_rooms_know_that_one_has_to_do(self):
        words = "Beantwoord {} voor {}."
        digests.add_source(lambda user, day, _: [DigestLine(words.format(user.first_name, day), "/taken/", "een")])
        tell(someone(), kind=LATER)
        mail_digests()
        assert "- Beantwoord Pieter voor 2026-11-30.\n  http://127.0.0.1:8000/taken/\n" in mail.outbox[0].body

    def test_what_was_made_for_the_mail_is_not_left_behind(self, broken, clock):
        def made(user, lines):
            someone("Gemaakt", email="")
            return {line.key: ["Een regel."] for line in lines}

        digests.add_source(lambda user, day, _: [DigestLine("Doe iets.", "/taken/", "een")])
        digests.add_below(made)
        someone()
        broken["pieter@example.org"] = SMTPException("nee")
        mail_digests()
        assert not User.objects.filter(first_name="Gemaakt").exists()
        broken.clear()
        clock.shift(61)
        mail_digests_again()
        assert "  Een regel.\n" in mail.outbox[0].body
