"""Target beside realisation, as tables and as a chart: for pages and for the monitoring report alike."""

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst

from agenda.charts import chart_series, marks_explained
from agenda.missing import Gap
from agenda.models import Indicator, SafetyAgenda
from agenda.periods import UP_TO, Period
from agenda.presenters import anchor
from agenda.realisation import YEAR, Realised
from agenda.standings import IndicatorStanding, national, of_unit
from nhveilig.figures.formats import date_short, number
from nhveilig.figures.tables import Cell, Column, ColumnGroup, Row, Table
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.cleaning import inside_sentence

# Before a number in a narrow column; the text still ends in the number.
SHORT = {1: "t/m mrt", 2: "t/m juni", 3: "t/m sept"}
TARGET, REALISED = "Streefcijfer", "Realisatie"
DIFFERENCE, REMARK = "Verschil", "Bij de realisatie"


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
        unit="",
        row_header="Indicator",
        columns=[
            Column("objective", "Doel", kind="text"),
            Column("supplier", "Te leveren door", kind="text"),
            Column("unit", "Van wie", kind="text"),
            Column("period", "Over", kind="text"),
            Column("since", "Sinds", kind="text"),
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
    return {
        "id": f"verloop-{anchor(indicator.objective.code)}-{indicator.code}",
        "number": "",
        "title": progress_title(indicator),
        "description": f"{whose}, {years[0]} tot en met {years[-1]}.{marks_explained([*targets, *realised])}",
        "kind": "bar",
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "categories": years,
        "series": [chart_series(TARGET, targets), chart_series(REALISED, realised)],
        "source": "",
    }


def until_title(until: str) -> str:
    """`heel jaar`, `t/m eerste halfjaar`"""
    return UP_TO[2] if until == Period.FIRST_HALF else "heel jaar"
