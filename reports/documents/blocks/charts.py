from collections.abc import Callable

from agenda.charts import distribution_chart, targets_chart
from agenda.models import SafetyAgenda
from formation.charts import change_by_part, strength_by_category
from formation.models import StrengthTable
from reports.documents.blocks.base import BlockType, FreezingError, Source


def _strength_by_category(source: Source, options: dict) -> dict:
    return strength_by_category(_tables(source, at_least=1))


def _strength_change(source: Source, options: dict) -> dict:
    return change_by_part(_tables(source, at_least=2))


def _targets(source: Source, options: dict) -> dict:
    codes = _option(options, "indicators")
    _refuse_unknown(source.agenda, codes)
    return targets_chart(source.agenda, codes, _option(options, "title"))


def _distribution(source: Source, options: dict) -> dict:
    code = _option(options, "indicator")
    _refuse_unknown(source.distribution, [code])
    return distribution_chart(source.distribution, code)


CHARTS: dict[str, Callable[[Source, dict], dict]] = {
    "strength_by_category": _strength_by_category,
    "strength_change": _strength_change,
    "targets": _targets,
    "distribution": _distribution,
}


class ChartBlock(BlockType):
    """Option `chart`: one of CHARTS, with the options that one needs."""

    kind = "chart"

    def freeze(self) -> dict:
        options = self.block.options
        if options.get("chart") not in CHARTS:
            raise FreezingError(f"Grafiek “{options.get('chart')}” bestaat niet. Kies uit: {', '.join(CHARTS)}.")
        return {"chart": CHARTS[options["chart"]](self.source, options)}


def _tables(source: Source, at_least: int) -> list[StrengthTable]:
    if len(source.strength_tables) < at_least:
        unit = source.document.police_unit
        raise FreezingError(f"Een grafiek van de sterkte vraagt {at_least} sterktetabellen van {unit}.")
    return source.strength_tables


def _option(options: dict, name: str):
    if not options.get(name):
        raise FreezingError(f"De grafiek “{options['chart']}” mist de instelling “{name}”.")
    return options[name]


def _refuse_unknown(agenda: SafetyAgenda, codes: list[str]) -> None:
    """An indicator that is not in the agenda, or for a distribution: not distributed."""
    known = {indicator.code for objective in agenda.objectives.all() for indicator in objective.indicators.all()}
    for code in codes:
        if code not in known:
            raise FreezingError(f"“{agenda}” heeft geen cijfers van de indicator “{code}” voor deze grafiek.")
