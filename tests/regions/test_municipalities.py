"""The demo data knows the municipalities of then and of now."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

import nhveilig.imports.seeding
from nhveilig.regions.models import Municipality
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import append, copy_of, ids_in

pytestmark = pytest.mark.sqlite


@pytest.fixture
def regions(db):
    nhveilig.imports.seeding.seed(Path(settings.FIXTURES_DIR) / "regions")


@pytest.mark.parametrize(("day", "count"), [(date(2020, 6, 1), 34), (date(2026, 11, 22), 32)])
def test_noord_holland_counts_the_municipalities_of_that_day(regions, day, count):
    of_the_unit = Municipality.objects.filter(safety_region__police_unit__slug="noord-holland")

    assert of_the_unit.on(day).count() == count


def test_a_municipality_ends_the_day_its_successor_begins(regions):
    ended = Municipality.objects.filter(valid_until__isnull=False, successor__isnull=False)

    assert ended.exists()
    for municipality in ended:
        day = municipality.valid_until
        assert municipality not in Municipality.objects.on(day)
        assert municipality.successor in Municipality.objects.on(day)


def test_seeding_twice_changes_no_row(regions):
    before = ids_in("regions")

    nhveilig.imports.seeding.seed(Path(settings.FIXTURES_DIR) / "regions")

    assert ids_in("regions") == before


def test_a_municipality_in_an_unknown_region_is_refused(db, tmp_path):
    folder = copy_of("regions", tmp_path)
    row = append(folder / "gemeenten.csv", "GM9999;Nergenshuizen;VR99;;;;;;")

    with pytest.raises(FileRefused, match=f"gemeenten.csv, rij {row}, kolom “veiligheidsregio”, waarde “VR99”"):
        nhveilig.imports.seeding.seed(folder)


def test_a_day_that_is_no_day_is_refused(db, tmp_path):
    folder = copy_of("regions", tmp_path)
    row = append(folder / "gemeenten.csv", "GM9999;Nergenshuizen;VR10;31-2-2022;;;;;")

    with pytest.raises(FileRefused, match=f"rij {row}, kolom “geldig vanaf”, waarde “31-2-2022”: Deze datum"):
        nhveilig.imports.seeding.seed(folder)
