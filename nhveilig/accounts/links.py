"""The link by which somebody chooses a password: made, mailed, and asked for by who forgot theirs.

Who asks is answered before anything is looked up, so that neither the page nor the time it takes tells whether there is
such an account. A worker finds that out; the row is what counts, the message to the worker a hint.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from nhveilig.accounts.models import AccessEvent, LinkRequest, User
from nhveilig.celery import app as celery_app

logger = logging.getLogger(__name__)
TASK = "nhveilig.accounts.tasks.mail_asked_links"
# Within an hour; more than this nobody needs, and a mailbox is not flooded.
MOST_FOR_ONE_ADDRESS, MOST_FROM_ONE_PLACE = 3, 20
COUNTED = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)


class MailedTokens(PasswordResetTokenGenerator):
    """Of links that nobody sees but who reads the mail."""

    key_salt = "nhveilig.accounts.links.MailedTokens"


class EveryToken(PasswordResetTokenGenerator):
    """What both kinds of link are checked with."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return super().check_token(user, token) or mailed_tokens.check_token(user, token)


mailed_tokens, every_token = MailedTokens(), EveryToken()


@dataclass(frozen=True)
class PasswordLink:
    """By which somebody chooses a password: valid once and for a while, and never stored.

    `mailed` is False when there is no address or the mail could not be sent.
    """

    url: str
    mailed: bool
    days: int


def days_valid() -> int:
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days


def send_password_link(user: User, *, asked_by_themselves: bool = False, is_shown: bool = False) -> PasswordLink:
    """Make a link and mail it. `is_shown`: to an administrator as well, so that who uses it need not be who reads the
    mail."""
    link = password_url(user, every_token if is_shown else mailed_tokens)
    context = {"user": user, "link": link, "days": days_valid(), "asked_by_themselves": asked_by_themselves}
    return PasswordLink(link, _mail(user, render_to_string("accounts/mail/password.txt", context)), days_valid())


def password_url(user: User, tokens: PasswordResetTokenGenerator) -> str:
    """Void after a later login or a new password. It leads to the address of the installation: what a request calls the
    portal may be somebody else's."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:password-choose", args=[uid, tokens.make_token(user)])
    return settings.SITE_URL.rstrip("/") + path


def _mail(user: User, text: str) -> bool:
    if not user.email:
        return False
    try:
        send_mail("Kies uw wachtwoord voor NHVeilig", text, None, [user.email])
    except (OSError, SMTPException):
        logger.exception("The mail with a password link for user %s could not be sent", user.pk)
        return False
    return True


def ask_for_link(*, email: str, address: str | None) -> None:
    """What was asked too often is not done; nobody hears which."""
    now = timezone.now()
    recent = LinkRequest.objects.filter(asked_at__gt=now - COUNTED, is_invitation=False)
    if recent.filter(email__iexact=email).count() >= MOST_FOR_ONE_ADDRESS:
        return
    if address and recent.filter(address=address).count() >= MOST_FROM_ONE_PLACE:
        return
    LinkRequest.objects.create(email=email, address=address, asked_at=now)
    transaction.on_commit(_tell_a_worker, robust=True)


def ask_invitation(email: str) -> None:
    """For who was added; not counted as what the person asked."""
    LinkRequest.objects.create(email=email, asked_at=timezone.now(), is_invitation=True)
    transaction.on_commit(_tell_a_worker, robust=True)


def _tell_a_worker() -> None:
    celery_app.send_task(TASK)


def mail_asked_links() -> int:
    """Mail what was asked for; how many mails went out. What cannot be sent now is tried again for a day."""
    sent = 0
    waiting = LinkRequest.objects.filter(handled_at=None).order_by("asked_at")
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two workers one has it.
            found = waiting.select_for_update(skip_locked=True).filter(pk=pk).first()
            if found:
                sent += _handle(found)
    return sent


def _handle(asked: LinkRequest) -> int:
    """Also for who never chose a password: the link of the administrator may have been lost."""
    users = User.objects.filter(email__iexact=asked.email, is_active=True)
    is_asked = not asked.is_invitation
    mailed = [send_password_link(user, asked_by_themselves=is_asked).mailed for user in users]
    if all(mailed):
        asked.handled_at = timezone.now()
        asked.save(update_fields=["handled_at"])
        about = {"kind": AccessEvent.Kind.LINK_ASKED, "address": asked.address, "at": asked.asked_at}
        AccessEvent.objects.bulk_create(AccessEvent(user=user, **about) for user in users if is_asked)
    return sum(mailed)


def forget_requests(now: datetime) -> None:
    LinkRequest.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
