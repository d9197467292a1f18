from pathlib import Path

from nhveilig.regions.models import Municipality
from nhveilig.seeding.rows import complete, known
from nhveilig.seeding.sheets import Sheet


def seed(folder: Path) -> None:
    """Where municipalities stand on the tile map of their eenheid. Raises FileRefused.

    A municipality without a row keeps no place: the map finds one for it.
    """
    places, placed = known(Municipality, "code"), []
    for row in Sheet(folder / "tiles.csv", "gm-code"):
        municipality = row.lookup("gm-code", places, "deze gemeente")
        municipality.tile_column, municipality.tile_row = row.integer("kolom"), row.integer("rij")
        placed.append(municipality)
    complete(placed, ["tile_column", "tile_row"])
