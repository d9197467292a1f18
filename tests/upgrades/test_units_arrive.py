"""A small database of before a category had its unit: every column keeps the decimals of its table, and goes back."""

import pytest
from django.apps.registry import Apps

from tests.migrating import migrate

BEFORE = [("formation", "0004_less_than_and_nearly")]
AFTER = [("formation", "0007_a_category_has_its_unit")]


# Upgrades and the way back take half a minute each, and those of a whole portal are made by the long run as well.
pytestmark = pytest.mark.long


@pytest.fixture
def before(transactional_db) -> Apps:
    """The models of the release before, with a table of each number of decimals."""
    old = migrate(BEFORE)
    unit = old.get_model("regions", "PoliceUnit").objects.create(code="RE99", slug="streek", name="Streek", order=99)
    for decimals in (0, 1, 2):
        table = old.get_model("formation", "StrengthTable").objects.create(
            police_unit_id=unit.pk, reference_date=f"202{decimals}-01-01", source="P", decimals=decimals
        )
        for order, name in enumerate(("wijkagent", "totaal")):
            old.get_model("formation", "StaffCategory").objects.create(
                table=table, code=name, name=name, order=order, is_community_officer=name == "wijkagent"
            )
    return old


def test_every_category_gets_the_decimals_of_its_table_and_is_in_fte(before):
    categories = migrate(AFTER).get_model("formation", "StaffCategory").objects
    found = categories.order_by("table__reference_date", "order").values_list("unit", "decimals")
    assert list(found) == [("fte", n) for n in (0, 0, 1, 1, 2, 2)]


def test_back_again_a_table_has_the_most_decimals_of_its_categories(before):
    after = migrate(AFTER)
    after.get_model("formation", "StaffCategory").objects.filter(name="totaal", decimals=0).update(decimals=1)
    tables = migrate(BEFORE).get_model("formation", "StrengthTable").objects
    assert list(tables.order_by("reference_date").values_list("decimals", flat=True)) == [1, 1, 2]
