"""How many notices somebody has not seen, without asking the database on every page."""

from collections.abc import Iterable

from django.core.cache import cache

from nhveilig.accounts.models import User
from nhveilig.notices.models import Notice

# Seconds. Whatever changes the number forgets it; this is for what comes about in another way.
KEPT_FOR = 60


def unseen_count(user: User) -> int:
    """Kept for a minute: no query when it was asked before."""
    return cache.get_or_set(_key(user.pk), lambda: Notice.objects.filter(user=user).unseen().count(), KEPT_FOR)


def forget_count(user_ids: Iterable[int]) -> None:
    cache.delete_many([_key(pk) for pk in user_ids])


def _key(user_id: int) -> str:
    return f"notices-unseen-{user_id}"
