"""When in a year something happens, as people plan it: `elk kwartaal`, `juni en december`, `tot half oktober`.

Days and periods are read as everywhere (`dates.py`). What cannot be read is no period: nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from nhveilig.figures.dates import parse_fuzzy_date
from nhveilig.figures.parsing import Unreadable

# From the first day to the last.
Span = tuple[date, date]

DAY = timedelta(days=1)
QUARTERS = (1, 2, 3, 4)
_ANY_YEAR = 2000
WHOLE_YEAR = {"het hele jaar", "hele jaar", "heel het jaar", "het gehele jaar", "jaarrond", "doorlopend"}
_SEASONS = {"voorjaar": (3, 5), "lente": (3, 5), "zomer": (6, 8), "najaar": (9, 11), "herfst": (9, 11)}
_MONTHS_OF = {"maand": 1, "kwartaal": 3, "halfjaar": 6, "half jaar": 6}
_EACH = re.compile(rf"(?:elke?|iedere?|per) ({'|'.join(_MONTHS_OF)})")
_SEASON = re.compile(rf"(?:het )?({'|'.join(_SEASONS)})(?: (?:van )?([0-9]{{4}}))?")
_RANGE = re.compile(r"(?:van(?:af)? )?(.+?) (tot en met|tot) (.+)")
_UNTIL = re.compile(r"(tot en met|uiterlijk|tot|voor) (.+)")
_FROM = re.compile(r"(vanaf|na) (.+)")
# "tot en met" is no list of two.
_LIST = re.compile(r", | en (?!met )")
_NUMBERED = re.compile(r"(?:q|k|kw)?([1-4])e?(?: kwartaal)?(?: tot en met (?:q|k|kw)?([1-4])e?(?: kwartaal)?)?")
_BETWEEN_NUMBERS = re.compile(r"[,;\n]| en (?!met )")


def spans_in(text: str, year: int) -> list[Span]:
    """The parts of `year` in which it happens, in order; none when that is not said in words that can be read."""
    try:
        found = sorted(_spans(_plain(text), year))
    except Unreadable:
        return []
    first, last = date(year, 1, 1), date(year, 12, 31)
    inside = [(max(start, first), min(end, last)) for start, end in found]
    return [(start, end) for start, end in inside if start <= end]


def quarters_in(text: str, year: int) -> list[int]:
    """In which quarters of `year` it happens, as far as the words say so."""
    spans = spans_in(text, year)
    quarters = [(one, *_quarter(one, year)) for one in QUARTERS]
    return [one for one, first, last in quarters if any(start <= last and first <= end for start, end in spans)]


def quarters_in_words(quarters: Iterable[int]) -> str:
    """`1e en 2e kwartaal`; empty for none."""
    *first, last = [f"{one}e" for one in quarters] or [""]
    return last and f"{' en '.join(filter(None, [', '.join(first), last]))} kwartaal"


def read_quarters(text: str) -> list[int]:
    """What `quarters_in_words` wrote, or `1, 3`, `Q1 t/m Q3`, `elk kwartaal`; none in an empty text.

    Raises Unreadable."""
    numbered = [_NUMBERED.fullmatch(_plain(one)) for one in _BETWEEN_NUMBERS.split(text) if one.strip()]
    if all(numbered):
        return sorted({one for found in numbered for one in range(int(found[1]), int(found[2] or found[1]) + 1)})
    if quarters := quarters_in(text, _ANY_YEAR):
        return quarters
    raise Unreadable("quarters", "Schrijf een of meer van de vier kwartalen, zoals “1e en 3e kwartaal” of “1, 3”.")


def spans_of_quarters(quarters: Iterable[int], year: int) -> list[Span]:
    return [_quarter(one, year) for one in quarters]


def _quarter(number: int, year: int) -> Span:
    return _months(year, 3 * number - 2, 3 * number)


def _plain(text: str) -> str:
    words = " ".join(text.lower().split()).rstrip(".")
    return words.replace("vóór", "voor").replace("t/m", "tot en met").replace(" – ", " tot en met ")


def _spans(words: str, year: int) -> list[Span]:
    if words in WHOLE_YEAR:
        return [(date(year, 1, 1), date(year, 12, 31))]
    if each := _EACH.fullmatch(words):
        return list(_each(_MONTHS_OF[each[1]], year))
    return [_span(one, year) for one in _LIST.split(words)]


def _each(months: int, year: int) -> Iterator[Span]:
    for first in range(1, 13, months):
        yield _months(year, first, first + months - 1)


def _span(words: str, year: int) -> Span:
    if found := _UNTIL.fullmatch(words):
        return date(year, 1, 1), _end(found[1], found[2], year)
    if found := _RANGE.fullmatch(words):
        return _period(found[1], year)[0], _end(found[2], found[3], year)
    if found := _FROM.fullmatch(words):
        start, end = _period(found[2], year)
        return start if found[1] == "vanaf" else end + DAY, date(year, 12, 31)
    return _period(words, year)


def _end(until: str, words: str, year: int) -> date:
    """The last day; `tot oktober` is until the day before, `tot half oktober` until the middle of it."""
    first, last = _period(words, year)
    if until in {"tot en met", "uiterlijk"}:
        return last
    return first + (last - first) // 2 if words.startswith(("half ", "medio ")) else first - DAY


def _period(words: str, year: int) -> Span:
    """Raises Unreadable."""
    if found := _SEASON.fullmatch(words):
        return _months(int(found[2] or year), *_SEASONS[found[1]])
    read = parse_fuzzy_date(words, year)
    return read.first, read.last


def _months(year: int, first: int, last: int) -> Span:
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - DAY
