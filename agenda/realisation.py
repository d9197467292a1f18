"""What was realised, from measurements of parts of a year and of single eenheden. Unknown is never taken for 0."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from agenda.models import Indicator, Measurement
from agenda.periods import LENGTH, REACH, UP_TO, Period
from nhveilig.figures.formats import counted, number
from nhveilig.figures.values import Figure, combined_qualifier

Rule = Indicator.Rule
YEAR = 4


@dataclass(frozen=True)
class Realised:
    """A figure with what it is about: how far in the year, and how many eenheden it lacks.

    `through` counts quarters; 0 is a figure of a later part of the year only, which `parts` names.
    """

    figure: Figure
    through: int = YEAR
    parts: str = ""
    provisional: bool = False
    missing: int = 0

    @property
    def is_whole_year(self) -> bool:
        return self.through == YEAR

    @property
    def is_complete(self) -> bool:
        return self.is_whole_year and not self.missing

    @property
    def without(self) -> str:
        return f"zonder {counted(self.missing, 'eenheid', 'eenheden')}" if self.missing else ""

    @property
    def remark(self) -> str:
        """What a reader must know beside the number; empty when it is the whole of it."""
        provisional = "voorlopig" if self.provisional else ""
        return ", ".join(filter(None, [self.parts or UP_TO[self.through], self.without, provisional]))

    def text(self, decimals: int | None = None) -> str:
        shown = self.figure.text(decimals)
        return f"{shown} ({self.remark})" if self.remark else shown


def over_periods(
    indicator: Indicator, measurements: Iterable[Measurement], *, until: str = Period.YEAR
) -> Realised | None:
    """One eenheid (or the country) in one year, up to and including `until`; None when nothing is known."""
    known = {m.period: m for m in measurements if m.is_current and m.value is not None}
    counted = parts_counted(indicator.period_rule, known, until)
    if not counted:
        return _loose([m for m in known.values() if REACH[m.period] <= REACH[until]])
    parts = [known[period] for period in counted]
    return Realised(
        _combined(indicator.period_rule, parts), through=REACH[counted[-1]], provisional=_is_provisional(parts)
    )


def parts_counted(rule: str, periods: Collection[str], until: str) -> list[str]:
    """The periods that together make the figure up to and including `until`, in order; empty when none does."""
    within = [period for period in periods if REACH[period] <= REACH[until]]
    if rule == Rule.LAST:
        return [max(within, key=_furthest)] if within else []
    chain = _from_the_start(within)
    return chain[:1] if rule == Rule.NONE else chain


def _from_the_start(periods: Sequence[str]) -> list[str]:
    """Those that follow each other from January on, as far as they reach; the longest part first."""
    chain: list[str] = []
    reached = 0
    while following := [period for period in periods if REACH[period] - LENGTH[period] == reached]:
        chain.append(max(following, key=LENGTH.__getitem__))
        reached = REACH[chain[-1]]
    return chain


def _furthest(period: str) -> tuple[int, int]:
    return REACH[period], LENGTH[period]


def _loose(known: list[Measurement]) -> Realised | None:
    """A later part of the year without what came before it: its own figure, under its own name."""
    if not known:
        return None
    newest = max(known, key=lambda m: _furthest(m.period))
    name = f"alleen {newest.get_period_display()}"
    return Realised(newest.figure, through=0, parts=name, provisional=_is_provisional([newest]))


def _combined(rule: str, chain: Sequence[Measurement]) -> Figure:
    if len(chain) == 1:
        return chain[0].figure
    whole = sum((m.figure.value * (LENGTH[m.period] if rule == Rule.AVERAGE else 1) for m in chain), Decimal(0))
    if rule == Rule.AVERAGE:
        whole = _divided(whole, sum(LENGTH[m.period] for m in chain))
    return Figure(whole, combined_qualifier(m.figure for m in chain))


def over_regions(
    indicator: Indicator, national: Realised | None, per_unit: Sequence[Realised | None]
) -> Realised | None:
    """The country: its own figure when there is one, else by the indicator's rule; a unit without one is None.

    Eenheden that are further in the year than others are never mixed: None, for there is no such figure.
    """
    if national is not None:
        return national
    known = [one for one in per_unit if one is not None and one.through]
    if not known or indicator.region_rule not in (Rule.SUM, Rule.AVERAGE):
        return None
    if len({one.through for one in known}) > 1:
        return None
    value = sum((one.figure.value for one in known), Decimal(0))
    if indicator.region_rule == Rule.AVERAGE:
        value = _divided(value, len(known))
    return Realised(
        Figure(value, combined_qualifier(one.figure for one in known)),
        through=known[0].through,
        provisional=any(one.provisional for one in known),
        missing=len(per_unit) - len(known),
    )


def signals(indicator: Indicator, measurements: Iterable[Measurement]) -> list[str]:
    """Parts that do not add up to a figure that was measured too, for one eenheid in one year."""
    if indicator.period_rule != Rule.SUM:
        return []
    by_period = {m.period: m for m in measurements if m.is_current and m.figure.is_known}
    found = (_difference(by_period, whole, parts) for whole, parts in PARTS.items())
    return [signal for signal in found if signal]


PARTS = {
    Period.YEAR: (Period.FIRST_HALF, Period.SECOND_HALF),
    Period.FIRST_HALF: (Period.FIRST_QUARTER, Period.SECOND_QUARTER),
    Period.SECOND_HALF: (Period.THIRD_QUARTER, Period.FOURTH_QUARTER),
}


def _difference(by_period: dict[str, Measurement], whole: Period, parts: tuple[Period, Period]) -> str:
    if not {whole, *parts} <= by_period.keys():
        return ""
    first, second = (by_period[part].figure.value for part in parts)
    total = by_period[whole].figure.value
    if first + second == total:
        return ""
    return (
        f"{capfirst(whole.label)} {by_period[whole].year} is {number(total)}, maar {parts[0].label} en "
        f"{parts[1].label} geven samen {number(first + second)}. Controleer welk cijfer klopt."
    )


def _is_provisional(measurements: Iterable[Measurement]) -> bool:
    return any(m.status == Measurement.Status.PROVISIONAL for m in measurements)


def _divided(value: Decimal, by: int) -> Decimal:
    return (value / by).quantize(Decimal("0.0001"))
