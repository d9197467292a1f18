"""A strength sheet that cannot be right is refused, and the message says where."""

import pytest
from django.db import transaction

import formation.seeding
from formation.models import StrengthTable
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import append, copy_of, edit, ids_in

pytestmark = pytest.mark.sqlite


@pytest.fixture
def folder(reference, tmp_path):
    return copy_of("formation", tmp_path)


def refused(folder) -> str:
    with pytest.raises(FileRefused) as error, transaction.atomic():
        formation.seeding.seed(folder)
    assert not any(ids_in("formation").values())
    return str(error.value)


def line(category: str, fte: str, **other: str) -> str:
    """A row of the fixtures, that of Kennemerland on the last day of 2018, with other things in some cells."""
    cells = {
        "day": "31-12-2018",
        "unit": "District Kennemerland",
        "parent": "Eenheid Noord-Holland",
        "kind": "district",
        "role": "subtotaal",
        "category": category,
        "category_role": "totaal" if category == "totaal" else "telt mee",
        "fte": fte,
        "series": "eenheid",
        "source": "Integraal Meerjarenbeleidsplan Veiligheid 2019-2022, hoofdstuk 6",
        "title": "",
        "label": "",
        "decimals": "2",
        "code": category,
        "officer": "nee",
    }
    return ";".join((cells | other).values())


OTHERS, TOTAL = line("overig", "601,10"), line("totaal", "813,10")


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "reason"),
    [
        (TOTAL, line("totaal", "813,11"), "fte", "813,11", "tellen op tot 813,1"),
        (OTHERS, line("overig", "veel"), "fte", "veel", "is geen getal"),
        (OTHERS, line("overig", "NaN"), "fte", "NaN", "is geen getal"),
        (OTHERS, line("overig", "-601,10"), "fte", "-601,10", "minder dan nul"),
        (OTHERS, line("overig", "601,123"), "fte", "601,123", "twee getallen"),
        (OTHERS, line("overig", "601,10", parent="Mars"), "valt onder", "Mars", "Maak beide gelijk"),
        (
            OTHERS,
            line("overig", "601,10", unit="Distrikt Kennemerland"),
            "onderdeel",
            "Distrikt Kennemerland",
            "Bedoelt u “District Kennemerland”?",
        ),
        (OTHERS, line("overig", "601,10", day="31-2-2019"), "peildatum", "31-2-2019", "bestaat niet"),
        (OTHERS, line("overig", "601,10", role="hoofd"), "rol", "hoofd", "Kies een van"),
        (OTHERS, line("overig", "601,10", role="onderdeel"), "rol", "onderdeel", "Eerder in dit bestand"),
    ],
)
def test_a_contradiction_is_refused_with_its_place(folder, old, new, column, value, reason):
    sheet = folder / "noord-holland" / "formatie.csv"
    row = edit(sheet, old, new)

    message = refused(folder)

    assert reason in message
    assert f"{sheet}, rij {row}, kolom “{column}”, waarde “{value}”: " in message


def test_a_wrong_part_points_at_the_total_it_contradicts(folder):
    sheet = folder / "noord-holland" / "formatie.csv"
    edit(sheet, OTHERS, line("overig", "610,1"))
    total = sheet.read_text(encoding="utf-8").splitlines().index(TOTAL) + 1

    assert f"rij {total}, " in refused(folder)


def test_a_double_row_is_refused(folder):
    sheet = folder / "noord-holland" / "formatie.csv"
    first = sheet.read_text(encoding="utf-8").splitlines().index(OTHERS) + 1
    second = append(sheet, OTHERS)

    message = refused(folder)

    assert f"rij {second}, kolom “onderdeel”, waarde “District Kennemerland”" in message
    assert f"Dit staat ook al in rij {first}" in message


def test_a_row_with_a_cell_too_many_is_refused(folder):
    sheet = folder / "noord-holland" / "formatie.csv"
    row = edit(sheet, OTHERS, f"{OTHERS};nee")

    assert f"{sheet}, rij {row}, kolom “P”, waarde “nee”: Boven deze waarde staat geen kolomnaam" in refused(folder)


def test_a_missing_column_is_refused(folder):
    sheet = folder / "noord-holland" / "formatie.csv"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace(";fte;", ";hoeveel;", 1), encoding="utf-8")

    assert f"{sheet}, rij 1, kolom “fte”: Deze kolom ontbreekt." in refused(folder)


def test_a_difference_that_is_explained_is_accepted(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "formatie.csv", TOTAL, line("totaal", "813,11"))
    append(sheets / "explanations.csv", "eenheid,2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "eenheid,2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")

    formation.seeding.seed(folder)

    assert StrengthTable.objects.count() == 10


def test_an_explanation_excuses_only_its_own_difference(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "formatie.csv", TOTAL, line("totaal", "831,1"))
    append(sheets / "explanations.csv", "eenheid,2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "eenheid,2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")

    with pytest.raises(FileRefused, match=r"831,1"), transaction.atomic():
        formation.seeding.seed(folder)


def test_an_explanation_taken_out_of_the_sheet_no_longer_excuses_anything(folder):
    sheets = folder / "noord-holland"
    edit(sheets / "formatie.csv", TOTAL, line("totaal", "813,11"))
    explained = (sheets / "explanations.csv").read_text(encoding="utf-8")
    append(sheets / "explanations.csv", "eenheid,2018-12-31,District Kennemerland,totaal,0.01,Afgerond in de bron.")
    append(sheets / "explanations.csv", "eenheid,2018-12-31,Eenheid Noord-Holland,totaal,-0.01,Afgerond in de bron.")
    formation.seeding.seed(folder)
    (sheets / "explanations.csv").write_text(explained, encoding="utf-8")

    with pytest.raises(FileRefused, match=r"813,11"), transaction.atomic():
        formation.seeding.seed(folder)


def test_seeding_twice_changes_no_row(folder):
    formation.seeding.seed(folder)
    before = ids_in("formation", "regions")

    formation.seeding.seed(folder)

    assert ids_in("formation", "regions") == before
    assert len(before[StrengthTable]) == 10
