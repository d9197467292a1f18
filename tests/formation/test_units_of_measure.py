"""A figure is shown, added, saved and published in the unit of its category, with its own decimals."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from formation.charts import strength_by_category
from formation.models import StaffCategory, StrengthCell, StrengthTable
from formation.presenters import strength_table
from formation.queries import overviews
from formation.services.cells import cell_change, save_cells
from formation.validators import reconcile
from nhveilig.accounts.models import Role
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.figures.measures import Measure, is_only_measure, measure_in, without_measure
from nhveilig.figures.tables import csv_header
from nhveilig.regions.models import PoliceUnit
from reports.opendata.presenters import table_metadata
from tests.accounts.factories import RoleFactory, UserFactory
from tests.formation.published_tables import NEW, published, tree
from tests.html_tables import tables_of
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db

MIXED = {"agent": 2569, "graad": 98, "ME": 3, "totaal": 2569}
MEASURES = {"graad": "percentage", "ME": "platoons"}
HEADS = ["agent (fte)", "graad (%)", "ME (pelotons)", "totaal (fte)"]


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def table(unit) -> StrengthTable:
    table = published(tree(unit), NEW, MIXED, units_of_measure=MEASURES)
    return StrengthTable.objects.with_figures().get(pk=table.pk)


def reader(unit: PoliceUnit) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=Role.Kind.READER).user)
    return client


def editor(unit: PoliceUnit) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=Role.Kind.POLICE_CONTROLLER).user)
    return client


def test_every_column_says_its_unit_and_its_decimals(table):
    frozen = strength_table([table]).as_dict()
    assert frozen["unit"] == ""
    assert [(one["unit"], one["decimals"]) for one in frozen["columns"]] == [
        ("fte", 0),
        ("%", 0),
        ("pelotons", 0),
        ("fte", 0),
    ]
    assert [cell["text"] for cell in frozen["rows"][-1]["cells"]] == ["2.569", "98", "3", "2.569"]
    assert [head.split(": ")[1] for head in csv_header(frozen)[3:]] == HEADS
    assert [one.get("dc:description") for one in table_metadata(frozen)["tableSchema"]["columns"][3:]] == [
        "In fte.", "In %.", "In pelotons.", "In fte.",
    ]  # fmt: skip


def test_a_table_in_one_unit_says_it_once(unit):
    table = published(
        tree(unit), NEW, {"ME": 3, "totaal": 3}, units_of_measure={"ME": "platoons", "totaal": "platoons"}
    )
    read = StrengthTable.objects.with_figures().get(pk=table.pk)
    frozen = strength_table([read]).as_dict()
    assert (frozen["unit"], csv_header(frozen)[-1]) == ("pelotons", "Formatie per 1-1-2022: totaal")
    [overview] = overviews([read])
    assert overview.lead == "Op 1-1-2022 telt de eenheid 3\xa0pelotons."


def test_pages_show_each_unit(table, unit):
    client = reader(unit)
    shown = client.get(table.url()).text
    assert tables_of(shown)[f"sterkte-{unit.slug}"][0] == ["Onderdeel", *HEADS]
    overview = client.get(reverse("formation:table-detail", args=[unit.slug])).text
    assert "Graad (%)" in overview
    assert "Graad (fte)" not in overview
    part = reverse("formation:part", args=[unit.slug, table.rows.all()[0].unit_id])
    assert "graad (%)" in client.get(part).text


def test_whole_numbers_are_shown_without_decimals(table, unit):
    shown = reader(unit).get(reverse("formation:table-detail", args=[unit.slug])).text
    assert "2.569" in shown
    assert "2.569,0" not in shown


def test_different_units_are_never_added(table):
    totals = reconcile(table)
    assert totals
    assert all(total.agrees for total in totals)
    assert not {total.category for total in totals} & {"graad"}


def test_a_chart_is_in_one_unit(table):
    chart = strength_by_category([table])
    assert (chart["unit"], chart["decimals"], chart["categories"]) == ("fte", 0, ["agent"])


def test_open_data_gives_the_unit_of_each_figure(table, client):
    rows = client.get(f"/api/v1/sterktecijfers?eenheid={table.police_unit.slug}").json()["gegevens"]
    assert {(row["categorieNaam"], row["maateenheid"], row["decimalen"]) for row in rows} == {
        ("agent", "fte", 0), ("graad", "percentage", 0), ("ME", "platoons", 0), ("totaal", "fte", 0),
    }  # fmt: skip
    described = client.get("/api/v1/openapi.json").text
    assert "percentage (%)" in described
    assert "platoons (pelotons)" in described


def test_a_cell_takes_what_its_category_is_in(table):
    StrengthTable.objects.update(status="concept")
    cells = StrengthCell.objects.filter(row__role="detail").select_related("category")
    places = {cell.category.name: (cell.row_id, cell.category_id) for cell in cells}
    user = UserFactory()
    [saved] = save_cells(table=table, changes=[cell_change(*places["graad"], "103,5%", 1)], editor=user)
    assert saved.text == "103,5"
    for name, text in (("graad", "12 fte"), ("agent", "12%"), ("ME", "3 fte")):
        with pytest.raises(SaveRefused):
            save_cells(table=table, changes=[cell_change(*places[name], text, 1)], editor=user)
    assert dict(StaffCategory.objects.values_list("name", "decimals"))["graad"] == 1


def test_a_column_is_made_in_a_unit_of_ones_own(unit):
    tree(unit)
    form = {
        "kind": "formatie", "reference_date": "2027-01-01", "series": "Inzet", "source": "Opgave",
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
        "form-0-name": "ME", "form-0-role": "value", "form-0-unit": "platoons", "form-0-decimals": "0",
        "form-1-name": "wijkagent", "form-1-role": "value", "form-1-unit": "percentage",
        "form-1-is_community_officer": "on",
    }  # fmt: skip
    address = reverse("formation:table-create", args=[unit.slug])
    refused = editor(unit).post(address, form)
    assert refused.status_code == 422
    assert "alleen wijkagenten in fte" in refused.text
    del form["form-1-is_community_officer"]
    made = editor(unit).post(address, form)
    stored = StaffCategory.objects.values_list("name", "unit", "decimals")
    assert list(stored) == [("ME", "platoons", 0), ("wijkagent", "percentage", 2)]
    page = editor(unit).get(made.url).text
    assert 'data-unit="pelotons"' in page
    assert "ME (pelotons)" in page


@pytest.mark.parametrize(
    ("measure", "value", "text", "change"),
    [
        (Measure.FTE, "61.4", "61,4\xa0fte", "61,4\xa0fte"),
        (Measure.PERCENTAGE, "98.5", "98,5%", "98,5\xa0procentpunt"),
        (Measure.PLATOONS, "1", "1\xa0peloton", "1\xa0peloton"),
        (Measure.PLATOONS, "3", "3\xa0pelotons", "3\xa0pelotons"),
        (Measure.PEOPLE, "1", "1\xa0persoon", "1\xa0persoon"),
        (Measure.NUMBER, "7", "7", "7"),
    ],
)
def test_an_amount_is_said_in_its_unit(measure, value, text, change):
    assert (measure.text(Decimal(value)), measure.change(Decimal(value))) == (text, change)


@pytest.mark.parametrize(
    "head", ["wijkagent", "overig", "totaal", "OS VO", "stand per 1-1", "personeel", "uurloners", "procentueren"]
)
def test_a_head_without_a_unit_says_none(head):
    assert measure_in(head) is None
    assert without_measure(head) == head
    assert not is_only_measure(head)
