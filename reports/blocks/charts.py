from collections.abc import Callable

from agenda.charts import distribution_chart, targets_chart
from formation.charts import change_by_part, strength_by_category
from reports.blocks.base import BlockType, FreezingError, Source

CHARTS: dict[str, Callable[[Source, dict], dict]] = {
    "strength_by_category": lambda source, options: strength_by_category(source.strength_tables),
    "strength_change": lambda source, options: change_by_part(source.strength_tables),
    "targets": lambda source, options: targets_chart(source.agenda, options["indicators"], options["title"]),
    "distribution": lambda source, options: distribution_chart(source.distribution, options["indicator"]),
}


class ChartBlock(BlockType):
    """Option `chart`: one of CHARTS, with the options that one needs."""

    kind = "chart"

    def freeze(self) -> dict:
        options = self.block.options
        if options.get("chart") not in CHARTS:
            raise FreezingError(f"Grafiek “{options.get('chart')}” bestaat niet. Kies uit: {', '.join(CHARTS)}.")
        return {"chart": CHARTS[options["chart"]](self.source, options)}
