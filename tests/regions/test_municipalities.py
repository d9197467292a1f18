"""Every portal knows the municipalities of then and of now, and which lie beside each other."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from nhveilig.imports.reference import load_reference
from nhveilig.regions.models import Inhabitants, Municipality, Neighbours, PoliceUnit, SafetyRegion
from nhveilig.seeding.models import SeededRow
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import append, copy_of_reference, edit, ids_in

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(("day", "count"), [(date(2020, 6, 1), 34), (date(2026, 11, 22), 32)])
def test_noord_holland_counts_the_municipalities_of_that_day(reference, day, count):
    of_the_unit = Municipality.objects.filter(safety_region__police_unit__slug="noord-holland")

    assert of_the_unit.on(day).count() == count


def test_a_municipality_ends_the_day_its_successor_begins(reference):
    ended = Municipality.objects.filter(valid_until__isnull=False, successor__isnull=False)

    assert ended.exists()
    for municipality in ended:
        day = municipality.valid_until
        assert municipality not in Municipality.objects.on(day)
        assert municipality.successor in Municipality.objects.on(day)


def test_loading_twice_changes_no_row(reference, settings):
    before = ids_in("regions")

    load_reference(settings.REFERENCE_DIR)

    assert ids_in("regions") == before


def test_a_municipality_in_an_unknown_region_is_refused(db, tmp_path):
    folder = copy_of_reference(tmp_path)
    row = append(folder / "gemeenten.csv", "GM9999;Nergenshuizen;VR99;;;;;;")

    with pytest.raises(FileRefused, match=f"gemeenten.csv, rij {row}, kolom “veiligheidsregio”, waarde “VR99”"):
        load_reference(folder)


def test_a_day_that_is_no_day_is_refused(db, tmp_path):
    folder = copy_of_reference(tmp_path)
    row = append(folder / "gemeenten.csv", "GM9999;Nergenshuizen;VR10;31-2-2022;;;;;")

    with pytest.raises(FileRefused, match=f"rij {row}, kolom “geldig vanaf”, waarde “31-2-2022”: Deze datum"):
        load_reference(folder)


def test_neighbours_are_each_others(reference):
    alkmaar = Municipality.objects.get(code="GM0361")

    assert {"Heiloo", "Castricum", "Dijk en Waard"} <= set(alkmaar.neighbours.values_list("name", flat=True))
    assert not Municipality.objects.get(code="GM0448").neighbours.exists(), "an island"
    assert not Municipality.objects.exclude(valid_until=None).exclude(neighbours=None).exists()
    for one in alkmaar.neighbours.all():
        assert alkmaar in one.neighbours.all()


def test_a_tile_for_an_unknown_municipality_is_refused(db, tmp_path):
    folder = copy_of_reference(tmp_path)
    row = append(folder / "tiles.csv", "GM9999,1,1")

    with pytest.raises(FileRefused, match=rf"tiles\.csv, rij {row}, kolom “gm-code”, waarde “GM9999”: Deze gemeente"):
        load_reference(folder)


def test_the_command_loads_the_whole_country(db, capsys):
    call_command("load_reference")

    assert capsys.readouterr().out == "De landelijke gegevens staan klaar.\n"
    assert PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL).count() == 10
    assert (PoliceUnit.objects.count(), SafetyRegion.objects.count()) == (14, 25)
    assert Municipality.objects.filter(valid_until=None).count() == 342
    assert not Municipality.objects.filter(safety_region__police_unit__slug="noord-holland", tile_row=None).exists()


def test_the_next_release_corrects_what_nobody_changed(reference, settings, tmp_path, capsys):
    folder = settings.REFERENCE_DIR = copy_of_reference(tmp_path)
    _calling("RE04", "RE05", sheet=folder / "police_units.csv")
    PoliceUnit.objects.filter(code="RE04").update(name="Noord-Holland van ons")
    alkmaar, heiloo, texel = (Municipality.objects.get(code=code) for code in ("GM0361", "GM0399", "GM0448"))
    heiloo.neighbours.remove(alkmaar)
    wrong, right = "GM0361,GM0373", "GM0400,GM0448"
    edit(folder / "neighbours.csv", wrong, right)

    call_command("load_reference")

    assert PoliceUnit.objects.get(code="RE04").name == "Noord-Holland van ons"
    assert PoliceUnit.objects.get(code="RE05").name == "RE05 verbeterd"
    assert alkmaar not in heiloo.neighbours.all()
    assert not alkmaar.neighbours.filter(code="GM0373").exists()
    assert texel.neighbours.filter(code="GM0400").exists()
    assert "eenheden: gelaten zoals iemand ze maakte (1 veranderd)." in capsys.readouterr().out


def _calling(*codes: str, sheet) -> None:
    for line in sheet.read_text(encoding="utf-8").splitlines():
        if line.split(",")[0] in codes:
            code, slug, _, *rest = line.split(",")
            edit(sheet, line, ",".join([code, slug, f"{code} verbeterd", *rest]))


def test_a_portal_of_before_there_were_notes_keeps_what_it_has(reference, settings, tmp_path):
    SeededRow.objects.all().delete()
    Neighbours.objects.all().delete()
    SafetyRegion.objects.filter(code="VR10").update(name="Van ons")
    Inhabitants.objects.filter(municipality__code="GM0361").delete()
    gone = Municipality.objects.get(code="GM0003")
    gone.delete()

    call_command("load_reference")

    assert SafetyRegion.objects.get(code="VR10").name == "Van ons"
    assert not Inhabitants.objects.filter(municipality__code="GM0361").exists()
    assert not Municipality.objects.filter(code="GM0003").exists()


def test_a_portal_with_one_eenheid_of_its_own_gets_the_others(db):
    PoliceUnit.objects.create(code="RE04", slug="noord-holland", name="Noord-Holland", order=4)

    call_command("load_reference")

    assert PoliceUnit.objects.count() == 14
    assert Municipality.objects.filter(safety_region__police_unit__code="RE04").exists()


def test_the_demo_data_asks_for_the_country_first(db):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("seed")
