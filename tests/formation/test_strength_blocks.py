"""What a document shows about strength, besides the tables of its own period."""

import pytest

from formation.models import StrengthTable
from nhveilig.regions.models import PoliceUnit
from reports.documents.blocks import BLOCK_TYPES, Source
from reports.documents.blocks.base import FreezingError
from reports.documents.models import Block, Document

NO_OPTIONS: dict[str, str] = {}


def frozen(unit: str, kind: str, **options: str) -> dict:
    document = Document(police_unit=PoliceUnit.objects.get(slug=unit), start_year=2019, end_year=2022)
    return BLOCK_TYPES[kind](Block(kind=kind, options=options, html="<p>Inleiding</p>"), Source(document))


def rows_of(table: dict) -> dict[str, list[str]]:
    return {row["label"]: [cell["text"] for cell in row["cells"]] for row in table["rows"] if row["cells"]}


def test_a_plan_shows_where_it_starts_from_and_its_own_period(demo):
    [table] = frozen("noord-holland", "strength_table")["tables"]

    assert [group["label"] for group in table["column_groups"]] == ["Formatie per 31-12-2018", "Formatie per 1-1-2022"]


def test_one_date_of_a_series_has_every_part_of_it(demo):
    [table] = frozen("noord-holland", "strength_table", series="eenheid", reference_date="2018-08-01")["tables"]

    assert table["caption"] == "Formatie eenheid Noord-Holland per 1-8-2018"
    assert len(rows_of(table)) == 58
    assert rows_of(table)["Afdeling Meldkamer (politiedeel)"] == ["5,00", "", "72,00", "77,00"]


def test_wijkagenten_are_a_waarvan_beside_the_total(demo):
    [table] = frozen("noord-nederland", "strength_table", series="basisteams")["tables"]

    assert [column["role"] for column in table["columns"]] == ["value", "value", "value", "total", "of_which"]
    assert rows_of(table)["District Drenthe"] == ["449,9", "87,5", "3,0", "540,4", "99,5"]
    assert table["caption"] == "Formatie per basisteam, eenheid Noord-Nederland, vanaf 2022"


def test_a_total_that_differs_is_explained_below_the_table(demo):
    [table] = frozen("noord-nederland", "strength_table", series="basisteams")["tables"]

    assert len(table["notes"]) == 2
    assert table["notes"][0].startswith(
        "District Fryslân (OS VO en totaal), District Groningen (OS VO en totaal), Eenheid Noord-Nederland "
        "(OS VO en totaal): gepubliceerd is 0,1\xa0fte minder dan de som van de delen. "
    )
    assert "0,1\xa0fte meer" in table["notes"][1]


def test_changes_stand_beside_their_period_with_the_total_as_published(demo):
    [table] = frozen("noord-holland", "strength_changes", change_set="regeerakkoord-tranches")["tables"]

    assert [column["label"] for column in table["columns"]] == ["2019", "2020", "2021", "2022", "structureel"]
    assert rows_of(table)["Totaal"] == ["36,0", "45,0", "49,0", "61,0", "61,3"]
    assert table["notes"][0].startswith("Totaal, 2019: gepubliceerd 36, berekend 35,7 (verschil +0,3). ")
    assert len(table["notes"]) == 4


def test_growth_is_shown_by_where_it_comes_from(demo):
    [table] = frozen("noord-nederland", "strength_changes", change_set="groei-2019-2023")["tables"]

    assert list(rows_of(table).values()) == [["86,0"], ["5,5"], ["4,5"], ["5,0"], ["101,0"]]


def test_the_development_ends_in_the_published_mutation(demo):
    content = frozen("noord-nederland", "strength_development", series="ontwikkeling")
    rows = rows_of(content["tables"][0])

    assert list(rows) == ["RBP 2019", "2020", "2021", "2022/2023", "Totale mutatie"]
    assert rows["Totale mutatie"] == ["+101,0", "−86,0", "+3,4", "+18,4"]
    assert [series["values"][-1] for series in content["chart"]["series"]] == ["101.0", "-86.0", "3.4"]


def test_a_development_without_a_published_mutation_computes_it(demo):
    rows = rows_of(frozen("noord-holland", "strength_development", series="eenheid")["tables"][0])

    assert rows["Verschil"] == ["−61,30", "+7,00", "+54,30", "0,00"]


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("strength_table", {"series": "onbekend"}, "nog geen sterktetabel vastgesteld in de reeks “onbekend”"),
        ("strength_table", {"reference_date": "2018-08-02"}, "in de reeks “eenheid” per 2018-08-02"),
        ("strength_table", {"reference_date": "1 augustus"}, "“1 augustus” is geen datum"),
        ("strength_changes", {"change_set": "weg"}, "De reeks veranderingen “weg” van Noord-Holland bestaat niet"),
        ("strength_changes", NO_OPTIONS, "De reeks veranderingen “” van Noord-Holland bestaat niet"),
        ("strength_development", {"series": "ontwikkeling"}, "in de reeks “ontwikkeling”"),
    ],
)
def test_what_is_missing_is_named(demo, kind, options, message):
    with pytest.raises(FreezingError, match=message):
        frozen("noord-holland", kind, **options)


def test_another_eenheid_lends_its_document_nothing(demo):
    StrengthTable.objects.filter(police_unit__slug="noord-holland", series="eenheid").delete()

    with pytest.raises(FreezingError, match="Voor Noord-Holland is nog geen sterktetabel vastgesteld"):
        frozen("noord-holland", "strength_table")
