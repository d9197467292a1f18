from pathlib import Path

from formation.importing import StrengthCellResource
from formation.models import (
    StaffCategory,
    StrengthCell,
    StrengthExplanation,
    StrengthRow,
    StrengthTable,
)
from formation.validators import reconcile
from nhveilig.imports.seeding import load, refuse_unexplained
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.regions.seeding import UnitTree, seed_areas, seed_units
from nhveilig.seeding.rows import bring_in_line, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet
from nhveilig.sheets.exceptions import FileRefused

STRENGTH = [StrengthTable, StaffCategory, StrengthRow, StrengthCell, StrengthExplanation, OrganisationUnit]
KIND = StrengthTable.Kind.ESTABLISHMENT.value


@run()
def seed(folder: Path) -> None:
    """Strength tables of every eenheid in `folder`, each in a folder with the webnaam of the eenheid.

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
