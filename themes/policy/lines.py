"""The themes of a plan as people type or paste them: one on a line, as “1; Titel van het thema; Korte titel”."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from themes.models import Theme
from themes.policy.exceptions import LineRefused

# A tab comes from a spreadsheet; a point or a bracket from a list in a text.
_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.);|\t]\s*")
_BETWEEN = re.compile(r"[;|\t]")
MOST_THEMES = 40
LONGEST_TITLE, LONGEST_SHORT = 160, 60


@dataclass(frozen=True)
class ThemeLine:
    number: int
    title: str
    short_title: str


def lines_of(themes: Iterable[Theme]) -> str:
    """`read_lines` reads it back."""
    return "\n".join(f"{theme.number}; {theme.title}; {theme.short_title}" for theme in themes)


def read_lines(text: str) -> list[ThemeLine]:
    """Raises LineRefused for the first line that is no theme."""
    found = list(_read(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST_THEMES:
        raise LineRefused(f"Dit zijn {len(found)} thema’s. Een plan kan er hooguit {MOST_THEMES} hebben.")
    for what, named in (("nummer", "number"), ("titel", "title")):
        values = [str(getattr(one, named)).casefold() for one in found]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise LineRefused(f"Twee thema’s hebben {what} “{twice}”. Geef elk thema een eigen {what}.")
    return found


def _read(lines: Iterable[str]) -> Iterator[ThemeLine]:
    """A line without a number gets the next one."""
    number = 0
    for place, line in enumerate(lines, start=1):
        said = _NUMBER.match(line)
        number = int(said[1]) if said else number + 1
        words = [part.strip() for part in _BETWEEN.split(line[said.end() :] if said else line)]
        title, short = words[0], next(filter(None, words[1:]), "")
        _refuse(place, line, title, short or title, number)
        yield ThemeLine(number, title, short or title)


def _refuse(place: int, line: str, title: str, short: str, number: int) -> None:
    where = f"Regel {place} (“{line[:60]}”)"
    if not title:
        raise LineRefused(f"{where} heeft geen titel. Schrijf: nummer; titel; korte titel.")
    if number < 1:
        raise LineRefused(f"{where} heeft nummer 0. Begin te tellen bij 1.")
    if len(title) > LONGEST_TITLE:
        raise LineRefused(f"{where}: de titel is te lang. Hooguit {LONGEST_TITLE} tekens.")
    if len(short) > LONGEST_SHORT:
        raise LineRefused(
            f"{where} heeft een korte titel van meer dan {LONGEST_SHORT} tekens nodig. "
            "Zet achter de titel een puntkomma en een korte titel."
        )
