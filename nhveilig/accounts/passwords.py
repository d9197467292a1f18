"""Links by which somebody chooses a password: valid once and for a while, mailed, and never stored."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from nhveilig.accounts.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PasswordLink:
    """`mailed` is False when there is no address or the mail could not be sent."""

    url: str
    mailed: bool
    days: int


def days_valid() -> int:
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days


def send_password_link(user: User, request: HttpRequest, *, asked_by_themselves: bool = False) -> PasswordLink:
    """Make a link and mail it. A later login, or a new password, makes it void."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:password-choose", args=[uid, default_token_generator.make_token(user)])
    link = request.build_absolute_uri(path)
    context = {"user": user, "link": link, "days": days_valid(), "asked_by_themselves": asked_by_themselves}
    return PasswordLink(link, _mail(user, render_to_string("accounts/mail/password.txt", context)), days_valid())


def _mail(user: User, text: str) -> bool:
    if not user.email:
        return False
    try:
        send_mail("Kies uw wachtwoord voor NHVeilig", text, None, [user.email])
    except (OSError, SMTPException):
        logger.exception("The mail with a password link for user %s could not be sent", user.pk)
        return False
    return True
