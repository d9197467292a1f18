"""The API as OpenAPI 3.0 describes it, made of the same columns and filters the answers are made of."""

from functools import cache

from django.conf import settings

from reports.opendata.dataset import Dataset
from reports.opendata.datasets import DATASETS, plans, strength
from reports.opendata.filters import LARGEST_PAGE, LAST_PAGE, TEXT
from reports.opendata.responses import BASE, CSVW, PROBLEM_JSON, TITLES, VERSION

EDITION_SCHEMA = "De opbouw staat in docs/edition-schema.md bij de broncode."
# Where one row has an address of its own: its path, and of which dataset it is.
ITEMS: dict[str, Dataset] = {one.links["self"]: one for one in DATASETS if "self" in one.links}
EDITION = plans.EDITIONS.links["self"]
PATH_PARAMETERS = {
    "agenda": ("De webnaam van de Veiligheidsagenda.", TEXT),
    "dataset": ("De naam van een dataset.", {"type": "string", "enum": [one.slug for one in DATASETS]}),
    "document": ("De webnaam van het document.", TEXT),
    "editie": ("Het nummer van de versie.", {"type": "integer", "minimum": 1}),
    "eenheid": ("De webnaam van de eenheid.", TEXT),
    "gemeente": ("De code van het CBS.", {"type": "string", "pattern": "^GM[0-9]{4}$"}),
    "peildatum": ("De peildatum.", {"type": "string", "format": "date"}),
    "reeks": ("De reeks.", TEXT),
    "soort": ("Formatie of bezetting.", {"type": "string", "enum": list(strength.KINDS)}),
    "tabel": ("De naam van een tabel of grafiek van de versie.", TEXT),
}
HEADERS = {
    "API-Version": ("De versie van deze API.", TEXT),
    "ETag": ("Het kenmerk van deze inhoud, voor If-None-Match.", TEXT),
    "Last-Modified": ("Sinds wanneer de inhoud zo is, waar dat vaststaat.", TEXT),
    "Link": ("Waar staat wat de kolommen betekenen, bij CSV.", TEXT),
    "Access-Control-Allow-Origin": ("Open voor pagina's van iedere site.", TEXT),
}
PROBLEM = {
    "type": "object",
    "description": "Een fout, volgens RFC 9457.",
    "required": ["type", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        "title": TEXT,
        "detail": {"type": "string", "description": "Wat er mis is en wat u kunt doen."},
        "parameter": {"type": "string", "description": "Welke keuze niet klopt."},
    },
}
AS_CSV = {"text/csv": {"schema": TEXT}}
AS_CSVW = {CSVW: {"schema": {"type": "object", "required": ["@context", "url", "tableSchema"]}}}
LINKS = {
    "type": "object",
    "description": "Adressen die hierbij horen.",
    "additionalProperties": {"type": "object", "required": ["href"], "properties": {"href": TEXT}},
}


@cache
def description() -> dict:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Open data van NHVeilig",
            "version": VERSION,
            "description": "Wat over het veiligheidsbeleid is vastgesteld: documenten, doelen, sterkte en resultaten.",
            "contact": {
                "name": settings.OPEN_DATA_CONTACT_NAME,
                "email": settings.OPEN_DATA_CONTACT_EMAIL,
                "url": settings.OPEN_DATA_CONTACT_URL,
            },
            "license": {"name": settings.OPEN_DATA_LICENCE_NAME, "url": settings.OPEN_DATA_LICENCE},
        },
        "servers": [{"url": settings.SITE_URL + BASE}],
        "tags": [{"name": dataset.slug, "description": dataset.description} for dataset in DATASETS],
        "paths": _paths(),
        "components": _components(),
    }


def _paths() -> dict:
    paths = {f"/{dataset.slug}": _collection(dataset) for dataset in DATASETS}
    paths |= {path: _item(path, dataset) for path, dataset in ITEMS.items()}
    return paths | _of_edition() | _about()


def _of_edition() -> dict:
    content = {"type": "object", "description": f"De bewaarde inhoud. {EDITION_SCHEMA}"}
    table = {"type": "object", "description": f"Een tabel. {EDITION_SCHEMA}"}
    both = _as_json(table) | AS_CSV
    slug = plans.EDITIONS.slug
    return {
        f"{EDITION}/inhoud": _get("inhoud", slug, "De inhoud van een versie", _as_json(content), EDITION),
        f"{EDITION}/tabellen": _get(
            "tabellen", slug, "De tabellen van een versie", _as_json(_ref("tabellen")), EDITION
        ),
        f"{EDITION}/tabellen/{{tabel}}": _get(
            "tabel", slug, "Eén tabel van een versie", both, f"{EDITION}/{{tabel}}", [_ref("formaat", "parameters")]
        ),
        f"{EDITION}/tabellen/{{tabel}}.csv-metadata.json": _get(
            "tabelMetadata", slug, "Wat de kolommen van een tabel betekenen", AS_CSVW, f"{EDITION}/{{tabel}}"
        ),
    }


