"""Every figure in the portal is the published one: `published/` holds those of the sources, typed over apart."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from formation.models import StrengthCell, StrengthChange, StrengthChangeSet, StrengthTable
from formation.validators import reconcile, reconcile_changes
from nhveilig.figures.values import Qualifier

PUBLISHED = Path(__file__).parent / "published"
NO_NUMBER = {"leeg": Qualifier.BLANK, "geen getal gedrukt": Qualifier.BLANK, "streepje": Qualifier.DASH}
CODES = {
    "os vo": "os-vo", "os asp": "os-asp", "wv wijk": "wv-wijk",
    "(sr.) wijkagent": "sr-wijkagent", "operationeel expert wijk (hbo)": "operationeel-expert-wijk",
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize(("eenheid", "count"), [("noord-holland", 596), ("noord-nederland", 288)])
def test_every_cell_is_what_the_source_prints(demo, eenheid, count):
    cells = StrengthCell.objects.filter(row__table__police_unit__slug=eenheid).select_related(
        "row__table", "row__unit__parent", "category"
    )
    stored = {}
    for cell in cells:
        unit, table = cell.row.unit, cell.row.table
        parent = unit.parent.name if unit.parent else ""
        key = (table.series, table.reference_date.isoformat(), unit.name, parent, cell.category.code)
        stored[key] = (cell.value, cell.qualifier)
    published = {
        (
            row["series"],
            row["reference_date"],
            row["unit"],
            row["parent"],
            CODES.get(row["category"].lower(), row["category"].lower()),
        ): (amount(row["fte"]), NO_NUMBER.get(row["cel_status"], Qualifier.EXACT))
        for row in rows_of(eenheid)
    }

    assert len(published) == count
    assert stored == published


@pytest.mark.parametrize("change_set", ["regeerakkoord-tranches", "groei-2019-2023", "mutatie-2019-2023"])
def test_every_change_is_what_the_source_prints(demo, change_set):
    published = [row for row in rows_of("changes") if row["change_set"] == change_set]
    stored = StrengthChange.objects.filter(change_set__slug=change_set).order_by("order")

    assert published
    assert [(change.period, change.value) for change in stored] == [
        (row["period"], Decimal(row["fte"])) for row in published
    ]


def test_the_known_differences_are_all_there_is_and_explained(demo):
    tables = StrengthTable.objects.with_figures()
    found = [total for table in tables for total in reconcile(table) if not total.agrees]
    sets = StrengthChangeSet.objects.with_changes()
    changes = [total for one in sets for total in reconcile_changes(one) if not total.agrees]

    assert [(total.unit, total.category, total.difference) for total in found] == [
        (unit, category, Decimal(difference))
        for unit, differences in (
            ("District Fryslân", ["-0.1"]),
            ("District Groningen", ["-0.1"]),
            ("Eenheid Noord-Nederland", ["-0.1", "0.1"]),
        )
        for category in ("os-vo", "totaal")
        for difference in differences
    ]
    assert [total.difference for total in changes] == [Decimal(text) for text in ("0.3", "-0.1", "-0.4", "-0.3")]
    assert all(total.explanation for total in [*found, *changes])
