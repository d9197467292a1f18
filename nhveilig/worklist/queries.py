"""What is asked of one reader: however many rooms ask, in one query."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection

from nhveilig.accounts.access import Access
from nhveilig.worklist.base import Task, row_of
from nhveilig.worklist.registry import all_sources, find_source

# Of how many readers the text of the query is kept in this process.
READERS_KEPT = 200


def tasks_of(access: Access, today: date) -> list[Task]:
    """The most urgent first. One query; none for whom nothing could be asked."""
    names = {user.pk: user.shown_name for user in access.principals}
    found = [_task(values, names, today) for values in _rows(access, today)]
    return sorted(found, key=lambda task: task.place)


def _rows(access: Access, today: date) -> list[tuple]:
    sources = tuple(source.code for source in all_sources())
    sql, params = _sql(_Question(_signature(access), today, sources, connection.vendor, access))
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@dataclass(frozen=True)
class _Question:
    """Two with the same answer in SQL are equal: nothing else may decide on the rows of a source."""

    reader: tuple
    today: date
    sources: tuple[str, ...]
    vendor: str
    access: Access = field(compare=False)


def _signature(access: Access) -> tuple:
    held = ((role.user_id, role.kind, role.police_unit_id or 0, role.municipality_id or 0) for role in access.roles)
    return access.user.pk, *sorted(held)


@lru_cache(maxsize=READERS_KEPT)
def _sql(question: _Question) -> tuple[str, tuple]:
    """Kept, for making it takes longer than the database needs to answer. Empty when nothing could be asked."""
    asked = (find_source(code).rows(question.access, question.today) for code in question.sources)
    found = [rows for rows in asked if rows is not None]
    if not found:
        return "", ()
    first, *rest = found
    try:
        return (first.union(*rest, all=True) if rest else first).query.sql_with_params()
    except EmptyResultSet:
        return "", ()


def _task(values: tuple, names: dict[int, str], today: date) -> Task:
    code, row = row_of(values)
    source = find_source(code)
    return Task(
        kind=source.kind,
        day=row.day,
        since=row.since,
        today=today,
        waits=source.waits,
        whose=names.get(row.user, ""),
        source=code,
        row=row.key,
        **source.told(row),
    )
