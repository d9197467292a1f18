"""Who is named in a comment: “@” with a first and last name, or with a user name."""

import re
from collections.abc import Iterable

from nhveilig.accounts.models import User


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """In the order of `people`; of a name that two of them have, both."""
    people = list(people)
    pattern = pattern_of(people) if "@" in text else None
    found = {_folded(one[0].removeprefix("@")) for one in pattern.finditer(text)} if pattern else set()
    return [user for user in people if found & set(map(_folded, _names_of(user)))]


def pattern_of(people: Iterable[User]) -> re.Pattern[str] | None:
    """Of every way in which one of these is named; None when there is nobody. The longest first, so that “@Anja de
    Boer” is not read as somebody called Anja; not within an e-mail address, nor as the beginning of a longer name."""
    names = sorted({name for user in people for name in _names_of(user)}, key=len, reverse=True)
    ways = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<![\w.@])@(?:{ways})(?![\w-])", re.IGNORECASE) if names else None


def _names_of(user: User) -> list[str]:
    return [name for name in (user.get_full_name(), user.username) if name.strip()]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
