"""How an indicator stands: what was realised, its target beside it, and what may be said about the two.

What was realised follows from measurements of parts of a year and of single eenheden; unknown is never taken for 0.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.text import capfirst

from agenda.models import Indicator, Measurement, RegionalTarget, Target
from agenda.periods import LENGTH, REACH, UP_TO, Period
from nhveilig.figures.formats import counted, number
from nhveilig.figures.values import LOWER_ENDS, UPPER_ENDS, Figure, Qualifier, combined_qualifier
from nhveilig.regions.models import PoliceUnit

Rule = Indicator.Rule
YEAR = 4
Direction = Indicator.Direction
NOTHING_ASKED = {Qualifier.NOT_APPLICABLE, Qualifier.BLANK}
PARTS = {
    Period.YEAR: (Period.FIRST_HALF, Period.SECOND_HALF),
    Period.FIRST_HALF: (Period.FIRST_QUARTER, Period.SECOND_QUARTER),
    Period.SECOND_HALF: (Period.THIRD_QUARTER, Period.FOURTH_QUARTER),
}


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


class Verdict(Enum):
    """In words. Only an outcome has an icon, for `components/stage.html`: the rest asks nothing of anybody."""

    REACHED = ("gehaald", "done")
    MISSED = ("niet gehaald", "failed")
    UNDER_WAY = ("onderweg", "")
    UNCLEAR = ("nog niet te zeggen", "")
    OPEN = ("nog niet ingevuld", "")
    NO_TARGET = ("geen streefcijfer", "")
    NOT_MEASURED = ("wordt niet gemeten", "")

    def __init__(self, label: str, icon: str) -> None:
        self.label, self.icon = label, icon


@dataclass(frozen=True)
class IndicatorStanding:
    """`target` is None when nothing was agreed; `words` what stands for a target that is no number."""

    indicator: Indicator
    year: int
    target: Figure | None
    realised: Realised | None
    words: str = ""

    @property
    def target_text(self) -> str:
        return self.words or (self.target.text() if self.target else "")

    @property
    def realised_text(self) -> str:
        return self.realised.figure.text(_decimals(self.indicator, self.realised.figure)) if self.realised else ""

    @property
    def remark(self) -> str:
        return self.realised.remark if self.realised else ""

    @property
    def verdict(self) -> Verdict:
        if self.realised is None:
            return self._without_figure()
        if self.target is None or not self.target.is_known:
            return Verdict.NO_TARGET
        direction = self._direction()
        if direction == Direction.NEUTRAL:
            return Verdict.NO_TARGET
        return self._compared(upwards=direction == Direction.UP)

    def _without_figure(self) -> Verdict:
        if not self.indicator.supplier:
            return Verdict.NOT_MEASURED
        nothing_asked = self.target is None or self.target.qualifier in NOTHING_ASKED
        return Verdict.NO_TARGET if nothing_asked and not self.words else Verdict.OPEN

    def _direction(self) -> str:
        """A target that is a bound says itself which way is good."""
        if self.target.qualifier in UPPER_ENDS:
            return Direction.DOWN
        return Direction.UP if self.target.qualifier in LOWER_ENDS else self.indicator.direction

    def _compared(self, *, upwards: bool) -> Verdict:
        """More may still come of a part of the year, of missing eenheden, and of a lower bound; never less."""
        figure = self.realised.figure
        enough = figure.value >= self.target.value if upwards else figure.value <= self.target.value
        if figure.qualifier == Qualifier.CIRCA and figure.value != self.target.value:
            return Verdict.UNCLEAR
        grows = self.realised.missing or figure.qualifier in LOWER_ENDS
        if enough:
            return self._while_it_may_grow(grows=bool(grows), upwards=upwards)
        if grows and upwards:
            return Verdict.UNCLEAR
        return Verdict.MISSED if self.realised.is_whole_year else Verdict.UNDER_WAY

    def _while_it_may_grow(self, *, grows: bool, upwards: bool) -> Verdict:
        if upwards and (self.realised.is_whole_year or self.indicator.period_rule == Indicator.Rule.SUM):
            return Verdict.REACHED
        if grows:
            return Verdict.UNCLEAR
        return Verdict.REACHED if self.realised.is_whole_year else Verdict.UNDER_WAY


def national(
    indicator: Indicator, year: int, units: Sequence[PoliceUnit], until: str = Period.YEAR
) -> IndicatorStanding:
    """Expects `Indicator.objects.with_figures()`; `units` are the eenheden that count where nothing was divided."""
    target = target_of(indicator, year)
    return IndicatorStanding(
        indicator,
        year,
        target.figure if target else None,
        national_realised(indicator, year, units, until),
        words=_words(target) if target else "",
    )


def national_realised(
    indicator: Indicator, year: int, units: Sequence[PoliceUnit], until: str = Period.YEAR
) -> Realised | None:
    by_unit: dict[int | None, list[Measurement]] = {}
    for measurement in indicator.current_measurements:
        if measurement.year == year:
            by_unit.setdefault(measurement.police_unit_id, []).append(measurement)
    own = over_periods(indicator, by_unit.pop(None, []), until=until)
    expected = {share.police_unit_id for share in shares_in(indicator, year)} or {unit.pk for unit in units}
    parts = [over_periods(indicator, by_unit.get(pk, []), until=until) for pk in sorted(expected | by_unit.keys())]
    return over_regions(indicator, own, parts)


def of_unit(indicator: Indicator, police_unit: PoliceUnit, year: int, until: str = Period.YEAR) -> IndicatorStanding:
    """Expects `with_figures()`, of every eenheid or of this one."""
    target = next((t for t in _targets_of(indicator, police_unit) if t.year == year), None)
    measured = [m for m in indicator.current_measurements if (m.police_unit_id, m.year) == (police_unit.pk, year)]
    return IndicatorStanding(
        indicator,
        year,
        target.figure if target else None,
        over_periods(indicator, measured, until=until),
        words=target.text if target and target.upper is not None else "",
    )


def _targets_of(indicator: Indicator, police_unit: PoliceUnit) -> Iterator[RegionalTarget]:
    return (t for t in indicator.regional_targets.all() if t.police_unit_id == police_unit.pk)


def shares_in(indicator: Indicator, year: int) -> list[RegionalTarget]:
    """Those of the national distribution that ask something of an eenheid."""
    shares = (share for share in indicator.regional_targets.all() if share.year == year and not share.source)
    return [share for share in shares if share.qualifier != Qualifier.NOT_APPLICABLE]


def target_of(indicator: Indicator, year: int) -> Target | None:
    """That of the year, else the one that holds for every year."""
    targets = list(indicator.targets.all())
    yearly = next((target for target in targets if target.year == year), None)
    return yearly or next((target for target in targets if target.year is None), None)


def _words(target: Target) -> str:
    return target.note if target.qualifier == Qualifier.NOT_APPLICABLE and target.note else ""


def _decimals(indicator: Indicator, figure: Figure) -> int:
    """Averages may have more decimals than what was counted."""
    if indicator.decimals or figure.value == figure.value.to_integral_value():
        return indicator.decimals
    return 1
