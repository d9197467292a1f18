"""Amounts in euros or in thousands of euros. Thousands are rounded for the eye only: data keeps every cent."""

from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures import formats
from nhveilig.figures.tables import Cell
from nhveilig.figures.values import Figure, Qualifier, Total

ALMOST_NOTHING = "bijna 0"


@dataclass(frozen=True)
class Scale:
    """`key` is how an address names it; `decimals` of a euro amount are as many as its table needs."""

    key: str
    unit: str
    label: str
    divisor: int = 1

    @property
    def rounds(self) -> bool:
        return self.divisor != 1

    def decimals(self, needed: int) -> int:
        return 0 if self.rounds else needed

    def rounded(self, amount: Decimal) -> Decimal:
        """As the reader sees it."""
        return formats.rounded(amount / self.divisor, 0) if self.rounds else amount

    def cell(self, figure: Figure, decimals: int) -> Cell:
        if figure.value is None or not self.rounds:
            return Cell.of(figure, self.decimals(decimals))
        value = formats.without_trailing_zeros(figure.value / self.divisor)
        shown = Cell.of(Figure(value, figure.qualifier), 0)
        hidden = value and not formats.rounded(value, 0)
        return Cell(shown.value, shown.qualifier, ALMOST_NOTHING) if hidden else shown

    def total_cell(self, computed: Total, decimals: int) -> Cell:
        """A sum with posts that are still open says so in words, for it is not the sum yet."""
        if computed.is_complete:
            return self.cell(Figure.blank() if computed.value is None else Figure(computed.value), decimals)
        scaled = None if computed.value is None else computed.value / self.divisor
        return Cell.words(Total(scaled, computed.unknown).text(self.decimals(decimals)))

    def change_cell(self, change: Decimal | None, decimals: int) -> Cell:
        """A difference with its sign; None while one of both amounts is open."""
        if change is None:
            return Cell.of(Figure.undecided(), 0)
        cell = self.cell(Figure(change), decimals)
        if cell.text == ALMOST_NOTHING:
            return cell
        return Cell(cell.value, Qualifier.EXACT.value, formats.signed(change / self.divisor, self.decimals(decimals)))


EUROS = Scale("euro", "euro", "Euro’s")
THOUSANDS = Scale("duizend", "duizend euro", "Duizenden euro’s", 1000)
SCALES = (EUROS, THOUSANDS)


def scale_of(key: str) -> Scale:
    """Euros for a key nobody knows."""
    return next((scale for scale in SCALES if scale.key == key), EUROS)
