"""The address of a calendar: made, made anew, taken away."""

import hashlib
import secrets
from datetime import date

from django.db import transaction

from nhveilig.accounts.models import User
from nhveilig.calendars.models import Feed


@transaction.atomic
def make_feed(*, user: User) -> str:
    """The secret, which is shown once. With a new one the old address leads nowhere."""
    secret = secrets.token_urlsafe(32)
    Feed.objects.filter(user=user).delete()
    Feed.objects.create(user=user, secret_hash=_hash(secret))
    return secret


def revoke_feed(*, user: User) -> bool:
    """Whether there was one."""
    return bool(Feed.objects.filter(user=user).delete()[0])


def find_feed(secret: str) -> Feed | None:
    return Feed.objects.readable().filter(secret_hash=_hash(secret)).first()


def note_reading(*, feed: Feed, today: date) -> None:
    """Once a day is enough to see that it is in use."""
    if feed.read_on != today:
        Feed.objects.filter(pk=feed.pk).update(read_on=today)


def _hash(secret: str) -> str:
    """Of something nobody can guess, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
