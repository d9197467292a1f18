"""What readers meet on the pages of the Veiligheidsagenda."""

import csv
import io
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import Indicator, NationalObjective, SafetyAgenda
from agenda.views.reading import MOST_OWN_UNITS
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.agenda.factories import SafetyAgendaFactory, make_agenda
from tests.fixture_sheets import names_of_units, rows_of
from tests.html_headings import steps_skipped
from tests.html_tables import rows_by_label, tables_of
from tests.regions.factories import PoliceUnitFactory

SLUG = "veiligheidsagenda-2019-2022"
FOLDER = Path(settings.FIXTURES_DIR) / SLUG
LIST = reverse("agenda:agenda-list")
DETAIL, AGREEMENTS, DISTRIBUTION, TOPICS = (
    reverse(f"agenda:{name}", args=[SLUG])
    for name in ("agenda-detail", "agreement-list", "agenda-distribution", "agenda-topics")
)
PAGES = ["agenda-detail", "agreement-list", "agenda-distribution", "agenda-topics"]
ANYONE = ["lezer", "burgemeester", "staf"]


def published(name: str, figure: str = "") -> list[dict[str, str]]:
    return rows_of(f"{SLUG}/{name}", figure)


def shares() -> list[dict[str, str]]:
    return [line for line in published("verdeling", "aandeel") if not line["eigen bron"]]


WORDS = {
    "exact": "{}",
    "minimum": "ten minste {}",
    "maximum": "ten hoogste {}",
    "more_than": "meer dan {}",
    "circa": "circa {}",
    "undecided": "n.t.b.",
    "blank": "",
}


def in_dutch(line: dict[str, str]) -> str:
    """Written here once more on purpose: a fault in the portal's own way of writing must not hide itself."""
    if line["qualifier"] == "not_applicable":
        return line["opmerking"]
    number = f"{int(line['value']):,}".replace(",", ".") if line["value"] else ""
    return WORDS[line["qualifier"]].format(number)


def test_every_yearly_target_is_on_the_page(log_in):
    tables = tables_of(log_in("lezer").get(DETAIL).text)
    indicators = {line["indicator"]: line for line in published("indicators")}
    lines = [line for line in published("streefcijfers", "streefcijfer") if line["jaar"]]

    assert len(lines) == 49
    for objective in {indicators[line["indicator"]]["doel"] for line in lines}:
        head, *rows = tables[f"streefcijfers-{objective.replace('.', '-')}"]
        of_objective = [i for i in indicators.values() if i["doel"] == objective]
        shown = [i for i in of_objective if any(line["indicator"] == i["indicator"] for line in lines)]
        assert [row[0] for row in rows] == [i["naam"] for i in shown]
        for indicator, row in zip(shown, rows, strict=True):
            expected = {line["jaar"]: in_dutch(line) for line in lines if line["indicator"] == indicator["indicator"]}
            cells = dict(zip(head, row, strict=True))
            assert {year: cells[year] for year in ("2019", "2020", "2021", "2022")} == {
                year: expected.get(year, "") for year in ("2019", "2020", "2021", "2022")
            }
            assert cells["Uitgedrukt in"] == indicator["meeteenheid"]


def test_every_other_target_is_on_the_page(log_in):
    tables = tables_of(log_in("lezer").get(DETAIL).text)
    indicators = {line["indicator"]: line for line in published("indicators")}
    lines = [line for line in published("streefcijfers", "streefcijfer") if not line["jaar"]]

    assert len(lines) == 17
    for line in lines:
        indicator = indicators[line["indicator"]]
        rows = rows_by_label(tables[f"afgesproken-waarden-{indicator['doel'].replace('.', '-')}"])
        assert rows[indicator["naam"]] == [in_dutch(line), indicator["meeteenheid"], line["periode"]]


def distribution(client: Client, indicator: str) -> tuple[list[str], dict[str, list[str]]]:
    head, *rows = tables_of(client.get(DISTRIBUTION).text)[f"verdeling-{indicator}"]
    return head[1:], rows_by_label(rows)


