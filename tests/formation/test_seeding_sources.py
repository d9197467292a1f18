"""The sheets of more than one publication: units with one name, areas, and changes that must add up."""

import pytest
from django.db import transaction

import formation.seeding
import nhveilig.registers.seeding
from formation.models import StrengthChange
from nhveilig.regions.models import OrganisationUnit
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import copy_of, edit

pytestmark = pytest.mark.sqlite

LEIDING = (
    "1-1-2022;Leiding;Staf;leiding;onderdeel;OS VO;telt mee;1,0;hoofdonderdelen;Regionaal Beleidsplan Veiligheid "
    "Noord-Nederland 2020-2023, bijlage 2A;Formatie per hoofdonderdeel;vanaf 2022;1;os-vo;nee"
)
TOTAL = "regeerakkoord-tranches;;;;;2019;36;Totaal;totaal;nee;0,3;De bron rondt dit totaal af op hele fte."
MUTATION = "mutatie-2019-2023;;os-vo;;;;101,0;Totale mutatie;herkomst;nee;;"
GROWTH = "groei-2019-2023;;os-vo;;;;5,5;Miljoenennota 2018;herkomst;ja;;"


@pytest.fixture
def folder(reference, tmp_path):
    return copy_of("formation", tmp_path)


def test_two_parts_with_one_name_are_told_apart_by_their_parent(folder):
    formation.seeding.seed(folder)

    parents = OrganisationUnit.objects.filter(name="Leiding").values_list("parent__name", flat=True)
    assert set(parents) == {"Staf", "Dienst Regionale Bedrijfsvoering"}


@pytest.mark.parametrize(
    ("eenheid", "sheet", "old", "new", "message"),
    [
        (
            "noord-nederland", "formatie", LEIDING, LEIDING.replace(";Staf;", ";;"),
            "kolom “onderdeel”, waarde “Leiding”: Meer onderdelen heten zo",
        ),
        (
            "noord-nederland", "units", "Control,afdeling,Staf,,54", "Control,afdeling,Stef,,54",
            "kolom “valt onder”, waarde “Stef”: Dit onderdeel bestaat niet",
        ),
        (
            "noord-nederland", "units", "Staf,staf,Eenheid Noord-Nederland,,60", "Staf,staf,Control,,60",
            "Dit onderdeel hangt zo onder zichzelf",
        ),
        (
            "noord-holland", "areas", "Basisteam Haarlem,GM0392", "Basisteam Haarlem,GM9999",
            "kolom “gm-code”, waarde “GM9999”: Deze gemeente bestaat niet",
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_with_its_place(folder, eenheid, sheet, old, new, message):
    edit(folder / eenheid / f"{sheet}.csv", old, new)

    with pytest.raises(FileRefused) as error, transaction.atomic():
        formation.seeding.seed(folder)

    assert message in str(error.value)
    assert f"{eenheid}/{sheet}.csv, rij " in str(error.value)


@pytest.mark.parametrize(
    ("eenheid", "old", "new", "message"),
    [
        (
            "noord-holland", TOTAL, TOTAL.replace(";36;", ";37;"),
            "kolom “mutatie (fte)”, waarde “37”: Totaal, 2019: het totaal is 37, maar de delen tellen op tot 35,7",
        ),
        (
            "noord-nederland", MUTATION, MUTATION.replace("101,0", "100,0"),
            "waarde “100,0”: Totale mutatie, os-vo, verschil tussen de tabellen: het totaal is 100, maar",
        ),
        (
            "noord-nederland", GROWTH, GROWTH.replace("5,5", "6,5"),
            "kolom “mutatie (fte)”, waarde “101,0”: Totaal, os-vo: het totaal is 101, maar de delen tellen op tot 102",
        ),
        (
            "noord-nederland", GROWTH, GROWTH.replace(";ja;", ";soms;"),
            "kolom “verklaart het verschil”, waarde “soms”: Kies een van: “ja”, “nee”",
        ),
    ],
)  # fmt: skip
def test_changes_that_contradict_are_refused_with_their_place(folder, eenheid, old, new, message):
    copy_of("partners", folder.parent)
    formation.seeding.seed(folder)
    edit(folder / eenheid / "mutaties.csv", old, new)

    with pytest.raises(FileRefused) as error, transaction.atomic():
        nhveilig.registers.seeding.seed(folder.parent)

    assert message in str(error.value)
    assert f"{eenheid}/mutaties.csv, rij " in str(error.value)
    assert not StrengthChange.objects.exists()


def test_an_area_taken_out_of_the_sheet_leaves_the_part(folder):
    formation.seeding.seed(folder)
    sheet = folder / "noord-holland" / "areas.csv"
    lines = [line for line in sheet.read_text(encoding="utf-8").splitlines() if "Basisteam Haarlem," not in line]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")

    formation.seeding.seed(folder)

    assert not OrganisationUnit.objects.get(name="Basisteam Haarlem").municipalities.exists()
