"""A list of parts as somebody pastes it: from Excel, a memo, or typed. One a line, set in below what it is part of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nhveilig.organisation.exceptions import ListRefused
from nhveilig.regions.models import Municipality
from nhveilig.sheets.cells import plain
from nhveilig.sheets.names import nearest

LONGEST_NAME, MOST_LINES, TAB = 100, 500, 4
# “- ”, “• ”, “1. ”, “a) ”: what a list in a memo begins its lines with.
_MARK = re.compile(r"^(?:[-–•*·o]|\d{1,2}[.)]|[a-z]\))\s+")


@dataclass(frozen=True)
class Line:
    """`depth` counts how far it is set in among the others: 0 hangs below what was chosen."""

    number: int
    depth: int
    name: str
    places: tuple[Municipality, ...] = ()


def read_lines(text: str, places: Mapping[str, Municipality]) -> list[Line]:
    """`places` by plain name. Raises ListRefused, which names every line that is wrong."""
    found, problems, above = [], [], []
    for number, indent, words in _typed(text):
        while above and above[-1] >= indent:
            above.pop()
        name, _, served = words.partition(":")
        try:
            found.append(Line(number, len(above), _name(name), tuple(_places(served, places))))
        except ValueError as error:
            problems.append(f"Regel {number}: {error}")
        above.append(indent)
    if problems:
        raise ListRefused("\n".join(problems))
    if len(found) > MOST_LINES:
        raise ListRefused(f"Dit zijn {len(found)} regels. Plak er ten hoogste {MOST_LINES} tegelijk.")
    return found


def _typed(text: str) -> Iterator[tuple[int, int, str]]:
    """The number of each line that says something, how far it is set in, and its words."""
    for number, line in enumerate(text.replace("\xa0", " ").splitlines(), 1):
        shown = line.expandtabs(TAB)
        words = _MARK.sub("", " ".join(shown.split()))
        if words:
            yield number, len(shown) - len(shown.lstrip()), words


def _name(typed: str) -> str:
    name = typed.strip(" ;,")
    if not name:
        raise ValueError("Voor de dubbele punt staat geen naam. Schrijf daar hoe het onderdeel heet.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"Deze naam is {len(name)} tekens lang. Maak hem ten hoogste {LONGEST_NAME} tekens lang.")
    return name


def _places(typed: str, places: Mapping[str, Municipality]) -> Iterator[Municipality]:
    for name in filter(None, (one.strip() for one in re.split(r"[,;]|\ben\b(?=\s+[A-Z'’])", typed))):
        known = places.get(plain(name))
        if known is None:
            near = nearest(plain(name), places)
            meant = f" Bedoelt u “{places[near].name}”?" if near else ""
            raise ValueError(f"“{name}” is geen gemeente van deze eenheid.{meant}")
        yield known
