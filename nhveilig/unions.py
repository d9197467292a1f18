"""Unions of many queries, and long ones: put together once in a process for whoever asks the same, and planned once in
a session of PostgreSQL. Each takes longer than finding the rows."""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache, partial, wraps
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Of how many questions the text is kept in this process, and of how many texts a session keeps the plan.
TEXTS_KEPT, PLANS_KEPT = 200, 64
# Of what can be a parameter of a plan; with anything else a text is planned each time.
TYPES = {
    bool: "boolean",
    int: "integer",
    str: "text",
    date: "date",
    datetime: "timestamptz",
    timedelta: "interval",
    Decimal: "numeric",
}
_PLACES = re.compile("%%|%s")


class Given(str):
    """The name of a value that is not there yet, in the place where it comes. In a text that has one, all other values
    are written out: an index over an expression is found only by the very words it was made with."""

    __slots__ = ()


@dataclass(frozen=True)
class Question:
    """`converters`: what is done with a value, by its place in a row. What is not asked often is planned each time."""

    sql: str
    params: tuple
    converters: Mapping[int, tuple] = field(default_factory=dict)
    is_often: bool = True

    def rows(self, given: Mapping[str, object] | None = None) -> list[tuple]:
        """`given` are the values by the name of their place, all of a kind."""
        values = [given[one] if isinstance(one, Given) else one for one in self.params] if given else self.params
        with self._planned_once(given or {}), connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return _converted(cursor.fetchall(), self.converters)

    def _planned_once(self, given: Mapping[str, object]) -> AbstractContextManager[None]:
        """Within it PostgreSQL plans the text once in a session; SQLite plans quickly. Not behind a pool that gives
        every transaction another session, of which DISABLE_SERVER_SIDE_CURSORS is the sign."""
        if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            return nullcontext()
        if not self.is_often or self._numbered is None:
            return nullcontext()
        text, values = self._numbered
        found = [given[one] if isinstance(one, Given) else one for one in values]
        return connection.execute_wrapper(partial(_execute_planned, (text, found)))

    @cached_property
    def _numbered(self) -> tuple[str, list] | None:
        """What stands behind the name of a plan, with $1 for %s, and its values; None when one has no place in a plan.
        Equal values are one parameter: PostgreSQL has to see that what is grouped by is what is selected."""
        kinds = list(map(_type_of, self.params))
        if not all(kinds):
            return None
        numbers: dict[tuple, int] = {}
        is_open = any(isinstance(one, Given) for one in self.params)
        places = iter(
            [
                _written(value)
                if is_open and not isinstance(value, Given)
                else f"${numbers.setdefault((kind, value), len(numbers) + 1)}"
                for kind, value in zip(kinds, self.params, strict=True)
            ]
        )
        text = _PLACES.sub(lambda found: next(places) if found[0] == "%s" else found[0], self.sql)
        types = f"({', '.join(kind for kind, _ in numbers)})" if numbers else ""
        return f"{types} AS {text}", [value for _, value in numbers]


def union_of(parts: Callable[..., Iterable[QuerySet]]) -> Callable[..., list[tuple]]:
    """Makes of `parts`, which says what is asked (as `values_list`), a function that gives the rows of all of it in one
    query. Its arguments must be all that decides on that, but for what is `given` in the places that are open."""

    @lru_cache(maxsize=TEXTS_KEPT)
    def question(vendor: str, *asked: Hashable) -> Question | None:
        found = list(parts(*asked))
        if not found:
            return None
        first, *rest = found
        return question_of((first.union(*rest, all=True) if rest else first).query.get_compiler(connection=connection))

    @wraps(parts)
    def rows(*asked: Hashable, given: Mapping[str, object] | None = None) -> list[tuple]:
        found = question(connection.vendor, *asked)
        return found.rows(given) if found else []

    return rows


