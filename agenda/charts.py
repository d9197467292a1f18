from collections.abc import Iterable, Sequence

from agenda.models import Indicator, SafetyAgenda
from agenda.presenters import distribution_source, distribution_title
from nhveilig.figures.values import Figure, Qualifier

MARKS_EXPLAINED = {
    Qualifier.BLANK: "Leeg: het cijfer van het hele jaar is nog niet ingevuld.",
    Qualifier.UNDECIDED: "N.t.b.: nog te bepalen.",
    Qualifier.DASH: "Een streepje: geen streefcijfer.",
}


def targets_chart(agenda: SafetyAgenda, codes: Sequence[str], title: str) -> dict:
    """National targets per year of the indicators with these codes. Expects `with_targets()`."""
    indicators = [indicator for indicator in agenda.indicators if indicator.code in codes]
    years = list(agenda.years)
    targets = [_by_year(indicator, years) for indicator in indicators]
    return {
        "id": f"{'-'.join(codes)}",
        "number": "",
        "title": title,
        "description": f"Het landelijke streefcijfer per jaar, {years[0]} tot en met {years[-1]}."
        + marks_explained([figure for figures in targets for figure in figures]),
        "kind": "bar",
        "unit": indicators[0].unit,
        "decimals": 0,
        "categories": [str(year) for year in years],
        "series": [chart_series(i.name, figures) for i, figures in zip(indicators, targets, strict=True)],
        "source": agenda.source,
    }


def _by_year(indicator: Indicator, years: list[int]) -> list[Figure]:
    targets = {target.year: target.figure for target in indicator.targets.all()}
    return [targets.get(year, Figure.dash()) for year in years]


def distribution_chart(agenda: SafetyAgenda, code: str) -> dict:
    """The share of every unit in the first and the last distributed year. Expects `with_distribution()`."""
    indicator = next(found for found in agenda.indicators if found.code == code)
    shares = list(indicator.regional_targets.all())
    years = sorted({share.year for share in shares})
    shown = years if len(years) == 1 else [years[0], years[-1]]
    units = sorted({share.police_unit for share in shares}, key=lambda unit: unit.order)
    by_key = {(share.police_unit_id, share.year): share.figure for share in shares}
    return {
        "id": f"aandelen-{code}",
        "number": "",
        "title": distribution_title(indicator),
        "description": f"Het aandeel van elke eenheid in {' en '.join(str(year) for year in shown)}.",
        "kind": "bar",
        "unit": indicator.unit,
        "decimals": 0,
        "categories": [unit.name for unit in units],
        "series": [
            chart_series(str(year), [by_key.get((unit.pk, year), Figure.dash()) for unit in units]) for year in shown
        ],
        "source": distribution_source(agenda),
    }


def chart_series(label: str, figures: Sequence[Figure]) -> dict:
    """A series of a chart, which says of a number that lacks why."""
    missing = [None if figure.is_known else figure.qualifier.value for figure in figures]
    values = [f"{figure.value:f}" if figure.is_known else None for figure in figures]
    return {"label": label, "values": values} | ({"missing": missing} if any(missing) else {})


def marks_explained(figures: Iterable[Figure]) -> str:
    """A sentence for each mark in the drawing, each after a space; empty when every number is there."""
    found = {figure.qualifier for figure in figures if not figure.is_known}
    return "".join(f" {sentence}" for qualifier, sentence in MARKS_EXPLAINED.items() if qualifier in found)
