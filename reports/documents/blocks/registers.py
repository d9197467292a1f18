from nhveilig.registers.presenters import figure_table
from nhveilig.registers.registry import find_register
from reports.documents.blocks.base import BlockType, FreezingError


class RegisterBlock(BlockType):
    """The rows of a register as they are now, of the eenheid of the document. Option `register`: its code."""

    kind = "register"

    def freeze(self) -> dict:
        code, unit = self.block.options.get("register", ""), self.source.document.police_unit
        try:
            register = find_register(code)
        except KeyError:
            raise FreezingError(f"Het register “{code}” bestaat niet.") from None
        if not register.is_block:
            raise FreezingError(f"{register.title} staan niet in een document.")
        rows = list(register.for_list(register.of_unit(unit)))
        if not rows:
            raise FreezingError(f"In het register “{register.title}” staat nog niets van {unit}.")
        return {"html": self.block.html, "tables": [figure_table(register, rows, id=code).as_dict()]}
