from datetime import date

from nhveilig.maps.presenters import UnitMap
from reports.documents.blocks.base import BlockType, FreezingError


class MapBlock(BlockType):
    """The municipalities of the document's eenheid, drawn and in a table, as on the first day of its period.

    Option `on` (an ISO date) takes another day.
    """

    kind = "map"

    def freeze(self) -> dict:
        unit_map = UnitMap(self.source.document.police_unit, self._day())
        content = unit_map.as_dict()
        if not content["places"]:
            raise FreezingError(f"De eenheid {self.source.document.police_unit} heeft geen gemeenten op {self._day()}.")
        return {"html": self.block.html, "map": content, "tables": [unit_map.table().as_dict()]}

    def _day(self) -> date:
        on = self.block.options.get("on") or f"{self.source.document.start_year}-01-01"
        try:
            return date.fromisoformat(on)
        except (TypeError, ValueError):
            raise FreezingError(
                f"De kaart “{self.block}” kent de dag “{on}” niet. Schrijf die als 2020-01-01."
            ) from None
