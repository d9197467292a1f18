"""What the words of a printed budget mean: what its amounts are in, its versions, its sides, its totals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nhveilig.figures.formats import number
from nhveilig.figures.parsing import AMOUNT, Bounds
from nhveilig.sheets.cells import Cell, CellKind, plain
from themes.models import Budget, BudgetOutcome, BudgetSide

Kind = Budget.Kind

# What amounts are in ---------------------------------------------------------------------------

_EURO = r"(?:€|eur\b|euro(?:['’]?s)?\b)"
# “6 x 1.000 bezoeken” is a calculation.
_X = r"(?:(?<![\w.])[(\[]?|[€\s])(?<!\d )[x×*]"
_ONES = r"1(?:[. ]?000)*"
_SIZE = r"mln|miljoen|mld|miljard"
_TIMES = re.compile(rf"{_X}\s*{_EURO}?\s*({_ONES})(?:,(?:00|-{{1,2}}|=))?(?![\d,.]*\d)\s*({_SIZE})?", re.IGNORECASE)
_TIMES_WORD = re.compile(rf"{_X}\s*{_EURO}?\s*(duizend|{_SIZE})", re.IGNORECASE)
_IN = re.compile(
    rf"\b(?:in|bedragen)\s+(?:{_EURO}\s*)?(?:(duizend|miljoen|miljard)(?:en)?|(mln|mld)|1[. ]?000\b|k€)(?:\s*{_EURO})?",
    re.IGNORECASE,
)
_IN_AMOUNT = re.compile(rf"\bin\s+{_EURO}\s*(1(?:[. ]000)+)", re.IGNORECASE)
_IN_EUROS = re.compile(rf"\b(?:in|bedragen(?: zijn)? in)\s+(?:hele\s+)?{_EURO}(?!\s*(?:\d|x|{_SIZE}))", re.IGNORECASE)
_SIZES = {"duizend": 1_000, "mln": 1_000_000, "miljoen": 1_000_000, "mld": 10**9, "miljard": 10**9}
_NAMED_SIZE = re.compile(_SIZE, re.IGNORECASE)
_LONGEST_TITLE = 200


def scale_in(text: str) -> int | None:
    """By what the amounts below such words are multiplied; None where they do not say."""
    words = " ".join(text[:_LONGEST_TITLE].split())
    if found := _TIMES.search(words):
        return int(re.sub(r"\D", "", found[1])) * _SIZES.get((found[2] or "").lower(), 1)
    if found := _TIMES_WORD.search(words):
        return _SIZES[found[1].lower()]
    if found := _IN_AMOUNT.search(words):
        return int(re.sub(r"\D", "", found[1]))
    if found := _IN.search(words):
        return _SIZES.get((found[1] or found[2] or "duizend").lower(), 1_000)
    return 1 if _IN_EUROS.search(words) else None


def scale_of(cells: Iterable[Cell]) -> tuple[int, list[Cell]]:
    """What the amounts are multiplied by, and which cells around them say so. Raises ValueError for two answers."""
    said: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.kind == CellKind.TEXT and (scale := scale_in(cell.text)) is not None:
            said.setdefault(scale, []).append(cell)
    if len(said) > 1:
        words = " en ".join(f"“{cells[0].text}” (rij {cells[0].row})" for cells in said.values())
        raise ValueError(f"De bedragen van dit blad staan in verschillende eenheden: {words}. Maak er één van.")
    return next(iter(said.items()), (1, []))


def bounds_in(scale: int) -> Bounds:
    """What may stand in a cell that is multiplied: of millions three digits behind the comma are no thousands."""
    return AMOUNT if scale == 1 else replace(AMOUNT, decimals=6 if scale > 1_000 else None)


def names_a_size(text: str) -> bool:
    return bool(_NAMED_SIZE.search(text))


# Versions ------------------------------------------------------------------------------------

KINDS = {
    **dict.fromkeys(["begroting", "begroot"], Kind.BUDGET),
    **dict.fromkeys(["wijziging", "begrotingswijziging"], Kind.AMENDMENT),
    **dict.fromkeys(["realisatie", "rekening", "jaarrekening", "werkelijk"], Kind.ACTUALS),
    **dict.fromkeys(["raming", "meerjarenraming"], Kind.FORECAST),
}
# The first that fits: “begroting na wijziging” is no begroting.
_KINDS = (
    (
        Kind.BUDGET,
        re.compile(r"(?:voor|vóór|excl\w*\.?)\s+(?:\w+\s+)?wijziging\w*|primiti?eve|primaire|ontwerpbegroting"),
    ),
    (Kind.AMENDMENT, re.compile(r"\w*wijziging(?:en)?\b|\b(?:gewijzigd|bijgesteld|actuel)e?\b|\bbegr\.?w\.?\b")),
    (Kind.ACTUALS, re.compile(r"\b(?:jaar)?rekening\b|\b(?:ge)?realis(?:atie|eerd)\w*|\bwerkelijk\w*|\bjaarcijfers\b")),
    (Kind.FORECAST, re.compile(r"\b(?:meerjaren)?raming\w*|\bmeerjaren\w*|\bprognose\b|\bgeraamd\b|\bmjr\b|\bmjb\b")),
    (Kind.BUDGET, re.compile(r"\b\w*begroting\b|\bbegroot\b")),
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?:e|de|ste)?(?!\d)")
_MARK = re.compile(r"[*†‡⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]")
_BETWEEN = re.compile(r"\([^()]*\)")
_TWO_KINDS = (Kind.BUDGET, Kind.ACTUALS)
MARKED = "Bij deze kolom staat “{}”. Haal het teken weg, of schrijf “(voorlopig)” erachter."
NO_KIND = (
    "Bij deze kolom staat wel een jaar, maar niet wat het is. Zet erbij of het een begroting, wijziging, realisatie of "
    "raming is, zoals “Begroting {}”."
)
TWO_KINDS = "Bij deze kolom staan een begroting en een realisatie. Zet er één van beide boven, zoals “Realisatie 2025”."
TWO_YEARS = "Bij deze kolom staat meer dan één jaar. Zet er één jaar bij, zoals “Begroting 2026”."


@dataclass(frozen=True)
class Version:
    """`number` is None where nobody said which; `words` are those of the file."""

    year: int
    kind: Kind
    number: int | None = None
    words: str = ""

    @property
    def key(self) -> tuple[int, str, int | None]:
        return self.year, self.kind, self.number if self.kind == Kind.AMENDMENT else None


def version_in(text: str) -> Version | None:
    """What the words above a column say; None without a year. Raises ValueError where that is not one version."""
    words = without_scale(text)
    years = set(_YEAR.findall(words))
    if not years:
        return None
    kind = kind_in(words)
    if len(years) > 1:
        raise ValueError(TWO_YEARS)
    if all(_is_said(one, words) for one in _TWO_KINDS):
        raise ValueError(TWO_KINDS)
    year = int(years.pop())
    if kind is None:
        raise ValueError(NO_KIND.format(year))
    if mark := _MARK.search(words):
        raise ValueError(MARKED.format(mark[0]))
    number = _number_in(_YEAR.sub(" ", plain(words))) if kind == Kind.AMENDMENT else None
    return Version(year, kind, number, words)


def without_scale(text: str) -> str:
    """“Begroting 2026 (x € 1.000)” without what its amounts are in."""
    words = _BETWEEN.sub(lambda found: " " if scale_in(found[0]) is not None else found[0], text)
    return " ".join(words.split())


def kind_in(text: str) -> Kind | None:
    words = plain(text)
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def _is_said(kind: Kind, text: str) -> bool:
    return any(one == kind and pattern.search(plain(text)) for one, pattern in _KINDS)


def has_year(text: str) -> bool:
    return bool(_YEAR.search(text))


def _number_in(words: str) -> int | None:
    found = [int(number) for number in _NUMBER.findall(words)]
    found += [place for place, word in enumerate(_ORDINALS, start=1) if re.search(rf"\b{word}\b", words)]
    if len(set(found)) > 1:
        raise ValueError("Het is niet duidelijk welke wijziging dit is. Schrijf bijvoorbeeld “Wijziging 2 2026”.")
    return found[0] if found else None


# Sides and totals ------------------------------------------------------------------------------

SIDES = {
    **dict.fromkeys(["lasten", "uitgaven", "kosten"], BudgetSide.EXPENSES),
    **dict.fromkeys(["baten", "inkomsten", "opbrengsten"], BudgetSide.INCOME),
    **dict.fromkeys(["activa", "bezittingen"], BudgetSide.ASSETS),
    **dict.fromkeys(["passiva"], BudgetSide.LIABILITIES),
    **dict.fromkeys(["toevoegingen", "stortingen", "dotaties", "toevoegingen aan reserves"], BudgetSide.ADDITIONS),
    **dict.fromkeys(["onttrekkingen", "onttrekkingen aan reserves"], BudgetSide.WITHDRAWALS),
}
# In a column of their own, totals of what is left stand on a side as well.
SIDES_OR_OUTCOMES = SIDES | {one.value: one for one in BudgetOutcome}
_OF_RESERVES = r"(?:\s+(?:aan|in|van|uit|over)?\s*(?:de\s+)?(?:bestemmings|algemene\s+)?reserves?)"
_RESERVES = (
    (BudgetSide.ADDITIONS, re.compile(rf"(?:toevoeging|storting|dotatie)(?:en|s)?{_OF_RESERVES}(?:\s.*)?")),
    (BudgetSide.WITHDRAWALS, re.compile(rf"(?:onttrekking|beschikking|vrijval)(?:en)?{_OF_RESERVES}(?:\s.*)?")),
)
_BOTH_RESERVES = re.compile(
    r"(?:(?:mutaties?|verrekening(?:en)?)(?:\s+(?:in|met|van))?\s+(?:de\s+)?)?reserves?|reservemutaties?"
)
_FIRST = r"(?:(?:totaal|geraamde?|gerealiseerde?|begrote?|begroot|het|de|netto|eind)\s+)*"
_RESERVED = r"(?:de\s+)?(?:bestemming|mutaties?\b.*|reserve\w*|verrekening\b.*)"
_OUTCOMES = (
    (BudgetOutcome.BALANCE, re.compile(rf"{_FIRST}(?:saldo|resultaat)\s+v(?:oo|óó)r\s+{_RESERVED}")),
    (BudgetOutcome.RESULT, re.compile(rf"{_FIRST}(?:saldo|resultaat)\s+na\s+{_RESERVED}")),
    (BudgetOutcome.RESULT, re.compile(rf"{_FIRST}(?:eind|jaar|begrotings|rekening)?resultaat")),
    (
        BudgetOutcome.BALANCE,
        re.compile(rf"{_FIRST}(?:exploitatie)?saldo(?:\s+(?:van\s+)?(?:de\s+)?(?:baten\s+en\s+(?:de\s+)?lasten|lasten\s+en\s+(?:de\s+)?baten))?"),
    ),
)  # fmt: skip
_TOTAL = re.compile(r"\b(?:eind|sub|deel|tussen)?tota(?:al|le|len)\b")
_LEFT = re.compile(r"(?:saldo|resultaat)\b(?:\s+(?:van|programma)\b)*")
_PART = re.compile(r"(?:-\s*)?(?:waarvan\b|daarvan\b|w\.?v\.|wo\.)")
# “A. Lasten”, “2) Baten”.
_NUMBERED = re.compile(r"^(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s+")
_FILLING = re.compile(r"\b(?:van|de|het)\b|:")


@dataclass(frozen=True)
class Meaning:
    """What the words before a row of amounts say: a side, an outcome, or a total of what `of` names (in plain form)."""

    side: BudgetSide | None = None
    outcome: BudgetOutcome | None = None
    is_total: bool = False
    of: str = ""
    # Movements of reserves, without a word about which way.
    is_reserves: bool = False
    # What is left of a part: of `of`.
    is_left: bool = False
    # A part of the post above it, that counts in that already.
    is_part: bool = False


def meaning_of(text: str) -> Meaning:
    words = _NUMBERED.sub("", plain(without_scale(text)).strip(" :.="))
    outcome = next((one for one, pattern in _OUTCOMES if pattern.fullmatch(words)), None)
    if outcome:
        return Meaning(outcome=outcome)
    if _TOTAL.search(words):
        of = " ".join(_FILLING.sub(" ", _TOTAL.sub(" ", words)).split())
        first = side_called(_TOTAL.sub(" ", words)) or side_called(of) or _first_side(of)
        return Meaning(side=first, is_total=True, of=of)
    if _PART.match(words):
        return Meaning(is_part=True)
    if found := _LEFT.match(words):
        return Meaning(of=words[found.end() :].strip(), is_left=True)
    return Meaning(side=side_called(words), is_reserves=bool(_BOTH_RESERVES.fullmatch(words)))


def _first_side(of: str) -> BudgetSide | None:
    """Of “lasten programma veiligheid”; “baten en lasten” are two."""
    first, _, rest = of.partition(" ")
    return None if rest.startswith("en ") else side_called(first)


def side_called(words: str) -> BudgetSide | None:
    words = " ".join(words.split())
    by_reserve = (side for side, pattern in _RESERVES if pattern.fullmatch(words))
    return SIDES.get(words) or next(by_reserve, None)


def about_scale(words: str, scale: int) -> str:
    """What the preview says of it."""
    return f"In het bestand staat “{words}”: elk bedrag is met {number(scale)} vermenigvuldigd."


_SIGN = re.compile(r"\b(?:baten|inkomsten|opbrengsten) (?:zijn|staan|is) (positief|negatief)")


def sign_of(texts: Iterable[str]) -> str:
    """`positief` or `negatief` where a table says so of its baten; else empty."""
    return next((found[1] for text in texts if (found := _SIGN.search(plain(text)))), "")
