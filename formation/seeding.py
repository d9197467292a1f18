from collections.abc import Iterable
from datetime import date
from pathlib import Path

from formation.checks import reconcile
from formation.models import StaffCategory, StrengthCell, StrengthExplanation, StrengthRow, StrengthTable
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from nhveilig.regions.seeding import seed_units
from nhveilig.seeding import bring_in_line, remove_others, upsert
from nhveilig.sheets import Sheet, SheetRow

Tables = dict[date, StrengthTable]
CellKey = tuple[date, str, str]


def seed(folder: Path) -> None:
    """Strength tables of every eenheid in `folder`. Raises SheetError; an unexplained total is refused too."""
    for subfolder in sorted(path for path in folder.iterdir() if path.is_dir()):
        _seed_police_unit(subfolder)


def _seed_police_unit(folder: Path) -> None:
    tables = _tables(folder / "tables.csv")
    units = seed_units(folder / "units.csv", next(iter(tables.values())).police_unit)
    categories = _categories(folder / "categories.csv", tables)
    sheet = Sheet(
        folder / "figures.csv",
        ["reference_date", "unit", "role", "category", "value", "qualifier"],
        key=["reference_date", "unit", "category"],
    )
    rows = _rows(sheet, tables, units)
    _cells(sheet, rows, categories)
    _explanations(folder / "explanations.csv", tables, units)
    _refuse_unexplained(tables.values(), sheet)


def _tables(path: Path) -> Tables:
    sheet = Sheet(path, ["police_unit", "kind", "reference_date", "decimals", "source"], key=["kind", "reference_date"])
    police_units = {unit.code: unit for unit in PoliceUnit.objects.all()}
    tables = [
        StrengthTable(
            police_unit=row.lookup("police_unit", police_units, "deze eenheid"),
            kind=row.choice("kind", StrengthTable.Kind),
            reference_date=row.day("reference_date"),
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
    sheet = Sheet(path, ["reference_date", "code", "name", "role", "order"], key=["reference_date", "code"])
    categories = [
        StaffCategory(
            table=_table_of(row, tables),
            code=row.text("code"),
            name=row.text("name"),
            role=row.choice("role", StaffCategory.Role),
            order=row.integer("order"),
        )
        for row in sheet
    ]
    saved = upsert(categories, keys=["table", "code"])
    for table in tables.values():
        remove_others([category for category in saved if category.table_id == table.pk], table=table)
    return {(category.table.reference_date, category.code): category for category in saved}


def _rows(sheet: Sheet, tables: Tables, units: dict[str, OrganisationUnit]) -> dict[tuple[date, str], StrengthRow]:
    """The rows in the order in which the sheet first names them. Their role must be the same in every cell."""
    rows: dict[tuple[date, str], StrengthRow] = {}
    for line in sheet:
        table, unit = _table_of(line, tables), line.lookup("unit", units, "dit onderdeel")
        role = line.choice("role", StrengthRow.Role)
        row = rows.setdefault(
            (table.reference_date, unit.name), StrengthRow(table=table, unit=unit, role=role, order=len(rows))
        )
        if row.role != role:
            line.fail("role", f"eerder staat bij dit onderdeel “{row.role}”. Maak beide gelijk.")
    saved = upsert(rows.values(), keys=["table", "unit"])
    for table in tables.values():
        remove_others([row for row in saved if row.table_id == table.pk], table=table)
    return dict(zip(rows, saved, strict=True))


def _cells(
    sheet: Sheet,
    rows: dict[tuple[date, str], StrengthRow],
    categories: dict[tuple[date, str], StaffCategory],
) -> None:
    cells = []
    for line in sheet:
        day = line.day("reference_date")
        of_this_table = {code: category for (on, code), category in categories.items() if on == day}
        cell = StrengthCell(
            row=rows[day, line.text("unit")], category=line.lookup("category", of_this_table, "deze categorie")
        )
        cell.figure = line.figure()
        cells.append(cell)
    saved = upsert(cells, keys=["row", "category"])
    remove_others(saved, row__in=rows.values())


def _explanations(path: Path, tables: Tables, units: dict[str, OrganisationUnit]) -> None:
    keys = ["reference_date", "unit", "category"]
    sheet = Sheet(path, [*keys, "difference", "text"], key=keys)
    explanations = [
        StrengthExplanation(
            table=_table_of(row, tables),
            unit=row.lookup("unit", units, "dit onderdeel"),
            category_code=row.text("category"),
            difference=row.decimal("difference"),
            text=row.text("text"),
        )
        for row in sheet
    ]
    bring_in_line(StrengthExplanation, explanations, keys=["table", "unit", "category_code"], table__in=tables.values())


def _refuse_unexplained(tables: Iterable[StrengthTable], sheet: Sheet) -> None:
    lines = {(line.day("reference_date"), line.text("unit"), line.text("category")): line for line in sheet}
    ids = [table.pk for table in tables]
    for table in StrengthTable.objects.filter(pk__in=ids).with_figures():
        for total in reconcile(table):
            if total.is_unexplained:
                line = lines[table.reference_date, total.unit, total.category]
                line.fail("value", f"de delen tellen op tot {total.computed}. Herstel een van beide of licht dit toe.")


def _table_of(row: SheetRow, tables: Tables) -> StrengthTable:
    day = row.day("reference_date")
    if day not in tables:
        row.fail("reference_date", "er is geen tabel met deze peildatum. Voeg die toe aan tables.csv.")
    return tables[day]
