from pathlib import Path

from nhveilig.regions.models import Municipality
from nhveilig.seeding.sheets import Sheet


def seed(folder: Path) -> None:
    """Where municipalities stand on the tile map of their eenheid. Raises FileRefused.

    A municipality without a row keeps no place: the map finds one for it.
    """
    known = {municipality.code: municipality for municipality in Municipality.objects.all()}
    for row in Sheet(folder / "tiles.csv", "gm-code"):
        municipality = row.lookup("gm-code", known, "deze gemeente")
        municipality.tile_column, municipality.tile_row = row.integer("kolom"), row.integer("rij")
    Municipality.objects.bulk_update(known.values(), ["tile_column", "tile_row"])
