"""Which figures should be there by now and are not, of whom, and since when."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.models import Indicator, Measurement, SafetyAgenda
from agenda.periods import REACH, Period, due_on, period_title
from agenda.realisation import parts_counted
from agenda.standings import shares_in, target_of
from nhveilig.figures.values import Qualifier
from nhveilig.regions.models import PoliceUnit

Rule = Indicator.Rule
# The periods of one indicator in one year with a figure that is known, by the id of the eenheid (None: the country).
Periods = Mapping[int | None, Collection[str]]
# The same of everything, by the id of the indicator and the year.
Filled = Mapping[tuple[int, int], Periods]


@dataclass(frozen=True)
class Gap:
    """A figure that is missing since `since`; without `police_unit` it is that of the whole country."""

    indicator: Indicator
    police_unit: PoliceUnit | None
    year: int
    period: str
    since: date

    @property
    def title(self) -> str:
        return period_title(self.year, self.period)


def gaps(agenda: SafetyAgenda, units: Sequence[PoliceUnit], today: date) -> list[Gap]:
    """Expects `with_expectations()`; one query. An indicator that nobody supplies figures for lacks nothing."""
    indicators = [i for objective in agenda.objectives.all() for i in objective.indicators.all() if i.supplier]
    filled = filled_places(Measurement.objects.filter(indicator__objective__agenda=agenda).places_filled())
    return [gap for indicator in indicators for gap in gaps_of(agenda, indicator, units, today, filled)]


def filled_places(places: Iterable[tuple[int, int | None, int, str]]) -> Filled:
    filled: dict[tuple[int, int], dict[int | None, set[str]]] = {}
    for indicator, unit, year, period in places:
        filled.setdefault((indicator, year), {}).setdefault(unit, set()).add(period)
    return filled


def gaps_of(
    agenda: SafetyAgenda, indicator: Indicator, units: Sequence[PoliceUnit], today: date, filled: Filled
) -> Iterator[Gap]:
    for year in agenda.years:
        period = _due_period(agenda, indicator, year, today)
        if period and target_of(indicator, year):
            since, periods = due_on(agenda, year, period), filled.get((indicator.pk, year), {})
            yield from _gaps_in(indicator, units, year, period, since, periods)


def _due_period(agenda: SafetyAgenda, indicator: Indicator, year: int, today: date) -> str | None:
    """The longest part of the year whose figures should be in; None while nothing is due yet."""
    if due_on(agenda, year, Period.YEAR) < today:
        return Period.YEAR
    halves = indicator.period_rule != Rule.NONE
    return Period.FIRST_HALF if halves and due_on(agenda, year, Period.FIRST_HALF) < today else None


def _gaps_in(
    indicator: Indicator, units: Sequence[PoliceUnit], year: int, period: str, since: date, filled: Periods
) -> Iterator[Gap]:
    for unit in held_to(indicator, year):
        if lacking := _lacking(_reached(indicator, filled.get(unit.pk, ()), period), period):
            yield Gap(indicator, unit, year, lacking, since)
    if not shares_in(indicator, year) and not _country_is_in(indicator, units, period, filled):
        yield Gap(indicator, None, year, period, since)


def held_to(indicator: Indicator, year: int) -> list[PoliceUnit]:
    """The eenheden that have a target of their own in this year, divided or agreed, decided or not."""
    targets = (t for t in indicator.regional_targets.all() if t.year == year)
    found = {t.police_unit for t in targets if t.qualifier != Qualifier.NOT_APPLICABLE}
    return sorted(found, key=lambda unit: unit.order)


def _reached(indicator: Indicator, periods: Collection[str], until: str) -> int:
    """How many quarters of the year are known up to and including `until`; 0 for a loose later part."""
    counted = parts_counted(indicator.period_rule, periods, until)
    return REACH[counted[-1]] if counted else 0


def _lacking(reached: int, period: str) -> str:
    """What is still to be filled in of this period; empty when nothing is."""
    if reached >= REACH[period]:
        return ""
    half_done = period == Period.YEAR and reached == REACH[Period.FIRST_HALF]
    return Period.SECOND_HALF if half_done else period


def _country_is_in(indicator: Indicator, units: Sequence[PoliceUnit], period: str, filled: Periods) -> bool:
    """By a figure of its own, or because it can be made of those of every eenheid."""
    if own := filled.get(None):
        return _reached(indicator, own, period) >= REACH[period]
    expected = {unit.pk for unit in units} | filled.keys()
    if not expected or indicator.region_rule not in (Rule.SUM, Rule.AVERAGE):
        return False
    return min(_reached(indicator, filled.get(pk, ()), period) for pk in expected) >= REACH[period]
