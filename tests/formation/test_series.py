"""A series has a name of its own, and only the main formatie is held to its wijkagenten."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from formation.exceptions import SeriesHasNoName, TableExists, TableIsAdopted
from formation.models import StaffCategory, StrengthTable
from formation.presenters import caption
from formation.services.tables import adopt_table, copy_table, create_table, missing_for_adoption, move_table
from nhveilig.accounts.models import Role
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory
from tests.formation.published_tables import NEW, OLD, published, tree
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db
CONCEPT = StrengthTable.Status.CONCEPT


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def units(unit):
    return tree(unit)


@pytest.fixture
def browser(unit) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=Role.Kind.POLICE_CONTROLLER).user)
    return client


def read(table: StrengthTable) -> StrengthTable:
    return StrengthTable.objects.with_figures().get(pk=table.pk)


def test_four_series_have_four_names_everywhere(unit, units, browser):
    names = ["Sterkte per team", "Bezettingsgraad", "Inzet van de ME", "Formatie van de recherche"]
    for number, name in enumerate(names):
        published(units, NEW, {"agent": number}, series=f"reeks-{number}", title=name)
    for page in ("table-detail", "table-manage"):
        shown = browser.get(reverse(f"formation:{page}", args=[unit.slug])).text
        assert all(name in shown for name in names)
        assert "Formatie van de eenheid" not in shown
    exports = [name for name, _ in find_kind("formatie").tables(unit)]
    assert all(any(name in export for export in exports) for name in names)
    assert {caption([table]).partition(",")[0] for table in StrengthTable.objects.for_list()} == set(names)


def test_a_series_of_before_names_were_asked_is_known_by_what_it_is(units):
    table = published(units, NEW, {"agent": 1}, series="teams")
    assert table.series_name == "Formatie, reeks teams"
    assert caption([table]).startswith("Formatie, reeks teams, eenheid")


@pytest.mark.parametrize(
    ("kind", "name"), [("formatie", "Formatie van de eenheid"), ("bezetting", "Bezetting van de eenheid")]
)
def test_the_main_series_needs_no_name(units, kind, name):
    assert published(units, NEW, {"agent": 1}, kind=kind).series_name == name


def test_a_new_series_needs_a_name_that_no_other_has(unit, units):
    published(units, OLD, {"agent": 1}, series="teams", title="Sterkte per team")
    about = {"police_unit": unit, "reference_date": NEW, "source": "P"}
    with pytest.raises(SeriesHasNoName):
        create_table(about=StrengthTable(series="nieuw", **about), categories=[StaffCategory(name="agent")])
    taken = StrengthTable(series="nieuw", title="sterkte per team", **about)
    with pytest.raises(SeriesHasNoName, match="Zo heet de reeks"):
        create_table(about=taken, categories=[StaffCategory(name="agent")])
    same = create_table(about=StrengthTable(series="teams", **about), categories=[StaffCategory(name="agent")])
    assert same.title == "Sterkte per team"
    assert copy_table(table=same, reference_date=date(2027, 1, 1)).table.series_name == "Sterkte per team"


def test_the_page_calls_a_new_series_as_it_was_typed(unit, units, browser):
    form = {
        "kind": "formatie", "reference_date": "2027-01-01", "series": "Sterkte per wijk", "source": "Opgave",
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "agent", "form-0-role": "value",
    }  # fmt: skip
    assert browser.post(reverse("formation:table-create", args=[unit.slug]), form).status_code == 302
    assert StrengthTable.objects.get().series_name == "Sterkte per wijk"


@pytest.mark.parametrize("about", [{"series": "teams", "title": "Sterkte per team"}, {"kind": "bezetting"}])
@pytest.mark.parametrize("figures", [{"agent": 1}, {"wijkagent": None, "agent": 1}])
def test_only_the_main_formatie_needs_wijkagenten(units, about, figures):
    table = published(units, NEW, figures, status=CONCEPT, **about)
    assert missing_for_adoption(read(table)) == []
    assert adopt_table(table=table, adopted_on=NEW, expected_version=1).status == "adopted"


@pytest.mark.parametrize("figures", [{"agent": 1}, {"wijkagent": None, "agent": 1}])
def test_the_main_formatie_needs_them(units, figures):
    table = published(units, NEW, figures, status=CONCEPT)
    [missing] = missing_for_adoption(read(table))
    assert "wijkagent" in missing


def test_the_page_that_refuses_says_the_way_out_and_it_leads_there(unit, units, browser):
    table = published(units, NEW, {"agent": 1}, status=CONCEPT)
    page = browser.get(table.url("table-adopt")).text
    assert table.url("table-series") in page
    assert table.url("table-delete") in page
    response = browser.post(table.url("table-series"), {"title": "Sterkte per team"})
    moved = StrengthTable.objects.get(pk=table.pk)
    assert response.url == moved.url("table-edit")
    assert (moved.series, moved.series_name) == ("sterkte-per-team", "Sterkte per team")
    adopt = {"adopted_on": "1-2-2022", "version": moved.version, "confirmed": "on"}
    assert browser.post(moved.url("table-adopt"), adopt).status_code == 302
    assert StrengthTable.objects.adopted().filter(pk=table.pk).exists()


def test_a_table_joins_the_series_that_has_the_name(units):
    published(units, OLD, {"agent": 1}, series="teams", title="Sterkte per team")
    table = published(units, NEW, {"agent": 1}, status=CONCEPT)
    assert move_table(table=table, title="STERKTE per team").series == "teams"


def test_a_table_moves_to_no_place_that_is_taken_and_not_once_adopted(units):
    published(units, NEW, {"agent": 1}, series="teams", title="Sterkte per team")
    table = published(units, NEW, {"agent": 1}, status=CONCEPT)
    with pytest.raises(TableExists):
        move_table(table=table, title="Sterkte per team")
    StrengthTable.objects.update(status="adopted")
    with pytest.raises(TableIsAdopted):
        move_table(table=table, title="Anders")
