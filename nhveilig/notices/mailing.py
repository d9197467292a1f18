"""The mail of notices: each thing in one mail, and at most one digest a day for a person.

A mail is taken before it is sent (`claim`), by one conditional UPDATE, so that of two workers one sends it. What could
not be sent waits for another attempt, ever longer. Of a mail over which a worker died nobody knows whether it went out:
it is not sent again, and its notices stand in the next digest.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.figures.formats import counted
from nhveilig.notices.digests import Asked, DigestLine, asked_of, lines_below, remember
from nhveilig.notices.kinds import How
from nhveilig.notices.models import Digest, MailState, Notice, NoticeQuerySet

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 16
LONGEST_WAIT = timedelta(hours=6)
# No mail takes so long to send.
ABANDONED_AFTER = timedelta(minutes=15)
Row = TypeVar("Row", User, Digest)
CANNOT_BE_SENT = (OSError, SMTPException, ValueError)


@dataclass(frozen=True)
class Letter:
    """One mail to one person. `asked` is what a digest says of tasks, `below` what stands below its lines."""

    user: User
    notices: list[Notice]
    asked: Asked = field(default_factory=Asked)
    below: dict[str, list[str]] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        topics = {one.topic for one in self.notices}
        if not self.notices:
            found = f"NHVeilig: {counted(len(self.asked.lines), 'taak', 'taken')}"
        elif len(self.notices) == 1:
            found = str(self.notices[0])
        elif len(topics) == 1 and "" not in topics:
            found = topics.pop()
        else:
            found = f"NHVeilig: {len(self.notices)} meldingen"
        return " ".join(found.split())[:180]

    @property
    def text(self) -> str:
        context = {
            "user": self.user,
            "topics": list(self._by_topic()),
            "news": self._with_below(self.asked.news),
            "rest": self._with_below(self.asked.rest),
            "site": settings.SITE_URL,
            "choices": reverse("notices:choices"),
        }
        return render_to_string("notices/mail/letter.txt", context).strip() + "\n"

    def _with_below(self, lines: Iterable[DigestLine]) -> list[tuple[DigestLine, list[str]]]:
        return [(line, self.below.get(line.key, [])) for line in lines]

    def _by_topic(self) -> Iterator[tuple[str, list[Notice]]]:
        ordered = sorted(self.notices, key=lambda one: (one.topic, one.at, one.pk))
        for topic, notices in groupby(ordered, key=lambda one: one.topic):
            yield topic, list(notices)


class Round:
    """Sends one letter after another over one connection, until the server does not answer any more."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._connection = get_connection()
        self.sent: list[Letter] = []
        self.is_cut_short = False

    def close(self) -> None:
        try:
            self._connection.close()
        except CANNOT_BE_SENT:
            logger.info("The mail server hung up first.", exc_info=True)

    def send_at_once(self, user: User) -> None:
        claim = uuid.uuid4()
        if Notice.objects.filter(user=user).waiting_at_once(self._now).claim_for(claim, self._now):
            self._send(user, Notice.objects.claimed(claim), Asked())

    def send_digest(self, digest: Digest) -> None:
        claim = uuid.uuid4()
        mine = Digest.objects.filter(pk=digest.pk)
        if not mine.claim_for(claim, self._now):
            return
        Notice.objects.filter(user=digest.user).waiting_for_digest(self._now).claim_for(claim, self._now)
        sent = self._send(digest.user, Notice.objects.claimed(claim), asked_of(digest.user, digest.day))
        mine.update(**(_sent(self._now) if sent else _later(digest.attempts, self._now)))

    def _send(self, user: User, claimed: NoticeQuerySet, asked: Asked) -> bool:
        notices = list(claimed.select_related("by", "for_whom").order_by("at", "pk"))
        if not (notices or asked.news):
            return True
        shown = asked.without({one.url for one in notices})
        try:
            with transaction.atomic():
                letter = Letter(user, notices, shown, lines_below(user, shown.lines))
                self._hand_over(letter)
        except CANNOT_BE_SENT as error:
            self._keep_for_later(user, claimed, notices, error)
            return False
        claimed.update(**_sent(self._now))
        if asked.lines:
            remember(user, asked)
        self.sent.append(letter)
        return True

    def _hand_over(self, letter: Letter) -> None:
        # A robot that is away does not answer what a robot sent.
        headers = {"Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            letter.subject, letter.text, None, [letter.user.email], connection=self._connection, headers=headers
        )
        message.send()

    def _keep_for_later(self, user: User, claimed: NoticeQuerySet, notices: list[Notice], error: Exception) -> None:
        attempts = max((one.attempts for one in notices), default=0)
        logger.warning("The mail of notices for user %s could not be sent.", user.pk, exc_info=error)
        self.is_cut_short = _is_of_the_server(error)
        self.close()
        claimed.update(**_later(attempts, self._now))


