from collections.abc import Sequence

from agenda.models import Indicator, SafetyAgenda
from agenda.tables import distribution_source, distribution_title
from nhveilig.figures.values import Figure


def targets_chart(agenda: SafetyAgenda, codes: Sequence[str], title: str) -> dict:
    """National targets per year of the indicators with these codes. Expects `with_targets()`."""
    indicators = [i for o in agenda.objectives.all() for i in o.indicators.all() if i.code in codes]
    years = list(agenda.years)
    return {
        "id": f"{'-'.join(codes)}",
        "number": "",
        "title": title,
        "description": f"Het landelijke streefcijfer per jaar, {years[0]} tot en met {years[-1]}.",
        "kind": "bar",
        "unit": indicators[0].unit,
        "decimals": 0,
        "categories": [str(year) for year in years],
        "series": [{"label": i.name, "values": _by_year(i, years)} for i in indicators],
        "source": agenda.source,
    }


def _by_year(indicator: Indicator, years: list[int]) -> list[str | None]:
    targets = {target.year: target.figure for target in indicator.targets.all()}
    return [_value(targets.get(year)) for year in years]


def distribution_chart(agenda: SafetyAgenda, code: str) -> dict:
    """The share of every unit in the first and the last distributed year. Expects `with_distribution()`."""
    indicator = next(i for o in agenda.objectives.all() for i in o.indicators.all() if i.code == code)
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
            {"label": str(year), "values": [_value(by_key.get((unit.pk, year))) for unit in units]} for year in shown
        ],
        "source": distribution_source(agenda),
    }


def _value(figure: Figure | None) -> str | None:
    return f"{figure.value:f}" if figure and figure.is_known else None
