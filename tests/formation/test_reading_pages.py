"""The pages of one table, of two compared, of a series, of a part, of the norm, and of formatie beside bezetting."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.formation.factories import make_strength
from tests.html_tables import rows_by_label, tables_of
from tests.regions.factories import PoliceUnitFactory

TEAMS = {"slug": "noord-nederland", "series": "basisteams", "day": date(2022, 1, 1), "kind": "formatie"}
UNITS = {"slug": "noord-holland"}
MAIN = UNITS | {"series": "eenheid"}
FIRST, LAST = date(2018, 12, 31), date(2022, 1, 1)


@pytest.fixture
def reader(demo) -> Client:
    user = User.objects.create(username="lezer-van-twee")
    for slug in ("noord-holland", "noord-nederland"):
        RoleFactory(user=user, police_unit=PoliceUnit.objects.get(slug=slug), kind=Role.Kind.READER)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, place: dict, query: str = "") -> str:
    response = client.get(reverse(f"formation:{name}", kwargs=place) + query)
    assert response.status_code == 200
    return response.text


def test_a_table_shows_the_computed_sum_beside_a_total_that_differs(reader):
    shown = page(reader, "dated-table", TEAMS)
    rows = rows_by_label(tables_of(shown)["sterkte-noord-nederland-basisteams"][1:])

    assert rows["B District Groningen"] == ["686,5som 686,6", "133,0", "7,0", "826,5som 826,6", "121,5"]
    assert rows["NN Eenheid Noord-Nederland"][0] == "1.837,9som 1.838,0som 1.837,8"
    assert rows["A5 Basisteam Sneek"] == ["142,3", "26,5", "1,0", "169,8", "29,0"]
    assert "gepubliceerd is 0,1\xa0fte minder dan de som van de delen" in shown


def test_a_published_zero_is_no_blank(reader):
    shown = page(reader, "dated-table", TEAMS | {"series": "hoofdonderdelen"})
    table = tables_of(shown)["sterkte-noord-nederland-hoofdonderdelen"]

    assert ["Dienst Regionale Bedrijfsvoering", "", "", "40,0", "40,0"] in table
    assert ["Flexteams", "45,0", "0,0", "0,0", "45,0"] in table


@pytest.mark.parametrize(
    ("query", "found", "gone"),
    [
        ("?zoek=sneek", ["A5 Basisteam Sneek"], "B District Groningen"),
        ("?zoek=drenthe&toon=totalen", ["C District Drenthe"], "C1 Basisteam Noord Drenthe"),
        ("?zoek=b3", ["B3 Basisteam Ommelanden Oost"], "A5 Basisteam Sneek"),
    ],
)
def test_the_rows_can_be_filtered(reader, query, found, gone):
    rows = rows_by_label(tables_of(page(reader, "dated-table", TEAMS, query))["sterkte-noord-nederland-basisteams"][1:])

    assert set(found) <= set(rows)
    assert gone not in rows


def test_a_table_can_be_taken_along(reader):
    shown = page(reader, "dated-table", TEAMS)

    for file in ("csv", "xlsx"):
        address = f"/tabellen/formatie/noord-nederland.{file}?reeks=basisteams&peildatum=2022-01-01"
        assert address.replace("&", "&amp;") in shown
        assert reader.get(address).status_code == 200


def test_a_search_without_a_result_says_so(reader):
    assert "Geen onderdeel gevonden" in page(reader, "dated-table", TEAMS, "?zoek=marechaussee")


@pytest.mark.parametrize("day", ["2022-01-02", "2022-02-30"])
def test_a_date_without_a_table_is_not_there(reader, day):
    assert reader.get(f"/sterkte/noord-nederland/basisteams/{day}/").status_code == 404


def test_two_tables_are_compared_and_the_difference_is_explained(reader):
    shown = page(reader, "comparison", MAIN)
    rows = rows_by_label(tables_of(shown)["verklaring-noord-holland-eenheid"][1:])

    assert rows["Aspirant"] == ["−61,30", "−61,30", "0,00"]
    assert rows["Wijkagent en overig"] == ["+61,30", "+61,30", "0,00"]
    assert rows["Regeerakkoordgelden: Dienst Regionale Recherche"] == ["", "+21,30", ""]
    assert "tot de laatste decimaal verklaard" in shown


def test_any_two_dates_can_be_chosen_in_any_order(reader):
    shown = page(reader, "comparison", MAIN, "?was=2022-01-01&wordt=2018-08-01")
    groups, _, *rows = tables_of(shown)["sterkte-noord-holland"]

    assert groups[1] == "Formatie per 1-8-2018"
    # Only the first of both dates has this part: it did not shrink.
    assert rows_by_label(rows)["Afdeling Control"] == ["", "", "9,00", "9,00", "", "", "", "", "", "", "", ""]


def test_a_series_with_one_table_has_nothing_to_compare(reader):
    assert "Er is nog niets te vergelijken" in page(reader, "comparison", UNITS | {"series": "wijkagenten"})


def test_what_is_not_explained_is_said(reader):
    shown = page(
        reader, "comparison", {"slug": "noord-nederland", "series": "ontwikkeling"}, "?was=2020-01-01&wordt=2022-01-01"
    )

    assert "is nog niet ingevuld" in shown


def test_the_development_of_a_series(reader):
    shown = page(reader, "development", {"slug": "noord-nederland", "series": "ontwikkeling"})
    rows = rows_by_label(tables_of(shown)["ontwikkeling-noord-nederland-ontwikkeling"][1:])

    assert rows["RBP 2019"] == ["3.532,1", "440,0", "134,3", "4.106,4"]
    assert rows["Totale mutatie"] == ["+101,0", "−86,0", "+3,4", "+18,4"]
    assert "Uitbreiding van het team Korpscheftaken" in shown
    assert "Operationele sterkte" in shown


def test_the_norm_is_a_signal_in_words(reader):
    shown = page(reader, "norm", UNITS)

    assert "Norm niet gehaald, naar schatting" in shown
    assert "circa 1.551.877" in shown
    assert "peildatum 1-1-2021" in shown


def test_the_norm_without_wijkagenten_says_what_is_missing(db):
    unit = PoliceUnitFactory()

    assert "Er is nog geen tabel met wijkagenten" in page(reader_of([unit]), "norm", {"slug": unit.slug})


def test_a_basisteam_has_a_page_of_its_own(reader):
    team = OrganisationUnit.objects.get(name="Basisteam Haarlem")
    shown = page(reader, "part", UNITS | {"pk": team.pk})

    assert "District Kennemerland" in shown
    assert rows_by_label(tables_of(shown)["onderdeel-formatie-eenheid"][1:])["1-1-2022"] == [
        "16,00", "32,00", "169,20", "217,20",
    ]  # fmt: skip
    assert rows_by_label(tables_of(shown)["onderdeel-formatie-wijkagenten"][1:])["1-8-2018"] == ["24", "6"]
    assert "circa 162.902" in shown


def test_a_part_of_another_eenheid_is_not_there(reader):
    team = OrganisationUnit.objects.get(name="Basisteam Sneek")

    assert reader.get(reverse("formation:part", kwargs=UNITS | {"pk": team.pk})).status_code == 404


def test_without_bezetting_the_page_says_why(reader):
    assert "Er is nog geen bezetting vastgesteld" in page(reader, "occupation", UNITS)


@pytest.mark.parametrize(("day", "nearest", "same"), [(LAST, LAST, True), (date(2019, 3, 1), FIRST, False)])
def test_bezetting_stands_beside_the_nearest_formatie(db, day, nearest, same):
    unit = PoliceUnitFactory()
    make_strength(unit)
    spare, bezetting = make_bezetting(unit)
    spare.delete()
    StrengthTable.objects.filter(pk=bezetting.pk).update(reference_date=day)

    shown = page(reader_of([unit]), "occupation", {"slug": unit.slug})
    groups = tables_of(shown)[f"sterkte-{unit.slug}"][0]

    assert groups[1:4:2] == [f"Formatie per {nearest:%-d-%-m-%Y}", f"Bezetting per {day:%-d-%-m-%Y}"]
    assert ("De peildata zijn niet gelijk" in shown) is not same


def make_bezetting(unit: PoliceUnit) -> list[StrengthTable]:
    """Two tables of bezetting over the same parts: a team has one fte less than in the formatie."""
    formatie = StrengthTable.objects.filter(police_unit=unit).with_figures()
    return [_as_bezetting(table) for table in formatie]


def _as_bezetting(table: StrengthTable) -> StrengthTable:
    rows = [(row, list(row.cells.all())) for row in table.rows.all()]
    codes = {category.pk: category for category in table.categories.all()}
    copy = StrengthTable.objects.create(
        police_unit=table.police_unit,
        kind="bezetting",
        reference_date=table.reference_date,
        source="Personeel",
        status=table.status,
    )
    for category in codes.values():
        category.pk, category.table = None, copy
        category.save()
    by_code = {category.code: category for category in copy.categories.all()}
    old = {pk: category.code for pk, category in codes.items()}
    for row, cells in rows:
        row.pk, row.table = None, copy
        row.save()
        for cell in cells:
            StrengthCell.objects.create(row=row, category=by_code[old[cell.category_id]], value=Decimal(9))
    return copy


def reader_of(units: list[PoliceUnit]) -> Client:
    client, user = Client(), UserFactory()
    for unit in units:
        RoleFactory(user=user, police_unit=unit, kind=Role.Kind.READER)
    client.force_login(user)
    return client


# Session, user, roles, the eenheid, and then what the comment says.
QUERIES = {
    # The table, and what is read along with it; another to compare it with; questions about it.
    "dated-table": 4 + 4,
    "development": 4 + 2 + 1,  # tables, and what is read along; no set of changes
    "comparison": 4 + 2 + 2 + 1,  # tables as above, both in full; no set of changes
    "norm": 4 + 2,  # tables with their categories; none counts wijkagenten
    "occupation": 4 + 1,  # every table without figures
    "part": 4 + 3 + 2,  # the parts, and what is read along, also of municipalities; the tables with this part
}


@pytest.mark.parametrize(("eenheden", "tables"), [(1, 1), (10, 5)])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_the_same_of_the_database_for_any_number(db, name, eenheden, tables, django_assert_num_queries):
    units = PoliceUnitFactory.create_batch(eenheden)
    for unit in units:
        make_strength(unit, teams=eenheden, dates=[date(2010 + year, 1, 1) for year in range(tables)])
    client, unit = reader_of(units), units[0]
    place = {"slug": unit.slug}
    place |= {"series": "eenheid"} if name in ("dated-table", "development", "comparison") else {}
    place |= {"day": date(2010, 1, 1), "kind": "formatie"} if name == "dated-table" else {}
    place |= {"pk": unit.units.filter(kind="basisteam").first().pk} if name == "part" else {}

    # One table has nothing to compare, so neither does it read anything for it.
    expected = QUERIES[name] - (3 if name == "comparison" and tables == 1 else 0)
    with django_assert_num_queries(expected):
        client.get(reverse(f"formation:{name}", kwargs=place))


def rows_of(shown: str) -> dict[str, bool]:
    """By name, whether a row of the comparison says that it stayed the same."""
    found = re.findall(r'<tr class="row-(?:detail|subtotal|total)([^"]*)"><th scope="row">([^<]+)<', shown)
    return {name: "is-same" in classes for classes, name in found}


def test_a_comparison_shows_only_what_changed_when_asked(db):
    unit = PoliceUnitFactory()
    after = make_strength(unit, teams=3)[-1]
    first, *others = after.rows.filter(role="detail").order_by("unit__name")
    for row in others:
        row.cells.update(value=10)
    client = reader_of([unit])
    address = reverse("formation:comparison", kwargs={"slug": unit.slug, "series": "eenheid"})
    pages = {shown: client.get(address, {"toon": shown}).content.decode() for shown in ("", "alles", "anders", "x")}
    same = {row.unit.name for row in others}
    for shown in ("", "alles", "x"):
        assert {name for name, is_same in rows_of(pages[shown]).items() if is_same} == same
    assert not same & set(rows_of(pages["anders"]))
    assert first.unit.name in rows_of(pages["anders"])
    # Without a choice a phone hides them.
    assert ('class="changes-only"' in pages[""], 'class="changes-only"' in pages["alles"]) == (True, False)
    assert "2 onderdelen bleven gelijk" in pages["anders"]
