"""Rows as CSV, and beside each file what its columns mean (CSV on the Web)."""

from collections.abc import Iterable

from django.conf import settings

from nhveilig.figures.tables import csv_header
from nhveilig.figures.values import WITHOUT_NUMBER
from nhveilig.texts.spreadsheets import Number, as_csv
from reports.opendata.dataset import DataColumn, Dataset, Record, Value

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "nl"}]


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
        {"name": f"kolom{place}", "titles": name, **_datatype(table, place - 4, kind)}
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True), start=1)
    ]
    description = f"In {table['unit']}." if table["unit"] else table["caption"]
    return _described(f"{table['id']}?formaat=csv", table["caption"], description, {"columns": columns})


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
        "@context": CONTEXT,
        "url": url,
        "dc:title": title,
        "dc:description": description,
        "dc:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": schema,
    }
