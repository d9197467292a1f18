"""A figure with what it counts, in words: `12 controles`, `1 controle`, `90%`, `bijna € 2.000 per jaar`.

A unit is written with words before it (`living labs`) and with what it is per, of or in (`controles per jaar`). The
words themselves, one and many, are rows that people keep: whoever has them tells them here (`nhveilig/units`).
"""

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures.formats import NO_BREAK_SPACE, number
from nhveilig.figures.values import WITH_NUMBER, Figure, decimals_needed

# The word for one, and that for more.
Pair = tuple[str, str]

BETWEEN = " / "
# What to do about a unit that is not known, where it cannot be told in both words.
ADD_FIRST = "Gebruik een bekende, of voeg haar eerst toe bij Inrichten, Meeteenheden."
# What is counted is the collection, not what is in it: one `set afspraken`.
_COLLECTIONS = {"lijst", "pakket", "reeks", "serie", "set"}
# Most figures of strength: for these nobody has to be asked.
_ONE_WORD = {"", "fte", "%"}
_PER = re.compile(r" (?:per|in|van|voor|met|op|bij|naar|over|uit) | \(")
_EURO = re.compile(r"(?:euro\b|EUR\b|€) ?(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class NamedUnit:
    """A unit as it was written, taken apart: `opgeleide ` before the pair, ` per jaar` behind it."""

    before: str
    pair: Pair
    per: str
    is_one: bool

    def word(self, *, one: bool) -> str:
        return self.told(self.pair, one=one)

    def told(self, pair: Pair, *, one: bool) -> str:
        """The same with another pair."""
        return f"{self.before}{pair[0] if one else pair[1]}{self.per}"


class KnownUnits:
    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = list(pairs)
        self._by_word = {comparable(one): (one, many) for one, many in self.pairs}
        # After those: `2 uur` is no one of `uren`, where the word for an amount is known as well.
        self._by_word |= {comparable(many): (one, many) for one, many in self.pairs}

    def find(self, unit: str) -> NamedUnit | None:
        """By its most words that are known together; None when its last is not."""
        what, per = apart(unit)
        words = what.split(" ")
        for start in range(len(words)):
            if start and words[start - 1].casefold() in _COLLECTIONS:
                break
            name = comparable(" ".join(words[start:]))
            if pair := self._by_word.get(name):
                before = "".join(f"{word} " for word in words[:start])
                return NamedUnit(before, pair, per, is_one=name != comparable(pair[1]))
        return None

    def spelled(self, unit: str) -> str | None:
        """As people keep it, naming one or many as it did; None of what is not known."""
        if not unit or _EURO.fullmatch(unit):
            return unit
        named = self.find(unit)
        return named and named.word(one=named.is_one)


def comparable(word: str) -> str:
    return word.casefold().replace("'", "’")


def apart(unit: str) -> tuple[str, str]:
    """What is counted, and what it is per, of or in: `controles` and ` per jaar`."""
    found = _PER.search(unit)
    return (unit[: found.start()], unit[found.start() :]) if found else (unit, "")


def both_words(text: str) -> tuple[Pair, str] | None:
    """Of `zaak / zaken per jaar` the pair and ` per jaar`; None for a unit in one word."""
    one, between, many = text.partition(BETWEEN)
    if not between:
        return None
    (one, per_one), (many, per_many) = apart(one.strip()), apart(many.strip())
    return ((one, many), per_many or per_one) if one and many else None


# Which units are known -------------------------------------------------------------------------------------------

_tell: Callable[[], Iterable[Pair]] = tuple
_known: ContextVar[KnownUnits | None] = ContextVar("known_units", default=None)


def units_are_told_by(tell: Callable[[], Iterable[Pair]]) -> None:
    global _tell  # noqa: PLW0603 - there is one vocabulary
    _tell = tell


def known_units() -> KnownUnits:
    """Asked for once while a page is made, however many figures stand on it."""
    found = _known.get()
    if found is None:
        found = KnownUnits(_tell())
        _known.set(found)
    return found


def forget_units(**kwargs: object) -> None:
    """Before another page or task, and after a unit changed."""
    _known.set(None)


def read_unit(text: str, otherwise: str = ADD_FIRST) -> str:
    """The unit as people keep it. Raises ValueError, with what to do `otherwise`."""
    spelled = known_units().spelled(text)
    if spelled is None:
        raise ValueError(f"“{apart(text)[0]}” is nog geen bekende meeteenheid. {otherwise}")
    return spelled


# Writing ---------------------------------------------------------------------------------------------------------


def unit_of(figure: Figure, unit: str) -> str:
    """The word for so many: `1 controle`, `0,5 controle`, `0 controles`, `1,5 controles`. As it was written where there
    is no number, and of what is not known."""
    if unit in _ONE_WORD or not figure.is_known:
        return unit
    named = known_units().find(unit)
    return named.word(one=is_one(figure.value)) if named else unit


def is_one(value: Decimal) -> bool:
    """Whether Dutch says it of one: what is less than a whole is a part of one."""
    return 0 < abs(value) <= 1


def with_unit(figure: Figure, unit: str) -> str:
    """What is no number says why, without a unit."""
    if not figure.is_known or not unit:
        return figure.text(decimals_needed([figure]))
    shown = number(figure.value, decimals_needed([figure]))
    if euro := _EURO.fullmatch(unit):
        shown = f"€{NO_BREAK_SPACE}{number(figure.value, _cents(figure))}"
        return f"{WITH_NUMBER[figure.qualifier].format(shown)} {euro[1]}".strip()
    counted = unit_of(figure, unit)
    return f"{WITH_NUMBER[figure.qualifier].format(shown)}{'' if unit.startswith('%') else ' '}{counted}"


def _cents(figure: Figure) -> int:
    needed = decimals_needed([figure])
    return 2 if needed == 1 else needed
