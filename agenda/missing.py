"""Which figures should be there by now and are not, of whom, and since when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.models import Indicator, Measurement, SafetyAgenda
from agenda.periods import Period, due_on, period_title
from agenda.realisation import over_periods
from agenda.standings import national_realised, shares_in, target_of
from nhveilig.figures.values import Qualifier
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class Gap:
    """Without `police_unit` it is the figure of the country that lacks. It was due on `since`."""

    indicator: Indicator
    police_unit: PoliceUnit | None
    year: int
    period: str
    since: date

    @property
    def title(self) -> str:
        return period_title(self.year, self.period)


def gaps(agenda: SafetyAgenda, units: Sequence[PoliceUnit], today: date) -> list[Gap]:
    """Expects `with_register()`. An indicator that nobody supplies figures for lacks nothing."""
    indicators = [i for objective in agenda.objectives.all() for i in objective.indicators.all() if i.supplier]
    return [gap for indicator in indicators for gap in gaps_of(agenda, indicator, units, today)]


def gaps_of(agenda: SafetyAgenda, indicator: Indicator, units: Sequence[PoliceUnit], today: date) -> Iterator[Gap]:
    for year in agenda.years:
        period = _due_period(agenda, indicator, year, today)
        if period and target_of(indicator, year):
            yield from _gaps_in(agenda, indicator, units, year, period)


def _due_period(agenda: SafetyAgenda, indicator: Indicator, year: int, today: date) -> str | None:
    """The longest part of the year whose figures should be in; None while nothing is due yet."""
    if due_on(agenda, year, Period.YEAR) < today:
        return Period.YEAR
    halves = indicator.period_rule != Indicator.Rule.NONE
    return Period.FIRST_HALF if halves and due_on(agenda, year, Period.FIRST_HALF) < today else None


def _gaps_in(
    agenda: SafetyAgenda, indicator: Indicator, units: Sequence[PoliceUnit], year: int, period: str
) -> Iterator[Gap]:
    since = due_on(agenda, year, period)
    held = held_to(indicator, year)
    for unit in held:
        measured = [m for m in indicator.current_measurements if (m.police_unit_id, m.year) == (unit.pk, year)]
        if lacking := _lacking(indicator, measured, period):
            yield Gap(indicator, unit, year, lacking, since)
    if not shares_in(indicator, year):
        realised = national_realised(indicator, year, units, period)
        if realised is None or realised.missing or realised.through < _quarters(period):
            yield Gap(indicator, None, year, period, since)


def held_to(indicator: Indicator, year: int) -> list[PoliceUnit]:
    """The eenheden that have a target of their own in this year, divided or agreed, decided or not."""
    targets = (t for t in indicator.regional_targets.all() if t.year == year)
    found = {t.police_unit for t in targets if t.qualifier != Qualifier.NOT_APPLICABLE}
    return sorted(found, key=lambda unit: unit.order)


def _lacking(indicator: Indicator, measured: Iterable[Measurement], period: str) -> str:
    """What is still to be filled in of this period; empty when nothing is."""
    realised = over_periods(indicator, measured, until=period)
    if realised is None or not realised.through:
        return period
    if realised.through >= _quarters(period):
        return ""
    half_done = period == Period.YEAR and realised.through == 2
    return Period.SECOND_HALF if half_done else period


def _quarters(period: str) -> int:
    return 4 if period == Period.YEAR else 2
