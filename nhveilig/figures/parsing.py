"""What a typed or pasted number means: on a page, in a sheet, on the command line and in the grid of the browser.

static/js/figures/parsing.js follows the same rules, and both are held to tests/figures/examples.json.

One text never means two numbers. Where people write differently, Dutch habit decides:

- A point before three digits groups thousands: `1.234` and `€ 45.000` are whole numbers, in every field.
- A comma is for decimals. With exactly three digits behind it (`1,234`) it may come from an English sheet, where it
  groups thousands. It is read as decimals where the field is known to hold three or more; anywhere else it is refused,
  and the sentence names both ways to write what is meant: guessing wrong is a factor of thousand.
- What no Dutch reader could mean is read as it stands: `1,234.5` and `1234.5`.
- `€`, `%` and `fte` say what the number is in, and never change it. A field that holds something else refuses them.
- `mln` and `mld` count in millions and milliards.
- Below zero is written as bookkeepers do as well: `(1.067)`, `-/- 1.067`, `1.067-`. `p.m.` is still to be decided,
  `nihil` is nothing.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import number, without_trailing_zeros
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier, decimals_needed

LONGEST_NUMBER = 40
# Before the comma: far more than any figure here, and few enough to calculate with exactly.
MOST_DIGITS = 20
# What the columns of the database hold.
MOST_DECIMALS = 4
LARGEST = Decimal("9999999999.9999")
NO_CHANGE = (
    "Vul hier in hoeveel het er zijn, niet hoeveel erbij of eraf. "
    "Een verandering hoort bij “Veranderingen van sterkte”."
)
UNIT_NAMES = {"€": "euro’s", "%": "procenten", "fte": "fte"}
# A table says the same things again and again; whoever reads one reads each text once.
TEXTS_KEPT = 16_384


class Unreadable(PortalError, ValueError):
    """What was typed cannot be read. The message says what to type instead; `code` is the kind of trouble."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Bounds:
    """What a field holds: numbers in which `units`, and which of them. `decimals` is None where nobody knows."""

    units: frozenset[str] = frozenset(UNIT_NAMES)
    decimals: int | None = None
    lowest: Decimal = -LARGEST
    highest: Decimal = LARGEST

    @property
    def counts_strength(self) -> bool:
        """Fte that are there: what comes in with a sign is a change, and no strength."""
        return "fte" in self.units and self.lowest == 0


ANY = Bounds()
FTE = Bounds(frozenset({"fte"}), None, Decimal(0), Decimal("999999.9999"))
AMOUNT = Bounds(frozenset("€"), 2, Decimal(-999_999_999_999), Decimal(999_999_999_999))
PERCENTAGE = Bounds(frozenset("%"), 3, Decimal(-100), Decimal(100))
COUNT = Bounds(frozenset(), 0, Decimal(0), Decimal(2_147_483_647))

_WITHOUT_NUMBER = {
    **dict.fromkeys(["n.t.b.", "n.t.b", "ntb", "nog te bepalen"], Qualifier.UNDECIDED),
    **dict.fromkeys(["p.m.", "p.m", "pm", "pro memorie"], Qualifier.UNDECIDED),
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
_SIGN = r"-/-|[+\-\u2212]?"
_WRITTEN = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?:(?P<before>€|euro|eur)\s*(?P<inner>{_SIGN})\s*)?"
    r"(?P<digits>[0-9](?:[0-9., ]*[0-9])?)(?:,(?:-{1,2}|–|—|=))?"
    r"\s*(?P<scale>mln\.?|miljoen|mld\.?|miljard)?\s*(?P<after>€|euro|eur|%|procent|fte)?"
    r"\s*(?P<last>-/-|[\-\u2212]?)",
    re.IGNORECASE,
)
# Between brackets is below zero.
_IN_BRACKETS = re.compile(r"(€|euro|eur)?\s*\(([^()]+)\)", re.IGNORECASE)
_UNITS = {"€": "€", "euro": "€", "eur": "€", "%": "%", "procent": "%", "fte": "fte"}
_SPACED_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_THREE_BEHIND_COMMA = re.compile(r"([1-9][0-9]{0,2}),([0-9]{3})")
_DUTCH = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


@lru_cache(TEXTS_KEPT)
def parse_figure(text: str, bounds: Bounds = ANY) -> Figure:
    """`12,5`, `n.t.b.`, `bijna € 2.000`, `1.234,5 (voorlopig)`, a dash, or nothing at all. Raises Unreadable."""
    shown = " ".join(text.split())
    if (without := _WITHOUT_NUMBER.get(shown.lower())) is not None:
        return Figure(None, without)
    if shown.lower() == "nihil":
        return Figure(Decimal(0))
    qualifier, written = _split(shown)
    return Figure(_value(written, shown, bounds), qualifier)


def parse_number(text: str, bounds: Bounds = ANY) -> Decimal | None:
    """A number by itself; None when nothing is typed or it is not known yet. Raises Unreadable."""
    figure = parse_figure(text, bounds)
    if figure.qualifier == Qualifier.EXACT:
        return figure.value
    if figure.qualifier in STILL_OPEN | {Qualifier.BLANK}:
        return None
    shown = " ".join(text.split())
    if figure.value is None:
        raise Unreadable("inexact", f"“{shown}” is geen getal. Laat dit leeg als er geen getal is.")
    raise Unreadable("inexact", f"“{shown}” is geen precies getal. Typ hier alleen het getal: {_alone(figure.value)}.")


