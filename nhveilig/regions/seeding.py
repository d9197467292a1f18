from pathlib import Path

from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from nhveilig.seeding.rows import known, relate, upsert
from nhveilig.seeding.sheets import Sheet, SheetRow


class UnitTree(list[OrganisationUnit]):
    """The parts of one eenheid, which sheets know by name."""

    def find(self, row: SheetRow, column: str = "onderdeel") -> OrganisationUnit:
        found = [unit for unit in self if unit.name == row.text(column)]
        if not found:
            row.fail(column, "Dit onderdeel bestaat niet. Controleer de spelling of voeg het eerst toe.")
        if len(found) > 1:
            row.fail(column, "Meer onderdelen heten zo. Noem in de kolom “valt onder” waar dit onderdeel bij hoort.")
        return found[0]


def seed_units(path: Path, police_unit: PoliceUnit) -> UnitTree:
    """The unit tree of one eenheid. A parent may stand below its children, as in the printed tables."""
    tree = UnitTree()
    left = list(Sheet(path, "onderdeel", "valt onder"))
    names = {row.text("onderdeel"): row for row in left}
    while left:
        waiting = {row.text("onderdeel") for row in left}
        ready = [row for row in left if row.text("valt onder", required=False) not in waiting]
        if not ready:
            left[0].fail("valt onder", "Dit onderdeel hangt zo onder zichzelf. Noem een ander onderdeel.")
        for row in ready:
            row.lookup_or_none("valt onder", names, "dit onderdeel")
        tree += upsert([_unit(row, police_unit, tree) for row in ready], keys=["police_unit", "parent", "name"])
        left = [row for row in left if row not in ready]
    return tree


def seed_areas(path: Path, tree: UnitTree) -> None:
    """Which municipalities belong to which part; what the sheet no longer says is taken away."""
    places = known(Municipality, "code")
    areas: dict[int, list[Municipality]] = {id(unit): [] for unit in tree}
    for row in Sheet(path, "onderdeel", "gm-code"):
        areas[id(tree.find(row))].append(row.lookup("gm-code", places, "deze gemeente"))
    relate([(unit, areas[id(unit)]) for unit in tree], "municipalities")


def _unit(row: SheetRow, police_unit: PoliceUnit, tree: UnitTree) -> OrganisationUnit:
    return OrganisationUnit(
        police_unit=police_unit,
        parent=tree.find(row, "valt onder") if row.text("valt onder", required=False) else None,
        **row.values(OrganisationUnit, "code", name="onderdeel", kind="soort onderdeel", order="volgorde"),
    )