def _about() -> dict:
    anything = _as_json({"type": "object"})
    title = "Wat de kolommen van een CSV-bestand betekenen"
    return {
        "/{dataset}.csv-metadata.json": _get("metadata", "over", title, AS_CSVW, "{dataset}"),
        "/openapi.json": _get("openapi", "over", "Deze beschrijving", anything, ""),
    }


def _collection(dataset: Dataset) -> dict:
    filters = [
        {"name": one.name, "in": "query", "description": one.description, "schema": one.schema}
        for one in dataset.filters
    ]
    shared = [_ref(name, "parameters") for name in ("pagina", "paginaGrootte", "formaat")]
    content = _as_json(_ref(f"{_pascal(dataset.slug)}Lijst")) | AS_CSV
    return _get(f"lijst{_pascal(dataset.slug)}", dataset.slug, dataset.title, content, "", [*filters, *shared])


def _item(path: str, dataset: Dataset) -> dict:
    content = _as_json(_ref(_pascal(dataset.slug)))
    return _get(f"een{_pascal(dataset.slug)}", dataset.slug, f"Eén {dataset.row}", content, path)


def _get(name: str, tag: str, title: str, content: dict, path: str, query: list[dict] | None = None) -> dict:
    """`path` holds the parameters in braces."""
    places = [place for place in PATH_PARAMETERS if f"{{{place}}}" in path]
    parameters = [*(_ref(place, "parameters") for place in places), *(query or [])]
    in_formats = _ref("formaat", "parameters") in parameters
    failures = ["400", *(["404"] if places else []), *(["406"] if in_formats else []), "500"]
    responses = {"200": {"description": title, "headers": _headers(), "content": content}}
    responses["304"] = {"description": "Wat u al heeft, is nog hetzelfde.", "headers": _headers()}
    responses |= {status: _ref(status, "responses") for status in failures}
    operation = {"operationId": name, "summary": title, "tags": [tag], "parameters": parameters, "responses": responses}
    return {"get": operation}


def _components() -> dict:
    schemas = {"probleem": PROBLEM, "links": LINKS, "tabellen": _list_of(_table_row())}
    for dataset in DATASETS:
        schemas[_pascal(dataset.slug)] = _row(dataset)
        schemas[f"{_pascal(dataset.slug)}Lijst"] = _list_of(_ref(_pascal(dataset.slug)))
    responses = {
        str(status): {
            "description": title,
            "headers": _headers("API-Version", "Access-Control-Allow-Origin"),
            "content": {PROBLEM_JSON: {"schema": _ref("probleem")}},
        }
        for status, title in TITLES.items()
    }
    headers = {name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()}
    return {"schemas": schemas, "parameters": _parameters(), "responses": responses, "headers": headers}


def _parameters() -> dict:
    whole = {"type": "integer", "minimum": 1}
    query = {
        "pagina": ("Welke bladzijde van de lijst.", whole | {"maximum": LAST_PAGE, "default": 1}),
        "paginaGrootte": ("Hoeveel regels per bladzijde.", whole | {"maximum": LARGEST_PAGE, "default": LARGEST_PAGE}),
        "formaat": ("JSON per bladzijde, of CSV met alle regels.", {"type": "string", "enum": ["json", "csv"]}),
    }
    found = {name: _parameter(name, "path", *rest) for name, rest in PATH_PARAMETERS.items()}
    return found | {name: _parameter(name, "query", *rest) for name, rest in query.items()}


def _parameter(name: str, place: str, text: str, schema: dict) -> dict:
    return {"name": name, "in": place, "required": place == "path", "description": text, "schema": schema}


def _row(dataset: Dataset) -> dict:
    columns = {column.name: column.schema() for column in dataset.columns}
    return _object({"_links": _ref("links")} | columns, dataset.description)


def _table_row() -> dict:
    maybe = TEXT | {"nullable": True}
    return _object({"_links": _ref("links"), "tabel": TEXT, "titel": TEXT, "maateenheid": maybe, "bron": maybe})


def _list_of(schema: dict) -> dict:
    return _object({"_links": _ref("links"), "gegevens": {"type": "array", "items": schema}})


def _object(properties: dict, text: str = "") -> dict:
    """Every property is always there; one without a value is null."""
    found = {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}
    return found | ({"description": text} if text else {})


def _as_json(schema: dict) -> dict:
    return {"application/json": {"schema": schema}}


def _headers(*names: str) -> dict:
    return {name: _ref(name, "headers") for name in names or HEADERS}


def _ref(name: str, of: str = "schemas") -> dict:
    return {"$ref": f"#/components/{of}/{name}"}


def _pascal(slug: str) -> str:
    """`regionale-streefcijfers` becomes `RegionaleStreefcijfers`."""
    return "".join(word.capitalize() for word in slug.split("-"))
