"""How the API answers: formats, headers, pages, 304, and every error as a problem somebody can act on."""

import json
from hashlib import sha256

import pytest
from django.test import Client

from nhveilig.regions.models import Municipality
from reports.opendata import dataset as datasets
from reports.opendata.datasets import BY_SLUG
from reports.opendata.views import CollectionView
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.reports.opendata.world import NOW, SECRET

EDITION = "/api/v1/documenten/beleidsplan-0/edities/3"
TABLE = f"{EDITION}/tabellen/sterkte"
ADDRESSES = [
    "/api/v1",
    "/api/v1/openapi.json",
    "/api/v1/eenheden",
    "/api/v1/eenheden/noord",
    "/api/v1/eenheden.csv-metadata.json",
    "/api/v1/streefwaarden?formaat=csv",
    "/api/v1/veiligheidsagendas/agenda",
    "/api/v1/sterktetabellen/noord/formatie/eenheid/2022-01-01",
    EDITION,
    f"{EDITION}/inhoud",
    f"{EDITION}/tabellen",
    TABLE,
    f"{TABLE}?formaat=csv",
    f"{TABLE}.csv-metadata.json",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers_of_the_design_rules(client, world, address):
    response = client.get(address)

    assert response.status_code == 200, response.content.decode()
    assert response["API-Version"] == "1.1.0"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    assert "Cookie" not in response["Vary"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_has_it_already_gets_nothing_twice(client, world, address):
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    head = client.head(address)

    assert first["ETag"].startswith('"')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["API-Version"] == "1.1.0"
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def test_what_changed_has_another_mark(client, world):
    before = client.get("/api/v1/eenheden")["ETag"]
    world.unit.name = "Noord en Zuid"
    world.unit.save()

    after = client.get("/api/v1/eenheden", headers={"If-None-Match": before})

    assert (after.status_code, after["ETag"] != before) == (200, True)


def test_each_format_has_a_mark_of_its_own(client, world):
    assert client.get("/api/v1/eenheden")["ETag"] != client.get("/api/v1/eenheden?formaat=csv")["ETag"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
    ],
)
def test_the_header_accept_chooses_the_format(client, world, accept, content_type):
    response = client.get("/api/v1/eenheden", headers={"Accept": accept})

    assert response["Content-Type"] == content_type
    assert "Accept" in response["Vary"]


def test_the_query_string_says_more_than_the_header(client, world):
    response = client.get("/api/v1/eenheden?formaat=json", headers={"Accept": "text/csv"})

    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("method", "address", "status", "words"),
    [
        ("get", "/api", 404, "/api/v1"),
        ("get", "/api/", 404, "/api/v1"),
        ("get", "/api/v1/", 404, "schuine streep"),
        ("get", "/api/v1/eenheden/", 404, "schuine streep"),
        ("get", "/api/v2/eenheden", 404, "/api/v1"),
        ("get", "/api/v1/eenheden/nergens", 404, "/api/v1/eenheden"),
        ("get", "/api/v1/gemeenten/GM0000", 404, "/api/v1/gemeenten"),
        ("get", "/api/v1/onbekend.csv-metadata.json", 404, "/api/v1"),
        ("get", "/api/v1/sterktetabellen/noord/formatie/eenheid/gisteren", 404, "2022-01-31"),
        ("get", "/api/v1/documenten/beleidsplan-0/edities/1", 404, "/api/v1/edities"),
        ("get", "/api/v1/documenten/beleidsplan-0/edities/2/inhoud", 404, "/api/v1/edities"),
        ("get", f"{EDITION}/tabellen/geen", 404, "geen tabel “geen”"),
        ("get", "/api/v1/eenheden?jaar=2025", 400, "“jaar” is hier geen keuze"),
        ("get", "/api/v1/edities?jaar=twee", 400, "“twee” is geen jaar"),
        ("get", "/api/v1/edities?jaar=20255", 400, "geen jaar"),
        ("get", "/api/v1/edities?jaar=2025&jaar=2026", 400, "2 keer"),
        ("get", "/api/v1/edities?eenheid=nergens", 400, "De eenheid “nergens” bestaat niet"),
        ("get", "/api/v1/edities?eenheid=a%00b", 400, "geen code of webnaam"),
        ("get", "/api/v1/gemeenteresultaten?gemeente=GM0000", 400, "De gemeente “GM0000” bestaat niet"),
        ("get", "/api/v1/edities?soort=roman", 400, "policy_plan"),
        ("get", "/api/v1/sterktecijfers?peildatum=gisteren", 400, "“gisteren” is geen dag"),
        ("get", "/api/v1/eenheden?pagina=0", 400, "van 1 tot en met"),
        ("get", "/api/v1/eenheden?pagina=99999999999999999999", 400, "van 1 tot en met"),
        ("get", "/api/v1/eenheden?paginaGrootte=101", 400, "van 1 tot en met 100"),
        ("get", "/api/v1/eenheden?formaat=xml", 400, "“xml” is geen formaat"),
        ("get", f"{EDITION}/inhoud?formaat=csv", 400, "Hier valt niets te kiezen"),
        ("post", "/api/v1/eenheden", 405, "alleen te lezen"),
        ("delete", EDITION, 405, "alleen te lezen"),
        ("post", "/api/v1/nergens", 404, "/api/v1"),
    ],
)
def test_an_error_is_a_problem_with_a_sentence(world, method, address, status, words):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert (response["API-Version"], response["Access-Control-Allow-Origin"]) == ("1.1.0", "*")
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert words in problem["detail"]


