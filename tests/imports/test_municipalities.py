"""Municipalities with their inhabitants from spreadsheets."""

from datetime import date
from decimal import Decimal

import pytest

from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit
from tests.imports.files import applied, csv_of, previewed

HEAD = ("GM-code", "gemeente", "veiligheidsregio", "peildatum", "inwoners", "bron")


@pytest.fixture
def unit(demo) -> PoliceUnit:
    return demo.police_unit


def stored() -> list[tuple]:
    return [row for model in (Municipality, Inhabitants) for row in model.objects.order_by("pk").values_list()]


@pytest.mark.parametrize("format", formats.FORMATS)
def test_what_was_exported_imports_without_a_change(unit, format):
    before, dataset = stored(), find_kind("gemeenten").export(unit)
    plan = applied("gemeenten", formats.write(dataset, format), unit, f"tabel.{format}")
    assert (plan.changes, plan.additions) == ([], [])
    assert stored() == before


def test_a_new_municipality_with_its_inhabitants(unit):
    plan = applied(
        "gemeenten", csv_of(HEAD, ("GM9001", "Nieuw-Bergen", "VR10", "1-1-2026", "circa 85000", "CBS")), unit
    )
    count = Inhabitants.objects.get(municipality__code="GM9001")
    assert (count.value, count.qualifier, count.reference_date) == (Decimal(85000), "circa", date(2026, 1, 1))
    assert plan.additions == ["Nieuwe gemeente: Nieuw-Bergen (GM9001)"]


def test_a_new_name_is_shown_beside_the_old_one(unit):
    known = Municipality.objects.filter(safety_region__police_unit=unit).first()
    plan = previewed("gemeenten", csv_of(HEAD[:2], (known.code, "Anders")), unit)
    assert [(change.old, change.new) for change in plan.changes] == [(known.name, "Anders")]
    assert Municipality.objects.get(pk=known.pk).name == known.name


def test_another_eenheid_is_out_of_reach(unit):
    elsewhere = Municipality.objects.exclude(safety_region__police_unit=unit).first()
    for row in [(elsewhere.code, "Anders", ""), (elsewhere.code, "Anders", elsewhere.safety_region.code)]:
        plan = previewed("gemeenten", csv_of(HEAD[:3] if row[2] else HEAD[:2], row[: 3 if row[2] else 2]), unit)
        assert "hoort bij eenheid" in str(plan.problems[0])


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("XX01", "Plaats", "VR10", "", "", ""), "gm-code", "GM met vier cijfers"),
        (("GM9001", "", "VR10", "", "", ""), "gemeente", "leeg"),
        (("GM9001", "Plaats", "VR99", "", "", ""), "veiligheidsregio", "bestaat niet"),
        (("GM9001", "Plaats", "VR10", "", "100", "CBS"), "peildatum", "peildatum"),
        (("GM9001", "Plaats", "VR10", "1-1-2026", "100", ""), "bron", "leeg"),
        (("GM9001", "Plaats", "VR10", "1-1-2026", "-5", "CBS"), "inwoners", "minder dan nul"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(unit, row, column, words):
    [problem] = previewed("gemeenten", csv_of(HEAD, row), unit).problems
    assert (problem.row, problem.column) == (2, column)
    assert words in problem.message
