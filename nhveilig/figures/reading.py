"""The figure that a text says, whoever typed it: in a cell on a page, or in a spreadsheet."""

import re
from functools import lru_cache

from nhveilig.figures.formats import parse_number, without_trailing_zeros
from nhveilig.figures.values import Figure, Qualifier

_WITHOUT_NUMBER = {
    **dict.fromkeys(["n.t.b.", "n.t.b", "ntb", "nog te bepalen"], Qualifier.UNDECIDED),
    **dict.fromkeys(["n.v.t.", "n.v.t", "nvt", "niet van toepassing"], Qualifier.NOT_APPLICABLE),
    **dict.fromkeys(["onbekend", "?"], Qualifier.UNKNOWN),
    **dict.fromkeys(["-", "–", "—", "\u2212"], Qualifier.DASH),
    "": Qualifier.BLANK,
}
_BEFORE_NUMBER = {
    Qualifier.MINIMUM: r"ten minste|tenminste|minstens|minimaal|minimum|min\.|≥|>=",
    Qualifier.MAXIMUM: r"ten hoogste|tenhoogste|hoogstens|maximaal|maximum|max\.|≤|<=",
    Qualifier.MORE_THAN: r"meer dan|ruim|>",
    Qualifier.LESS_THAN: r"minder dan|<",
    Qualifier.NEARLY: r"bijna",
    Qualifier.CIRCA: r"circa|ca\.?|ongeveer|±|~",
    Qualifier.PROVISIONAL: r"voorlopig",
}
_PREFIXES = [(found, re.compile(rf"(?:{words})\s*(.+)", re.IGNORECASE)) for found, words in _BEFORE_NUMBER.items()]
_PROVISIONAL_BEHIND = re.compile(r"(.+?)\s*\(voorlopig\)", re.IGNORECASE)
# A table says the same things again and again; whoever reads one reads each text once.
TEXTS_KEPT = 16_384


@lru_cache(TEXTS_KEPT)
def read_figure(text: str) -> Figure:
    """`12,5`, `n.t.b.`, `ten minste 2`, `1.234,5 (voorlopig)`, a dash, or nothing at all. Any size, any sign.

    Raises NotANumber or AmbiguousNumber (nhveilig.figures.formats), which say how to mend it.
    """
    stripped = " ".join(text.split())
    if (without := _WITHOUT_NUMBER.get(stripped.lower())) is not None:
        return Figure(None, without)
    qualifier, digits = _split(stripped)
    return Figure(without_trailing_zeros(parse_number(digits)), qualifier)


def _split(text: str) -> tuple[Qualifier, str]:
    if text[0].isdecimal() and text[-1] != ")":
        return Qualifier.EXACT, text
    if behind := _PROVISIONAL_BEHIND.fullmatch(text):
        return Qualifier.PROVISIONAL, behind[1]
    for qualifier, pattern in _PREFIXES:
        if found := pattern.fullmatch(text):
            return qualifier, found[1]
    return Qualifier.EXACT, text
