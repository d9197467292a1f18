"""The description is OpenAPI, and every address in it answers as it says."""

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate

from reports.opendata.datasets import BY_SLUG
from reports.opendata.openapi import description
from reports.opendata.responses import BASE
from reports.opendata.urls import urlpatterns

PLACES = {
    "agenda": "agenda",
    "dataset": "streefwaarden",
    "document": "beleidsplan-0",
    "editie": "3",
    "eenheid": "noord",
    "peildatum": "2022-01-01",
    "reeks": "eenheid",
    "soort": "formatie",
    "tabel": "sterkte",
}
PATHS = list(description()["paths"])


def resolved(value: object) -> object:
    """With what it refers to in its place, for the validator of one schema sees nothing else."""
    if isinstance(value, list):
        return [resolved(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        found = description()
        for name in value["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return resolved(found)
    return {name: resolved(item) for name, item in value.items()}


def address_of(path: str, gemeente: str) -> str:
    return BASE + path.format(**PLACES, gemeente=gemeente)


@pytest.fixture
def gemeente(world) -> str:
    return world.unit.safety_regions.get().municipalities.get().code


def test_the_description_is_openapi(client):
    validate(client.get("/api/v1/openapi.json").json())


def test_it_says_who_to_ask_and_under_which_terms():
    info = description()["info"]

    assert set(info["contact"]) == {"name", "email", "url"}
    assert all(info["contact"].values())
    assert "publicdomain/zero" in info["license"]["url"]
    assert description()["servers"][0]["url"].endswith("/v1")


@pytest.mark.parametrize("path", PATHS)
def test_every_address_answers_as_described(client, gemeente, path):
    operation = resolved(description()["paths"][path]["get"])
    for content_type, content in operation["responses"]["200"]["content"].items():
        response = client.get(address_of(path, gemeente), headers={"Accept": content_type})

        assert response.status_code == 200
        assert response["Content-Type"].partition(";")[0] == content_type
        body = response.content.decode() if content_type == "text/csv" else response.json()
        OAS30Validator(content["schema"]).validate(body)
        assert body
    assert "API-Version" in operation["responses"]["200"]["headers"]


def test_every_row_of_the_demo_data_is_as_described(client, demo):
    for slug in BY_SLUG:
        content = resolved(description()["paths"][f"/{slug}"]["get"]["responses"]["200"]["content"])
        schema, address = OAS30Validator(content["application/json"]["schema"]), f"/api/v1/{slug}"
        while address:
            page = client.get(address).json()
            schema.validate(page)
            address = page["_links"].get("next", {}).get("href")


@pytest.mark.parametrize("path", PATHS)
def test_every_error_is_described(client, gemeente, path):
    responses = resolved(description()["paths"][path]["get"]["responses"])
    address = address_of(path, gemeente)

    for response in (
        client.get(f"{address}?onbekend=1"),
        client.get(address_of(path.replace("{", "x{"), gemeente.replace("GM", "XX"))),
    ):
        if response.status_code == 200:
            assert "{" not in path
            continue
        [content] = responses[str(response.status_code)]["content"].values()
        OAS30Validator(content["schema"]).validate(response.json())


def test_every_address_there_is_is_described():
    routes = {str(route.pattern) for route in urlpatterns if str(route.pattern).startswith("api/v1/")}

    assert len(routes) == len(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_names_follow_the_design_rules(path):
    assert not path.endswith("/")
    literal = [part for part in path.split("/") if part and "{" not in part]
    assert all(part == part.lower() and "_" not in part for part in literal)
    for parameter in resolved(description()["paths"][path]["get"]["parameters"]):
        assert parameter["name"].isalnum()
        assert parameter["name"][0].islower()


def test_fields_are_in_camel_case():
    for schema in description()["components"]["schemas"].values():
        for name in schema.get("properties", {}):
            assert name == "_links" or (name.isalnum() and name[0].islower())
