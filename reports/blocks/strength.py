from formation.tables import strength_table
from reports.blocks.base import BlockType, FreezingError


class StrengthTableBlock(BlockType):
    """The strength of the document's eenheid on every reference date there is."""

    kind = "strength_table"

    def freeze(self) -> dict:
        tables = self.source.strength_tables
        if not tables:
            raise FreezingError(f"Voor {self.source.document.police_unit} is nog geen sterktetabel ingevoerd.")
        return {"html": self.block.html, "tables": [strength_table(tables).as_dict()]}
