"""What stands in a calendar. Others see it too: whoever looks over one's shoulder, and the company that keeps it.
So a room gives no title of what is not adopted, and no address that names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nhveilig.accounts.access import Access


@dataclass(frozen=True)
class Event:
    """Something on one day. `key` is the same every time it is asked for; `path` is a page of the portal."""

    key: str
    day: date
    title: str
    path: str = "/"


Source = Callable[[Access, date], list[Event]]

_sources: list[Source] = []


def add_source(source: Source) -> None:
    """From the `ready` of an app: what it has for a reader on `today`, in a number of queries that does not grow."""
    if source not in _sources:
        _sources.append(source)


def events_for(access: Access, today: date) -> list[Event]:
    """By day. Of two with one key the first counts: a calendar would show either."""
    found: dict[str, Event] = {}
    for source in _sources:
        for event in source(access, today):
            found.setdefault(event.key, event)
    return sorted(found.values(), key=lambda event: (event.day, event.key))
