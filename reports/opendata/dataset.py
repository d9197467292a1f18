"""What stands in one column of a dataset: said once, for the JSON, the CSV, their descriptions and the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet

from nhveilig.figures.dates import FuzzyDate
from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.values import Qualifier
from reports.opendata.filters import Filter
from reports.opendata.responses import ApiProblem

# Beside the name of each kind: the fields that hold it, its type in OpenAPI 3.0 and its datatype in CSV on the Web. A
# decimal travels as text, for a JSON number would become a float on its way.
KINDS: dict[str, tuple[type[models.Field], dict, str]] = {
    "integer": (models.IntegerField, {"type": "integer"}, "integer"),
    "decimal": (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}, "decimal"),
    "boolean": (models.BooleanField, {"type": "boolean"}, "boolean"),
    "moment": (models.DateTimeField, {"type": "string", "format": "date-time"}, "dateTimeStamp"),
    "date": (models.DateField, {"type": "string", "format": "date"}, "date"),
    "text": (models.Field, {"type": "string"}, "string"),
}
Value = str | int | bool | None


@dataclass(frozen=True)
class DataColumn:
    """`path` leads to the value from the model of the dataset, or names an annotation of its queryset.

    An empty text is given as null: there is none. `choices` are the only values there are, each with what it is called.
    What is not said of `kind`, `optional` and `choices`, the field says that the path leads to.
    """

    name: str
    path: str
    description: str
    kind: str = ""
    optional: bool | None = None
    choices: Mapping[str, str] | None = None

    def of(self, model: type[models.Model]) -> Self:
        """The same with all of it said."""
        try:
            fields = get_fields_from_path(model, self.path)
        except FieldDoesNotExist:
            fields = [models.TextField()]
        choices = {value: name for value, name in fields[-1].choices or () if value}
        is_optional = fields[-1].blank or any(field.null for field in fields)
        return replace(
            self,
            kind=self.kind or next(name for name, (kind, *_) in KINDS.items() if isinstance(fields[-1], kind)),
            optional=is_optional if self.optional is None else self.optional,
            choices=choices if self.choices is None else self.choices,
        )

    def schema(self) -> dict:
        """For OpenAPI 3.0."""
        found = KINDS[self.kind][1] | {"description": self.explained()}
        if self.choices:
            found["enum"] = [*self.choices, *([None] if self.optional else [])]
        return found | ({"nullable": True} if self.optional else {})

    def csvw(self) -> dict:
        return {
            "name": self.name,
            "titles": self.name,
            "dc:description": self.explained(),
            "datatype": KINDS[self.kind][2],
            "required": not self.optional,
        }

    def explained(self) -> str:
        """The description, with what each of its choices is called where the code does not say it."""
        names = [code if code == name else f"{code} ({name})" for code, name in self.choices.items()]
        return f"{self.description} Keuzes: {', '.join(names)}." if names else self.description

    def read(self, value: object) -> Value:
        """As JSON has it, from what the database gave."""
        if value is None or value == "":
            return None
        if isinstance(value, Decimal):
            return f"{without_trailing_zeros(value):f}"
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, FuzzyDate):
            return value.first.isoformat() if value.first == value.last else value.text
        return value


def figure_columns(
    *, value: str = "value", qualifier: str = "qualifier", of: str, name: str = "waarde"
) -> list[DataColumn]:
    """The number and what kind of number it is; they belong together, and neither says enough alone."""
    kind = "kwalificatie" if name == "waarde" else f"{name}Kwalificatie"
    return [
        DataColumn(
            name, value, f"{of}: het getal, zoals het is opgeslagen; leeg als er geen getal is.", "decimal", True
        ),
        DataColumn(
            kind,
            qualifier,
            f"Wat voor getal “{name}” is, of waarom er geen getal is.",
            optional=name != "waarde",
            choices=dict(Qualifier.choices),
        ),
    ]


LARGEST_FILE = 50_000

Record = dict[str, Value]


@dataclass(frozen=True)
class Dataset:
    """`published` gives the rows everybody may see, in an order that never varies; nothing else reads the database.

    `key` names the columns that together tell one row from all others; empty where only words do. `links` are addresses
    below that of the API, with the names of columns in braces. `frequency` is a code of the EU list of that name.
    """

    slug: str
    title: str
    description: str
    row: str
    published: Callable[[], QuerySet]
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    frequency: str = "IRREG"

    def __post_init__(self) -> None:
        model = self.published().model
        object.__setattr__(self, "columns", tuple(column.of(model) for column in self.columns))

    def page(self, chosen: dict[str, str], number: int, size: int) -> tuple[list[Record], bool]:
        """The rows of one page, and whether there are more. One query; another for an eenheid or gemeente chosen."""
        start = (number - 1) * size
        found = self._read(self._chosen(chosen)[start : start + size + 1])
        return found[:size], len(found) > size

    def every_row(self, chosen: dict[str, str]) -> list[Record]:
        """Two queries. Raises ApiProblem when there are too many to give at once."""
        rows = self._chosen(chosen)
        if rows.order_by()[LARGEST_FILE : LARGEST_FILE + 1].exists():
            names = " of ".join(one.name for one in self.filters)
            raise ApiProblem(400, f"Dit zijn meer dan {LARGEST_FILE} regels. Kies met {names} een deel ervan.")
        return self._read(rows)

    def one(self, **place: object) -> Record | None:
        """The row of which the columns named have these values, in small letters or capitals: `gm0361` is GM0361."""
        paths = {column.name: column.path for column in self.columns}
        wanted = {
            f"{paths[name]}__iexact" if isinstance(value, str) else paths[name]: value for name, value in place.items()
        }
        found = self._read(self.published().filter(**wanted)[:1])
        return found[0] if found else None

    def links_of(self, record: Record, base: str) -> dict[str, dict[str, str]]:
        return {name: {"href": base + address.format(**record)} for name, address in self.links.items()}

    def _chosen(self, chosen: dict[str, str]) -> QuerySet:
        return self.published().filter(*(one.condition(chosen[one.name]) for one in self.filters if one.name in chosen))

    def _read(self, rows: QuerySet) -> list[Record]:
        columns = self.columns
        found = rows.values_list(*(column.path for column in columns))
        return [{c.name: c.read(value) for c, value in zip(columns, row, strict=True)} for row in found]
