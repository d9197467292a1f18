from collections.abc import Sequence
from pathlib import Path

from formation.changes.validators import reconcile_changes
from formation.models import StrengthCell, StrengthChange, StrengthChangeSet, StrengthTable
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.seeding import UnitTree
from nhveilig.seeding.rows import bring_in_line, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow

ChangeSets = dict[str, StrengthChangeSet]


def seed_changes(folder: Path, police_unit: PoliceUnit, tree: UnitTree, tables: Sequence[StrengthTable]) -> None:
    """What changed the strength of one eenheid. Raises FileRefused; an unexplained total is refused too."""
    sets = _change_sets(folder / "change_sets.csv", police_unit, tables)
    sheet = Sheet(folder / "changes.csv", "reeks", "herkomst", "onderdeel", "categorieën", "periode")
    changes = [_change(row, order, sets, tree) for order, row in enumerate(sheet)]
    keys = ["change_set", "origin", "categories", "period", "unit"]
    bring_in_line(StrengthChange, changes, keys=keys, change_set__in=sets.values())
    _refuse_unexplained(sheet, sets)


def _change_sets(path: Path, police_unit: PoliceUnit, tables: Sequence[StrengthTable]) -> ChangeSets:
    found = [
        StrengthChangeSet(
            police_unit=police_unit,
            before=_table(row, "was", tables),
            after=_table(row, "wordt", tables),
            **row.values(StrengthChangeSet, slug="reeks", title="titel", decimals="decimalen", source="bron"),
        )
        for row in Sheet(path, "reeks")
    ]
    return {change_set.slug: change_set for change_set in upsert(found, keys=["police_unit", "slug"])}


def _table(row: SheetRow, which: str, tables: Sequence[StrengthTable]) -> StrengthTable | None:
    series = row.text(f"{which}: reeks", required=False)
    if not series:
        return None
    dates = {table.reference_date: table for table in tables if table.series == series}
    column = f"{which}: peildatum"
    return row.known(column, row.day(column), dates, "deze tabel")


def _change(row: SheetRow, order: int, sets: ChangeSets, tree: UnitTree) -> StrengthChange:
    change = StrengthChange(
        change_set=row.lookup("reeks", sets, "deze reeks veranderingen"),
        unit=tree.find(row) if row.text("onderdeel", required=False) else None,
        order=order,
        **row.values(
            StrengthChange,
            origin="herkomst",
            categories="categorieën",
            period="periode",
            role="rol",
            explains="verklaart het verschil",
            explained_difference="verklaard verschil",
            explanation="toelichting",
        ),
    )
    change.figure = row.figure("fte")
    return change


def _refuse_unexplained(sheet: Sheet, sets: ChangeSets) -> None:
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