def typed_figure(figure: Figure, decimals: int | None = None) -> str:
    """What a field of so many decimals offers to type over: as tables show it, and `parse_figure` reads it back."""
    if figure.value is None:
        return figure.text()
    shown = decimals_needed([figure], at_least=decimals or 0)
    return figure.text(4 if shown == 3 and (decimals or 0) < 3 else shown)


def _alone(value: Decimal) -> str:
    return typed_figure(Figure(value))


def _split(text: str) -> tuple[Qualifier, str]:
    if text[0].isdecimal() and text[-1] != ")":
        return Qualifier.EXACT, text
    if behind := _PROVISIONAL_BEHIND.fullmatch(text):
        return Qualifier.PROVISIONAL, behind[1]
    for qualifier, pattern in _PREFIXES:
        if found := pattern.fullmatch(text):
            return qualifier, found[1]
    return Qualifier.EXACT, text


def _value(written: str, shown: str, bounds: Bounds) -> Decimal:
    if len(written) > LONGEST_NUMBER:
        raise Unreadable("number", f"Een getal kan hier hooguit {LONGEST_NUMBER} tekens lang zijn.")
    brackets = _IN_BRACKETS.fullmatch(written)
    found = _WRITTEN.fullmatch(f"{brackets[1] or ''}{brackets[2]}".strip() if brackets else written)
    if found is None or (found["before"] and found["after"]):
        raise _no_number(shown, bounds)
    signs = [*filter(None, ["-" if brackets else "", found["sign"], found["inner"], found["last"]])]
    if len(signs) > 1:
        raise _no_number(shown, bounds)
    digits = _SPACED_THOUSANDS.sub("", found["digits"])
    sign = "".join(signs)
    size = _size(digits, found["scale"], bounds, "-" if sign not in {"", "+"} else "")
    if size is None:
        raise _no_number(shown, bounds)
    if size.adjusted() > MOST_DIGITS:
        raise _too_large(shown, bounds)
    if sign == "+" and bounds.counts_strength:
        raise Unreadable("change", f"“{shown}” lijkt een verandering. {NO_CHANGE}")
    value = -size if sign not in {"", "+"} and size else size
    _refuse_unit(_UNITS.get((found["before"] or found["after"] or "").lower()), value, shown, bounds)
    refuse_outside(value, shown, bounds)
    return value


def _no_number(shown: str, bounds: Bounds) -> Unreadable:
    example = "1234" if bounds.decimals == 0 else "1234,5"
    return Unreadable("number", f"“{shown}” is geen getal. Schrijf bijvoorbeeld {example}.")


def _size(digits: str, scale: str | None, bounds: Bounds, minus: str) -> Decimal | None:
    if not scale and (both := _THREE_BEHIND_COMMA.fullmatch(digits)) and (bounds.decimals or 0) < 3:
        raise _two_meanings(digits, both[1] + both[2], bounds, minus)
    if _DUTCH.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(digits):
        plain = digits.replace(",", "")
    elif _PLAIN.fullmatch(digits):
        plain = digits.replace(",", ".")
    else:
        return None
    value = Decimal(plain).scaleb(_zeros(scale))
    return without_trailing_zeros(value) if value.adjusted() <= MOST_DIGITS else value


def _zeros(scale: str | None) -> int:
    return 0 if not scale else 9 if scale.lower().startswith(("mld", "miljard")) else 6


def _two_meanings(digits: str, whole: str, bounds: Bounds, minus: str) -> Unreadable:
    value = Decimal(digits.replace(",", "."))
    kept = " Laat het minteken ervoor staan." if minus else ""
    broken = f"{digits}0" if bounds.decimals is None else number(value, bounds.decimals)
    return Unreadable(
        "ambiguous",
        f"“{digits}” kan twee getallen betekenen. Schrijf {whole} als u een geheel getal bedoelt, "
        f"of {broken} als u cijfers achter de komma bedoelt.{kept}",
    )


def _refuse_unit(unit: str | None, value: Decimal, shown: str, bounds: Bounds) -> None:
    if unit and unit not in bounds.units:
        raise Unreadable(
            "unit",
            f"“{shown}” is in {UNIT_NAMES[unit]}, en dat hoort hier niet. Typ alleen een getal: {_alone(value)}.",
        )


def refuse_outside(value: Decimal, shown: str, bounds: Bounds) -> None:
    """For a number that is one already, as in a cell of a sheet. Raises Unreadable; `shown` is what was typed."""
    if value < bounds.lowest:
        raise Unreadable("small", _too_small(shown, bounds))
    if value > bounds.highest:
        raise _too_large(shown, bounds)
    decimals = MOST_DECIMALS if bounds.decimals is None else bounds.decimals
    if round(value, decimals) != value:
        allowed = {0: "geen cijfers", 1: "één cijfer"}.get(decimals, f"{decimals} cijfers")
        raise Unreadable(
            "precise",
            f"“{shown}” is te precies: hier kunt u {allowed} achter de komma kwijt. "
            f"Rond het af, bijvoorbeeld op {number(value, decimals)}.",
        )


def _too_large(shown: str, bounds: Bounds) -> Unreadable:
    most = number(bounds.highest)
    return Unreadable("large", f"“{shown}” is te groot: hooguit {most}. Kijk of de komma op de goede plaats staat.")


def _too_small(shown: str, bounds: Bounds) -> str:
    if bounds.counts_strength:
        return f"“{shown}” is minder dan nul, en dat kan hier niet. {NO_CHANGE}"
    if bounds.lowest == 0:
        return f"“{shown}” is minder dan nul, en dat kan hier niet. Haal het minteken weg."
    return f"“{shown}” is te klein: ten minste {number(bounds.lowest)}."
