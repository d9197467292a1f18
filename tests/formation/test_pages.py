"""What readers meet on the pages about strength."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from formation.models import StrengthCell, StrengthExplanation, StrengthTable
from nhveilig.accounts.models import Role
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.fixture_sheets import rows_of
from tests.formation.factories import make_strength
from tests.html_tables import rows_by_label, tables_of
from tests.regions.factories import PoliceUnitFactory

COLUMNS = ["aspirant", "wijkagent", "overig", "totaal"]
HEADS = {"31-12-2018": "Formatie per 31-12-2018", "1-1-2022": "Formatie per 1-1-2022"}
DETAIL = reverse("formation:table-detail", args=["noord-holland"])
CSV = reverse("formation:table-csv", args=["noord-holland"])


def published() -> list[dict[str, str]]:
    rows = rows_of("formation/noord-holland/formatie", "fte")
    return [row for row in rows if row["reeks"] == "eenheid" and row["peildatum"] in HEADS]


def in_dutch(line: dict[str, str]) -> str:
    """Written here once more on purpose: a fault in the portal's own way of writing must not hide itself."""
    if line["qualifier"] in ("blank", "dash"):
        return {"blank": "", "dash": "–"}[line["qualifier"]]
    assert line["qualifier"] == "exact"
    return f"{Decimal(line['value']):,.2f}".translate(str.maketrans(",.", ".,"))


def strength_rows(client: Client) -> tuple[list[str], dict[str, list[str]]]:
    """The groups above the columns, one for each column, and the cells beside each unit."""
    groups, _, *rows = tables_of(client.get(DETAIL).text)["sterkte-noord-holland"]
    return groups[1:], rows_by_label(rows)


def test_every_published_figure_is_on_the_page(log_in):
    groups, rows = strength_rows(log_in("lezer"))
    lines = published()

    assert len(lines) == 336
    for line in lines:
        column = groups.index(HEADS[line["peildatum"]]) + COLUMNS.index(line["categorie"])
        assert rows[line["onderdeel"]][column] == in_dutch(line), line
    assert set(rows) == {line["onderdeel"] for line in lines}


def test_the_difference_of_every_unit_is_what_was_added_or_taken_away(log_in):
    groups, rows = strength_rows(log_in("lezer"))
    known = {
        (line["peildatum"], line["onderdeel"], line["categorie"]): Decimal(line["value"])
        for line in published()
        if line["value"]
    }

    for (day, unit, category), after in known.items():
        if day == "2022-01-01":
            change = after - known["2018-12-31", unit, category]
            shown = rows[unit][groups.index("Verschil") + COLUMNS.index(category)]
            assert Decimal(shown.replace("−", "-").replace(",", ".")) == change
            assert shown.startswith("+" if change > 0 else "−" if change < 0 else "0,00")


def test_the_outcome_stands_above_the_table(log_in):
    page = log_in("lezer").get(DETAIL).text

    assert "Op 1-1-2022 telt de eenheid 3.494,60\xa0fte, evenveel als op 31-12-2018." in page
    for figure in ("302,70", "−61,30 sinds 31-12-2018", "305,00", "+7,00 sinds 31-12-2018", "+54,30 sinds 31-12-2018"):
        assert figure in page


def test_the_districts_and_diensten_come_first(log_in):
    rows = rows_by_label(tables_of(log_in("lezer").get(DETAIL).text)["onderdelen-noord-holland"][2:])

    assert rows["District Kennemerland"] == ["813,10", "808,60", "−4,50", "−20,50", "+4,00", "+12,00"]
    assert rows["Dienst Regionale Recherche"] == ["552,20", "573,50", "+21,30", "0,00", "", "+21,30"]
    assert rows["Eenheid Noord-Holland"] == ["3.494,60", "3.494,60", "0,00", "−61,30", "+7,00", "+54,30"]
    assert len(rows) == 11


def test_the_page_says_that_the_totals_were_checked(log_in):
    assert "Alle 136 gepubliceerde totalen zijn nagerekend" in log_in("lezer").get(DETAIL).text


def test_a_total_that_differs_is_shown_with_its_explanation(log_in):
    cell = StrengthCell.objects.get(
        row__unit__name="District Kennemerland",
        category__code="overig",
        row__table__reference_date="2018-12-31",
    )
    StrengthCell.objects.filter(pk=cell.pk).update(value=Decimal("602.10"))
    StrengthExplanation.objects.create(
        table=cell.row.table,
        unit=cell.row.unit,
        category_code="overig",
        difference=Decimal(1),
        text="Eén plaats is later verdeeld.",
    )

    page = log_in("lezer").get(DETAIL).text

    assert "District Kennemerland, overig: gepubliceerd 602,1, berekend 601,1 (verschil +1,0)." in page
    assert "Eén plaats is later verdeeld." in page
    assert "gepubliceerde totalen zijn nagerekend" not in page


