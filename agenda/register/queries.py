"""What the pages of the register show: how every indicator stands, and which figures should be there by now."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.models import (
    Agreement,
    AgreementNote,
    Indicator,
    Measurement,
    NationalObjective,
    RegionalTarget,
    SafetyAgenda,
    Target,
    TargetRevision,
)
from agenda.periods import REACH, Period, due_on, period_title
from agenda.standings import IndicatorStanding, Verdict, national, of_unit, parts_counted, shares_in, signals, target_of
from nhveilig.figures.formats import NO_BREAK_SPACE, number
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
    indicators = [indicator for indicator in agenda.indicators if indicator.supplier]
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
    for year in agenda.years_held:
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


@dataclass(frozen=True)
class AgreementLine:
    """`note` is what the eenheid said of it in the chosen year."""

    agreement: Agreement
    note: AgreementNote | None = None


@dataclass(frozen=True)
class ObjectiveStandings:
    objective: NationalObjective
    standings: list[IndicatorStanding]
    agreements: list[AgreementLine]

    @property
    def noted(self) -> list[AgreementLine]:
        return [line for line in self.agreements if line.note]

    @property
    def silent(self) -> list[AgreementLine]:
        return [line for line in self.agreements if not line.note]


def in_short(sections: Iterable[ObjectiveStandings]) -> str:
    """`1 gehaald, 18 nog niet ingevuld`: how many indicators stand how, in the order of `Verdict`; may be empty."""
    counted = Counter(standing.verdict for section in sections for standing in section.standings)
    return ", ".join(f"{number(counted[verdict])} {verdict.label}" for verdict in Verdict if counted[verdict])


def overview(agenda: SafetyAgenda, units: Sequence[PoliceUnit], year: int, until: str) -> list[ObjectiveStandings]:
    """Expects `with_register()`; `units` are the regional eenheden."""
    return [
        ObjectiveStandings(
            objective,
            [national(indicator, year, units, until) for indicator in objective.indicators.all()],
            [AgreementLine(a) for a in objective.agreements.all()],
        )
        for objective in agenda.objectives.all()
    ]


def unit_overview(agenda: SafetyAgenda, unit: PoliceUnit, year: int, until: str) -> list[ObjectiveStandings]:
    """Only what the eenheid has a target or a figure for in this year. Expects `with_register_of(unit)`."""
    return [
        ObjectiveStandings(
            objective,
            [of_unit(i, unit, year, until) for i in objective.indicators.all() if _has_part(i, year)],
            [_noted(agreement, year) for agreement in objective.agreements.all()],
        )
        for objective in agenda.objectives.all()
    ]


def _has_part(indicator: Indicator, year: int) -> bool:
    return any(one.year == year for one in [*indicator.regional_targets.all(), *indicator.current_measurements])


def _noted(agreement: Agreement, year: int) -> AgreementLine:
    note = next((note for note in agreement.notes.all() if note.year == year), None)
    return AgreementLine(agreement, note)


def years_in(agenda: SafetyAgenda) -> set[int]:
    """The years with a figure among what was read. Expects `with_register()` or `with_register_of()`."""
    return {measurement.year for indicator in agenda.indicators for measurement in indicator.current_measurements}


def newest_year(agenda: SafetyAgenda, measured: Iterable[int], this_year: int) -> int:
    """The last year that was measured; without one the present year, or the nearest of the agenda."""
    return max(measured, default=min(max(this_year, agenda.start_year), agenda.end_year))


@dataclass(frozen=True)
class GapGroup:
    """The gaps of one indicator, per period."""

    indicator: Indicator
    periods: list[tuple[Gap, list[Gap]]]

    @property
    def count(self) -> int:
        return sum(len(gaps) for _, gaps in self.periods)

    @property
    def whose(self) -> str:
        units = {gap.police_unit for _, gaps in self.periods for gap in gaps} - {None}
        if not units:
            return "heel Nederland"
        return next(iter(units)).name if len(units) == 1 else f"{number(len(units))} eenheden"

    @property
    def when(self) -> str:
        """`2019 t/m 2022` for whole years that follow each other, else each period."""
        years = [gap.year for gap, _ in self.periods if gap.period == Period.YEAR]
        if len(years) > 2 and years == [*range(years[0], years[0] + len(self.periods))]:
            return f"{years[0]} t/m {years[-1]}".replace(" ", NO_BREAK_SPACE)
        return ", ".join(gap.title for gap, _ in self.periods)

    @property
    def since(self) -> date:
        return min(gap.since for gap, _ in self.periods)


def gap_groups(gaps: Iterable[Gap]) -> list[GapGroup]:
    found: dict[Indicator, dict[tuple[int, str], list[Gap]]] = {}
    for gap in gaps:
        found.setdefault(gap.indicator, {}).setdefault((gap.year, gap.period), []).append(gap)
    return [GapGroup(indicator, [(same[0], same) for same in periods.values()]) for indicator, periods in found.items()]


def all_signals(indicator: Indicator, measurements: Iterable[Measurement]) -> list[str]:
    """Contradictions between the year and its parts, with the eenheid they are about."""
    by_place: dict[tuple[str, int], list[Measurement]] = {}
    for measurement in measurements:
        whose = measurement.police_unit.name if measurement.police_unit else "Landelijk"
        by_place.setdefault((whose, measurement.year), []).append(measurement)
    return [f"{whose}: {text}" for (whose, _), group in by_place.items() for text in signals(indicator, group)]


@dataclass(frozen=True)
class TargetChange:
    whose: str
    when: str
    before: str
    after: str
    revision: TargetRevision


def target_changes(indicator: Indicator) -> list[TargetChange]:
    """Expects `with_history()`."""
    found = [change for target in indicator.targets.all() for change in _changes(target, "Landelijk")]
    for target in indicator.regional_targets.all():
        found += _changes(target, target.police_unit.name)
    return sorted(found, key=lambda change: (change.revision.revised_on, change.revision.pk), reverse=True)


def _changes(target: Target | RegionalTarget, whose: str) -> Iterable[TargetChange]:
    now = target.text if isinstance(target, RegionalTarget) else target.figure.text()
    revisions = list(target.revisions.all())
    afters = [*(later.text for later in revisions[1:]), now][: len(revisions)]
    when = str(target.year or target.period)
    return [TargetChange(whose, when, r.text, after, r) for r, after in zip(revisions, afters, strict=True)]


@dataclass(frozen=True)
class MeasurementHistory:
    """The figures of one eenheid in one period, the current one first."""

    current: Measurement
    earlier: list[Measurement]

    @property
    def whose(self) -> str:
        return self.current.police_unit.name if self.current.police_unit else "Landelijk"

    @property
    def when(self) -> str:
        return period_title(self.current.year, self.current.period)


def measurement_history(measurements: Iterable[Measurement]) -> list[MeasurementHistory]:
    grouped: dict[tuple[int | None, int, str], list[Measurement]] = {}
    for measurement in measurements:
        key = (measurement.police_unit_id, measurement.year, measurement.period)
        grouped.setdefault(key, []).append(measurement)
    found = [_history(revisions) for revisions in grouped.values()]
    return sorted(found, key=lambda one: (-one.current.year, one.current.period, one.whose))


def _history(revisions: list[Measurement]) -> MeasurementHistory:
    newest, *earlier = sorted(revisions, key=lambda measurement: -measurement.revision)
    return MeasurementHistory(newest, earlier)
