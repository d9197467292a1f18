from collections.abc import Iterable
from datetime import date
from pathlib import Path

from formation.changes.seeding import seed_changes
from formation.models import StaffCategory, StrengthCell, StrengthExplanation, StrengthRow, StrengthTable
from formation.validators import reconcile
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.regions.seeding import UnitTree, seed_areas, seed_units
from nhveilig.seeding.rows import bring_in_line, known, remove_others, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow

Tables = dict[date, StrengthTable]
RowKey = tuple[date, int]


@run()
def seed(folder: Path) -> None:
    """Strength tables and changes of every eenheid in `folder`. Raises SheetError; an unexplained total is refused too.

    A folder of an eenheid holds its units, and tables; a folder inside it the tables of another publication.
    """
    for subfolder in sorted(path for path in folder.iterdir() if path.is_dir()):
        _seed_police_unit(subfolder)


def _seed_police_unit(folder: Path) -> None:
    publications = sorted(path.parent for path in folder.rglob("tables.csv"))
    found = [(publication, _tables(publication / "tables.csv")) for publication in publications]
    police_unit = next(iter(found[0][1].values())).police_unit
    tree = seed_units(folder / "units.csv", police_unit)
    seed_areas(folder / "areas.csv", tree)
    for publication, tables in found:
        _seed_publication(publication, tables, tree)
    seed_changes(folder, police_unit, tree, [table for _, tables in found for table in tables.values()])


def _seed_publication(folder: Path, tables: Tables, tree: UnitTree) -> None:
    categories = _categories(folder / "categories.csv", tables)
    sheet = Sheet(
        folder / "figures.csv",
        ["reference_date", "unit", "parent", "role", "category", "value", "qualifier"],
        key=["reference_date", "unit", "parent", "category"],
    )
    rows = _rows(sheet, tables, tree)
    _cells(sheet, rows, categories, tree)
    _explanations(folder / "explanations.csv", tables, tree)
    _refuse_unexplained(tables.values(), sheet, tree)


def _tables(path: Path) -> Tables:
    columns = ["police_unit", "kind", "series", "reference_date", "date_label", "title", "decimals", "source"]
    sheet = Sheet(path, columns, key=["reference_date"])
    police_units = known(PoliceUnit, "code")
    tables = [
        StrengthTable(
            police_unit=row.lookup("police_unit", police_units, "deze eenheid"),
            kind=row.choice("kind", StrengthTable.Kind),
            series=row.text("series"),
            title=row.text("title", required=False),
            reference_date=row.day("reference_date"),
            date_label=row.text("date_label", required=False),
            decimals=row.integer("decimals"),
            source=row.text("source"),
            status=StrengthTable.Status.ADOPTED,
        )
        for row in sheet
    ]
    return {
        table.reference_date: table
        for table in upsert(tables, keys=["police_unit", "kind", "series", "reference_date"])
    }


def _categories(path: Path, tables: Tables) -> dict[tuple[date, str], StaffCategory]:
    sheet = Sheet(
        path, ["reference_date", "code", "name", "role", "community_officer", "order"], key=["reference_date", "code"]
    )
    categories = [
        StaffCategory(
            table=_table_of(row, tables),
            code=row.text("code"),
            name=row.text("name"),
            role=row.choice("role", StaffCategory.Role),
            is_community_officer=row.yes("community_officer"),
            order=row.integer("order"),
        )
        for row in sheet
    ]
    saved = upsert(categories, keys=["table", "code"])
    for table in tables.values():
        remove_others([category for category in saved if category.table_id == table.pk], table=table)
    return {(category.table.reference_date, category.code): category for category in saved}


def _rows(sheet: Sheet, tables: Tables, tree: UnitTree) -> dict[RowKey, StrengthRow]:
    """The rows in the order in which the sheet first names them. Their role must be the same in every cell."""
    rows: dict[RowKey, StrengthRow] = {}
    for line in sheet:
        table, unit = _table_of(line, tables), tree.find(line, parent="parent")
        role = line.choice("role", StrengthRow.Role)
        row = rows.setdefault(
            (table.reference_date, id(unit)), StrengthRow(table=table, unit=unit, role=role, order=len(rows))
        )
        if row.role != role:
            line.fail("role", f"eerder staat bij dit onderdeel “{row.role}”. Maak beide gelijk.")
    saved = upsert(rows.values(), keys=["table", "unit"])
    for table in tables.values():
        remove_others([row for row in saved if row.table_id == table.pk], table=table)
    return dict(zip(rows, saved, strict=True))


def _cells(
    sheet: Sheet,
    rows: dict[RowKey, StrengthRow],
    categories: dict[tuple[date, str], StaffCategory],
    tree: UnitTree,
) -> None:
    cells = []
    for line in sheet:
        day = line.day("reference_date")
        of_this_table = {code: category for (on, code), category in categories.items() if on == day}
        cell = StrengthCell(
            row=rows[day, id(tree.find(line, parent="parent"))],
            category=line.lookup("category", of_this_table, "deze categorie"),
        )
        cell.figure = line.figure()
        cells.append(cell)
    saved = upsert(cells, keys=["row", "category"])
    remove_others(saved, row__in=rows.values())


def _explanations(path: Path, tables: Tables, tree: UnitTree) -> None:
    keys = ["reference_date", "unit", "category", "difference"]
    explanations = [
        StrengthExplanation(
            table=_table_of(row, tables),
            unit=tree.find(row),
            category_code=row.text("category"),
            difference=row.decimal("difference"),
            text=row.text("text"),
        )
        for row in Sheet(path, [*keys, "text"], key=keys)
    ]
    same = ["table", "unit", "category_code", "difference"]
    bring_in_line(StrengthExplanation, explanations, keys=same, table__in=tables.values())


def _refuse_unexplained(tables: Iterable[StrengthTable], sheet: Sheet, tree: UnitTree) -> None:
    """What somebody changed need not agree with the sheet."""
    ids = [table.pk for table in tables]
    with run() as current:
        if current.left(StrengthTable, StaffCategory, StrengthRow, StrengthCell, StrengthExplanation, OrganisationUnit):
            return
    lines = {
        (line.day("reference_date"), tree.find(line, parent="parent").pk, line.text("category")): line for line in sheet
    }
    for table in StrengthTable.objects.filter(pk__in=ids).with_figures():
        for total in reconcile(table):
            if total.is_unexplained:
                line = lines[table.reference_date, total.unit_id, total.category]
                line.fail("value", f"de delen tellen op tot {total.computed}. Herstel een van beide of licht dit toe.")


def _table_of(row: SheetRow, tables: Tables) -> StrengthTable:
    day = row.day("reference_date")
    if day not in tables:
        row.fail("reference_date", "er is geen tabel met deze peildatum. Voeg die toe aan tables.csv.")
    return tables[day]
