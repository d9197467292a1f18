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
from datetime import date, datetime, timedelta
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
from nhveilig.notices.digests import DigestLine, lines_for
from nhveilig.notices.kinds import How, kind_of
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
    """One mail to one person. `day` is that of a digest."""

    user: User
    notices: list[Notice]
    day: date | None = None
    more: dict[int, list[str]] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        topics = {one.topic for one in self.notices}
        if len(self.notices) == 1:
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
            "digest_lines": self._asked(),
            "site": settings.SITE_URL,
            "choices": reverse("notices:choices"),
        }
        return render_to_string("notices/mail/letter.txt", context).strip() + "\n"

    def _asked(self) -> list[DigestLine]:
        """What is asked, but for what a notice of this letter leads to as well."""
        told = {one.url for one in self.notices}
        return [line for line in lines_for(self.user, self.day) if line.url not in told] if self.day else []

    def _by_topic(self) -> Iterator[tuple[str, list[tuple[Notice, list[str]]]]]:
        ordered = sorted(self.notices, key=lambda one: (one.topic, one.at, one.pk))
        for topic, notices in groupby(ordered, key=lambda one: one.topic):
            yield topic, [(one, self.more.get(one.pk, [])) for one in notices]


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
            self._send(user, Notice.objects.claimed(claim), None)

    def send_digest(self, digest: Digest) -> None:
        claim = uuid.uuid4()
        mine = Digest.objects.filter(pk=digest.pk)
        if not mine.claim_for(claim, self._now):
            return
        Notice.objects.filter(user=digest.user).waiting_for_digest(self._now).claim_for(claim, self._now)
        sent = self._send(digest.user, Notice.objects.claimed(claim), digest.day)
        mine.update(**(_sent(self._now) if sent else _later(digest.attempts, self._now)))

    def _send(self, user: User, claimed: NoticeQuerySet, day: date | None) -> bool:
        notices = list(claimed.select_related("by", "for_whom").order_by("at", "pk"))
        if not notices:
            return True
        try:
            with transaction.atomic():
                letter = Letter(user, notices, day, _more_lines(user, notices))
                self._hand_over(letter)
        except CANNOT_BE_SENT as error:
            self._keep_for_later(claimed, notices, error)
            return False
        claimed.update(**_sent(self._now))
        self.sent.append(letter)
        return True

    def _hand_over(self, letter: Letter) -> None:
        # A robot that is away does not answer what a robot sent.
        headers = {"Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            letter.subject, letter.text, None, [letter.user.email], connection=self._connection, headers=headers
        )
        message.send()

    def _keep_for_later(self, claimed: NoticeQuerySet, notices: list[Notice], error: Exception) -> None:
        user, attempts = notices[0].user_id, max(one.attempts for one in notices)
        logger.warning("The mail of notices for user %s could not be sent.", user, exc_info=error)
        self.is_cut_short = _is_of_the_server(error)
        self.close()
        claimed.update(**_later(attempts, self._now))


def _is_of_the_server(error: Exception) -> bool:
    """Whether it would take no other letter either. Every SMTPException is an OSError as well."""
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPConnectError | SMTPServerDisconnected)
    return isinstance(error, OSError)


def _more_lines(user: User, notices: list[Notice]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys(one.kind for one in notices):
        if more := kind_of(code).more:
            found |= more(user, [one for one in notices if one.kind == code])
    return found


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
    waiting = User.objects.filter(pk__in=Notice.objects.waiting_for_digest(now).values("user"))
    day = timezone.localdate(now)
    rows = [Digest(user=user, day=day) for user in waiting]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    return mail_digests_again()


def foreseen_digests() -> list[Letter]:
    """What `mail_digests` would send now."""
    now = timezone.now()
    day = timezone.localdate(now)
    had = Digest.objects.filter(day=day).values("user")
    waiting = Notice.objects.waiting_for_digest(now).exclude(user__in=had).select_related("user", "by", "for_whom")
    by_user = groupby(waiting.order_by("user", "at", "pk"), key=lambda one: one.user)
    return [Letter(user, list(notices), day) for user, notices in by_user]


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