def test_every_published_share_is_on_the_page(log_in):
    client = log_in("lezer")
    names = names_of_units() | {"RE04": "Noord-Holland (uw eenheid)"}
    lines = shares()

    assert len(lines) == 67
    for line in lines:
        years, rows = distribution(client, line["indicator"])
        assert rows[names[line["eenheid"]]][years.index(line["jaar"])] == in_dutch(line)


def test_published_and_computed_totals_stand_below_each_other(log_in):
    client = log_in("lezer")

    years, rows = distribution(client, "om-verdachten")
    assert years == ["2019", "2020", "2021", "2022"]
    assert rows["Landelijk streefcijfer (vastgesteld)"] == ["190", "205", "220", "240"]
    assert rows["Som van de eenheden (berekend)"] == ["189", "206", "221", "239"]

    _, rows = distribution(client, "cyber-regulier")
    assert rows["Landelijk streefcijfer (vastgesteld)"] == ["310"]
    assert rows["Som van de eenheden (berekend)"] == ["309"]

    _, rows = distribution(client, "csv")
    assert rows["Subtotaal regionale eenheden"] == ["920"]
    assert rows["Landelijk streefcijfer (vastgesteld)"] == ["1.370"]
    assert "Som van de eenheden (berekend)" not in rows


def test_every_explanation_of_a_difference_is_on_the_page(log_in):
    client = log_in("lezer")
    pages = {"verdeling": client.get(DISTRIBUTION).text, "aandeel": client.get(DETAIL).text}

    for line in published("explanations"):
        assert line["toelichting"] in pages[line["over"]]
    assert "Bij 2 van de 3 verdelingen is de som van de eenheden niet gelijk" in pages["verdeling"]


def test_the_readers_own_eenheid_comes_first_in_words(log_in):
    client = log_in("lezer")

    page = " ".join(client.get(DISTRIBUTION).text.split())
    assert "Het aandeel van Noord-Holland" in page
    assert "OM-verdachten in 2022, van 240 landelijk (7,5%)" in page
    assert "Noord-Holland: 14 in 2019, 15 in 2020, 16 in 2021 en 18 in 2022." in page


def test_another_eenheid_finds_its_own_row(colleague, client):
    client.force_login(colleague)

    page = client.get(DISTRIBUTION).text

    assert "Amsterdam (uw eenheid)" in page
    assert "Noord-Holland (uw eenheid)" not in page


def test_names_keep_their_capitals_inside_a_caption(log_in):
    page = unescape(log_in("lezer").get(DISTRIBUTION).text)

    assert "Regionale verdeling: OM-verdachten van mensenhandel</span>" in page
    assert "samenwerkingsverbanden (csv’s)</span>" in page


def agreements_on(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([A-Z]{2,3}-\d\d)</a>', page)


def test_all_agreements_stand_under_their_objective(log_in):
    page = unescape(log_in("lezer").get(AGREEMENTS).text)
    lines = published("agreements")

    assert agreements_on(page) == [line["code"] for line in lines]
    assert "36 afspraken" in page
    for line in lines:
        assert line["tekst"] in page
    for code, title, count in [("2a", "Ondermijning", 11), ("2c.1", "Cybercrime", 4), ("2d", "Executie", 5)]:
        assert page.count(f'<td data-label="Doel">{code} {title}</td>') == count


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"doel": "2b"}, lambda line: line["doel"] == "2b"),
        ({"soort": "richting"}, lambda line: line["soort"] == "richting"),
        ({"doel": "2b", "soort": "richting"}, lambda line: (line["doel"], line["soort"]) == ("2b", "richting")),
        ({"doel": "", "soort": ""}, lambda line: True),
    ],
)
def test_agreements_can_be_chosen_by_objective_and_kind(log_in, query, wanted):
    page = log_in("lezer").get(AGREEMENTS, query).text
    expected = [line["code"] for line in published("agreements") if wanted(line)]

    assert agreements_on(page) == expected
    assert (f"{len(expected)} van de 36 afspraken" if len(expected) < 36 else "36 afspraken") in page


