"""Eenheden and veiligheidsregio's, and what is known of the municipalities once they are there."""

from pathlib import Path

from nhveilig.regions.models import Municipality, Neighbours, PoliceUnit, SafetyRegion
from nhveilig.seeding.rows import bring_in_line, complete, known, upsert
from nhveilig.seeding.sheets import Sheet

THIS_MUNICIPALITY = "deze gemeente"


def load_units(folder: Path) -> None:
    """Raises FileRefused; the caller rolls back."""
    units = _police_units(folder / "police_units.csv")
    _safety_regions(folder / "safety_regions.csv", units)


def load_places(folder: Path) -> None:
    """Where municipalities lie: which are each other's neighbours, and where each stands on the tile map. One without
    a row keeps no place: the map finds one for it. Raises FileRefused."""
    _neighbours(folder / "neighbours.csv")
    _tiles(folder / "tiles.csv")


def are_all_there(folder: Path) -> bool:
    """Whether the portal has every eenheid of the sheet, which no page adds: then these were loaded before."""
    codes = {row.text("code") for row in Sheet(folder / "police_units.csv", "code")}
    return PoliceUnit.objects.filter(code__in=codes).count() == len(codes)


def _police_units(path: Path) -> dict[str, PoliceUnit]:
    rows = Sheet(path, "code")
    units = [
        PoliceUnit(**row.values(PoliceUnit, "code", slug="webnaam", name="eenheid", kind="soort", order="volgorde"))
        for row in rows
    ]
    return {unit.code: unit for unit in upsert(units, keys=["code"])}


def _safety_regions(path: Path, units: dict[str, PoliceUnit]) -> None:
    regions = [
        SafetyRegion(
            police_unit=row.lookup("eenheid", units, "deze eenheid"),
            **row.values(SafetyRegion, "code", name="veiligheidsregio"),
        )
        for row in Sheet(path, "code")
    ]
    upsert(regions, keys=["code"])


def _neighbours(path: Path) -> None:
    places, found = known(Municipality, "code"), []
    for row in Sheet(path, "gm-code", "buurgemeente"):
        one, other = (row.lookup(column, places, THIS_MUNICIPALITY) for column in ("gm-code", "buurgemeente"))
        found += [Neighbours(municipality=one, neighbour=other), Neighbours(municipality=other, neighbour=one)]
    bring_in_line(Neighbours, found, keys=["municipality", "neighbour"])


def _tiles(path: Path) -> None:
    places, placed = known(Municipality, "code"), []
    for row in Sheet(path, "gm-code"):
        municipality = row.lookup("gm-code", places, THIS_MUNICIPALITY)
        municipality.tile_column, municipality.tile_row = row.integer("kolom"), row.integer("rij")
        placed.append(municipality)
    complete(placed, ["tile_column", "tile_row"])
