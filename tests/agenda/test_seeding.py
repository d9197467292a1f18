"""A sheet of the agenda that cannot be right is refused, and the message says where."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

import agenda.seeding
from agenda.models import NationalObjective, SafetyAgenda, Target
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import append, copy_of, edit, ids_in

pytestmark = pytest.mark.sqlite

SLUG = "veiligheidsagenda-2019-2022"


@pytest.fixture
def folder(reference, tmp_path):
    return copy_of(SLUG, tmp_path)


def refused(folder) -> str:
    with pytest.raises(FileRefused) as error, transaction.atomic():
        agenda.seeding.seed(folder)
    assert not any(ids_in("agenda").values())
    return str(error.value)


AGENDA = "veiligheidsagenda-2019-2022"
SHARE = f"{AGENDA};2a;csv;RE04;2019;70;;;"
TOTALS = "distribution_totals"


@pytest.mark.parametrize(
    ("sheet", "old", "new", "column", "value", "reason"),
    [
        ("verdeling", SHARE, SHARE.replace("RE04", "RE99"), "eenheid", "RE99", "Deze eenheid bestaat niet"),
        ("verdeling", SHARE, SHARE.replace(";csv;", ";cvs;"), "indicator", "cvs", "Deze indicator bestaat niet"),
        ("verdeling", SHARE, SHARE.replace(";70;", ";zeventig;"), "aandeel", "zeventig", "is geen getal"),
        ("verdeling", SHARE, SHARE.replace(";70;", ";zowat 70;"), "aandeel", "zowat 70", "is geen getal"),
        ("verdeling", SHARE, SHARE.replace("2019;70", "over een jaar;70"), "jaar", "over een jaar", "geheel getal"),
        ("verdeling", SHARE, SHARE.replace("2019;70;", "2019;70;60"), "bovengrens", "60", "hoort bij “ten minste"),
        (TOTALS, "csv,national,2019,1370", "csv,national,2019,1371", "totaal", "1371", "tellen op tot 1370"),
        (TOTALS, "csv,regional,2019,920", "csv,regional,2019,900", "totaal", "900", "tellen op tot 920"),
        (TOTALS, "csv,regional,2019,920", "csv,regional,2019,veel", "totaal", "veel", "is geen getal"),
        (
            "streefcijfers",
            f"{AGENDA};2c.1;cyber-totaal;2019;371;;",
            f"{AGENDA};2c.1;cyber-totaal;2019;370;;",
            "streefcijfer",
            "370",
            "tellen op tot 371",
        ),
        (
            "streefcijfers",
            f"{AGENDA};2c.2;km-totaal;2021;515;;",
            f"{AGENDA};2c.2;km-totaal;2021;516;;",
            "streefcijfer",
            "516",
            "tellen op tot 515",
        ),
        (
            "streefcijfers",
            f"{AGENDA};2c.2;km-totaal;2019;515;;",
            f"{AGENDA};2c.2;km-alles;2019;515;;",
            "indicator",
            "km-alles",
            "bestaat niet",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_place(folder, sheet, old, new, column, value, reason):
    path = folder / f"{sheet}.csv"
    row = edit(path, old, new)

    message = refused(folder)

    assert f"{path}, rij {row}, kolom “{column}”, waarde “{value}”: " in message
    assert reason in message


def test_a_double_row_is_refused(folder):
    path = folder / "verdeling.csv"
    first = path.read_text(encoding="utf-8").splitlines().index(SHARE) + 1
    second = append(path, SHARE)

    message = refused(folder)

    assert f"rij {second}, kolom “indicator”, waarde “csv”" in message
    assert f"Dit staat ook al in rij {first}" in message


def test_a_missing_column_is_refused(folder):
    path = folder / "verdeling.csv"
    head = "agenda;doel;indicator;eenheid;jaar;aandeel;bovengrens;opmerking;eigen bron"
    edit(path, head, head.replace("aandeel", "deel"))

    assert f"{path}, rij 1, kolom “aandeel”: Deze kolom ontbreekt." in refused(folder)


def test_a_missing_sheet_is_refused(folder):
    (folder / "streefcijfers.csv").unlink()

    assert refused(folder) == f"{folder / 'streefcijfers.csv'}: Dit bestand ontbreekt."


def test_a_wrong_share_points_at_the_total_it_contradicts(folder):
    edit(folder / "verdeling.csv", SHARE, SHARE.replace(";70;", ";71;"))

    assert "distribution_totals.csv, rij 3, kolom “totaal”, waarde “1370”: De delen tellen op tot 1371" in refused(
        folder
    )


def test_an_explanation_taken_out_of_the_sheet_no_longer_excuses_anything(folder):
    agenda.seeding.seed(folder)
    (folder / "explanations.csv").write_text("indicator,over,jaar,verschil,toelichting\n", encoding="utf-8")

    with pytest.raises(FileRefused, match="waarde “190”: De delen tellen op tot 189"), transaction.atomic():
        agenda.seeding.seed(folder)


def test_seeding_twice_changes_no_row(folder):
    agenda.seeding.seed(folder)
    before = ids_in("agenda")

    agenda.seeding.seed(folder)

    assert ids_in("agenda") == before
    assert len(before[Target]) == 66


def test_a_target_taken_out_of_the_sheet_leaves_the_database(folder):
    agenda.seeding.seed(folder)
    path = folder / "streefcijfers.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "lovp-voortgang" not in line) + "\n", encoding="utf-8")

    agenda.seeding.seed(folder)

    assert Target.objects.count() == 65
    assert not Target.objects.filter(indicator__code="lovp-voortgang").exists()


def test_the_seed_command_stores_nothing_when_one_sheet_is_wrong(reference, settings, tmp_path):
    folder = copy_of(SLUG, tmp_path)
    row = edit(folder / "verdeling.csv", SHARE, SHARE.replace("RE04", "RE99"))
    settings.FIXTURES_DIR = tmp_path

    with pytest.raises(CommandError, match=f"rij {row}, kolom “eenheid”, waarde “RE99”"):
        call_command("seed", stdout=io.StringIO())

    assert not any(ids_in("accounts", "agenda").values())


def test_an_agenda_that_somebody_removed_stays_away_with_all_that_hung_on_it(folder):
    agenda.seeding.seed(folder)
    SafetyAgenda.objects.get().delete()
    agenda.seeding.seed(folder)
    assert not SafetyAgenda.objects.exists()
    assert not NationalObjective.objects.exists()
