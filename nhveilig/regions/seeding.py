from pathlib import Path

from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit, SafetyRegion
from nhveilig.seeding import upsert
from nhveilig.sheets import Sheet


def seed(folder: Path) -> None:
    """Eenheden, veiligheidsregio's and municipalities. Raises SheetError and leaves the caller to roll back."""
    units = _police_units(folder / "police_units.csv")
    regions = _safety_regions(folder / "safety_regions.csv", units)
    _municipalities(folder / "municipalities.csv", regions)


def seed_units(path: Path, police_unit: PoliceUnit) -> dict[str, OrganisationUnit]:
    """The unit tree of one eenheid, by name. A parent may stand below its children, as in the printed tables."""
    sheet = Sheet(path, ["name", "kind", "parent", "order"], key=["name"])
    units = {
        row.text("name"): OrganisationUnit.objects.update_or_create(
            police_unit=police_unit,
            name=row.text("name"),
            defaults={"kind": row.choice("kind", OrganisationUnit.Kind), "order": row.integer("order")},
        )[0]
        for row in sheet
    }
    for row in sheet:
        units[row.text("name")].parent = row.lookup_or_none("parent", units, "dit onderdeel")
    OrganisationUnit.objects.bulk_update(units.values(), ["parent"])
    return units


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
    known = {municipality.code: municipality for municipality in upsert(rows.values(), keys=["code"])}
    for row in sheet:
        known[row.text("code")].successor = row.lookup_or_none("successor", known, "deze gemeente")
    Municipality.objects.bulk_update([m for m in known.values() if m.successor], ["successor"])
