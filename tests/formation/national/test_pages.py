"""The page of a table of the whole country: side by side, its sum and its total, and adopting it."""

import pytest
from django.urls import reverse

from formation.exceptions import TableIsAdopted
from formation.models import NationalFigure, NationalTable
from nhveilig.regions.models import PoliceUnit
from reports.documents.management.commands.check_figures import all_totals
from tests.formation.factories import make_national
from tests.html_tables import tables_of


@pytest.fixture
def units(demo):
    return list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))


@pytest.fixture
def keeper(log_in):
    return log_in("landelijk")


def adopt(client, table, **sent):
    address = reverse("formation:national-adopt", args=[table.pk])
    shown = client.get(address).context["form"]
    data = {"adopted_on": "2026-11-01", "version": shown["version"].value(), "confirmed": "on"}
    return client.post(address, data | sent, follow=True)


def page(client, table, name: str = "nationaltable-detail") -> str:
    response = client.get(reverse(f"formation:{name}", args=[table.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_tables_of_one_title_stand_side_by_side_with_sum_total_and_difference(units, keeper):
    first = make_national(units, whole=3056)
    make_national(units, kind="bezetting")

    rows = {row[0]: row[1:] for row in tables_of(page(keeper, first))["landelijke-tabel"]}

    assert rows["Limburg"] == ["310", "310"]
    assert rows["Som van de eenheden"] == ["3.055", "3.055"]
    assert rows["Nederland, zoals gepubliceerd"] == ["3.055", "3.056"]
    assert rows["Verschil"] == ["0", "+1"]


def test_a_difference_is_told_on_the_page(units, keeper):
    shown = page(keeper, make_national(units, whole=3056))

    assert "Het totaal is niet de som van de eenheden" in shown
    assert "het totaal is 3.056, de eenheden tellen op tot 3.055 (verschil +1)." in shown


def test_a_total_that_differs_must_be_explained_before_it_is_adopted(units, keeper):
    table = make_national(units, whole=3056)

    assert "Deze tabel kan nog niet worden vastgesteld" in page(keeper, table, "national-adopt")
    address = reverse("formation:national-adopt", args=[table.pk])
    sent = {"adopted_on": "2026-11-01", "version": 1, "confirmed": "on"}
    assert keeper.post(address, sent).status_code == 409

    table.explained_difference, table.explanation = 1, "De bron rondt af."
    table.save()
    adopt(keeper, table)

    table.refresh_from_db()
    assert (table.status, table.adopted_on.isoformat()) == ("adopted", "2026-11-01")
    assert "De bron rondt af." in page(keeper, table)


def test_an_explanation_excuses_no_other_difference(units, keeper):
    table = make_national(units, whole=3057, explained_difference=1, explanation="De bron rondt af.")

    assert "kan nog niet worden vastgesteld" in page(keeper, table, "national-adopt")


@pytest.mark.parametrize("about", [{"source": ""}, {"source": "  "}])
def test_a_table_without_a_source_is_not_adopted(units, keeper, about):
    table = make_national(units, **about)

    assert "nog geen bron" in page(keeper, table, "national-adopt")


def test_a_figure_that_somebody_changed_in_the_database_is_found(units, keeper):
    table = make_national(units)
    adopt(keeper, table)
    NationalFigure.objects.filter(table=table, police_unit=None).update(value=9999)

    found = [total for total in all_totals() if total.where.startswith("Landelijke tabel")]

    assert [(total.published, total.computed, total.is_unexplained) for total in found] == [(9999, 3055, True)]


def test_who_saw_other_figures_adopts_nothing(units, keeper):
    table = make_national(units)
    address = reverse("formation:national-adopt", args=[table.pk])
    seen = keeper.get(address).context["form"]["version"].value()
    figure = NationalFigure.objects.filter(table=table).first()
    NationalFigure.objects.filter(pk=figure.pk).update(version=figure.version + 1)

    response = keeper.post(address, {"adopted_on": "2026-11-01", "version": seen, "confirmed": "on"})

    assert response.status_code == 409
    assert NationalTable.objects.get().is_concept


def test_what_is_adopted_does_not_change_any_more(units, keeper):
    table = make_national(units)
    adopt(keeper, table)
    figure = NationalFigure.objects.filter(table=table).first()

    assert keeper.get(reverse("formation:nationalfigure-change", args=[figure.pk])).status_code == 404
    assert keeper.get(reverse("formation:nationaltable-change", args=[table.pk])).status_code == 404
    for row in (figure, NationalTable.objects.get(pk=table.pk)):
        with pytest.raises(TableIsAdopted):
            row.save()


def test_a_reader_sees_what_is_adopted_and_nothing_else(units, log_in, keeper):
    table, reader = make_national(units), log_in("lezer")
    address = reverse("formation:nationaltable-detail", args=[table.pk])
    assert reader.get(address).status_code == 404
    assert table.title not in reader.get(reverse("formation:nationaltable-list")).content.decode()

    adopt(keeper, table)

    assert "3.055" in page(reader, table)
    assert "Vul de tabellen" not in page(reader, table)
    assert table.title in reader.get(reverse("formation:nationaltable-list")).content.decode()


def test_the_strength_page_leads_to_it(units, log_in):
    shown = log_in("lezer").get(reverse("formation:table-list")).content.decode()

    assert reverse("formation:nationaltable-list") in shown


def test_what_is_adopted_is_open_data_with_the_whole_apart(units, keeper, client):
    table = make_national(units)
    assert client.get("/api/v1/landelijke-sterktecijfers").json()["gegevens"] == []

    adopt(keeper, table)

    rows = client.get("/api/v1/landelijke-sterktecijfers?paginaGrootte=100").json()["gegevens"]
    assert {row["eenheid"]: row["waarde"] for row in rows}["limburg"] == "310"
    assert [row["waarde"] for row in rows if row["eenheid"] is None] == ["3055"]
