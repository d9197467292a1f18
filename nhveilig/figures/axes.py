"""Value axes with round steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from nhveilig.figures.formats import without_trailing_zeros

MOST_STEPS = 5
ROUND_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True)
class Axis:
    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    @property
    def starts_at_zero(self) -> bool:
        return self.low <= 0 <= self.high

    @property
    def decimals(self) -> int:
        return max(0, -min(without_trailing_zeros(tick).as_tuple().exponent for tick in self.ticks))

    def share(self, value: Decimal) -> float:
        """How far along the axis: 0 at its low end, 1 at its high end."""
        return float((value - self.low) / (self.high - self.low))


def axis_from_zero(values: Sequence[Decimal], decimals: int) -> Axis:
    """For bars, whose length is the number."""
    return _axis(min(0, *values), max(0, *values), decimals)


def axis_around(values: Sequence[Decimal], decimals: int) -> Axis:
    """For lines: from zero too, unless that would press the whole course into the upper half."""
    low, high = min(values), max(values)
    if low > 0 and low * 2 > high > low:
        return _axis(low, high, decimals)
    return axis_from_zero(values, decimals)


def _axis(low: Decimal, high: Decimal, decimals: int) -> Axis:
    low, high = Decimal(low), Decimal(high)
    step = _step(high - low or Decimal(1), whole=decimals == 0)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = max(first + 1, int((high / step).to_integral_value(ROUND_CEILING)))
    return Axis(tuple(step * index for index in range(first, last + 1)))


def _step(span: Decimal, *, whole: bool) -> Decimal:
    """The smallest round step that needs at most MOST_STEPS; numbers without decimals get whole steps."""
    magnitude = Decimal(1).scaleb(span.adjusted() - 1)
    steps = [size * magnitude * scale for scale in (1, 10) for size in ROUND_STEPS]
    if whole:
        steps = [step for step in steps if step == step.to_integral_value()] or [Decimal(1)]
    return next(step for step in steps if step * MOST_STEPS >= span)
