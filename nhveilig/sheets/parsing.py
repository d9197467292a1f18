"""What a cell means: a figure, a day, a whole number, one of a few words. Every refusal is a ValueError in Dutch."""

import re
from datetime import date

from nhveilig.figures.dates import parse_date
from nhveilig.figures.parsing import ANY, COUNT, Bounds, parse_figure, parse_number, refuse_outside
from nhveilig.figures.values import Figure
from nhveilig.sheets.cells import LONGEST_NAME, Cell, CellKind, plain

# A number that refers to a note.
_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+")
_GROUPED = re.compile(r"(?<![\d.,])([1-9]\d{0,2}),(?!000)(\d{3})(?![\d.,]*\d)")


def figure(cell: Cell, bounds: Bounds = ANY, decimals: int | None = None) -> Figure:
    """`12,5`, `n.t.b.`, `ten minste 2`, a dash, or nothing at all. At most four decimals.

    Where figures have no `decimals`, the comma of `1,522` can only group thousands; `1,000` may still be one.
    """
    refuse_unreadable(cell)
    _refuse_other_unit(cell, bounds)
    if cell.kind == CellKind.DATE:
        raise ValueError("Hier staat een datum waar een getal hoort. Kies de celopmaak “Getal” en vul het opnieuw in.")
    if cell.kind == CellKind.NUMBER:
        refuse_outside(cell.value, cell.text, bounds)
        return Figure(cell.value)
    text = cell.text
    if marks := _MARKS.findall(text):
        raise ValueError(f"Bij dit getal staat een verwijzing ({', '.join(marks)}). Haal haar weg.")
    if (bounds.decimals if decimals is None else decimals) == 0:
        text = _GROUPED.sub(r"\1\2", text)
    # What is read is kept for the next time, and no number is as long as some texts are.
    return parse_figure(" ".join(text.split())[:LONGEST_NAME], bounds)


def _refuse_other_unit(cell: Cell, bounds: Bounds) -> None:
    if cell.unit and cell.unit not in bounds.units:
        raise ValueError(
            f"Deze cel toont {cell.text}{cell.unit}, en procenten horen hier niet. Kies de celopmaak “Getal” en vul in "
            "hoeveel het er zijn."
        )


def provisional(cell: Cell) -> Cell:
    """The same figure under a head that says it is provisional."""
    if cell.is_empty or cell.kind not in {CellKind.NUMBER, CellKind.TEXT}:
        return cell
    # Three decimals exactly may mean thousands in a text, and never do in a number.
    zero = "0" if cell.kind == CellKind.NUMBER and len(cell.text.partition(",")[2]) == 3 else ""
    return Cell(cell.row, cell.column, CellKind.TEXT, f"{cell.text}{zero}{cell.unit} (voorlopig)")


def refuse_unreadable(cell: Cell) -> None:
    if cell.kind == CellKind.ERROR:
        raise ValueError("Deze cel bevat een foutmelding van het rekenblad. Herstel de formule of vul de waarde in.")
    if cell.kind == CellKind.UNCLEAR:
        raise ValueError(cell.value)
    if cell.kind == CellKind.UNCALCULATED:
        raise ValueError(
            "Deze cel bevat een formule zonder uitkomst. Open het bestand, laat het rekenen en bewaar het opnieuw."
        )


def day(cell: Cell) -> date:
    """As nhveilig.figures.dates reads it, or a real date."""
    refuse_unreadable(cell)
    if cell.kind == CellKind.DATE:
        return cell.value
    return parse_date(cell.text)


def whole_number(cell: Cell, lowest: int, highest: int) -> int:
    refuse_unreadable(cell)
    try:
        value = cell.value if cell.kind == CellKind.NUMBER else parse_number(cell.text, COUNT)
    except ValueError:
        value = None
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
    found = choices.get(plain(cell.text))
    if found is None:
        known = ", ".join(f"“{word}”" for word in dict.fromkeys(choices) if word)
        raise ValueError(f"Kies een van: {known}.")
    return found
