"""A row of a table as one value, so that rows of many tables are read in one query."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DecimalField, Expression, F, Field, Func, JSONField, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

# They come out of JSON as they are.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
Reading = Callable[[object], object]


class Row(Func):
    """Columns of its own table one after another, and then what else is asked. Not an object of JSON: it would say the
    name of every column in every row. Nor an expression for each column: those take longest of all."""

    output_field = TextField()

    def __init__(self, alias: str, own: Iterable[Field], *more: Expression) -> None:
        super().__init__(*more)
        self.alias, self.own = alias, own

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, function: str = "JSON_ARRAY") -> tuple:
        quoted = compiler.quote_name_unless_alias
        asked = [_exact(one, f"{quoted(self.alias)}.{quoted(one.column)}") for one in self.own]
        params: list[object] = []
        for one in self.source_expressions:
            sql, values = compiler.compile(one)
            asked.append(sql)
            params += values
        return f"{function}({', '.join(asked)})", params

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple:
        sql, params = self.as_sql(compiler, connection, "JSON_BUILD_ARRAY")
        return f"{sql}::text", params


def _exact(about: Field, column: str) -> str:
    """A number of JSON is not."""
    return f"CAST({column} AS varchar)" if isinstance(about, DecimalField) else column


@dataclass(frozen=True)
class Columns:
    """Of a model, as far as they are not deferred, and after them what was annotated."""

    model: type[Model]
    alias: str
    own: tuple[Field, ...]
    more: dict[str, Field]

    @classmethod
    def of(cls, rows: QuerySet) -> "Columns":
        shown = rows.query.get_select_mask() or rows.model._meta.concrete_fields
        own = tuple(one for one in rows.model._meta.concrete_fields if one in shown)
        more = {name: one.output_field for name, one in rows.query.annotation_select.items()}
        return cls(rows.model, rows.query.get_initial_alias(), own, more)

    def as_json(self) -> Row:
        more = (
            Cast(name, CharField()) if isinstance(one, DecimalField) else F(name) for name, one in self.more.items()
        )
        return Row(self.alias, self.own, *more)

    def made_of(self, text: str) -> Model:
        """The row as the ORM makes it."""
        values = json.loads(text)
        for place, read in self._readings:
            if values[place] is not None:
                values[place] = read(values[place])
        own = len(self._names)
        row = self.model.from_db(connection.alias, self._names, values[:own])
        for name, value in zip(self.more, values[own:], strict=True):
            setattr(row, name, value)
        return row

    @cached_property
    def _readings(self) -> list[tuple[int, Reading]]:
        return list(_readings([*self.own, *self.more.values()], is_sqlite=connection.vendor == "sqlite"))

    @cached_property
    def _names(self) -> list[str]:
        return [one.attname for one in self.own]


def _readings(fields: Iterable[Field], *, is_sqlite: bool) -> Iterator[tuple[int, Reading]]:
    for place, one in enumerate(fields):
        read = _reading(one, is_sqlite=is_sqlite)
        if read is not None:
            yield place, read


def _reading(about: Field, *, is_sqlite: bool) -> Reading | None:
    if isinstance(about, DecimalField):
        scale = Decimal(1).scaleb(-about.decimal_places)
        return lambda value: Decimal(value).quantize(scale)
    for kind, read in READ.items():
        if isinstance(about, kind):
            return read
    if isinstance(about, JSONField):
        # JSON within JSON is text there.
        return json.loads if is_sqlite else None
    if isinstance(about, models.BooleanField):
        return bool if is_sqlite else None
    return None if isinstance(about, PLAIN) or about.primary_key else about.to_python


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# A moment is a kind of day.
READ: dict[type[Field], Reading] = {
    models.DateTimeField: _moment,
    models.DateField: date.fromisoformat,
    models.UUIDField: UUID,
}
