"""A number that the header shows on every page, and for which no page may ask the database twice."""

from collections.abc import Callable

from django.core.cache import cache

from nhveilig.caching.backends import is_anything_kept
from nhveilig.caching.recording import unrecorded


def kept_number(key: str, count: Callable[[], int]) -> int | None:
    """What is kept under `key`; otherwise `count`, which keeps what it finds. None where nothing is kept, for then
    every page would ask for it."""
    if not is_anything_kept():
        return None
    number = cache.get(key)
    if number is not None:
        return number
    # It stands beside what is kept of a page, and must not decide whether that is kept.
    with unrecorded(set()):
        return count()
