"""A name nobody knows: whether it is a slip of the pen of one that is known."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from nhveilig.sheets.cells import plain

# “Basisteam Alkmar” is one letter off; “indicator 2” and “indicator 3” are two things.
LIKENESS = 0.85
_NUMBERS = re.compile(r"\d+")
_SHOWN = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one known name (in plain form) that this is a slip of. None when no name is near, or more than one is."""
    numbers = _NUMBERS.findall(name)
    candidates = [other for other in known if _NUMBERS.findall(other) == numbers]
    near = get_close_matches(plain(name), candidates, n=2, cutoff=LIKENESS)
    if len(near) == 2 and _likeness(name, near[0]) == _likeness(name, near[1]):
        return None
    return near[0] if near else None


def _likeness(one: str, other: str) -> float:
    return round(SequenceMatcher(None, other, one).ratio(), 3)


def shown(names: Iterable[str]) -> str:
    """`“a”, “b” en nog 3`"""
    names = list(dict.fromkeys(names))
    more = f" en nog {len(names) - _SHOWN}" if len(names) > _SHOWN else ""
    return ", ".join(f"“{name}”" for name in names[:_SHOWN]) + more
