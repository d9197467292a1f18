from collections.abc import Sequence
from pathlib import Path

from formation.importing import StrengthCellResource
from formation.models import (
    StaffCategory,
    StrengthCell,
    StrengthChange,
    StrengthChangeSet,
    StrengthExplanation,
    StrengthRow,
    StrengthTable,
)
from formation.validators import reconcile, reconcile_changes
from nhveilig.imports.seeding import load, refuse_unexplained
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.regions.seeding import UnitTree, seed_areas, seed_units
from nhveilig.seeding.rows import bring_in_line, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow
from nhveilig.sheets.exceptions import FileRefused

STRENGTH = [StrengthTable, StaffCategory, StrengthRow, StrengthCell, StrengthExplanation, OrganisationUnit]
KIND = StrengthTable.Kind.ESTABLISHMENT.value

ChangeSets = dict[str, StrengthChangeSet]


@run()
def seed(folder: Path) -> None:
    """Strength tables and changes of every eenheid in `folder`, each in a folder with the webnaam of the eenheid.

    Raises FileRefused; an unexplained total is refused too.
    """
    units = {unit.slug: unit for unit in PoliceUnit.objects.all()}
    for subfolder in sorted(path for path in folder.iterdir() if path.is_dir()):
        if subfolder.name not in units:
            raise FileRefused(f"De map {subfolder.name} heet niet naar een eenheid. Bekend zijn: {', '.join(units)}.")
        _seed_police_unit(subfolder, units[subfolder.name])


def _seed_police_unit(folder: Path, police_unit: PoliceUnit) -> None:
    tree = seed_units(folder / "units.csv", police_unit)
    seed_areas(folder / "areas.csv", tree)
    path = folder / f"{KIND}.csv"
    batch, cells = load(KIND, path, police_unit=police_unit, known={OrganisationUnit: tree})
    tables = batch.resource.tables
    _store(batch.resource, cells)
    _explanations(folder / "explanations.csv", tables, tree)
    found = StrengthTable.objects.filter(pk__in=[table.pk for table in tables]).with_figures()
    with run() as current:
        # What somebody changed need not agree with the sheets.
        if not current.left(*STRENGTH):
            refuse_unexplained(KIND, path, batch, (total for table in found for total in reconcile(table)))
    _changes(folder, police_unit, tree, tables)


def _store(resource: StrengthCellResource, cells: list[StrengthCell]) -> None:
    """The figures, and nothing beside what is in the file."""
    tables = resource.tables
    remove_others(upsert(cells, keys=["row", "category"]), row__table__in=tables)
    remove_others(list(resource.rows.values()), table__in=tables)
    remove_others(list(resource.categories.values()), table__in=tables)


def _explanations(path: Path, tables: list[StrengthTable], tree: UnitTree) -> None:
    known = {(table.series, table.reference_date): table for table in tables}
    explanations = Sheet(path, "reeks", "peildatum", "onderdeel", "categorie", "verschil").read(
        StrengthExplanation,
        of=lambda row: {
            "table": row.known("peildatum", (row.text("reeks"), row.day("peildatum")), known, "deze tabel"),
            "unit": tree.find(row),
        },
        category_code="categorie",
        difference="verschil",
        text="toelichting",
    )
    same = ["table", "unit", "category_code", "difference"]
    bring_in_line(StrengthExplanation, explanations, keys=same, table__in=tables)


def _changes(folder: Path, police_unit: PoliceUnit, tree: UnitTree, tables: Sequence[StrengthTable]) -> None:
    """What changed the strength of one eenheid. Raises FileRefused; an unexplained total is refused too."""
    sets = _change_sets(folder / "change_sets.csv", police_unit, tables)
    sheet = Sheet(folder / "changes.csv", "reeks", "herkomst", "onderdeel", "categorieën", "periode")
    changes = sheet.read(
        StrengthChange,
        of=lambda row: {
            "change_set": row.lookup("reeks", sets, "deze reeks veranderingen"),
            "unit": tree.find(row) if row.text("onderdeel", required=False) else None,
        },
        figure="fte",
        counted_from=0,
        origin="herkomst",
        categories="categorieën",
        period="periode",
        role="rol",
        explains="verklaart het verschil",
        explained_difference="verklaard verschil",
        explanation="toelichting",
    )
    keys = ["change_set", "origin", "categories", "period", "unit"]
    bring_in_line(StrengthChange, changes, keys=keys, change_set__in=sets.values())
    _refuse_unexplained_changes(sheet, sets)


def _change_sets(path: Path, police_unit: PoliceUnit, tables: Sequence[StrengthTable]) -> ChangeSets:
    found = Sheet(path, "reeks").read(
        StrengthChangeSet,
        of=lambda row: {
            "police_unit": police_unit,
            "before": _table(row, "was", tables),
            "after": _table(row, "wordt", tables),
        },
        slug="reeks",
        title="titel",
        decimals="decimalen",
        source="bron",
    )
    return {change_set.slug: change_set for change_set in upsert(found, keys=["police_unit", "slug"])}


def _table(row: SheetRow, which: str, tables: Sequence[StrengthTable]) -> StrengthTable | None:
    series = row.text(f"{which}: reeks", required=False)
    if not series:
        return None
    dates = {table.reference_date: table for table in tables if table.series == series}
    column = f"{which}: peildatum"
    return row.known(column, row.day(column), dates, "deze tabel")


def _refuse_unexplained_changes(sheet: Sheet, sets: ChangeSets) -> None:
    """What somebody changed need not agree with the sheet."""
    with run() as current:
        if current.left(StrengthTable, StrengthCell, StrengthChangeSet, StrengthChange):
            return
    ids = [change_set.pk for change_set in sets.values()]
    wrong = {
        total.order: total
        for change_set in StrengthChangeSet.objects.filter(pk__in=ids).with_changes()
        for total in reconcile_changes(change_set)
        if total.is_unexplained
    }
    for order, row in enumerate(sheet):
        if order in wrong:
            row.fail("fte", f"De delen komen uit op {wrong[order].computed}. Herstel een van beide of licht dit toe.")
