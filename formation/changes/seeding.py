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
CHANGE_COLUMNS = [
    "change_set", "origin", "unit", "categories", "period", "role", "value", "qualifier", "explains",
    "explained_difference", "explanation",
]  # fmt: skip


def seed_changes(folder: Path, police_unit: PoliceUnit, tree: UnitTree, tables: Sequence[StrengthTable]) -> None:
    """What changed the strength of one eenheid. Raises SheetError; an unexplained total is refused too."""
    sets = _change_sets(folder / "change_sets.csv", police_unit, tables)
    sheet = Sheet(folder / "changes.csv", CHANGE_COLUMNS, key=["change_set", "origin", "unit", "categories", "period"])
    changes = [_change(row, order, sets, tree) for order, row in enumerate(sheet)]
    keys = ["change_set", "origin", "categories", "period", "unit"]
    bring_in_line(StrengthChange, changes, keys=keys, change_set__in=sets.values())
    _refuse_unexplained(sheet, sets)


def _change_sets(path: Path, police_unit: PoliceUnit, tables: Sequence[StrengthTable]) -> ChangeSets:
    columns = ["slug", "title", "before_series", "before_date", "after_series", "after_date", "decimals", "source"]
    found = [
        StrengthChangeSet(
            police_unit=police_unit,
            slug=row.text("slug"),
            title=row.text("title"),
            before=_table(row, "before", tables),
            after=_table(row, "after", tables),
            decimals=row.integer("decimals"),
            source=row.text("source"),
        )
        for row in Sheet(path, columns, key=["slug"])
    ]
    return {change_set.slug: change_set for change_set in upsert(found, keys=["police_unit", "slug"])}


def _table(row: SheetRow, which: str, tables: Sequence[StrengthTable]) -> StrengthTable | None:
    series = row.text(f"{which}_series", required=False)
    if not series:
        return None
    dates = {table.reference_date.isoformat(): table for table in tables if table.series == series}
    return row.lookup(f"{which}_date", dates, "deze tabel")


def _change(row: SheetRow, order: int, sets: ChangeSets, tree: UnitTree) -> StrengthChange:
    change = StrengthChange(
        change_set=row.lookup("change_set", sets, "deze reeks veranderingen"),
        origin=row.text("origin"),
        unit=tree.find(row) if row.text("unit", required=False) else None,
        categories=row.text("categories", required=False),
        period=row.text("period", required=False),
        role=row.choice("role", StrengthChange.Role),
        explains=row.yes("explains"),
        explained_difference=row.decimal_or_none("explained_difference"),
        explanation=row.text("explanation", required=False),
        order=order,
    )
    change.figure = row.figure()
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
            row.fail("value", f"de delen komen uit op {wrong[order].computed}. Herstel een van beide of licht dit toe.")