def test_a_format_that_is_not_there_is_a_problem(client, world):
    response = client.get("/api/v1/eenheden", headers={"Accept": "application/xml"})

    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def test_a_choice_that_is_wrong_is_named(client, world):
    assert client.get("/api/v1/edities?jaar=twee").json()["parameter"] == "jaar"


def test_what_goes_wrong_here_is_a_problem_too(client, world, monkeypatch, caplog):
    monkeypatch.setattr(CollectionView, "_file", lambda *_: 1 / 0)

    response = client.get("/api/v1/eenheden?formaat=csv")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "division" not in response.content.decode()
    assert "/api/v1/eenheden failed" in caplog.text


def test_a_page_of_another_site_may_ask(client):
    response = client.options("/api/v1/eenheden", headers={"Origin": "https://elders.example"})

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
def test_a_long_list_comes_in_pages(client):
    region = SafetyRegionFactory()
    MunicipalityFactory.create_batch(5, safety_region=region)
    address, seen, hops = "/api/v1/gemeenten?paginaGrootte=2", [], 0
    while address:
        page = client.get(address).json()
        seen += [row["gemeente"] for row in page["gegevens"]]
        address, hops = page["_links"].get("next", {}).get("href"), hops + 1

    assert (hops, seen) == (3, list(Municipality.objects.order_by("code").values_list("code", flat=True)))
    assert page["_links"]["prev"]["href"] == "/api/v1/gemeenten?pagina=2&paginaGrootte=2"
    assert page["_links"]["first"]["href"] == "/api/v1/gemeenten?paginaGrootte=2"


@pytest.mark.django_db
def test_a_page_has_a_hundred_rows_and_a_file_has_all(client):
    MunicipalityFactory.create_batch(101, safety_region=SafetyRegionFactory())

    page = client.get("/api/v1/gemeenten").json()
    text = client.get("/api/v1/gemeenten?formaat=csv").content.decode()

    assert (len(page["gegevens"]), "next" in page["_links"], len(text.splitlines())) == (100, True, 102)


def test_the_next_page_keeps_what_was_chosen(client, world):
    MunicipalityFactory.create_batch(3, safety_region=world.unit.safety_regions.get())

    page = client.get("/api/v1/gemeenten?eenheid=noord&paginaGrootte=2").json()

    assert page["_links"]["next"]["href"] == "/api/v1/gemeenten?eenheid=noord&pagina=2&paginaGrootte=2"


def test_a_file_that_would_be_too_large_says_what_to_choose(client, world, monkeypatch):
    monkeypatch.setattr(datasets, "LARGEST_FILE", 3)

    response = client.get("/api/v1/sterktecijfers?formaat=csv")

    assert response.status_code == 400
    assert "Kies met eenheid of jaar" in response.json()["detail"]


def test_the_content_of_an_edition_is_what_its_hash_says(client, world):
    response = client.get(f"{EDITION}/inhoud")

    assert sha256(response.content).hexdigest() == world.edition.sha256
    assert response["ETag"] == f'"{world.edition.sha256}"'
    assert response["Last-Modified"] == "Thu, 15 Jan 2026 09:30:00 GMT"
    since = client.get(f"{EDITION}/inhoud", headers={"If-Modified-Since": response["Last-Modified"]})
    assert since.status_code == 304


