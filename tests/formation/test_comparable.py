"""Only what two tables hold is compared, on every page, in every chart and file; of the rest is said why not."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from formation.charts import change_by_part, strength_by_category
from formation.development import development_chart, development_table
from formation.models import StrengthTable
from formation.presenters import parts_table, strength_table
from formation.queries import explain, overviews
from nhveilig.accounts.models import Role
from nhveilig.regions.models import PoliceUnit
from reports.dashboards.teams.presenters import TeamPage
from reports.dashboards.units.queries import population_of, strength_of
from tests.accounts.factories import RoleFactory
from tests.formation.published_tables import NEW, OLD, published, tree
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db

FULL = {"wijkagent": 300, "overig": 2269, "totaal": 2569}
CASES = {
    "older without a total": ({"wijkagent": 290}, FULL),
    "older with an empty total": ({**FULL, "totaal": None}, FULL),
    "older with fewer categories": ({"wijkagent": 290, "totaal": 290}, FULL),
    "newer with fewer categories": (FULL, {"wijkagent": 290, "totaal": 290}),
}


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def units(unit):
    return tree(unit)


def read(unit: PoliceUnit) -> list[StrengthTable]:
    return list(StrengthTable.objects.filter(police_unit=unit).with_figures().order_by("reference_date"))


def texts(table: dict) -> str:
    return " ".join(cell["text"] for row in table["rows"] for cell in row["cells"])


def reader(unit: PoliceUnit) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=Role.Kind.READER).user)
    return client


@pytest.fixture(params=CASES)
def tables(request, unit, units) -> list[StrengthTable]:
    old, new = CASES[request.param]
    published(units, OLD, old)
    published(units, NEW, new)
    return read(unit)


def test_a_sentence_makes_no_growth_of_what_one_table_lacks(tables):
    [overview] = overviews(tables)
    assert not re.search("meer|minder|evenveel", overview.lead)
    assert "niet te vergelijken" in overview.lead
    assert any("niet te vergelijken" in stat["note"] or not stat["note"] for stat in overview.stats())


def test_a_page_of_each_kind_says_what_is_not_compared(tables, unit):
    place = {"slug": unit.slug}
    series = place | {"series": "eenheid"}
    pages = [("table-list", {}), ("table-detail", place), ("comparison", series), ("development", series)]
    for name, kwargs in pages:
        shown = reader(unit).get(reverse(f"formation:{name}", kwargs=kwargs)).text
        assert "+2.569" not in shown, name
        assert "2.569\xa0fte meer" not in shown, name
        assert "−2.279" not in shown, name
        assert "iet te vergelijken" in shown or "Niet vergeleken" in shown, name


def test_the_table_per_district_stays_with_what_there_is(tables):
    table = parts_table(tables).as_dict()
    assert table["rows"][0]["label"] == "District Oost"
    assert len(table["rows"]) == 2
    assert "+2.569" not in texts(table)


def test_the_whole_table_and_its_file_have_no_difference_of_it(tables, unit):
    table = strength_table(tables, with_difference=True).as_dict()
    columns = [column["key"] for column in table["columns"]]
    if "verschil.totaal" in columns:
        place = columns.index("verschil.totaal")
        assert {row["cells"][place]["qualifier"] for row in table["rows"] if row["cells"]} == {"blank"}
    file = reader(unit).get(reverse("formation:table-csv", args=[unit.slug])).content.decode()
    assert "2569;2569;2569" not in file


def test_charts_have_no_bar_of_what_one_table_lacks(tables):
    for chart in (change_by_part(tables), development_chart(tables)):
        for series in chart["series"]:
            for value, why in zip(series["values"], series.get("missing", []), strict=False):
                assert (value is None) == (why is not None)
            assert "2269" not in series["values"]
    for series in strength_by_category(tables)["series"]:
        assert "0" not in series["values"]
        assert not set(series.get("missing", [])) - {None, "blank"}


def test_the_row_below_a_development_has_no_difference_of_it(tables):
    table = development_table(tables, []).as_dict()
    place = [column["key"] for column in table["columns"]].index("totaal")
    assert table["rows"][-1]["label"] == "Verschil"
    assert table["rows"][-1]["cells"][place]["value"] is None


def test_the_dashboard_of_the_eenheid_says_so_too(tables, unit):
    population = population_of([])
    formatie = strength_of(unit, NEW, population).formatie
    assert "niet te vergelijken" in formatie.note or "sinds" not in formatie.note


def test_a_category_that_the_older_table_lacks_explains_nothing(tables):
    for group in explain(*tables, []):
        assert group.difference in {None, 10, -10, 0}


def test_what_both_hold_is_compared(unit, units):
    published(units, OLD, {"wijkagent": 290, "overig": 2269, "totaal": 2559})
    published(units, NEW, FULL)
    [overview] = overviews(read(unit))
    assert overview.lead.endswith("2.569\xa0fte, 10\xa0fte meer dan op 30-6-2014.")
    assert overview.not_compared == []


def test_a_total_alone_is_compared_with_a_total(unit, units):
    published(units, OLD, {"totaal": 2559})
    published(units, NEW, FULL)
    [overview] = overviews(read(unit))
    assert "10\xa0fte meer dan" in overview.lead
    assert any("wijkagent en overig staan alleen" in reason for reason in overview.not_compared)


@pytest.mark.parametrize(("old", "new"), [("fte", "percentage"), ("platoons", "fte"), ("people", "fte")])
def test_figures_in_different_units_are_not_compared(unit, units, old, new):
    published(units, OLD, {"totaal": 90}, units_of_measure={"totaal": old})
    published(units, NEW, {"totaal": 98}, units_of_measure={"totaal": new})
    tables = read(unit)
    [overview] = overviews(tables)
    assert "niet te vergelijken" in overview.lead
    assert any(
        f"totaal is per 30-6-2014 in {tables[0].categories.all()[0].measure.label}" in one
        for one in overview.not_compared
    )
    columns = development_table(tables, []).as_dict()["columns"]
    assert len({column["key"] for column in columns}) == len(columns) == 2


def test_a_part_that_one_table_lacks_did_not_grow(unit, units):
    published(units[1:], OLD, FULL)
    published(units, NEW, FULL)
    rows = {row["label"]: row["cells"] for row in strength_table(read(unit), with_difference=True).as_dict()["rows"]}
    assert [cell["text"] for cell in rows["Basisteam Oost"][-3:]] == ["", "", ""]
    assert [cell["text"] for cell in rows["District Oost"][-3:]] == ["0", "0", "0"]


def test_a_district_that_the_older_table_lacks_did_not_grow(unit, units):
    published(units[2:], OLD, FULL)
    published(units, NEW, FULL)
    rows = {row["label"]: row["cells"] for row in parts_table(read(unit)).as_dict()["rows"]}
    assert [cell["text"] for cell in rows["District Oost"]] == ["", "2.569", "", "", ""]


def test_the_bars_of_a_team_are_of_tables_with_the_same_parts(unit, units):
    team = units[0]
    published(units, OLD, {"wijkagent": 8, "totaal": 8})
    for year, count in ((2020, 9), (2022, 10)):
        published(units, NEW.replace(year=year), {"wijkagent": count, "overig": 20, "totaal": count + 20})
    page = TeamPage(team, NEW.replace(year=2023))
    assert [(bar.row.name, bar.row.text) for bar in page.over_time] == [("1-1-2020", "29"), ("1-1-2022", "30")]
    assert page.change.by == 1


def test_every_source_is_told(unit, units):
    published(units, OLD, FULL, source="Inrichtingsplan")
    published(units, NEW, FULL, source="Beleidsplan")
    tables = read(unit)
    for table in (strength_table(tables, with_difference=True), parts_table(tables), development_table(tables, [])):
        assert table.source == "30-6-2014: Inrichtingsplan; 1-1-2022: Beleidsplan"
    for chart in (strength_by_category(tables), change_by_part(tables), development_chart(tables)):
        assert chart["source"] == "30-6-2014: Inrichtingsplan; 1-1-2022: Beleidsplan"


def test_one_source_of_both_is_told_once(unit, units):
    published(units, OLD, FULL)
    published(units, NEW, FULL)
    assert strength_table(read(unit)).source == "Sterktetabel"


def test_formatie_and_bezetting_beside_each_other_tell_both_sources(unit, units):
    published(units, OLD, FULL, source="Inrichtingsplan")
    published(units, OLD, FULL, source="Telling", kind="bezetting")
    page = reader(unit).get(reverse("formation:occupation", args=[unit.slug])).text
    assert "Inrichtingsplan" in page
    assert "Telling" in page
