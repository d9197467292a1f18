"""The catalogue for people and for programs tells of the same datasets, and every address in it works."""

import re

import pytest

from reports.opendata.datasets import BY_SLUG, DATASETS
from reports.opendata.presenters import catalogue

# What DCAT-AP-NL 3.0 asks for, of each kind.
MANDATORY = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:dataset"],
    "dcat:Dataset": [
        *["dct:title", "dct:description", "dct:identifier", "dct:accessRights", "dct:creator", "dct:publisher"],
        *["dcat:contactPoint", "dcat:theme", "dcat:distribution"],
    ],
    "dcat:Distribution": ["dcat:accessURL", "dct:license"],
    "dcat:DataService": [
        *["dct:title", "dct:description", "dct:identifier", "dct:accessRights", "dct:license", "dct:publisher"],
        *["dcat:contactPoint", "dcat:theme", "dcat:endpointURL", "dcat:endpointDescription"],
    ],
    "foaf:Agent": ["foaf:name"],
    "vcard:Kind": ["vcard:fn", "vcard:hasEmail"],
}


def test_everything_has_what_the_profile_asks_for():
    for node in catalogue()["@graph"]:
        missing = [name for name in MANDATORY[node["@type"]] if not node.get(name)]
        assert missing == [], node["@id"]


def test_whatever_is_referred_to_is_there():
    nodes = {node["@id"] for node in catalogue()["@graph"]}
    for node in catalogue()["@graph"]:
        for name in ("dct:publisher", "dct:creator", "dcat:contactPoint", "dcat:accessService"):
            assert node.get(name, {}).get("@id", "") in nodes | {""}
        for name in ("dcat:dataset", "dcat:distribution", "dcat:servesDataset", "dcat:service"):
            assert {one["@id"] for one in node.get(name, [])} <= nodes


def test_every_dataset_is_there_with_its_two_files(client, db, settings):
    response = client.get("/open-data/catalogus.jsonld")
    graph = response.json()["@graph"]

    assert response["Content-Type"] == "application/ld+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get("/open-data/catalogus.jsonld", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert len([node for node in graph if node["@type"] == "dcat:Dataset"]) == len(DATASETS)
    files = [node for node in graph if node["@type"] == "dcat:Distribution"]
    assert len(files) == 2 * len(DATASETS)
    for file in files:
        found = client.get(file["dcat:accessURL"]["@id"].removeprefix(settings.SITE_URL))
        assert found.status_code == 200
        assert file["dcat:mediaType"]["@id"].endswith(found["Content-Type"].partition(";")[0])


def test_the_page_shows_every_dataset_once(client, db):
    page = client.get("/open-data/").content.decode()

    assert {slug: page.count(f'id="{slug}"') for slug in BY_SLUG} == dict.fromkeys(BY_SLUG, 1)
    assert len(DATASETS) == len(BY_SLUG)


def test_the_page_leads_to_every_file(client, db):
    page = client.get("/open-data/").content.decode()

    assert "CC0 1.0" in page
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'href="(/api[^"]+)"', page)]
    assert len(addresses) == 3 * len(DATASETS) + 1
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_page_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/open-data/")


@pytest.mark.parametrize("address", ["/inloggen/", "/toegankelijkheid/"])
def test_every_page_leads_to_the_open_data(client, db, address):
    assert 'href="/open-data/"' in client.get(address).content.decode()
