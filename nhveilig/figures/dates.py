"""What a typed or pasted date means: one day, or a period about which people are not more precise.

Read are `31-12-2022`, `31/12/2022`, `2022-12-31`, `31 december 2022` and `December 31, 2022`. With slashes Americans
write the month first: `3/4/2022` is refused, and the sentence names both ways to write what is meant. A year has four
digits. A period is a day, month, quarter, half-year or year, or the `begin`, `medio` or `eind` of one.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from nhveilig.figures.formats import MONTHS, date_long
from nhveilig.figures.parsing import Unreadable

EXAMPLE = "31-12-2026"
# What people write where a date is asked and nobody knows it.
UNKNOWN = "onbekend"

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[t ]00:00(?::00)?)?")
_NUMERIC = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})\s+([a-z]+)\.?\s+([0-9]{4})")
_ENGLISH = re.compile(r"([a-z]+)\s+([0-9]{1,2}),?\s+([0-9]{4})")
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NAMES = {name: number for months in (_ENGLISH_MONTHS, MONTHS) for number, name in enumerate(months, 1)}
_MONTH_NAMES |= {name[:3]: number for name, number in _MONTH_NAMES.items()} | {"mrt": 3, "sept": 9}


def parse_date(text: str) -> date:
    """One day. Raises Unreadable for no date, one that does not exist, and one that can be two."""
    found = _day_in(" ".join(text.lower().split()))
    if found is None:
        shown = " ".join(text.split())
        raise Unreadable("date", f"“{shown}” is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld {EXAMPLE}.")
    return found


def _day_in(text: str) -> date | None:
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _from_numbers(int(found[1]), int(found[3]), int(found[4]), slash=found[2] == "/")
    if found := _WORDS.fullmatch(text):
        return _from_words(found[1], found[2], found[3])
    if found := _ENGLISH.fullmatch(text):
        return _from_words(found[2], found[1], found[3])
    return None


def _from_words(of_month: str, month: str, year: str) -> date | None:
    number = _MONTH_NAMES.get(month)
    return _day(int(year), number, int(of_month)) if number else None


def _from_numbers(first: int, second: int, year: int, *, slash: bool) -> date:
    if slash and first <= 12 and second <= 12 and first != second:
        raise Unreadable(
            "ambiguous",
            f"Deze datum kan twee dagen betekenen. Schrijf {first}-{second}-{year} voor {first} {MONTHS[second - 1]}, "
            f"of {second}-{first}-{year} voor {second} {MONTHS[first - 1]}.",
        )
    return _day(year, first, second) if slash and second > 12 else _day(year, second, first)


def _day(year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Unreadable("date", "Deze datum bestaat niet. Controleer dag en maand.") from None


@dataclass(frozen=True, order=True)
class FuzzyDate:
    """From the first day that is meant to the last. Sorts by when it begins; what ends sooner comes first.

    `text` is how it is shown: `20 september 2019`, `derde kwartaal 2026`, `medio 2019`. It reads back as itself.
    """

    first: date
    last: date
    text: str = field(compare=False)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of_day(cls, day: date | None) -> "FuzzyDate | None":
        return cls(day, day, date_long(day)) if day else None

    def overlaps(self, other: "FuzzyDate") -> bool:
        return self.first <= other.last and other.first <= self.last


_ORDINALS = ("eerste", "tweede", "derde", "vierde")
_NUMBERS = {form: n for n, word in enumerate(_ORDINALS, 1) for form in (str(n), f"{n}e", f"{n}de", f"{n}ste", word)}
_PARTS = {
    "begin": "begin",
    "medio": "medio",
    "midden": "medio",
    "halverwege": "medio",
    "half": "medio",
    "eind": "eind",
    "einde": "eind",
}
_PART = re.compile(rf"({'|'.join(sorted(_PARTS, key=len, reverse=True))}) (?:van )?(.+)")
_NUMBERED = "|".join(sorted(_NUMBERS, key=len, reverse=True))
# How many months a part of a year spans, and the ways to write one; {n} is which of them.
_SPANS = {
    3: (rf"({_NUMBERED}) kwartaal", r"[qk] ?([1-4])", r"kwartaal ([1-4])"),
    6: (rf"({_NUMBERED}) (?:halfjaar|half jaar|helft)(?: van)?", r"h ?([12])"),
}
_NAMES = {3: "kwartaal", 6: "halfjaar"}
_YEAR = r"([0-9]{4})"


def parse_fuzzy_date(text: str, year: int | None = None) -> FuzzyDate:
    """A day or a period. With `year`, of a plan for instance, a period may leave the year out: `derde kwartaal`.

    Raises Unreadable.
    """
    shown = " ".join(text.split())
    words = shown.lower()
    if day := _day_in(words):
        return FuzzyDate(day, day, date_long(day))
    part, whole = (found[1], found[2]) if (found := _PART.fullmatch(words)) else ("", words)
    period = _period(whole, year)
    if period is None:
        raise Unreadable(
            "date",
            f"“{shown}” is geen datum of periode. Schrijf bijvoorbeeld {EXAMPLE}, september 2026, Q3 2026, "
            "1e halfjaar 2026, medio 2026 of 2026.",
        )
    return _third(_PARTS[part], period) if part else period


def _period(words: str, year: int | None) -> FuzzyDate | None:
    if re.fullmatch(_YEAR, words):
        return _months(int(words), 1, 12, words)
    return _month_in(words, year) or _span_in(words, year)


def _month_in(words: str, year: int | None) -> FuzzyDate | None:
    found = re.fullmatch(rf"([a-z]+)\.?(?: {_YEAR})?", words)
    if found and (month := _MONTH_NAMES.get(found[1])):
        return _one_month(_year(found[2], year), month)
    found = re.fullmatch(r"(?P<m>[0-9]{1,2})[-/](?P<y>[0-9]{4})|(?P<y2>[0-9]{4})-(?P<m2>[0-9]{1,2})", words)
    if found and 1 <= (month := int(found["m"] or found["m2"])) <= 12:
        return _one_month(int(found["y"] or found["y2"]), month)
    return None


def _one_month(year: int | None, month: int) -> FuzzyDate | None:
    return None if year is None else _months(year, month, 1, f"{MONTHS[month - 1]} {year}")


def _span_in(words: str, year: int | None) -> FuzzyDate | None:
    for months, forms in _SPANS.items():
        for form in forms:
            found = re.fullmatch(rf"{form}(?:[ -]{_YEAR})?", words)
            before = None if found else re.fullmatch(rf"(?P<year>[0-9]{{4}})[ -]{form}", words)
            if found or before:
                which = _NUMBERS[found[1] if found else before[2]]
                return _numbered(months, which, _year(found[2] if found else before["year"], year))
    return None


def _numbered(months: int, which: int, year: int | None) -> FuzzyDate | None:
    if year is None or which * months > 12:
        return None
    return _months(year, (which - 1) * months + 1, months, f"{_ORDINALS[which - 1]} {_NAMES[months]} {year}")


def _year(written: str | None, year: int | None) -> int | None:
    return int(written) if written else year


def _months(year: int, first: int, count: int, text: str) -> FuzzyDate | None:
    if not 1 <= year <= 9998:
        return None
    after = date(year + (first + count > 12), (first + count - 1) % 12 + 1, 1)
    return FuzzyDate(date(year, first, 1), after - timedelta(days=1), text)


def _third(part: str, whole: FuzzyDate) -> FuzzyDate:
    """The first, second or last third: of ten days of a month, of months of anything longer."""
    index = ("begin", "medio", "eind").index(part)
    text = f"{part} {whole.text}"
    if months := (whole.last.month - whole.first.month + 1) // 3:
        return _months(whole.first.year, whole.first.month + index * months, months, text)
    first = whole.first + timedelta(days=10 * index)
    return FuzzyDate(first, whole.last if index == 2 else first + timedelta(days=9), text)