def test_the_choices_carry_their_numbers(log_in):
    page = log_in("lezer").get(AGREEMENTS, {"doel": "2b"}).text

    assert re.search(r'<option value="2b" selected[^>]*>Mensenhandel \(11\)</option>', page)
    assert "Procesafspraak (5)" in page


@pytest.mark.parametrize("query", [{"doel": "2d", "soort": "proces"}, {"doel": "bestaat niet"}])
def test_a_choice_without_agreements_says_so(log_in, query):
    page = log_in("lezer").get(AGREEMENTS, query).text

    assert "Niets gevonden" in page
    assert agreements_on(page) == []


def test_the_texts_stand_below_their_objective_with_their_notes(log_in):
    page = log_in("lezer").get(DETAIL).text

    assert page.count("voetnoot") == 0
    calls = re.findall(r'href="#(noot-[\w-]+-\d+)" id="\1-terug"', page)
    assert len(calls) == sum(text.read_text().count("voetnoot") for text in (FOLDER / "texts").iterdir())
    assert all(page.count(f'id="{call}"') == 1 for call in calls)
    assert "<h4>Wat er is afgesproken</h4>" not in page
    assert page.count("<h3>Wat er is afgesproken</h3>") == 5


def test_no_text_of_an_objective_skips_a_heading(log_in):
    NationalObjective.objects.update(html="<h4>Kop</h4><p>Tekst.</p><h3>Hoger</h3><h5>Diep</h5><p>Tekst.</p>")
    page = log_in("lezer").get(DETAIL).text
    assert ">Diep</h" in page
    assert steps_skipped(page) == []


def test_open_figures_and_parts_are_explained(log_in):
    page = log_in("lezer").get(DETAIL).text

    assert "Het is geen nul en telt in geen enkele som mee." in page
    assert "Een deel dat al in het aantal erboven zit." in page


def test_every_topic_is_on_its_page(log_in):
    page = unescape(log_in("lezer").get(TOPICS).text)

    for line in published("topics"):
        assert f"<h3>{line['nummer']} {line['titel']}</h3>" in page
    for line in published("topic_items"):
        assert f"<li>{line['tekst']}</li>" in page


@pytest.mark.parametrize("username", ANYONE)
def test_every_table_on_a_page_can_be_downloaded(log_in, username):
    client = log_in(username)
    links = re.findall(r'href="([^"]+\.csv)"', client.get(DETAIL).text + client.get(DISTRIBUTION).text)

    assert len(links) == len(set(links)) == 13
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{SLUG}-')


def test_the_csv_of_the_distribution_holds_the_published_figures(log_in):
    address = reverse("agenda:table-csv", args=[SLUG, "verdeling-om-verdachten"])
    text = log_in("lezer").get(address).content.decode("utf-8-sig")
    rows = {row["Eenheid"]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}

    for line in shares():
        if (line["indicator"], line["eenheid"]) == ("om-verdachten", "RE04"):
            assert rows["Noord-Holland"][line["jaar"]] == line["value"]
    assert Decimal(rows["Landelijk streefcijfer (vastgesteld)"]["2022"]) == 240


