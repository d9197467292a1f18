"""What a digest tells beside the notices of the day: what somebody is to do, as far as other rooms know it.

What is asked makes a digest only when there is news in it. A line is news while its `key` was not told before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from nhveilig.accounts.models import User
from nhveilig.notices.models import DigestReader


@dataclass(frozen=True)
class DigestLine:
    """One sentence, and the path of the page it leads to. `key` changes when it must be told again; `is_near`: it
    stands there also when it is no news. `source` and `row` say what it is about, for who adds something below it."""

    text: str
    url: str
    key: str
    is_near: bool = True
    source: str = ""
    row: int = 0


@dataclass(frozen=True)
class Asked:
    """What stands in one digest; `keys` is all that is known after it, also of what is told another day."""

    news: list[DigestLine] = field(default_factory=list)
    rest: list[DigestLine] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[DigestLine]:
        return [*self.news, *self.rest]

    def without(self, urls: set[str]) -> "Asked":
        """But for what a notice leads to as well."""
        news, rest = ([line for line in lines if line.url not in urls] for lines in (self.news, self.rest))
        return Asked(news, rest, self.keys)


# Of one user on a day, when a task is near that is due in so many days.
Source = Callable[[User, date, int], list[DigestLine]]
# By key of a line: what stands below it in a mail. Called when the mail is sent, in a transaction that is rolled back
# when it cannot be sent, so that what was made for it (a link) is not left behind.
MoreLines = Callable[[User, Iterable[DigestLine]], dict[str, list[str]]]

_sources: list[Source] = []
_below: list[MoreLines] = []


def add_source(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def add_below(more: MoreLines) -> None:
    if more not in _below:
        _below.append(more)


def asked_of(user: User, day: date) -> Asked:
    """Nothing of who wants no tasks in the digest, or gets no mail."""
    reader = DigestReader.objects.filter(user=user).first() or DigestReader(user=user)
    if not (reader.days and user.is_active and user.email):
        return Asked()
    lines = [line for source in _sources for line in source(user, day, reader.days)]
    told = set(reader.told)
    news = [line for line in lines if line.key not in told]
    return Asked(news, [one for one in lines if one.is_near and one.key in told], [line.key for line in lines])


def lines_below(user: User, lines: Iterable[DigestLine]) -> dict[str, list[str]]:
    return {key: found for more in _below for key, found in more(user, lines).items()}


def remember(user: User, asked: Asked) -> None:
    """After the mail: what is told now is no news tomorrow."""
    DigestReader.objects.update_or_create(user=user, defaults={"told": asked.keys})
