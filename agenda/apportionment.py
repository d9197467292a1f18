"""Dividing a whole over parts so that the rounded parts add up to exactly the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agenda.models import Indicator
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class DecidedShare:
    """`exact` is the share before rounding, None where it was filled in by hand; `before` what held until now."""

    police_unit: PoliceUnit
    value: Decimal
    exact: Decimal | None = None
    weight: Decimal | None = None
    before: str = ""


@dataclass(frozen=True)
class Proposal:
    indicator: Indicator
    year: int
    key: str
    target: Decimal
    shares: tuple[DecidedShare, ...]
    reference_date: date | None = None
    # That of the shares there were when it was made.
    version: int = 0

    @property
    def total(self) -> Decimal:
        return sum((share.value for share in self.shares), Decimal(0))

    @property
    def remainder(self) -> Decimal:
        """What the shares leave of the national target; only a distribution by hand can leave something."""
        return self.target - self.total


def apportion(whole: Decimal, weights: Sequence[Decimal | int], decimals: int = 0) -> list[Decimal]:
    """Largest remainders: every part is its exact share rounded down, and what is left goes to the largest remainders.

    Of equal remainders the first comes first. Raises ValueError for a negative whole or weight, when no weight
    counts, and when the whole has more decimals than the parts may have.
    """
    if whole < 0 or any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("a whole and its weights are not negative, and at least one weight counts")
    unit = Decimal(1).scaleb(-decimals)
    steps = Fraction(whole) / Fraction(unit)
    if steps.denominator != 1:
        raise ValueError(f"{whole} cannot be divided in steps of {unit}")
    total = sum(Fraction(weight) for weight in weights)
    exact = [steps * Fraction(weight) / total for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    left = int(steps) - sum(parts)
    largest = sorted(range(len(exact)), key=lambda position: (parts[position] - exact[position], position))
    for position in largest[:left]:
        parts[position] += 1
    return [part * unit for part in parts]
