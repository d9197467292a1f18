"""A dataset of the open data: rows of one kind, all of them published, each with the same columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from reports.opendata.columns import DataColumn, Value
from reports.opendata.exceptions import ApiProblem
from reports.opendata.filters import Filter, narrowed

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
        """The row of which the columns named have these values."""
        paths = {column.name: column.path for column in self.columns}
        found = self._read(self.published().filter(**{paths[name]: value for name, value in place.items()})[:1])
        return found[0] if found else None

    def links_of(self, record: Record, base: str) -> dict[str, dict[str, str]]:
        return {name: {"href": base + address.format(**record)} for name, address in self.links.items()}

    def _chosen(self, chosen: dict[str, str]) -> QuerySet:
        return narrowed(self.published(), self.filters, chosen)

    def _read(self, rows: QuerySet) -> list[Record]:
        return list(self._records(rows.values_list(*(column.path for column in self.columns))))

    def _records(self, rows: Iterable[Sequence[object]]) -> Iterable[Record]:
        for row in rows:
            pairs = zip(self.columns, row, strict=True)
            yield {column.name: column.read(value) for column, value in pairs}
