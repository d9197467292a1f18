"""The organisation of an eenheid comes in by a sheet, and goes out as one."""

from datetime import date

import pytest

from nhveilig.accounts.models import User
from nhveilig.editing.models import Edit
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.imports.files import applied, csv_of, previewed, xlsx_of

pytestmark = pytest.mark.django_db
HEAD = ("onderdeel", "soort onderdeel", "valt onder", "werkgebied")


@pytest.fixture
def limburg(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="limburg")


def parts(police_unit: PoliceUnit) -> dict[str, OrganisationUnit]:
    found = OrganisationUnit.objects.filter(police_unit=police_unit).select_related("parent")
    return {unit.name: unit for unit in found}


@pytest.mark.sqlite
def test_a_first_organisation_comes_in_with_its_root(limburg):
    # A parent may stand below its parts.
    rows = [("Basisteam Zuid", "", "District Zuid", "Maastricht; GM1903"), ("District Zuid", "district", "", "")]
    plan = applied("onderdelen", xlsx_of(HEAD, *rows), limburg, name="onderdelen.xlsx")
    assert plan.counts()["new"] == 2
    found = parts(limburg)
    assert set(found) == {"Eenheid Limburg", "District Zuid", "Basisteam Zuid"}
    team = found["Basisteam Zuid"]
    assert (team.kind, team.parent, team.parent.parent) == (
        "basisteam",
        found["District Zuid"],
        found["Eenheid Limburg"],
    )
    assert sorted(place.name for place in team.municipalities.all()) == ["Eijsden-Margraten", "Maastricht"]


def test_what_went_out_comes_in_without_a_change(demo):
    dataset = find_kind("onderdelen").export(demo.police_unit)
    plan = previewed("onderdelen", formats.write(dataset, "csv"), demo.police_unit)
    assert (plan.problems, plan.changes) == ([], [])
    assert plan.unchanged == OrganisationUnit.objects.filter(police_unit=demo.police_unit).count() > 50


def test_a_change_comes_into_the_history_in_the_name_of_who_read_it(demo):
    staff = User.objects.get(username="staf")
    row = ("Basisteam Haarlem", "basisteam", "District Kennemerland", "Haarlem; Bloemendaal")
    plan = applied("onderdelen", xlsx_of(HEAD, row), demo.police_unit, name="tabel.xlsx", user=staff)
    assert [(one.what, one.old, one.new) for one in plan.changes] == [
        ("Basisteam Haarlem, werkgebied", "Haarlem", "Bloemendaal, Haarlem")
    ]
    team = parts(demo.police_unit)["Basisteam Haarlem"]
    assert team.municipalities.count() == 2
    assert Edit.objects.of_whole(team).get().editor == staff


def test_a_part_may_end_by_a_sheet(demo):
    rows = [("onderdeel", "geldig tot"), ("Team ZSM", "1-1-2026")]
    applied("onderdelen", csv_of(*rows), demo.police_unit)
    assert parts(demo.police_unit)["Team ZSM"].valid_until == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Basisteam Dal", "", "Distrikt Kennemerland", "")], "Bedoelt u “District Kennemerland”?"),
        ([("Basisteam Dal", "", "Basisteam Berg", ""), ("Basisteam Berg", "", "Basisteam Dal", "")], "onder zichzelf"),
        ([("Basisteam Dal", "", "", "Maastricht")], "“Maastricht” is geen gemeente van deze eenheid."),
        ([("Basisteam Dal", "zeehond", "", "")], "zeehond"),
        ([("Basisteam Hoorn", "", "District Kennemerland", "")], "die houden de indeling van hun eigen jaar"),
        ([("Basisteam Dal", "", "", ""), ("basisteam dal", "", "", "")], "rij"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(demo, rows, said):
    before = OrganisationUnit.objects.count()
    plan = previewed("onderdelen", csv_of(HEAD, *rows), demo.police_unit)
    assert plan.problems
    assert said in " ".join(f"{one.message} {one.value}" for one in plan.problems)
    assert OrganisationUnit.objects.count() == before
