"""A number in a cell beside how the cell shows it: what somebody sees is what is read, or the cell is refused."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.parsing import parse_figure
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.sheets.cells import LONGEST_NAME, Cell, CellKind, text_cell, unclear

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARED = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__,
    ">=": Decimal.__ge__, "=": Decimal.__eq__, "<>": Decimal.__ne__,
}  # fmt: skip
_PLACEHOLDERS = "0#?@"
_ONLY_YEAR = re.compile(r"[yYjJ]{4}")
_UNITS = re.compile(r"[%€\s]|fte", re.IGNORECASE)


@dataclass
class _Section:
    """One part of a number format: what stands around the number, and what the number is multiplied or divided by."""

    before: str = ""
    behind: str = ""
    has_number: bool = False
    hundreds: int = 0
    thousands: int = 0
    condition: str = ""

    def say(self, text: str) -> None:
        if self.has_number:
            self.behind += text
        else:
            self.before += text


@lru_cache(1_024)
def _sections(code: str) -> list[_Section]:
    found, last = [_Section()], ""
    for token in _TOKEN.finditer(code.replace("General", "0").replace("Standaard", "0")):
        section, plain = found[-1], token["plain"]
        if token["quoted"] is not None or token["escaped"] is not None:
            section.say(token["quoted"] or token["escaped"] or "")
        elif token["bracket"] is not None:
            _note_bracket(section, token["bracket"])
        elif plain == ";":
            found.append(_Section())
        elif plain is not None:
            _note_plain(section, plain, last)
        last = plain or ""
    return found


def _note_bracket(section: _Section, bracket: str) -> None:
    if _CONDITION.fullmatch(bracket):
        section.condition = bracket
    elif bracket.startswith("$"):
        section.say(bracket[1:].partition("-")[0])


def _note_plain(section: _Section, plain: str, last: str) -> None:
    if plain in _PLACEHOLDERS:
        section.has_number, section.thousands = True, 0
    elif plain == "," and section.has_number:
        # Behind the last digit each comma divides by a thousand; between digits it groups.
        section.thousands += 1
    elif plain == "%":
        section.hundreds += 1
        section.say("%")
    elif not (plain in ".,/Ee" or (last and last in "Ee" and plain in "+-")):
        section.say(plain)


def _section_for(sections: list[_Section], value: Decimal) -> _Section:
    for section in sections:
        if section.condition:
            mark, bound = _CONDITION.fullmatch(section.condition).groups()
            if _COMPARED[mark](value, Decimal(bound)):
                return section
    if any(section.condition for section in sections):
        return next((section for section in sections if not section.condition), sections[0])
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def exact_number(text: str) -> Decimal | None:
    """As a spreadsheet keeps it; None for what it cannot hold. Raises ValueError.

    Fifteen digits are shown, the rest of the binary fraction is noise.
    """
    # As a float first: “1e999999999” has a billion digits, and is no number to a spreadsheet either.
    value = Decimal(f"{float(text):.15g}")
    return value if value.is_finite() else None


def number_cell(row: int, column: int, value: Decimal, code: str) -> Cell:
    """A number under a number format, as Excel shows it."""
    sections = _sections(code)
    section = _section_for(sections, value)
    if section.hundreds:
        value = without_trailing_zeros(value * 100**section.hundreds)
    before, behind = section.before, section.behind
    if not section.has_number:
        return _without_number(row, column, value, before.strip())
    if value < 0 and section is not sections[0]:
        # A section for negative numbers writes the minus itself, or brackets, or red.
        before, behind = before.replace("-", "").replace("(", ""), behind.replace(")", "")
    unit = "%" if "%" in before + behind else ""
    if not (section.thousands or _UNITS.sub("", before + behind)):
        return Cell(row, column, CellKind.NUMBER, value, unit=unit)
    shown = f"{before}{_typed(value / 1000**section.thousands)}{behind}".strip()
    seen = _figure(shown)
    if (seen == Figure(value) and not shown.startswith("+")) or seen is None:
        return Cell(row, column, CellKind.NUMBER, value, unit=unit)
    return _scaled(row, column, shown, value) if section.thousands else text_cell(row, column, shown)


def _without_number(row: int, column: int, value: Decimal, words: str) -> Cell:
    said = _figure(words)
    if said is not None and said.qualifier not in {Qualifier.DASH, Qualifier.BLANK}:
        return text_cell(row, column, words)
    if value == 0:
        return Cell(row, column, CellKind.NUMBER, value)
    return unclear(
        row,
        column,
        f"Deze cel laat haar getal ({_typed(value)}) niet zien. Kies de celopmaak “Getal” of maak haar leeg.",
    )


def _scaled(row: int, column: int, shown: str, value: Decimal) -> Cell:
    message = (
        f"Deze cel toont “{shown}”, maar er staat {_typed(value)}. Kies de celopmaak “Getal”, zodat het hele getal te "
        "zien is."
    )
    return unclear(row, column, message)


def number_beside_words(row: int, column: int, value: Decimal, shown: str) -> Cell:
    """A number and the words the program wrote for it, as ODS keeps both. Rounding is no difference."""
    seen, unit = _figure(shown) if _UNITS.sub("", shown) else None, "%" if shown.rstrip().endswith("%") else ""
    if seen is not None and seen.qualifier == Qualifier.EXACT:
        is_scaled = abs(value) >= 100 * max(abs(seen.value), 1)
        return _scaled(row, column, shown, value) if is_scaled else Cell(row, column, CellKind.NUMBER, value, unit=unit)
    if seen is None or (seen.value is None and seen.qualifier == Qualifier.DASH):
        return Cell(row, column, CellKind.NUMBER, value)
    return text_cell(row, column, shown)


def _figure(shown: str) -> Figure | None:
    if len(shown) > LONGEST_NAME:
        return None
    try:
        return parse_figure(shown)
    except ValueError:
        return None


def _typed(value: Decimal) -> str:
    """With a comma, and not with three decimals exactly, which may mean thousands."""
    text = f"{value:f}".replace(".", ",")
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text


def is_day(code: str) -> bool:
    return is_date_format(code)


def day_cell(row: int, column: int, value: float, code: str, epoch: datetime) -> Cell:
    """A number that is shown as a day; a year by itself is a number."""
    try:
        found = from_excel(value, epoch)
    except (ValueError, OverflowError, TypeError):
        return Cell(row, column, CellKind.ERROR, str(value))
    if not isinstance(found, date):
        return text_cell(row, column, str(found))
    if _ONLY_YEAR.fullmatch(re.sub(r'\[[^\]]*\]|;@|"[^"]*"|\\.', "", code)):
        return Cell(row, column, CellKind.NUMBER, Decimal(found.year))
    return Cell(row, column, CellKind.DATE, found.date() if isinstance(found, datetime) else found)
