"""A table of the whole country fills tables of the eenheden: seen first, traced afterwards, and nothing is lost."""

from datetime import date

import pytest
from django.urls import reverse

from formation.exceptions import TableChanged
from formation.models import NationalFigure, StrengthCell, StrengthCellEdit, StrengthTable
from formation.national.services import CannotFill, Outcome, fill_tables, plan_filling, series_of
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.formation.factories import make_national, save_cell

DAY, SERIES = date(2016, 6, 30), "landelijk-wijkagenten"


@pytest.fixture
def national(demo):
    return make_national(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))


@pytest.fixture
def keeper(log_in):
    return log_in("landelijk")


def fill(national, series=SERIES):
    return {one.police_unit.slug: one.outcome for one in fill_tables(table=national, series=series, editor=None)}


def filled(slug: str) -> StrengthTable:
    return StrengthTable.objects.get(police_unit__slug=slug, series=SERIES)


def change(national, slug: str, value: int) -> None:
    figure = NationalFigure.objects.get(table=national, police_unit__slug=slug)
    figure.value = value
    figure.save()


def test_every_eenheid_gets_a_concept_with_its_figure_and_where_it_comes_from(national):
    before = StrengthTable.objects.count()

    outcomes = fill(national)

    assert set(outcomes.values()) == {Outcome.NEW}
    assert StrengthTable.objects.count() == before + 10
    table = filled("noord-holland")
    cell = StrengthCell.objects.get(row__table=table)
    assert (table.status, table.kind, table.reference_date, table.filled_from) == ("concept", "formatie", DAY, national)
    assert table.source == "Brief van de korpschef (landelijke tabel)"
    assert (cell.value, cell.row.unit.name, cell.row.role) == (304, "Eenheid Noord-Holland", "total")
    assert (cell.category.name, cell.category.is_community_officer) == ("wijkagenten", True)


def test_an_eenheid_without_parts_gets_itself_as_one(national):
    assert not OrganisationUnit.objects.filter(police_unit__slug="limburg").exists()

    fill(national)

    [unit] = OrganisationUnit.objects.filter(police_unit__slug="limburg")
    assert (unit.name, unit.kind, unit.parent) == ("Eenheid Limburg", "eenheid", None)


def test_filling_again_changes_what_changed_and_nothing_else(national):
    fill(national)
    change(national, "limburg", 400)

    outcomes = fill(national)

    assert outcomes.pop("limburg") == Outcome.FILLED_AGAIN
    assert set(outcomes.values()) == {Outcome.SAME}
    [edit] = StrengthCellEdit.objects.filter(table=filled("limburg"))
    assert (edit.old_value, edit.new_value) == (310, 400)
    assert "landelijke tabel" in edit.reason
    assert fill(national)["limburg"] == Outcome.SAME


def test_what_somebody_changed_stays(national, django_user_model):
    fill(national)
    cell = StrengthCell.objects.get(row__table=filled("limburg"))
    save_cell(filled("limburg"), cell, "123", cell.version, django_user_model.objects.get(username="staf"))
    change(national, "limburg", 400)

    assert fill(national)["limburg"] == Outcome.SOMEBODYS
    assert StrengthCell.objects.get(pk=cell.pk).value == 123


def test_what_was_adopted_stays(national):
    fill(national)
    StrengthTable.objects.filter(pk=filled("limburg").pk).update(status="adopted")
    change(national, "limburg", 400)

    assert fill(national)["limburg"] == Outcome.ADOPTED
    assert StrengthCell.objects.get(row__table=filled("limburg")).value == 310


def test_a_table_from_elsewhere_stays(national):
    unit = PoliceUnit.objects.get(slug="limburg")
    StrengthTable.objects.create(police_unit=unit, series=SERIES, reference_date=DAY, source="Eigen telling")

    assert fill(national)["limburg"] == Outcome.OTHER_SOURCE
    assert filled("limburg").source == "Eigen telling"


def test_an_eenheid_without_a_figure_gets_no_table(national):
    NationalFigure.objects.filter(table=national, police_unit__slug="limburg").update(value=None, qualifier="unknown")

    assert fill(national)["limburg"] == Outcome.NO_FIGURE
    assert not StrengthTable.objects.filter(police_unit__slug="limburg").exists()


def test_who_changes_a_table_meanwhile_is_not_overwritten(national, monkeypatch):
    fill(national)
    change(national, "limburg", 400)
    plan = plan_filling

    def overtaken(**asked):
        found = plan(**asked)
        StrengthTable.objects.filter(pk=filled("limburg").pk).update(version=9)
        return found

    monkeypatch.setattr("formation.national.services.plan_filling", overtaken)
    with pytest.raises(TableChanged):
        fill(national)


@pytest.mark.parametrize(
    ("about", "series", "reason"),
    [
        ({"kind": "vacatures"}, SERIES, "geen formatie en geen bezetting"),
        ({"unit": "%"}, SERIES, "sterktetabel is in fte"),
        ({}, "Twee woorden", "alleen kleine letters"),
        ({}, "", "alleen kleine letters"),
    ],
)
def test_what_no_strength_table_holds_fills_none(demo, about, series, reason):
    national = make_national(PoliceUnit.objects.filter(slug="limburg"), **about)

    with pytest.raises(CannotFill, match=reason):
        fill_tables(table=national, series=series, editor=None)


def test_the_page_shows_what_happens_and_does_that(national, keeper, log_in):
    address = reverse("formation:national-fill", args=[national.pk])
    before = StrengthTable.objects.count()

    page = keeper.get(address).content.decode()

    assert page.count('<td data-label="Tabel">nieuw') == 10
    assert "de eenheid komt als nieuw onderdeel in het portaal" in page
    assert StrengthTable.objects.count() == before
    page = keeper.post(address, {"reeks": series_of(national)}, follow=True).content.decode()
    assert "10 sterktetabellen zijn gevuld, in bewerking." in page
    # What an eenheid has in bewerking is its own to see.
    assert filled("noord-holland").url() not in page
    page = log_in("staf").get(reverse("formation:nationaltable-detail", args=[national.pk])).content.decode()
    assert filled("noord-holland").url() in page
    assert filled("limburg").url() not in page
    assert "Er valt niets te vullen." in keeper.get(address).content.decode()


def test_the_page_refuses_a_series_that_cannot_be(national, keeper):
    address = reverse("formation:national-fill", args=[national.pk])

    assert "alleen kleine letters" in keeper.get(address, {"reeks": "Een Reeks"}).content.decode()
    response = keeper.post(address, {"reeks": "Een Reeks"})
    assert (response.status_code, "alleen kleine letters" in response.content.decode()) == (422, True)
