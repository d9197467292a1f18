from pathlib import Path

from nhveilig.regions.models import Municipality
from nhveilig.seeding.rows import complete, known
from nhveilig.seeding.sheets import Sheet


def seed(folder: Path) -> None:
    """Where municipalities stand on the tile map of their eenheid. Raises SheetError.

    A municipality without a row keeps no place: the map finds one for it.
    """
    places, placed = known(Municipality, "code"), []
    for row in Sheet(folder / "tiles.csv", ["code", "column", "row"], key=["code"]):
        municipality = row.lookup("code", places, "deze gemeente")
        municipality.tile_column, municipality.tile_row = row.integer("column"), row.integer("row")
        placed.append(municipality)
    complete(placed, ["tile_column", "tile_row"])
