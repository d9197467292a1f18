"""What somebody types in a cell of a strength table, and what the cell offers them to type over."""

from decimal import Decimal

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import number, rounded
from nhveilig.figures.reading import read_figure
from nhveilig.figures.values import WITH_NUMBER, Figure, decimals_needed

# More than the whole police of the country, several times over.
LARGEST = Decimal(1_000_000)


class NotAStrength(PortalError):
    """The text is a number that cannot be a strength in this table, or has too many decimals for it."""


def typed_figure(text: str, decimals: int) -> Figure:
    """The figure that `text` says, in fte, in a table of so many decimals.

    Raises NotANumber or AmbiguousNumber (nhveilig.figures.formats) and NotAStrength; each says how to mend it.
    """
    figure = read_figure(text)
    if figure.value is None:
        return figure
    _refuse_what_is_no_strength(figure.value, " ".join(text.split()), decimals)
    return Figure(abs(figure.value), figure.qualifier)


def _refuse_what_is_no_strength(value: Decimal, shown: str, decimals: int) -> None:
    if value < 0:
        raise NotAStrength(
            f"“{shown}” is minder dan nul, en dat kan niet bij fte. "
            "Haal het minteken weg, of typ alleen een streepje als hier niets hoort te staan."
        )
    if value >= LARGEST:
        raise NotAStrength(f"“{shown}” is te veel voor een aantal fte. Kijk of de komma op de goede plaats staat.")
    if decimals_needed([Figure(value)]) > decimals:
        raise NotAStrength(_too_precise(value, shown, decimals))


def _too_precise(value: Decimal, shown: str, decimals: int) -> str:
    allowed = {0: "geen cijfers", 1: "één cijfer"}.get(decimals, f"{decimals} cijfers")
    nearest = editable_text(Figure(rounded(value, decimals)), decimals)
    return (
        f"“{shown}” is te precies: deze tabel heeft {allowed} achter de komma. Rond het af, bijvoorbeeld op {nearest}."
    )


def editable_text(figure: Figure, decimals: int) -> str:
    """The text for an input: what the tables show, but always such that `typed_figure` gives `figure` back."""
    if figure.value is None:
        return figure.text()
    return WITH_NUMBER[figure.qualifier].format(_digits(figure, decimals))


def _digits(figure: Figure, decimals: int) -> str:
    decimals = decimals_needed([figure], at_least=decimals)
    if 0 < decimals < 3:
        return number(figure.value, decimals)
    # “1.234” and “1,234” can be read as two numbers; without the point, or with a decimal more, they cannot.
    return number(figure.value, 4 if decimals == 3 else decimals).replace(".", "")
