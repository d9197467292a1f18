"""A strength sheet that cannot be right is refused, and the message says where."""

import pytest
from django.db import transaction

import formation.seeding
import nhveilig.regions.seeding
from formation.models import StrengthTable
from nhveilig.seeding.sheets import SheetError
from tests.fixture_sheets import append, copy_of, edit, ids_in

pytestmark = pytest.mark.sqlite


@pytest.fixture
def folder(db, tmp_path):
    nhveilig.regions.seeding.seed(copy_of("regions", tmp_path))
    return copy_of("formation", tmp_path)


def refused(folder) -> str:
    with pytest.raises(SheetError) as error, transaction.atomic():
        formation.seeding.seed(folder)
    assert not any(ids_in("formation").values())
    return str(error.value)


DISTRICT = "2018-12-31,District Kennemerland,,subtotal"


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "reason"),
    [
        (
            f"{DISTRICT},totaal,813.10,exact",
            f"{DISTRICT},totaal,813.11,exact",
            "value",
            "813.11",
            "tellen op tot 813.1",
        ),
        (f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},overig,veel,exact", "value", "veel", "dit is geen getal"),
        (f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},overig,NaN,exact", "value", "NaN", "past niet bij"),
        (f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},overig,,exact", "value", "", "past niet bij"),
        (f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},ovrig,601.10,exact", "category", "ovrig", "bestaat niet"),
        (
            f"{DISTRICT},overig,601.10,exact",
            "2018-12-31,Distrikt Kennemerland,,subtotal,overig,601.10,exact",
            "unit",
            "Distrikt Kennemerland",
            "bestaat niet",
        ),
        (
            f"{DISTRICT},overig,601.10,exact",
            "2019-12-31,District Kennemerland,,subtotal,overig,601.10,exact",
            "reference_date",
            "2019-12-31",
            "er is geen tabel met deze peildatum",
        ),
        (
            f"{DISTRICT},overig,601.10,exact",
            "2018-12-31,District Kennemerland,,detail,overig,601.10,exact",
            "role",
            "detail",
            "eerder staat bij dit onderdeel",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_place(folder, old, new, column, value, reason):
    sheet = folder / "noord-holland" / "figures.csv"
    row = edit(sheet, old, new)

    message = refused(folder)

    assert reason in message
    assert f"{sheet}, rij {row}, kolom “{column}”, waarde “{value}”: " in message


def test_a_wrong_part_points_at_the_total_it_contradicts(folder):
    sheet = folder / "noord-holland" / "figures.csv"
    edit(sheet, f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},overig,610.10,exact")
    total = sheet.read_text(encoding="utf-8").splitlines().index(f"{DISTRICT},totaal,813.10,exact") + 1

    assert f"rij {total}, " in refused(folder)


def test_a_double_row_is_refused(folder):
    sheet = folder / "noord-holland" / "figures.csv"
    first = sheet.read_text(encoding="utf-8").splitlines().index(f"{DISTRICT},overig,601.10,exact") + 1
    second = append(sheet, f"{DISTRICT},overig,601.10,exact")

    message = refused(folder)

    assert f"rij {second}, kolom “category”, waarde “overig”" in message
    assert f"dit staat ook al in rij {first}" in message


def test_a_row_with_a_cell_too_many_is_refused(folder):
    sheet = folder / "noord-holland" / "figures.csv"
    row = edit(sheet, f"{DISTRICT},overig,601.10,exact", f"{DISTRICT},overig,601,10,exact")

    assert refused(folder) == f"{sheet}, rij {row}: verwacht zijn 7 kolommen."


def test_a_missing_column_is_refused(folder):
    sheet = folder / "noord-holland" / "figures.csv"
    head = "reference_date,unit,parent,role,category,value,qualifier"
    edit(sheet, head, head.replace("value", "waarde"))

    assert refused(folder) == f"{sheet}, rij 1: de kolom “value” ontbreekt."


def test_a_difference_that_is_explained_is_accepted(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "figures.csv", f"{DISTRICT},totaal,813.10,exact", f"{DISTRICT},totaal,813.11,exact")
    append(sheets / "explanations.csv", "2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")

    formation.seeding.seed(folder)

    assert StrengthTable.objects.count() == 10


def test_an_explanation_excuses_only_its_own_difference(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "figures.csv", f"{DISTRICT},totaal,813.10,exact", f"{DISTRICT},totaal,831.10,exact")
    append(sheets / "explanations.csv", "2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")

    with pytest.raises(SheetError, match=r"831\.10"), transaction.atomic():
        formation.seeding.seed(folder)


def test_an_explanation_taken_out_of_the_sheet_no_longer_excuses_anything(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "figures.csv", f"{DISTRICT},totaal,813.10,exact", f"{DISTRICT},totaal,813.11,exact")
    explained = (sheets / "explanations.csv").read_text(encoding="utf-8")
    append(sheets / "explanations.csv", "2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")
    formation.seeding.seed(folder)
    (sheets / "explanations.csv").write_text(explained, encoding="utf-8")

    with pytest.raises(SheetError, match=r"813\.11"), transaction.atomic():
        formation.seeding.seed(folder)


def test_seeding_twice_changes_no_row(folder):
    formation.seeding.seed(folder)
    before = ids_in("formation", "regions")

    formation.seeding.seed(folder)

    assert ids_in("formation", "regions") == before
    assert len(before[StrengthTable]) == 10
