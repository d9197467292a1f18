"""How many notices somebody has not seen. The header shows it on every page and may not ask the database for it."""

from collections import Counter
from collections.abc import Iterable

from django.core.cache import cache

from nhveilig.accounts.models import User
from nhveilig.caching.numbers import kept_number
from nhveilig.notices.models import Notice

# Seconds. The number is renewed when it changes; this is for what changes where no shared cache is.
KEPT_FOR = 900


def kept_count(user: User) -> int | None:
    """No query when it is kept. None where nothing is kept, for then every page would ask for it."""
    return kept_number(_key(user.pk), lambda: unseen_count(user))


def unseen_count(user: User) -> int:
    """One query, after which the header knows it."""
    number = Notice.objects.filter(user=user).unseen().count()
    cache.set(_key(user.pk), number, KEPT_FOR)
    return number


def renew_counts(user_ids: Iterable[int]) -> None:
    """One query for all of them."""
    unseen = Notice.objects.filter(user__in=user_ids).unseen()
    found = Counter(unseen.order_by().values_list("user_id", flat=True))
    cache.set_many({_key(pk): found[pk] for pk in user_ids}, KEPT_FOR)


def _key(user_id: int) -> str:
    return f"notices-unseen-{user_id}"
