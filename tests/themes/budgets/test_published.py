"""The budget of 2025 as it was published: every amount, every total, and what does not agree."""

from decimal import Decimal

import pytest

from nhveilig.figures.tables import write_csv
from nhveilig.regions.models import PoliceUnit
from themes.budgets.presenters import THOUSANDS, budget_tables, grant_table
from themes.budgets.validators import differences, reconcile, reconcile_grants
from themes.models import Budget, Grant

pytestmark = pytest.mark.django_db

# Written out once more on purpose, in the order in which the jaarplan prints them.
PUBLISHED = {
    "baten": [
        ("RIEC algemeen structurele middelen (incl. indexering)", 6054300),
        ("Incidenteel frictiebudget", 556400),
        ("Vooruitontvangen bedragen*", 532700),
        ("Subtotaal Bijdrage ministerie J&V", 7143400),
        ("Gemeenten", 367500),
        ("IMV-bijdragen", 500000),
        ("Subtotaal Bijdrage partners", 867500),
        ("Totaal baten", 8010900),
    ],
    "lasten": [
        ("RIEC algemeen", 3238500),
        ("Ondermijningsthema's", 2976000),
        ("IMV thema's", 470000),
        ("Frictiebudget", 556400),
        ("Subtotaal Personele kosten", 7240900),
        ("Ondersteuning beheerorganisatie", 375000),
        ("Shared services LIEC", 70000),
        ("RIEC-IS", 125000),
        ("Operationele werkbudget", 100000),
        ("Opleidingskosten", 50000),
        ("Communicatie", 50000),
        ("Subtotaal Overige kosten", 770000),
        ("Totaal lasten", 8010900),
    ],
    "activa": [("Liquide middelen NHVeilig", 7960582), ("Totaal activa", 7960582)],
    "passiva": [
        ("Reserve RIEC", 449682),
        ("NHV Ondermijningsplan 2025", 6954500),
        ("Incidenteel Frictiebudget 2025", 556400),
        ("Totaal passiva", 7960582),
    ],
}


@pytest.fixture
def budget(demo) -> Budget:
    return Budget.objects.for_document(PoliceUnit.objects.get(slug="noord-holland"), 2025)


def test_a_document_gets_every_published_amount(budget):
    tables = budget_tables(budget)
    shown = {
        table.id: [(row.label, Decimal(row.cells[0].value)) for row in table.rows if row.cells] for table in tables
    }
    assert shown == {f"begroting-noord-holland-2025-{side}": lines for side, lines in PUBLISHED.items()}
    assert all(len(table.columns) == 1 for table in tables)


def test_computed_sums_stand_in_a_column_of_their_own(budget):
    for table in budget_tables(budget, beside=True):
        sums = [row for row in table.rows if row.role in {"subtotal", "total"}]
        assert sums
        assert all(row.cells[0].value == row.cells[1].value for row in sums)
        assert all(row.cells[1].text == "" for row in table.rows if row.role == "detail")


def test_three_things_differ_and_each_is_explained(budget):
    found = [(check.about, check.difference, bool(check.explanation)) for check in differences(budget)]
    assert found == [("label", -50318, True), ("label", -50318, True), ("cover", -30000, True)]
    assert len(reconcile(budget)) == 21


def test_what_the_source_prints_beside_a_total_is_told(budget):
    notes = {table.id.rpartition("-")[2]: " ".join(table.notes) for table in budget_tables(budget)}
    assert "“Totaal baten” bij de activa" in notes["activa"]
    assert "een verschil van €\xa030.000" in notes["lasten"]
    assert notes["baten"] == "* Sluitpost: geld dat in eerdere jaren is ontvangen."


def test_thousands_are_rounded_for_the_eye_and_not_in_the_data(budget):
    baten = budget_tables(budget, THOUSANDS)[0].as_dict()
    assert baten["unit"] == "duizend euro"
    assert [row["cells"][0]["text"] for row in baten["rows"] if row["cells"]] == [
        "6.054", "556", "533", "7.143", "368", "500", "868", "8.011",
    ]  # fmt: skip
    assert "Totaal baten,1,totaal,8010.9" in write_csv(baten)
    assert any("Afgerond op duizend euro" in note for note in baten["notes"])


def test_sources_have_their_periods(budget):
    grants = list(Grant.objects.with_years())
    table = grant_table(grants)
    assert [column.label for column in table.columns] == ["2024", "2025", "2026", "Hele periode"]
    shown = [(row.label, [cell.text for cell in row.cells]) for row in table.rows]
    assert shown == [
        ("Rijksbijdrage regionale aanpak ondermijning (2025-2028)", ["", "6.054.300", "", "23.064.000"]),
        ("Incidenteel frictiebudget (2025-2026)", ["", "556.400", "556.400", "1.112.800"]),
        ("IMV-bijdrage van de gemeenten (vanaf 2024)", ["475.000", "500.000", "", ""]),
        ("Menskracht van politie en OM (vanaf 2025)", ["", "500.000", "", ""]),
    ]
    rijksbijdrage = grants[0].years.get()
    assert (rijksbijdrage.amount, rijksbijdrage.indexation, rijksbijdrage.indexed) == (5766000, 5, 6054300)
    assert [(check.published, check.computed) for check in reconcile_grants(grants)] == [(1112800, 1112800)]
