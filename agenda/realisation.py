"""What was realised, from measurements of parts of a year and of single eenheden. Unknown is never taken for 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agenda.models import Indicator, Measurement
from agenda.periods import QUARTERS, UP_TO, Period
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure, Qualifier

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
    def remark(self) -> str:
        """What a reader must know beside the number; empty when it is the whole of it."""
        without = f"zonder {self.missing} eenhe{'id' if self.missing == 1 else 'den'}" if self.missing else ""
        provisional = "voorlopig" if self.provisional else ""
        return ", ".join(filter(None, [self.parts or UP_TO[self.through], without, provisional]))

    def text(self, decimals: int | None = None) -> str:
        shown = self.figure.text(decimals)
        return f"{shown} ({self.remark})" if self.remark else shown


def over_periods(
    indicator: Indicator, measurements: Iterable[Measurement], *, until: str = Period.YEAR
) -> Realised | None:
    """One eenheid (or the country) in one year, up to and including `until`; None when nothing is known."""
    last = sum(QUARTERS[Period(until)])
    known = [m for m in measurements if m.is_current and m.figure.is_known and _end(m) <= last]
    if indicator.period_rule == Rule.LAST:
        return _last(known)
    chain = _from_the_start(known)
    if not chain:
        return _loose(known)
    if indicator.period_rule == Rule.NONE and len(chain) > 1:
        chain = [chain[0]]
    return Realised(
        _combined(indicator.period_rule, chain),
        through=sum(_length(m) for m in chain),
        provisional=_is_provisional(chain),
    )


def _from_the_start(known: list[Measurement]) -> list[Measurement]:
    """Measurements that follow each other from January on, as far as they reach; the longest part first."""
    chain: list[Measurement] = []
    reached = 0
    while following := [m for m in known if QUARTERS[Period(m.period)][0] == reached]:
        chain.append(max(following, key=_length))
        reached = _end(chain[-1])
    return chain


def _last(known: list[Measurement]) -> Realised | None:
    if not known:
        return None
    newest = max(known, key=lambda m: (_end(m), _length(m)))
    return Realised(newest.figure, through=_end(newest), provisional=_is_provisional([newest]))


def _loose(known: list[Measurement]) -> Realised | None:
    """A later part of the year without what came before it: its own figure, under its own name."""
    if not known:
        return None
    newest = max(known, key=lambda m: (_end(m), _length(m)))
    name = f"alleen {newest.get_period_display()}"
    return Realised(newest.figure, through=0, parts=name, provisional=_is_provisional([newest]))


def _combined(rule: str, chain: Sequence[Measurement]) -> Figure:
    if len(chain) == 1:
        return chain[0].figure
    whole = sum((m.figure.value * (_length(m) if rule == Rule.AVERAGE else 1) for m in chain), Decimal(0))
    if rule == Rule.AVERAGE:
        whole = _divided(whole, sum(_length(m) for m in chain))
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


def combined_qualifier(figures: Iterable[Figure]) -> Qualifier:
    """Of a figure made of these: as sure as the least sure of them."""
    found = {figure.qualifier for figure in figures} - {Qualifier.EXACT}
    if not found:
        return Qualifier.EXACT
    if found <= {Qualifier.MINIMUM, Qualifier.MORE_THAN}:
        return Qualifier.MINIMUM
    return found.pop() if len(found) == 1 else Qualifier.CIRCA


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
        f"{whole.label.capitalize()} {by_period[whole].year} is {number(total)}, maar {parts[0].label} en "
        f"{parts[1].label} geven samen {number(first + second)}. Controleer welk cijfer klopt."
    )


def _end(measurement: Measurement) -> int:
    return sum(QUARTERS[Period(measurement.period)])


def _length(measurement: Measurement) -> int:
    return QUARTERS[Period(measurement.period)][1]


def _is_provisional(measurements: Iterable[Measurement]) -> bool:
    return any(m.status == Measurement.Status.PROVISIONAL for m in measurements)


def _divided(value: Decimal, by: int) -> Decimal:
    return (value / by).quantize(Decimal("0.0001"))
