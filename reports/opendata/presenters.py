"""What is published, as programs read it: rows as CSV and what its columns mean (CSV on the Web), and the datasets as
DCAT-AP-NL 3.0 describes them, in JSON-LD, so that data.overheid.nl can read them by itself."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from nhveilig.figures.tables import csv_header
from nhveilig.figures.values import WITHOUT_NUMBER
from nhveilig.texts.spreadsheets import Number, as_csv
from reports.opendata.dataset import DataColumn, Dataset, Record, Value
from reports.opendata.datasets import DATASETS
from reports.opendata.responses import BASE, VERSION

CSVW_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "nl"}]


def write_rows(columns: tuple[DataColumn, ...], records: Iterable[Record]) -> str:
    rows = ([_cell(column, record[column.name]) for column in columns] for record in records)
    return as_csv([[column.name for column in columns], *rows])


def _cell(column: DataColumn, value: Value) -> Value:
    return Number(value) if column.kind == "decimal" and value is not None else value


def metadata(dataset: Dataset) -> dict:
    schema = {"columns": [column.csvw() for column in dataset.columns]}
    if dataset.key:
        schema["primaryKey"] = list(dataset.key)
    return _described(f"{dataset.slug}?formaat=csv", dataset.title, dataset.description, schema)


def table_metadata(table: dict) -> dict:
    """What the columns of one table of an edition mean."""
    names = csv_header(table)
    kinds = [None, None, None, *table["columns"]]
    columns = [
        {"name": f"kolom{place}", "titles": name, **_unit(kind), **_datatype(table, place - 4, kind)}
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True), start=1)
    ]
    description = f"In {table['unit']}." if table["unit"] else table["caption"]
    return _described(f"{table['id']}?formaat=csv", table["caption"], description, {"columns": columns})


def _unit(column: dict | None) -> dict:
    """What the figures of the column are in; columns of editions of schema 1 do not say it."""
    unit = column and column.get("unit")
    return {"dc:description": f"In {unit}."} if unit else {}


def _datatype(table: dict, place: int, column: dict | None) -> dict:
    """A column in which a number has words before it ("circa 5") is a text; words instead of a number are its nulls."""
    if column is None or column["kind"] == "text":
        return {"datatype": "string"}
    cells = [row["cells"][place] for row in table["rows"] if row["cells"]]
    if any(cell["value"] is not None and cell["qualifier"] != "exact" for cell in cells):
        return {"datatype": "string"}
    return {"datatype": "decimal", "null": sorted(set(WITHOUT_NUMBER.values()))}


def _described(url: str, title: str, description: str, schema: dict) -> dict:
    return {
        "@context": CSVW_CONTEXT,
        "url": url,
        "dc:title": title,
        "dc:description": description,
        "dc:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": schema,
    }


CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LISTS = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
PUBLIC, LANGUAGE = f"{LISTS}access-right/PUBLIC", f"{LISTS}language/NLD"
# Justice, and government and public sector.
THEMES = [f"{LISTS}data-theme/{name}" for name in ("JUST", "GOVE")]
FREQUENCIES = {
    "ANNUAL": "elk jaar",
    "BIANNUAL": "twee keer per jaar",
    "CONT": "zodra er iets is gemeld",
    "IRREG": "zodra er iets is vastgesteld",
}
ABOUT = "Documenten, doelen, sterkte en resultaten van het veiligheidsbeleid."
ABOUT_API = "Alle datasets van deze catalogus, bladzijde voor bladzijde en met keuzes."
FILES = {
    "json": ("JSON", "application/json", f"{LISTS}file-type/JSON"),
    "csv": ("CSV", "text/csv", f"{LISTS}file-type/CSV"),
}


def catalogue() -> dict:
    """One value; every dataset, distribution and service in it is named by an address of this portal."""
    graph = [_catalogue(), _service()]
    for dataset in DATASETS:
        graph += [_dataset(dataset), *(_distribution(dataset, kind, *about) for kind, about in FILES.items())]
    return {"@context": CONTEXT, "@graph": [*graph, _publisher(), _contact()]}


def address_of(path: str) -> str:
    return settings.SITE_URL + path


def _catalogue() -> dict:
    return {
        **_named(address_of(f"{_page()}#catalogus"), "Catalog", "Open data van NHVeilig", ABOUT),
        "dct:language": _id(LANGUAGE),
        "dct:license": _id(settings.OPEN_DATA_LICENCE),
        "foaf:homepage": _id(address_of(_page())),
        "dcat:dataset": [_id(_place(dataset)) for dataset in DATASETS],
        "dcat:service": [_id(address_of(BASE))],
    }


def _service() -> dict:
    return {
        **_named(address_of(BASE), "DataService", "API van NHVeilig", ABOUT_API),
        "dct:identifier": address_of(BASE),
        "dcat:version": VERSION,
        "dcat:endpointURL": _id(address_of(BASE)),
        "dcat:endpointDescription": _id(address_of(f"{BASE}/openapi.json")),
        "dcat:servesDataset": [_id(_place(dataset)) for dataset in DATASETS],
        "dcat:theme": list(map(_id, THEMES)),
        "dct:accessRights": _id(PUBLIC),
        "dct:license": _id(settings.OPEN_DATA_LICENCE),
    }


def _dataset(dataset: Dataset) -> dict:
    return {
        **_named(_place(dataset), "Dataset", dataset.title, dataset.description),
        "dct:identifier": _place(dataset),
        "dct:accessRights": _id(PUBLIC),
        "dct:accrualPeriodicity": _id(f"{LISTS}frequency/{dataset.frequency}"),
        "dct:language": _id(LANGUAGE),
        "dcat:theme": list(map(_id, THEMES)),
        "dcat:landingPage": _id(address_of(_page())),
        "dcat:distribution": [_id(_place(dataset, kind)) for kind in FILES],
    }


def _distribution(dataset: Dataset, kind: str, name: str, media_type: str, file_type: str) -> dict:
    data = address_of(f"{BASE}/{dataset.slug}?formaat={kind}")
    return {
        "@id": _place(dataset, kind),
        "@type": "dcat:Distribution",
        "dct:title": _dutch(f"{dataset.title} ({name})"),
        "dcat:accessURL": _id(data),
        **({"dcat:downloadURL": _id(data)} if kind == "csv" else {}),
        "dcat:accessService": _id(address_of(BASE)),
        "dcat:mediaType": _id(MEDIA_TYPES + media_type),
        "dct:format": _id(file_type),
        "dct:language": _id(LANGUAGE),
        "dct:license": _id(settings.OPEN_DATA_LICENCE),
    }


def _publisher() -> dict:
    return {"@id": _publisher_id(), "@type": "foaf:Agent", "foaf:name": _dutch(settings.OPEN_DATA_PUBLISHER_NAME)}


def _contact() -> dict:
    return {
        "@id": address_of(f"{_page()}#contact"),
        "@type": "vcard:Kind",
        "vcard:fn": settings.OPEN_DATA_CONTACT_NAME,
        "vcard:hasEmail": _id(f"mailto:{settings.OPEN_DATA_CONTACT_EMAIL}"),
        "vcard:hasURL": _id(settings.OPEN_DATA_CONTACT_URL),
    }


def _named(address: str, kind: str, title: str, description: str) -> dict:
    """What the catalogue, the service and every dataset say: what they are, and whose."""
    publisher = _id(_publisher_id())
    return {
        "@id": address,
        "@type": f"dcat:{kind}",
        "dct:title": _dutch(title),
        "dct:description": _dutch(description),
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dcat:contactPoint": _id(address_of(f"{_page()}#contact")),
    }


def _publisher_id() -> str:
    """The address the organisation has in a register of the government, or one of our own."""
    return settings.OPEN_DATA_PUBLISHER or address_of(f"{_page()}#uitgever")


def _place(dataset: Dataset, kind: str = "") -> str:
    return address_of(f"{_page()}#{dataset.slug}{'-' if kind else ''}{kind}")


def _page() -> str:
    return reverse("reports:catalogue")


def _dutch(text: str) -> dict:
    return {"@value": text, "@language": "nl"}


def _id(address: str) -> dict:
    return {"@id": address}
