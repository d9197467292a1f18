"""How many things wait for a reader: the numbers in the header. What is counted is known to rooms that lie higher.

    add_counter("tasks", lambda access: len(tasks_of(access)), page="worklist:list")

A count is asked for once per page that shows the header, by whoever is logged in. It may ask the database for
nothing: keep the number (`nhveilig/caching`) and change it where the things themselves change. Before a room registers,
the header shows the word without a number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.notices.queries import kept_count

Count = Callable[[Access], int]


@dataclass
class Counter:
    """`page` is the name of the address where the things are listed; empty: there is no such page yet."""

    label: str
    icon: str
    page: str = ""
    count: Count | None = None


def _unseen(access: Access) -> int:
    return kept_count(access.user) or 0


_COUNTERS = {
    "tasks": Counter("Taken", "bell", "home"),
    "notices": Counter("Meldingen", "mail", "notices:list", _unseen),
}


def add_counter(code: str, count: Count, *, page: str = "") -> None:
    """Give “tasks” or “notices” its number, and the page to which it leads. Raises KeyError for anything else."""
    counter = _COUNTERS[code]
    counter.count, counter.page = count, page or counter.page


def counters_for(access: Access) -> dict[str, dict[str, object] | None]:
    """Each by its code, for a template; None when there is no page. `number` is counted when a template asks for it."""
    return {code: _shown(counter, access) if counter.page else None for code, counter in _COUNTERS.items()}


def _shown(counter: Counter, access: Access) -> dict[str, object]:
    number = partial(counter.count, access) if counter.count else None
    return {"label": counter.label, "icon": counter.icon, "url": reverse(counter.page), "number": number}
