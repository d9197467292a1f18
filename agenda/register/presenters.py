"""Target beside realisation, as tables and as a chart, and the report of twice a year that holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.text import capfirst

from agenda.models import Agreement, Indicator, Measurement, NationalObjective, SafetyAgenda, TargetRevision
from agenda.periods import UP_TO, Period, period_title
from agenda.presenters import anchor, marks_explained
from agenda.register.queries import Gap, gaps
from agenda.standings import YEAR, IndicatorStanding, Realised, national, of_unit
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import counted, date_short, number, signed
from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table, text_columns
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.cleaning import inside_sentence

# Before a number in a narrow column; the text still ends in the number.
SHORT = {1: "t/m mrt", 2: "t/m juni", 3: "t/m sept"}
TARGET, REALISED = "Streefcijfer", "Realisatie"
DIFFERENCE, REMARK = "Verschil", "Bij de realisatie"
# More names than this make a line that nobody reads; then it is their number.
MOST_NAMES = 12


def progress_title(indicator: Indicator) -> str:
    name = indicator.name.removesuffix(f" ({indicator.unit})")
    return f"Streefcijfer en realisatie: {inside_sentence(name)}"


def years_table(agenda: SafetyAgenda, indicator: Indicator, standings: Sequence[IndicatorStanding]) -> Table:
    """One row a year, for the country or for one eenheid."""
    return Table(
        id=f"realisatie-{anchor(indicator.objective.code)}-{indicator.code}",
        caption=progress_title(indicator),
        unit=indicator.unit,
        row_header="Jaar",
        columns=[
            Column("target", TARGET),
            Column("realised", REALISED, decimals=indicator.decimals),
            Column("difference", DIFFERENCE, decimals=indicator.decimals),
            Column("remark", REMARK, kind="text"),
        ],
        rows=[Row(str(standing.year), _year_cells(standing)) for standing in standings],
        source=indicator.source,
    )


def _year_cells(standing: IndicatorStanding) -> list[Cell]:
    decimals = standing.indicator.decimals
    realised = standing.realised
    return [
        target_cell(standing),
        Cell.of(realised.figure, decimals) if realised else Cell.of(Figure.blank(), decimals),
        difference_cell(standing),
        Cell.words(_remark(standing)),
    ]


def _remark(standing: IndicatorStanding) -> str:
    if standing.realised is None:
        return standing.verdict.label
    return ", ".join(filter(None, [standing.remark, standing.verdict.label]))


def target_cell(standing: IndicatorStanding) -> Cell:
    if standing.words:
        return Cell.words(standing.words)
    return Cell.of(standing.target or Figure.blank(), 0)


def difference_cell(standing: IndicatorStanding) -> Cell:
    """Realised minus target; empty where the two are not about the same."""
    target, realised = standing.target, standing.realised
    if not (target and target.is_known and realised and realised.is_complete):
        return Cell.of(Figure.blank(), 0)
    if {target.qualifier, realised.figure.qualifier} != {Qualifier.EXACT}:
        return Cell.of(Figure.blank(), 0)
    return Cell.of(Figure(realised.figure.value - target.value), standing.indicator.decimals)


def realised_cell(realised: Realised | None, decimals: int) -> Cell:
    """For a narrow column: how far in the year stands before the number."""
    if realised is None:
        return Cell.of(Figure.blank(), decimals)
    cell = Cell.of(realised.figure, decimals)
    if realised.through == YEAR:
        return cell
    said = SHORT.get(realised.through) or realised.parts
    return Cell(cell.value, cell.qualifier, f"{said} {cell.text}")


def units_table(
    agenda: SafetyAgenda,
    indicator: Indicator,
    country: Iterable[PoliceUnit],
    *,
    years: Sequence[int] = (),
    until: str = Period.YEAR,
) -> Table | None:
    """Every eenheid with a target or a figure; None when there is none. `until` is about the last of the years.

    `country` are the eenheden that `national()` counts where nothing was divided.
    """
    units = units_of(indicator)
    if not units:
        return None
    years = years or list(agenda.years)
    untils = {year: until if year == years[-1] else Period.YEAR for year in years}
    rows = [Row(unit.name, _cells([of_unit(indicator, unit, y, untils[y]) for y in years])) for unit in units]
    whole = [national(indicator, year, list(country), untils[year]) for year in years]
    rows.append(Row("Landelijk", _cells(whole), role="total"))
    return Table(
        id=f"eenheden-{anchor(indicator.objective.code)}-{indicator.code}",
        caption=capfirst(indicator.name.removesuffix(f" ({indicator.unit})")),
        unit=indicator.unit,
        row_header="Eenheid",
        column_groups=[ColumnGroup(str(year), 2) for year in years],
        columns=[column for year in years for column in _year_columns(indicator, year)],
        rows=rows,
        notes=_units_notes(whole),
    )


def units_of(indicator: Indicator) -> list[PoliceUnit]:
    """Expects `with_figures()`."""
    found = {target.police_unit for target in indicator.regional_targets.all()}
    found |= {m.police_unit for m in indicator.current_measurements if m.police_unit}
    return sorted(found, key=lambda unit: unit.order)


def _year_columns(indicator: Indicator, year: int) -> list[Column]:
    return [Column(f"{year}.target", "doel"), Column(f"{year}.realised", "gehaald", decimals=indicator.decimals)]


def _cells(standings: Sequence[IndicatorStanding]) -> list[Cell]:
    return [
        cell
        for standing in standings
        for cell in (target_cell(standing), realised_cell(standing.realised, standing.indicator.decimals))
    ]


def _units_notes(whole: Sequence[IndicatorStanding]) -> list[str]:
    incomplete = [s for s in whole if s.realised and s.realised.missing]
    return [f"Landelijk {s.year}: {number(s.realised.figure.value)} is {s.realised.without}." for s in incomplete]


def missing_table(agenda: SafetyAgenda, found: Iterable[Gap]) -> Table:
    """A row a figure that lacks: for whoever wants to send it round."""
    return Table(
        id="ontbreekt",
        caption=f"Nog niet ingevuld: {agenda}",
        row_header="Indicator",
        columns=[
            *text_columns(objective="Doel", supplier="Te leveren door", unit="Van wie", period="Over", since="Sinds"),
        ],
        rows=[Row(capfirst(gap.indicator.name), _gap_cells(gap)) for gap in found],
        source=agenda.source,
    )


def _gap_cells(gap: Gap) -> list[Cell]:
    whose = gap.police_unit.name if gap.police_unit else "heel Nederland"
    words = [str(gap.indicator.objective), gap.indicator.supplier, whose, gap.title, date_short(gap.since)]
    return [Cell.words(word) for word in words]


def progress_chart(
    agenda: SafetyAgenda, indicator: Indicator, standings: Sequence[IndicatorStanding], whose: str
) -> dict | None:
    """Target and realisation a year; None when there is not one number to draw. Parts of a year are left out."""
    targets = [standing.target or Figure.dash() for standing in standings]
    realised = [s.realised.figure if s.realised and s.realised.is_complete else Figure.blank() for s in standings]
    if not any(figure.is_known for figure in [*targets, *realised]):
        return None
    years = [str(standing.year) for standing in standings]
    return chart(
        f"verloop-{anchor(indicator.objective.code)}-{indicator.code}",
        progress_title(indicator),
        years,
        [chart_series(TARGET, targets), chart_series(REALISED, realised)],
        description=f"{whose}, {years[0]} tot en met {years[-1]}.{marks_explained([*targets, *realised])}",
        finding=_newest_beside_target(years, targets, realised, indicator.unit),
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def _newest_beside_target(
    years: Sequence[str], targets: Sequence[Figure], realised: Sequence[Figure], unit: str
) -> str:
    whole = [one for one in zip(years, realised, targets, strict=True) if one[1].is_known]
    return findings.beside_target(*whole[-1], unit) if whole else ""


def until_title(until: str) -> str:
    """`heel jaar`, `t/m eerste halfjaar`"""
    return UP_TO[2] if until == Period.FIRST_HALF else "heel jaar"


@dataclass(frozen=True)
class ObjectiveReport:
    objective: NationalObjective
    tables: list[Table]
    changes: list[str]
    agreements: list[Agreement]
    missing: list[str]


def monitoring(agenda: SafetyAgenda, year: int, period: str, today: date) -> list[ObjectiveReport]:
    """Expects `with_register()`; reads the regional eenheden and what changed in `year`."""
    units = list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))
    changes = _changes_in(agenda, year)
    lacking = [gap for gap in gaps(agenda, units, today) if gap.year <= year]
    reports = [
        ObjectiveReport(
            objective,
            _tables_of(agenda, objective, units, year, period),
            [text for code, text in changes if code == objective.code],
            list(objective.agreements.all()),
            _missing([gap for gap in lacking if gap.indicator.objective_id == objective.pk]),
        )
        for objective in agenda.objectives.all()
    ]
    return [report for report in reports if report.tables or report.agreements]


def _tables_of(
    agenda: SafetyAgenda, objective: NationalObjective, units: Sequence[PoliceUnit], year: int, period: str
) -> list[Table]:
    indicators = list(objective.indicators.all())
    if not indicators:
        return []
    years = range(agenda.start_year, year + 1)
    per_unit = [units_table(agenda, indicator, units, years=years, until=period) for indicator in indicators]
    return [_summary(agenda, objective, indicators, units, year, period), *filter(None, per_unit)]


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


def _changes_in(agenda: SafetyAgenda, year: int) -> list[tuple[str, str]]:
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