def test_the_csv_holds_the_published_figures_with_a_comma(log_in):
    response = log_in("lezer").get(CSV)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    by_unit = {row["Onderdeel"]: row for row in rows if row["soort"] != "kop"}

    assert response.headers["Content-Disposition"] == 'attachment; filename="sterkte-noord-holland.csv"'
    for line in published():
        shown = by_unit[line["onderdeel"]][f"{HEADS[line['peildatum']]}: {line['categorie']}"]
        assert shown == {"exact": line["value"].replace(".", ","), "blank": "", "dash": "–"}[line["qualifier"]]


def test_the_list_shows_the_outcome_of_the_readers_own_eenheid(log_in):
    page = log_in("lezer").get(reverse("formation:table-list")).text

    assert f'href="{DETAIL}"' in page
    assert "3.494,60" in page


@pytest.mark.parametrize("name", ["table-detail", "table-csv"])
def test_the_strength_of_another_eenheid_is_not_there(log_in, name):
    client = log_in("staf")
    make_strength(PoliceUnit.objects.get(slug="amsterdam"))

    assert client.get(reverse(f"formation:{name}", args=["amsterdam"])).status_code == 404
    assert "Amsterdam" not in client.get(reverse("formation:table-list")).text


@pytest.mark.parametrize("address", [reverse("formation:table-list"), DETAIL, CSV])
def test_a_visitor_is_asked_to_log_in(client, demo, address):
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/inloggen/?next={address}")


def reader_of(units: list[PoliceUnit]) -> Client:
    client, user = Client(), UserFactory()
    for unit in units:
        RoleFactory(user=user, police_unit=unit, kind=Role.Kind.READER)
    client.force_login(user)
    return client


def test_an_eenheid_without_a_table_is_told_so(db):
    unit = PoliceUnitFactory()
    client = reader_of([unit])

    assert "Er is nog geen formatie vastgesteld" in client.get(reverse("formation:table-list")).text
    assert "Er is nog geen formatie vastgesteld" in client.get(reverse("formation:table-detail", args=[unit.slug])).text
    assert client.get(reverse("formation:table-csv", args=[unit.slug])).status_code == 404


def test_one_reference_date_has_nothing_to_compare(db):
    unit = PoliceUnitFactory()
    before, _ = make_strength(unit)
    before.delete()

    page = reader_of([unit]).get(reverse("formation:table-detail", args=[unit.slug])).text

    assert "Op 1-1-2022 telt de eenheid 22,00\xa0fte." in page
    assert "Verschil" not in page


def test_bezetting_is_never_mixed_with_formatie(db):
    unit = PoliceUnitFactory()
    make_strength(unit)
    StrengthTable.objects.filter(reference_date="2018-12-31").update(kind=StrengthTable.Kind.OCCUPATION)

    page = reader_of([unit]).get(reverse("formation:table-detail", args=[unit.slug])).text

    assert "Bezetting per 31-12-2018" in page
    assert "Formatie per 31-12-2018" not in page
    assert "sinds 31-12-2018" not in page


def test_of_many_eenheden_each_is_a_row_of_one_table(db):
    units = [PoliceUnitFactory() for _ in range(3)]
    for unit in units:
        make_strength(unit, dates=[date(year, 1, 1) for year in (2019, 2020, 2021)])
    page = reader_of(units).get(reverse("formation:table-list")).text
    assert page.count("<caption>Formatie per eenheid</caption>") == 1
    for unit in units:
        assert f"Eenheid {unit}</a></th>" in page
    # Of three dates the last two are compared.
    assert re.search(r"Op 1-1-2021 telt de eenheid [^<]* meer dan op 1-1-2020\.", page)
    assert "1-1-2019" not in page


@pytest.mark.parametrize("eenheden", [1, 10])
def test_the_list_asks_the_same_of_the_database_for_any_number(db, eenheden, django_assert_num_queries):
    units = PoliceUnitFactory.create_batch(eenheden)
    for unit in units:
        make_strength(unit)
    client = reader_of(units)

    # Session, user, roles; tables with their eenheid, and what is read along with them.
    with django_assert_num_queries(5):
        page = client.get(reverse("formation:table-list")).text
    assert all(reverse("formation:table-detail", args=[unit.slug]) in page for unit in units)


@pytest.mark.parametrize("eenheden", [1, 10])
def test_the_table_asks_the_same_of_the_database_for_any_number(db, eenheden, django_assert_num_queries):
    units = PoliceUnitFactory.create_batch(eenheden)
    for unit in units:
        make_strength(unit, teams=eenheden)
    client = reader_of(units)

    # Session, user, roles; the eenheid; every table; the two newest, and what is read along.
    with django_assert_num_queries(7):
        client.get(reverse("formation:table-detail", args=[units[0].slug]))
    with django_assert_num_queries(7):
        client.get(reverse("formation:table-csv", args=[units[0].slug]))
