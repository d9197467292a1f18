"""What a kept edition says of strength and that is not so. It stays as it is; a rectification sets it right."""

from collections.abc import Iterator

from nhveilig.figures.measures import measure_in
from reports.documents.content import walk

CHANGE = "verschil"


def false_statements(content: dict) -> Iterator[str]:
    """A sentence each, for the tables of strength in the content of an edition of any schema."""
    for block in walk(content["blocks"]):
        if block["kind"].startswith("strength"):
            for table in block["content"].get("tables", []):
                yield from (f"{table['caption']}: {what}" for what in _of_table(table))


def _of_table(table: dict) -> Iterator[str]:
    for column in table["columns"]:
        said, unit = measure_in(column["label"]), column.get("unit") or table["unit"]
        if said and unit and said.label != unit:
            yield f"{column['label']} staat in {unit}, maar de kop zegt {said.label}."
    places = {column["key"]: place for place, column in enumerate(table["columns"])}
    for key, place in places.items():
        prefix, _, code = key.partition(".")
        sides = [places[one] for one in places if one.endswith(f".{code}") and not one.startswith(CHANGE)]
        if prefix == CHANGE and code and sides:
            yield from _computed_from_nothing(table, place, sides)


def _computed_from_nothing(table: dict, place: int, sides: list[int]) -> Iterator[str]:
    """A difference beside an empty cell took what is not there for 0."""
    first, last = sides[0], sides[-1]
    for row in table["rows"]:
        cells = row["cells"]
        if cells and cells[place]["value"] and "blank" in {cells[first]["qualifier"], cells[last]["qualifier"]}:
            yield f"het verschil {cells[place]['text']} van {row['label']} heeft maar één van beide cijfers."
