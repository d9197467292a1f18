"""`check_figures` finds what would be said of strength and is not so, however it came into the database."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from formation.models import StaffCategory, StrengthCell, StrengthTable
from nhveilig.regions.models import Inhabitants, PoliceUnit
from tests.formation.published_tables import NEW, OLD, published, tree
from tests.regions.factories import PoliceUnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory(name="Streek")


@pytest.fixture
def units(unit):
    return tree(unit)


def checked(*, fails: bool) -> str:
    out = io.StringIO()
    if not fails:
        call_command("check_figures", stdout=out)
        return out.getvalue()
    with pytest.raises(SystemExit) as stop:
        call_command("check_figures", stdout=out)
    assert stop.value.code == 1
    return out.getvalue()


def test_a_database_that_says_what_is_so_passes(unit, units):
    published(units[:1], NEW, {"wijkagent": 2, "graad (%)": 98}, units_of_measure={"graad (%)": "percentage"})
    assert "kloppen niet" not in checked(fails=False)


@pytest.mark.parametrize(
    ("name", "unit_of_measure", "said"),
    [
        ("ME-pelotons", "fte", "staat in fte, maar de naam zegt pelotons"),
        ("bezettingsgraad (%)", "fte", "staat in fte, maar de naam zegt %"),
        ("percentage vrouwen", "people", "staat in personen, maar de naam zegt %"),
        ("agent (fte)", "percentage", "staat in %, maar de naam zegt fte"),
    ],
)
def test_a_unit_that_the_name_denies(units, name, unit_of_measure, said):
    published(units[:1], NEW, {name: 3}, units_of_measure={name: unit_of_measure})
    assert said in checked(fails=True)


@pytest.mark.parametrize(
    ("figures", "about", "said"),
    [
        ({"Bezetting per 30-6-2014": 3}, {}, "hoort bij de bezetting, maar staat in de formatie"),
        ({"Formatie": 3}, {"kind": "bezetting"}, "hoort bij de formatie, maar staat in de bezetting"),
        ({"agent": 3}, {"title": "Bezetting per team", "series": "teams"}, "De titel zegt bezetting"),
    ],
)
def test_a_kind_that_a_head_denies(units, figures, about, said):
    published(units[:1], NEW, figures, **about)
    assert said in checked(fails=True)


def test_a_figure_that_would_be_rounded(units):
    published(units[:1], NEW, {"agent": 3})
    StrengthCell.objects.update(value=Decimal("3.25"))
    assert "wordt afgerond op 0 cijfers" in checked(fails=True)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"series": "a"}, {"series": "b"}, "heeft geen naam"),
        ({"series": "a", "title": "Sterkte"}, {"series": "b", "title": "sterkte"}, "Meer reeksen heten"),
        ({}, {"series": "b", "title": "Formatie van de eenheid"}, "Meer reeksen heten"),
    ],
)
def test_series_that_nobody_tells_apart(units, first, second, said):
    published(units[:1], NEW, {"agent": 3}, **first)
    published(units[:1], NEW, {"agent": 3}, **second)
    assert said in checked(fails=True)


def test_what_two_tables_do_not_both_hold_is_told(units):
    published(units[:1], OLD, {"agent": 3})
    published(units[:1], NEW, {"agent": 3, "overig": 1})
    out = checked(fails=False)
    assert "Formatie Streek 1-1-2022: Niet vergeleken: overig staat alleen in de tabel per 1-1-2022." in out


def test_wijkagenten_far_from_their_inhabitants_are_told(units):
    published(units, OLD, {"wijkagent": 3})
    Inhabitants.objects.create(unit=units[-1], reference_date=date(2021, 1, 1), source="CBS", value=Decimal(5000))
    assert "De wijkagenten zijn van 2014, de inwoners van 2021." in checked(fails=False)


def test_the_demo_data_says_nothing_that_is_not_so(demo):
    assert "kloppen niet" not in checked(fails=False)


def test_a_concept_is_still_being_worked_on(units):
    published(units[:1], NEW, {"ME-pelotons": 3}, status=StrengthTable.Status.CONCEPT)
    assert StaffCategory.objects.get().unit == "fte"
    assert "pelotons" not in checked(fails=False)
