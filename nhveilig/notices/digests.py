"""What a digest tells beside the notices of the day: a room that knows what somebody has to do adds its lines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nhveilig.accounts.models import User


@dataclass(frozen=True)
class DigestLine:
    """One sentence, and the path of the page it leads to."""

    text: str
    url: str


Source = Callable[[User, date], list[DigestLine]]

_sources: list[Source] = []


def add_source(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def lines_for(user: User, day: date) -> list[DigestLine]:
    return [line for source in _sources for line in source(user, day)]