def test_an_edition_leads_to_its_tables_and_those_to_their_data(client, world):
    edition = client.get(EDITION).json()
    assert (edition["editie"], edition["vastgelegdOp"]) == (3, NOW.isoformat())
    [row] = client.get(edition["_links"]["tabellen"]["href"]).json()["gegevens"]
    table = client.get(row["_links"]["self"]["href"])
    assert table.json()["rows"][0]["cells"] == [{"qualifier": "exact", "text": "12,5", "value": "12.5"}]

    file = client.get(row["_links"]["self"]["href"], {"formaat": "csv"})
    assert file.content == b"Onderdeel,niveau,soort,agent\r\nBasisteam,1,detail,12.5\r\n"
    described = file["Link"].partition(">")[0].removeprefix("<")
    columns = client.get(described).json()["tableSchema"]["columns"]
    assert [(column["titles"], column["datatype"]) for column in columns] == [
        ("Onderdeel", "string"),
        ("niveau", "string"),
        ("soort", "string"),
        ("agent", "decimal"),
    ]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    "below", ["", "/inhoud", "/tabellen", "/tabellen/sterkte", "/tabellen/sterkte.csv-metadata.json"]
)
def test_an_edition_that_is_not_adopted_is_not_there(client, world, number, below):
    response = client.get(f"/api/v1/documenten/beleidsplan-0/edities/{number}{below}")

    assert response.status_code == 404
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"/api/v1/veiligheidsagendas/{SECRET}",
        f"/api/v1/sterktetabellen/noord/formatie/{SECRET}/2018-12-31",
    ],
)
def test_one_thing_that_is_not_adopted_is_not_there(client, world, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "formaat" not in address][2:])
def test_one_thing_takes_one_query(client, world, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert client.get(address).status_code == 200


def test_the_columns_of_a_file_are_described_beside_it(client, world):
    file = client.get("/api/v1/streefwaarden?formaat=csv")
    described = file["Link"].partition(">")[0].removeprefix("<")

    metadata = client.get(described)

    assert metadata["Content-Type"] == "application/csvm+json"
    names = [column["name"] for column in metadata.json()["tableSchema"]["columns"]]
    assert names == file.content.decode().splitlines()[0].split(",")
    assert metadata.json()["url"] == "streefwaarden?formaat=csv"


def test_a_text_that_a_spreadsheet_would_calculate_stays_a_text(client, world):
    world.unit.name = "=1+1"
    world.unit.save()

    assert "'=1+1" in client.get("/api/v1/eenheden?formaat=csv").content.decode()
    assert client.get("/api/v1/eenheden").json()["gegevens"][0]["naam"] == "=1+1"


def test_the_start_names_every_dataset(client):
    links = client.get("/api/v1").json()["_links"]

    assert set(BY_SLUG) <= set(links)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json; charset=utf-8", "application/json"),
        ("application/json;version=1", "application/json"),
        ("application/hal+json", "application/json"),
        ("application/vnd.api+json", "application/json"),
        ("application/ld+json, text/html;q=0.5", "application/json"),
        ("", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/*", "application/json"),
        ("text/csv; charset=utf-8", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.9, application/json;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_a_header_that_says_more_than_it_must(client, world, accept, kind):
    response = client.get("/api/v1/eenheden", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, kind)


@pytest.mark.parametrize("accept", ["application/xml", "text/plain", "image/png", "application/jsonp"])
def test_a_format_there_is_not(client, world, accept):
    assert client.get("/api/v1/eenheden", headers={"Accept": accept}).status_code == 406


def test_capitals_in_a_code_do_not_matter(client, world):
    code = Municipality.objects.first().code
    answers = [client.get(f"/api/v1/gemeenten/{one}") for one in (code, code.lower(), code.title())]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert len({one.content for one in answers}) == 1
    assert client.get("/api/v1/eenheden/NOORD").json() == client.get("/api/v1/eenheden/noord").json()
    chosen = [client.get("/api/v1/gemeenten", {"eenheid": one}).json()["gegevens"] for one in ("noord", "Noord")]
    assert chosen[0] == chosen[1]