@pytest.mark.parametrize("table_id", ["verdeling-bestaat-niet", "bestaat-niet"])
def test_a_table_that_is_not_there_is_404(log_in, table_id):
    assert log_in("lezer").get(reverse("agenda:table-csv", args=[SLUG, table_id])).status_code == 404
    assert log_in("lezer").get(reverse("agenda:table-csv", args=["andere-agenda", table_id])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_log_in(client, demo, name):
    address = reverse(f"agenda:{name}", args=[SLUG])

    assert client.get(address).url == f"/inloggen/?next={address}"
    assert client.get(LIST).url == f"/inloggen/?next={LIST}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_where_it_stands(log_in, name):
    page = log_in("lezer").get(reverse(f"agenda:{name}", args=[SLUG])).text

    assert page.count("<h1>") == 1
    assert f'href="{LIST}"' in page
    assert page.count('aria-current="page"') >= 2  # in the crumbs and in the tabs
    assert re.search(r"<title>[^<]*Veiligheidsagenda 2019-2022 – NHVeilig</title>", page)


def reader_of(units: list[PoliceUnit]) -> Client:
    client, user = Client(), UserFactory()
    for unit in units:
        RoleFactory(user=user, police_unit=unit)
    client.force_login(user)
    return client


def test_without_an_agenda_the_list_says_what_will_come(db):
    assert "Er is nog geen Veiligheidsagenda" in reader_of([PoliceUnitFactory()]).get(LIST).text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agenda-detail", "Deze agenda heeft nog geen doelen"),
        ("agreement-list", "Hier staat nog niets"),
        ("agenda-distribution", "Er is geen verdeling"),
        ("agenda-topics", "Deze agenda heeft geen thema’s of opgaven"),
    ],
)
def test_an_empty_agenda_says_what_will_come(db, name, words):
    agenda = SafetyAgendaFactory()

    assert words in reader_of([PoliceUnitFactory()]).get(reverse(f"agenda:{name}", args=[agenda.slug])).text


def test_the_agenda_of_now_leads_and_the_others_stand_below(log_in):
    now = make_agenda(1, list(PoliceUnit.objects.filter(slug="noord-holland")))
    year = timezone.localdate().year
    SafetyAgenda.objects.filter(start_year=2023).update(start_year=1990, end_year=1993)
    SafetyAgenda.objects.filter(pk=now.pk).update(start_year=year, end_year=year)
    later = SafetyAgendaFactory(start_year=year + 1, end_year=year + 4)

    page = log_in("lezer").get(LIST).text

    leading, _, below = page.partition("Andere agenda’s")
    assert now.title in leading
    assert later.title in below
    assert "Veiligheidsagenda 2019-2022" in below
    assert "onderzoeken in 2027, van 10 landelijk (100,0%)" in leading


def test_a_distribution_with_one_difference_of_one_says_so_in_the_singular(db):
    units = PoliceUnitFactory.create_batch(3)
    agenda = make_agenda(1, units)
    Indicator.objects.get().distribution_totals.update(value=31)

    page = reader_of(units[:1]).get(reverse("agenda:agenda-distribution", args=[agenda.slug])).text

    assert "Bij deze verdeling is de som van de eenheden niet gelijk" in page


# Of every page: session, user, roles, agenda, and what is read along with it. Then what the comment names.
QUERIES = {
    "agenda-list": 7,  # the newest agenda once more; units
    "agenda-detail": 6,  # the glossary
    "agreement-list": 9,  # no objectives, but three filters, the number of agreements, agreements
    "agenda-distribution": 6,  # units
    "agenda-topics": 5,
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("size", [1, 10])
def test_a_page_asks_the_same_of_the_database_for_any_number(db, name, size, django_assert_num_queries):
    units = PoliceUnitFactory.create_batch(size)
    agenda = make_agenda(size, units)
    # Of more own eenheden the list shows no shares.
    client = reader_of(units[:MOST_OWN_UNITS])

    with django_assert_num_queries(QUERIES[name]):
        client.get(reverse(f"agenda:{name}", args=[] if name == "agenda-list" else [agenda.slug]))


@pytest.mark.parametrize("size", [1, 10])
def test_a_table_as_csv_asks_the_same_of_the_database_for_any_number(db, size, django_assert_num_queries):
    units = PoliceUnitFactory.create_batch(size)
    agenda = make_agenda(size, units)
    indicator = Indicator.objects.first()
    client = reader_of(units)

    # Session, user, roles; agenda, and what is read along with it.
    with django_assert_num_queries(5):
        client.get(reverse("agenda:table-csv", args=[agenda.slug, f"verdeling-{indicator.code}"]))
    assert SafetyAgenda.objects.count() == 1
