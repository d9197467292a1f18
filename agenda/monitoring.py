"""The report of twice a year: what is realised up to a half year, what changed, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.text import capfirst

from agenda.missing import Gap, gaps
from agenda.models import Agreement, Indicator, Measurement, NationalObjective, SafetyAgenda, TargetRevision
from agenda.periods import Period, period_title
from agenda.presenters import anchor
from agenda.register.presenters import SHORT, target_cell, units_table
from agenda.standings import IndicatorStanding, national
from nhveilig.figures.formats import counted, date_short, number, signed
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit

# More names than this make a line that nobody reads; then it is their number.
MOST_NAMES = 12


@dataclass(frozen=True)
class ObjectiveReport:
    objective: NationalObjective
    tables: list[Table]
    changes: list[str]
    agreements: list[Agreement]
    missing: list[str]


def monitoring(agenda: SafetyAgenda, year: int, period: str, today: date) -> list[ObjectiveReport]:
    """Expects `with_register()`; reads the regional eenheden and what changed in `year`: four queries."""
    units = list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))
    changes = _changes(agenda, year)
    lacking = [gap for gap in gaps(agenda, units, today) if gap.year <= year]
    reports = [_report(agenda, objective, units, year, period) for objective in agenda.objectives.all()]
    return [
        ObjectiveReport(
            objective,
            tables,
            [text for code, text in changes if code == objective.code],
            list(objective.agreements.all()),
            _missing([gap for gap in lacking if gap.indicator.objective_id == objective.pk]),
        )
        for objective, tables in reports
        if tables or objective.agreements.all()
    ]


def _report(
    agenda: SafetyAgenda, objective: NationalObjective, units: Sequence[PoliceUnit], year: int, period: str
) -> tuple[NationalObjective, list[Table]]:
    indicators = list(objective.indicators.all())
    if not indicators:
        return objective, []
    years = range(agenda.start_year, year + 1)
    per_unit = [units_table(agenda, indicator, units, years=years, until=period) for indicator in indicators]
    return objective, [
        _summary(agenda, objective, indicators, units, year, period),
        *(table for table in per_unit if table),
    ]


def _summary(
    agenda: SafetyAgenda,
    objective: NationalObjective,
    indicators: Sequence[Indicator],
    units: Sequence[PoliceUnit],
    year: int,
    period: str,
) -> Table:
    part = f"{SHORT[2]} " if period == Period.FIRST_HALF else ""
    return Table(
        id=f"monitoring-{anchor(objective.code)}",
        caption=f"{objective}: landelijk, {_title(year, period)}",
        unit="aantal, tenzij anders vermeld",
        row_header="Indicator",
        columns=[
            Column("target", f"doel {year}"),
            Column("realised", f"{part}{year}"),
            Column("before", f"{part}{year - 1}"),
            Column("change", "verschil"),
            Column("stand", "stand", kind="text"),
        ],
        rows=[_row(indicator, units, year, period) for indicator in indicators],
        source=agenda.source,
    )


def _title(year: int, period: str) -> str:
    return f"t/m {period_title(year, period)}" if period == Period.FIRST_HALF else str(year)


def _row(indicator: Indicator, units: Sequence[PoliceUnit], year: int, period: str) -> Row:
    now, before = (national(indicator, one, units, period) for one in (year, year - 1))
    unit = "" if indicator.unit in indicator.name else f" ({indicator.unit})"
    cells = [
        target_cell(now),
        _figure_cell(now, indicator.decimals),
        _figure_cell(before, indicator.decimals),
        _change_cell(now, before),
        Cell.words(", ".join(filter(None, [_without_period(now), now.verdict.label]))),
    ]
    return Row(f"{capfirst(indicator.name)}{unit}", cells)


def _figure_cell(standing: IndicatorStanding, decimals: int) -> Cell:
    return Cell.of(standing.realised.figure if standing.realised else Figure.blank(), decimals)


def _without_period(standing: IndicatorStanding) -> str:
    """The head of the column says how far in the year; only what differs from that is a remark."""
    return standing.realised.without if standing.realised else ""


def _change_cell(now: IndicatorStanding, before: IndicatorStanding) -> Cell:
    """Only of figures about equally much of the year and of the same number of eenheden."""
    new, old = now.realised, before.realised
    if new is None or old is None or (new.through, new.missing) != (old.through, old.missing):
        return Cell.of(Figure.blank(), 0)
    difference = new.figure.value - old.figure.value
    return Cell(f"{difference:f}", "exact", signed(difference, now.indicator.decimals))


def _changes(agenda: SafetyAgenda, year: int) -> list[tuple[str, str]]:
    """(code of the objective, sentence) for every target that was revised in `year` and figure that was corrected."""
    revisions = TargetRevision.objects.of_agenda(agenda).filter(revised_on__year=year)
    corrected = Measurement.objects.current().of_agenda(agenda).filter(revision__gt=1, year=year)
    found = [(r.changed.indicator.objective.code, _revised(r)) for r in revisions]
    return found + [(m.indicator.objective.code, _corrected(m)) for m in corrected]


def _revised(revision: TargetRevision) -> str:
    target = revision.changed
    whose = revision.regional_target.police_unit.name if revision.regional_target else "landelijk"
    return (
        f"{capfirst(target.indicator.name)}, {whose}, {target.year or target.period}: het streefcijfer was "
        f"{revision.text} en wijzigde per {date_short(revision.revised_on)}. {revision.reason}"
    )


def _corrected(measurement: Measurement) -> str:
    whose = measurement.police_unit.name if measurement.police_unit else "landelijk"
    when = period_title(measurement.year, measurement.period)
    return f"{capfirst(measurement.indicator.name)}, {whose}, {when}: nu {measurement.figure.text()}."


def _missing(found: Sequence[Gap]) -> list[str]:
    """One line an indicator, however many years and eenheden it is about."""
    return [_lacking(list(same)) for _, same in groupby(found, key=lambda gap: gap.indicator.pk)]


def _lacking(same: Sequence[Gap]) -> str:
    count = counted(len(same), "cijfer", "cijfers")
    when = ", ".join(dict.fromkeys(gap.title for gap in same))
    since = date_short(min(gap.since for gap in same))
    return f"{capfirst(same[0].indicator.name)}: {count} ({when}) van {_whose(same)}, sinds {since}."


def _whose(same: Sequence[Gap]) -> str:
    names = list(dict.fromkeys(gap.police_unit.name for gap in same if gap.police_unit))
    if not names:
        return "heel Nederland"
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{number(len(names))} eenheden"
