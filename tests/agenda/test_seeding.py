"""A sheet of the agenda that cannot be right is refused, and the message says where."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

import agenda.seeding
import nhveilig.regions.seeding
from agenda.models import Target
from nhveilig.seeding.sheets import SheetError
from tests.fixture_sheets import append, copy_of, edit, ids_in

pytestmark = pytest.mark.sqlite

SLUG = "veiligheidsagenda-2019-2022"


@pytest.fixture
def folder(db, tmp_path):
    nhveilig.regions.seeding.seed(copy_of("regions", tmp_path))
    return copy_of(SLUG, tmp_path)


def refused(folder) -> str:
    with pytest.raises(SheetError) as error, transaction.atomic():
        agenda.seeding.seed(folder)
    assert not any(ids_in("agenda").values())
    return str(error.value)


SHARE = "csv,RE04,2019,70,exact"


@pytest.mark.parametrize(
    ("sheet", "old", "new", "column", "value", "reason"),
    [
        ("regional_targets", SHARE, "csv,RE99,2019,70,exact", "police_unit", "RE99", "deze eenheid bestaat niet"),
        ("regional_targets", SHARE, "cvs,RE04,2019,70,exact", "indicator", "cvs", "deze indicator bestaat niet"),
        ("regional_targets", SHARE, "csv,RE04,2019,zeventig,exact", "value", "zeventig", "dit is geen getal"),
        ("regional_targets", SHARE, "csv,RE04,2019,,exact", "value", "", "past niet bij"),
        ("regional_targets", SHARE, "csv,RE04,2019,70,ongeveer", "qualifier", "ongeveer", "kies een van"),
        ("regional_targets", SHARE, "csv,RE04,volgend jaar,70,exact", "year", "volgend jaar", "geen geheel getal"),
        (
            "distribution_totals",
            "csv,national,2019,1370,exact",
            "csv,national,2019,1371,exact",
            "value",
            "1371",
            "de delen geven 1370",
        ),
        (
            "distribution_totals",
            "csv,regional,2019,920,exact",
            "csv,regional,2019,900,exact",
            "value",
            "900",
            "de delen geven 920",
        ),
        ("targets", "cyber-totaal,2019,,371,exact,", "cyber-totaal,2019,,370,exact,", "value", "370", "geven 371"),
        ("targets", "km-totaal,2021,,515,exact,", "km-totaal,2021,,516,exact,", "value", "516", "geven 515"),
        ("targets", "km-totaal,2019,,515,exact,", "km-alles,2019,,515,exact,", "indicator", "km-alles", "bestaat niet"),
    ],
)
def test_a_contradiction_is_refused_with_its_place(folder, sheet, old, new, column, value, reason):
    path = folder / f"{sheet}.csv"
    row = edit(path, old, new)

    message = refused(folder)

    assert f"{path}, rij {row}, kolom “{column}”, waarde “{value}”: " in message
    assert reason in message


def test_a_double_row_is_refused(folder):
    path = folder / "regional_targets.csv"
    first = path.read_text(encoding="utf-8").splitlines().index(SHARE) + 1
    second = append(path, SHARE)

    message = refused(folder)

    assert f"rij {second}, kolom “year”, waarde “2019”" in message
    assert f"dit staat ook al in rij {first}" in message


def test_a_missing_column_is_refused(folder):
    path = folder / "regional_targets.csv"
    edit(path, "indicator,police_unit,year,value,qualifier", "indicator,police_unit,year,waarde,qualifier")

    assert refused(folder) == f"{path}, rij 1: de kolom “value” ontbreekt."


def test_a_missing_sheet_is_refused(folder):
    (folder / "targets.csv").unlink()

    assert refused(folder) == f"{folder / 'targets.csv'}: dit bestand ontbreekt."


def test_a_wrong_share_points_at_the_total_it_contradicts(folder):
    edit(folder / "regional_targets.csv", SHARE, "csv,RE04,2019,71,exact")

    assert "distribution_totals.csv, rij 3, kolom “value”, waarde “1370”: de delen geven 1371" in refused(folder)


def test_an_explanation_taken_out_of_the_sheet_no_longer_excuses_anything(folder):
    agenda.seeding.seed(folder)
    (folder / "explanations.csv").write_text("indicator,about,year,difference,text\n", encoding="utf-8")

    with pytest.raises(SheetError, match="waarde “190”: de delen geven 189"), transaction.atomic():
        agenda.seeding.seed(folder)


def test_seeding_twice_changes_no_row(folder):
    agenda.seeding.seed(folder)
    before = ids_in("agenda")

    agenda.seeding.seed(folder)

    assert ids_in("agenda") == before
    assert len(before[Target]) == 66


def test_a_target_taken_out_of_the_sheet_leaves_the_database(folder):
    agenda.seeding.seed(folder)
    path = folder / "targets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("lovp-voortgang")) + "\n", encoding="utf-8")

    agenda.seeding.seed(folder)

    assert Target.objects.count() == 65
    assert not Target.objects.filter(indicator__code="lovp-voortgang").exists()


def test_the_seed_command_stores_nothing_when_one_sheet_is_wrong(db, settings, tmp_path):
    regions, folder = copy_of("regions", tmp_path), copy_of(SLUG, tmp_path)
    row = edit(folder / "regional_targets.csv", SHARE, "csv,RE99,2019,70,exact")
    settings.FIXTURES_DIR = regions.parent

    with pytest.raises(CommandError, match=f"rij {row}, kolom “police_unit”, waarde “RE99”"):
        call_command("seed", stdout=io.StringIO())

    assert not any(ids_in("regions", "accounts", "agenda").values())
