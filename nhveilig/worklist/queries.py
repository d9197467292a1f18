"""What is asked of one reader: however many rooms ask, in one query."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from nhveilig.accounts.access import Access
from nhveilig.unions import union_of
from nhveilig.worklist.base import Task, row_of
from nhveilig.worklist.registry import all_sources, find_source


def tasks_of(access: Access, today: date) -> list[Task]:
    """The most urgent first. One query; none for whom nothing could be asked."""
    names = {user.pk: user.shown_name for user in access.principals}
    found = [_task(values, names, today) for values in _rows(_question(access, today))]
    return sorted(found, key=lambda task: task.place)


@dataclass(frozen=True)
class _Question:
    """Two with the same answer in SQL are equal: nothing else may decide on the rows of a source."""

    reader: tuple
    today: date
    sources: tuple[str, ...]
    access: Access = field(compare=False)


def _question(access: Access, today: date) -> _Question:
    return _Question(access.signature, today, tuple(source.code for source in all_sources()), access)


@union_of
def _rows(question: _Question) -> list[QuerySet]:
    asked = (find_source(code).rows(question.access, question.today) for code in question.sources)
    return [rows for rows in asked if rows is not None]


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
