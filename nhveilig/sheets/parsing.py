"""What a cell means: a figure, a day, a whole number, one of a few words. Every refusal is a ValueError in Dutch."""

import re
from datetime import date
from decimal import Decimal

from nhveilig.figures.formats import MONTHS, AmbiguousNumber, NotANumber
from nhveilig.figures.reading import read_figure
from nhveilig.figures.values import Figure
from nhveilig.sheets.cells import Cell, CellKind

MOST_DECIMALS = 4
LARGEST = Decimal(10) ** 10

_PERCENT = re.compile(r"(?<=\d)\s*%")


def figure(cell: Cell) -> Figure:
    """`12,5`, `n.t.b.`, `ten minste 2`, a dash, or nothing at all. At most four decimals."""
    refuse_unreadable(cell)
    if cell.kind == CellKind.DATE:
        raise ValueError("Hier staat een datum waar een getal hoort. Kies de celopmaak “Getal” en vul het opnieuw in.")
    if cell.kind == CellKind.NUMBER:
        return _sized(Figure(cell.value))
    try:
        return _sized(read_figure(_PERCENT.sub("", cell.text)))
    except (AmbiguousNumber, NotANumber) as error:
        raise ValueError(str(error)) from None


def _sized(found: Figure) -> Figure:
    if found.value is None:
        return found
    if abs(found.value) >= LARGEST:
        raise ValueError("Dit getal is te groot: hooguit tien cijfers voor de komma.")
    if decimals(found.value) > MOST_DECIMALS:
        raise ValueError(f"Dit getal heeft meer dan {MOST_DECIMALS} cijfers achter de komma. Rond het af.")
    return found


def decimals(value: Decimal) -> int:
    """How many the number needs: 12.50 needs one."""
    return max(0, -value.normalize().as_tuple().exponent)


def refuse_unreadable(cell: Cell) -> None:
    if cell.kind == CellKind.ERROR:
        raise ValueError("Deze cel bevat een foutmelding van het rekenblad. Herstel de formule of vul de waarde in.")
    if cell.kind == CellKind.UNCALCULATED:
        raise ValueError(
            "Deze cel bevat een formule zonder uitkomst. Open het bestand, laat het rekenen en bewaar het opnieuw."
        )


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})")
_ENGLISH = re.compile(r"([a-z]+)\s+(\d{1,2}),?\s+(\d{4})")
_MONTH_NAMES = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name: number
    for number, name in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"], 1
    )
}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTH_NAMES.items()} | {"mrt": 3}


def day(cell: Cell) -> date:
    """`31-12-2022`, `2022-12-31`, `31 december 2022`, `December 31, 2022`, or a real date."""
    refuse_unreadable(cell)
    if cell.kind == CellKind.DATE:
        return cell.value
    found = day_in(cell.text)
    if found is None:
        raise ValueError("Dit is geen datum. Schrijf dag, maand en jaar, zoals 31-12-2022.")
    return found


def day_in(text: str) -> date | None:
    """The date `text` is. Raises ValueError for one that does not exist, or that can be two."""
    text = text.strip().lower()
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
    number = _MONTH_NAMES.get(month) or _SHORT_MONTHS.get(month[:3])
    return _day(int(year), number, int(of_month)) if number else None


def _from_numbers(first: int, second: int, year: int, *, slash: bool) -> date:
    """With slashes Americans write the month first; a day that both could mean is nobody's to guess."""
    if slash and first <= 12 and second <= 12 and first != second:
        raise ValueError(
            f"Deze datum kan twee dagen betekenen. Schrijf {first}-{second}-{year} voor {first} {MONTHS[second - 1]}, "
            f"of {second}-{first}-{year} voor {second} {MONTHS[first - 1]}."
        )
    return _day(year, first, second) if slash and second > 12 else _day(year, second, first)


def _day(year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise ValueError("Deze datum bestaat niet. Controleer dag en maand.") from None


def whole_number(cell: Cell, lowest: int, highest: int) -> int:
    refuse_unreadable(cell)
    value = cell.value if cell.kind == CellKind.NUMBER else None
    if value is None and re.fullmatch(r"\d{1,6}", cell.text):
        value = Decimal(cell.text)
    if value is None or value != value.to_integral_value() or not lowest <= value <= highest:
        raise ValueError(f"Vul een geheel getal in van {lowest} tot en met {highest}.")
    return int(value)


def words(cell: Cell, longest: int, *, required: bool = True) -> str:
    refuse_unreadable(cell)
    text = " ".join(cell.text.split())
    if required and not text:
        raise ValueError("Deze cel is leeg. Vul een waarde in.")
    if len(text) > longest:
        raise ValueError(f"Deze tekst is te lang: hooguit {longest} tekens.")
    if any(char < " " or char == "\x7f" for char in text):
        raise ValueError("Deze tekst bevat onzichtbare tekens. Typ hem opnieuw.")
    return text


def choice(cell: Cell, choices: dict[str, str]) -> str:
    """`choices` maps what one may write, in lower case, to what is meant."""
    refuse_unreadable(cell)
    found = choices.get(cell.text.lower())
    if found is None:
        known = ", ".join(f"“{word}”" for word in dict.fromkeys(choices) if word)
        raise ValueError(f"Kies een van: {known}.")
    return found
