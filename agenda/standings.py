"""How an indicator stands: its target beside what was realised, and what may be said about the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from agenda.models import Indicator, Measurement, RegionalTarget, Target
from agenda.periods import Period
from agenda.realisation import Realised, over_periods, over_regions
from nhveilig.figures.values import LOWER_ENDS, UPPER_ENDS, Figure, Qualifier
from nhveilig.regions.models import PoliceUnit

Direction = Indicator.Direction
NOTHING_ASKED = {Qualifier.NOT_APPLICABLE, Qualifier.BLANK}


class Verdict(Enum):
    """In words, and the badge that repeats them."""

    REACHED = ("gehaald", "done")
    MISSED = ("niet gehaald", "failed")
    UNDER_WAY = ("onderweg", "running")
    UNCLEAR = ("nog niet te zeggen", "consultation")
    OPEN = ("nog niet ingevuld", "queued")
    NO_TARGET = ("geen streefcijfer", "concept")
    NOT_MEASURED = ("wordt niet gemeten", "concept")

    def __init__(self, label: str, badge: str) -> None:
        self.label, self.badge = label, badge


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
