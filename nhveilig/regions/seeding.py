from pathlib import Path

from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit, SafetyRegion
from nhveilig.seeding.rows import bring_in_line, complete, known, relate, upsert
from nhveilig.seeding.sheets import Sheet, SheetRow


def seed(folder: Path) -> None:
    """Eenheden, veiligheidsregio's, municipalities, inhabitants. Raises SheetError; the caller rolls back."""
    units = _police_units(folder / "police_units.csv")
    regions = _safety_regions(folder / "safety_regions.csv", units)
    _municipalities(folder / "municipalities.csv", regions)
    _inhabitants(folder / "inhabitants.csv")


class UnitTree:
    """The parts of one eenheid as sheets name them: by name, with the parent where more parts have that name."""

    def __init__(self) -> None:
        self.units: dict[tuple[str, str], OrganisationUnit] = {}

    def add(self, unit: OrganisationUnit) -> None:
        self.units[unit.name, unit.parent.name if unit.parent else ""] = unit

    def find(self, row: SheetRow, column: str = "unit", *, parent: str = "") -> OrganisationUnit:
        """The part in `column`; `parent` is the column that tells parts with one name from each other."""
        below = row.text(parent, required=False) if parent else ""
        names = {key: unit for key, unit in self.units.items() if key[0] == row.text(column)}
        found = [unit for key, unit in names.items() if not below or key[1] == below]
        if not found:
            row.fail(column, "dit onderdeel bestaat niet. Controleer de spelling of voeg het eerst toe.")
        if len(found) > 1:
            row.fail(column, "meer onderdelen heten zo. Noem in de kolom “parent” waar dit onderdeel bij hoort.")
        return found[0]


def seed_units(path: Path, police_unit: PoliceUnit) -> UnitTree:
    """The unit tree of one eenheid. A parent may stand below its children, as in the printed tables."""
    tree = UnitTree()
    left = list(Sheet(path, ["name", "kind", "parent", "code", "order"], key=["name", "parent"]))
    names = {row.text("name"): row for row in left}
    while left:
        waiting = {row.text("name") for row in left}
        ready = [row for row in left if row.text("parent", required=False) not in waiting]
        if not ready:
            left[0].fail("parent", "dit onderdeel hangt zo onder zichzelf. Noem een ander onderdeel.")
        for row in ready:
            row.lookup_or_none("parent", names, "dit onderdeel")
        for unit in upsert([_unit(row, police_unit, tree) for row in ready], keys=["police_unit", "parent", "name"]):
            tree.add(unit)
        left = [row for row in left if row not in ready]
    return tree


def seed_areas(path: Path, tree: UnitTree) -> None:
    """Which municipalities belong to which part; what the sheet no longer says is taken away."""
    places = known(Municipality, "code")
    areas: dict[int, list[Municipality]] = {id(unit): [] for unit in tree.units.values()}
    for row in Sheet(path, ["unit", "municipality"], key=["unit", "municipality"]):
        areas[id(tree.find(row))].append(row.lookup("municipality", places, "deze gemeente"))
    relate([(unit, areas[id(unit)]) for unit in tree.units.values()], "municipalities")


def _unit(row: SheetRow, police_unit: PoliceUnit, tree: UnitTree) -> OrganisationUnit:
    return OrganisationUnit(
        police_unit=police_unit,
        parent=tree.find(row, "parent") if row.text("parent", required=False) else None,
        name=row.text("name"),
        kind=row.choice("kind", OrganisationUnit.Kind),
        code=row.text("code", required=False),
        order=row.integer("order"),
    )


def _police_units(path: Path) -> dict[str, PoliceUnit]:
    rows = Sheet(path, ["code", "slug", "name", "kind", "order"], key=["code"])
    units = [
        PoliceUnit(
            code=row.text("code"),
            slug=row.text("slug"),
            name=row.text("name"),
            kind=row.choice("kind", PoliceUnit.Kind),
            order=row.integer("order"),
        )
        for row in rows
    ]
    return {unit.code: unit for unit in upsert(units, keys=["code"])}


def _safety_regions(path: Path, units: dict[str, PoliceUnit]) -> dict[str, SafetyRegion]:
    regions = [
        SafetyRegion(
            code=row.text("code"),
            name=row.text("name"),
            police_unit=row.lookup("police_unit", units, "deze eenheid"),
        )
        for row in Sheet(path, ["code", "name", "police_unit"], key=["code"])
    ]
    return {region.code: region for region in upsert(regions, keys=["code"])}


def _municipalities(path: Path, regions: dict[str, SafetyRegion]) -> None:
    sheet = Sheet(path, ["code", "name", "safety_region", "valid_from", "valid_until", "successor"], key=["code"])
    rows = {
        row.text("code"): Municipality(
            code=row.text("code"),
            name=row.text("name"),
            safety_region=row.lookup("safety_region", regions, "deze veiligheidsregio"),
            valid_from=row.day_or_none("valid_from"),
            valid_until=row.day_or_none("valid_until"),
        )
        for row in sheet
    }
    upsert(rows.values(), keys=["code"], later=["successor", "tile_column", "tile_row"])
    for row in sheet:
        rows[row.text("code")].successor = row.lookup_or_none("successor", rows, "deze gemeente")
    complete(rows.values(), ["successor"])


def _inhabitants(path: Path) -> None:
    places = known(Municipality, "code")
    columns = ["municipality", "reference_date", "value", "qualifier", "source"]
    counts = []
    for row in Sheet(path, columns, key=["municipality", "reference_date"]):
        count = Inhabitants(
            municipality=row.lookup("municipality", places, "deze gemeente"),
            reference_date=row.day("reference_date"),
            source=row.text("source"),
        )
        count.figure = row.figure()
        counts.append(count)
    days = {count.reference_date for count in counts}
    keys = ["municipality", "reference_date"]
    bring_in_line(Inhabitants, counts, keys=keys, municipality__isnull=False, reference_date__in=days)
