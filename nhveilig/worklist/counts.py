"""The number in the header, without asking the database on every page."""

from django.core.cache import cache
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.caching import numbers
from nhveilig.worklist.queries import tasks_of

# Seconds. What the reader does renews the number at once; what others do shows within this.
KEPT_FOR = 60


def kept_number(access: Access) -> int | None:
    """How many tasks the reader has. None where nothing is kept, for then every page would ask for it."""
    return numbers.kept_number(_key(access), lambda: keep_number(access, len(tasks_of(access, timezone.localdate()))))


def keep_number(access: Access, number: int) -> int:
    cache.set(_key(access), number, KEPT_FOR)
    return number


def forget_number(access: Access) -> None:
    cache.delete(_key(access))


def _key(access: Access) -> str:
    return f"tasks-{access.user.pk}"
