"""What a figure of strength is counted in: how that is said, how a head or a file says it, and what may be added up."""

import re
from decimal import Decimal

from django.db import models

from nhveilig.figures.formats import NO_BREAK_SPACE, fte, number, percentage, without_trailing_zeros
from nhveilig.figures.parsing import FTE, Bounds
from nhveilig.figures.units import unit_of
from nhveilig.figures.values import Figure


class Measure(models.TextChoices):
    """The label is what stands behind a head: “totaal (fte)”, “bezettingsgraad (%)”."""

    FTE = "fte", "fte"
    PERCENTAGE = "percentage", "%"
    PEOPLE = "people", "personen"
    PLATOONS = "platoons", "pelotons"
    HOURS = "hours", "uur"
    NUMBER = "number", "aantal"

    @property
    def adds_up(self) -> bool:
        """Percentages of different wholes have no sum."""
        return self != Measure.PERCENTAGE

    @property
    def bounds(self) -> Bounds:
        """What a cell in it may hold: more than 100% as well, where more places are filled than there are."""
        units = {Measure.FTE: FTE.units, Measure.PERCENTAGE: frozenset("%")}.get(self, frozenset())
        return Bounds(units, None, FTE.lowest, FTE.highest)

    def text(self, value: Decimal, decimals: int | None = None) -> str:
        """`61,4 fte`, `103,5%`, `1 peloton`; without `decimals` as many as needed. What is counted stands alone."""
        if self in {Measure.FTE, Measure.PERCENTAGE}:
            return (fte if self == Measure.FTE else percentage)(value, decimals)
        shown = number(without_trailing_zeros(Decimal(value)) if decimals is None else value, decimals)
        if self == Measure.NUMBER:
            return shown
        return f"{shown}{NO_BREAK_SPACE}{unit_of(Figure.of(value), self.label)}"

    def change(self, value: Decimal, decimals: int | None = None) -> str:
        """A difference between two of them: of percentages it is in percentage points."""
        if self == Measure.PERCENTAGE:
            return percentage(value, decimals).removesuffix("%") + f"{NO_BREAK_SPACE}procentpunt"
        return self.text(value, decimals)


_WORDS = {
    Measure.PERCENTAGE: r"%|pct\.?|procent(?:en)?|percentages?",
    Measure.FTE: r"fte(?:['’]?s)?",
    Measure.PLATOONS: r"pelotons?",
    Measure.PEOPLE: r"perso(?:on|nen)|mensen|medewerkers?|koppen",
    Measure.HOURS: r"uren|uur",
    Measure.NUMBER: r"aantal(?:len)?|stuks",
}
_ANY = "|".join(_WORDS.values())
# What a head says beside its name: “(fte)”, “in %”, “in procenten”; and a head that is nothing else.
_MARK = r"\(\s*(?:in\s+|aantal\s+)?(?:{0})\s*\)|(?:,\s*(?:in\s+)?|\bin\s+)(?:{0})\s*$"
_ALONE = r"(?:in\s+|aantal\s+)?(?:{0})"
_MARKS = {one: re.compile(_MARK.format(words), re.IGNORECASE) for one, words in _WORDS.items()}
_WHOLE = {one: re.compile(_ALONE.format(words), re.IGNORECASE) for one, words in _WORDS.items()}
_ANY_MARK = re.compile(_MARK.format(_ANY), re.IGNORECASE)
_ANY_WHOLE = re.compile(_ALONE.format(_ANY), re.IGNORECASE)
# Within a name: “percentage vrouwen”, “aantal pelotons ME”, “ME-pelotons”.
_WITHIN = {
    Measure.PERCENTAGE: re.compile(r"%|\b(?:procent(?:en)?|percentages?)\b", re.IGNORECASE),
    Measure.FTE: re.compile(r"\bfte\b", re.IGNORECASE),
    Measure.PLATOONS: re.compile(r"pelotons\b|\baantal pelotons?\b", re.IGNORECASE),
    Measure.PEOPLE: re.compile(r"\baantal (?:personen|mensen|medewerkers|koppen)\b", re.IGNORECASE),
    Measure.HOURS: re.compile(r"\baantal uren\b", re.IGNORECASE),
}
# As a column of a file names it.
MEASURES = {
    **{one.label: one for one in Measure},
    **dict.fromkeys(["procent", "procenten", "percentage", "pct"], Measure.PERCENTAGE),
    **dict.fromkeys(["peloton"], Measure.PLATOONS),
    **dict.fromkeys(["persoon", "mensen", "medewerkers", "medewerker"], Measure.PEOPLE),
    **dict.fromkeys(["uren"], Measure.HOURS),
    **dict.fromkeys(["aantallen", "stuks"], Measure.NUMBER),
}


def marked_measure(text: str) -> Measure | None:
    """What stands beside the words, as in “Bezetting, in procenten” and “totaal (fte)”."""
    return next((one for one, mark in _MARKS.items() if mark.search(text)), None)


def measure_in(head: str) -> Measure | None:
    """What a head says its figures are in, in a mark beside its name or in the name itself; None when it does not."""
    shown = " ".join(head.split())
    alone = next((one for one, whole in _WHOLE.items() if whole.fullmatch(shown)), None)
    within = next((one for one, words in _WITHIN.items() if words.search(shown)), None)
    return alone or marked_measure(shown) or within


def is_only_measure(head: str) -> bool:
    return bool(_ANY_WHOLE.fullmatch(" ".join(head.split()).strip("()[] ")))


def without_measure(head: str) -> str:
    """The name alone: “bezettingsgraad (%)” is the bezettingsgraad. A name that is nothing else stays."""
    shown = " ".join(head.split())
    return " ".join(_ANY_MARK.sub(" ", shown).split()) or shown