def planned_once(asked_for: Callable[..., QuerySet]) -> Callable[..., list[Model]]:
    """As `union_of`, of one queryset with rows of a model: made as the ORM makes them, with what is related."""

    @lru_cache(maxsize=TEXTS_KEPT)
    def kept(vendor: str, *asked: Hashable) -> tuple[type[Model], "_Compiled"] | None:
        found = asked_for(*asked)
        compiler = found.query.get_compiler(connection=connection)
        question = question_of(compiler)
        return question and (found.model, _Compiled(question, compiler))

    @wraps(asked_for)
    def rows(*asked: Hashable) -> list[Model]:
        found = kept(connection.vendor, *asked)
        return list(QuerySet(*found)) if found else []

    return rows


class _Compiled:
    """In the place of the query of a queryset, and of what puts that together: what `ModelIterable` asks of both."""

    def __init__(self, question: Question, compiler: SQLCompiler) -> None:
        self.question = question
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def get_compiler(self, using: str) -> "_Compiled":
        return self

    def execute_sql(self, **how: object) -> list[tuple]:
        return self.question.rows()

    def results_iter(self, rows: list[tuple]) -> list[tuple]:
        return rows


def question_of(compiler: SQLCompiler, *, is_often: bool = True) -> Question | None:
    """None when it is certain that there are no rows."""
    try:
        return Question(*compiler.as_sql(), compiler.get_converters(one for one, *_ in compiler.select), is_often)
    except EmptyResultSet:
        return None


def _converted(rows: list[tuple], converters: Mapping[int, tuple]) -> list[tuple]:
    """As the ORM does: SQLite has no days and no booleans."""
    if not converters:
        return rows
    found = [list(row) for row in rows]
    for row in found:
        for place, (functions, expression) in converters.items():
            for function in functions:
                row[place] = function(row[place], expression, connection)
    return [tuple(row) for row in found]


class _Plans:
    """The names of the plans of a session by their text; what was asked longest ago goes first."""

    def __init__(self) -> None:
        self._names: OrderedDict[str, str] = OrderedDict()
        self._made = 0

    def find(self, text: str) -> str:
        """Empty when it was not planned, or no more."""
        if text in self._names:
            self._names.move_to_end(text)
        return self._names.get(text, "")

    def make(self) -> tuple[str, str]:
        """A new name, and what ends the plan that it takes the place of."""
        self._made += 1
        _, old = self._names.popitem(last=False) if len(self._names) == PLANS_KEPT else ("", "")
        return f"planned_{self._made}", f"DEALLOCATE {old}; " if old else ""

    def keep(self, text: str, name: str) -> None:
        self._names[text] = name


_SESSIONS: WeakKeyDictionary[object, _Plans] = WeakKeyDictionary()


def _execute_planned(
    numbered: tuple[str, list], execute: Callable, sql: str, params: Sequence, many: bool, context: dict
) -> object:
    """Wraps around the statement that is asked: what else listens to statements hears that one."""
    plans = _SESSIONS.setdefault(context["connection"].connection, _Plans())
    text, values = numbered
    asked = f"({', '.join(['%s'] * len(values))})" if values else ""
    if name := plans.find(text):
        return execute(f"EXECUTE {name}{asked}", values, many, context)
    name, ended = plans.make()
    # In one message, so that the first time is no query more.
    found = execute(f"{ended}PREPARE {name}{text}; EXECUTE {name}{asked}", values, many, context)
    plans.keep(text, name)
    return found


def _written(value: object) -> str:
    """As it stands in a statement of PostgreSQL."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        return cursor.mogrify("%s", (value,)).decode().replace("%", "%%")


def _type_of(value: object) -> str:
    """As PostgreSQL takes it when it stands in the text; empty when it has no place in a plan."""
    kind = next((TYPES[kind] for kind in type(value).__mro__ if kind in TYPES), "")
    return "bigint" if kind == "integer" and abs(value) >= 2**31 else kind