def _is_of_the_server(error: Exception) -> bool:
    """Whether it would take no other letter either. Every SMTPException is an OSError as well."""
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPConnectError | SMTPServerDisconnected)
    return isinstance(error, OSError)


def _sent(now: datetime) -> dict[str, object]:
    return {"state": MailState.SENT, "sent_at": now}


def _later(attempts: int, now: datetime) -> dict[str, object]:
    """Back in the row, after ever longer; or out of it when there is no hope."""
    state = MailState.WAITING if attempts + 1 < MOST_ATTEMPTS else MailState.GIVEN_UP
    if state == MailState.GIVEN_UP:
        logger.error("A mail of notices is given up after %s attempts.", attempts + 1)
    wait = min(timedelta(minutes=2**attempts), LONGEST_WAIT)
    return {"state": state, "attempts": F("attempts") + 1, "try_after": now + wait, "claim": None, "claimed_at": None}


def mail_at_once() -> list[Letter]:
    """Send what is to be mailed at once and was not yet; returns what went out."""
    now = timezone.now()
    _tidy(now)
    waiting = Notice.objects.waiting_at_once(now).values("user")
    return _mail(Round.send_at_once, User.objects.filter(pk__in=waiting).order_by("pk"), now)


def mail_digests() -> list[Letter]:
    """Send everybody the digest of today, once; who has nothing to hear gets none."""
    now = timezone.now()
    day = timezone.localdate(now)
    rows = [Digest(user=user, day=day) for user, notices, asked in _foreseen(now) if notices or asked.news]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    return mail_digests_again()


def foreseen_digests() -> list[Letter]:
    """What `mail_digests` would send now."""
    found = ((user, notices, asked) for user, notices, asked in _foreseen(timezone.now()) if notices or asked.news)
    return [Letter(user, notices, asked.without({one.url for one in notices})) for user, notices, asked in found]


def _foreseen(now: datetime) -> Iterator[tuple[User, list[Notice], Asked]]:
    """Of everybody who may still get a digest today. Of each a few queries: what is asked of them."""
    day = timezone.localdate(now)
    waiting = Notice.objects.waiting_for_digest(now).select_related("by", "for_whom").order_by("user", "at", "pk")
    told = {pk: list(notices) for pk, notices in groupby(waiting, key=lambda one: one.user_id)}
    had = Digest.objects.filter(day=day).values("user")
    for user in User.people.filter(is_active=True).exclude(Q(email="") | Q(pk__in=had)).order_by("pk"):
        yield user, told.get(user.pk, []), asked_of(user, day)


def mail_digests_again() -> list[Letter]:
    """Send the digests of today that could not be sent. What no digest of yesterday brought, stands in the next."""
    now = timezone.now()
    today = Digest.objects.filter(day=timezone.localdate(now)).may_be_sent(now)
    return _mail(Round.send_digest, today.select_related("user").order_by("pk"), now)


def _mail(send: Callable[[Round, Row], None], rows: Iterable[Row], now: datetime) -> list[Letter]:
    with closing(Round(now)) as current:
        for row in rows:
            send(current, row)
            if current.is_cut_short:
                break
    return current.sent


def _tidy(now: datetime) -> None:
    """Who has no address any more, or no account, gets no mail; what a worker died over is for the next digest."""
    gone = User.objects.filter(Q(is_active=False) | Q(email="")).values("pk")
    Notice.objects.filter(state=MailState.WAITING, user__in=gone).update(state=MailState.NONE)
    abandoned = Notice.objects.abandoned(now - ABANDONED_AFTER)
    abandoned.update(state=MailState.WAITING, how=How.DIGEST, claim=None, claimed_at=None)
