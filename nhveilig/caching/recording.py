"""Which tables are read while a page is made: recorded by a wrapper around every statement of every connection.

And of which tables changes are noted: a page that reads another cannot be kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from nhveilig.caching.models import Change

_WRITE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_recording: ContextVar[set[str] | None] = ContextVar("recording", default=None)


def watch(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if _observe not in connection.execute_wrappers:
        connection.execute_wrappers.append(_observe)


def record() -> set[str]:
    """A set that fills with every table this thread reads from now on, until `stop_recording` or the next record."""
    tables: set[str] = set()
    _recording.set(tables)
    return tables


def stop_recording(**kwargs: object) -> None:
    _recording.set(None)


def note_reading(*models: type[Model]) -> None:
    """What is kept elsewhere and came from these, counts as read from them."""
    tables = _recording.get()
    if tables is not None:
        tables.update(model._meta.db_table for model in models)


@contextmanager
def unrecorded(tables: set[str]) -> Iterator[None]:
    """Within it, reading these tables is not recorded; with an empty set, reading any is not."""
    around, own = _recording.get(), set()
    token = _recording.set(own)
    try:
        yield
    finally:
        _recording.reset(token)
        if around is not None and tables:
            around.update(own - tables)


def _observe(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    tables = _recording.get()
    if tables is not None and not _WRITE.match(sql):
        # Also when a word is the name of a table by accident: then a page is made once too often.
        tables.update(word for word in _WORD.findall(sql) if word in all_tables())
    return execute(sql, params, many, context)


@cache
def watched_models() -> tuple[type[Model], ...]:
    """As `KEPT_PAGES_SHOW` has them; of an app every model, also those that only link two others."""
    return tuple(model for label in settings.KEPT_PAGES_SHOW for model in _named(label))


def _named(label: str) -> Iterable[type[Model]]:
    return [apps.get_model(label)] if "." in label else apps.get_app_config(label).get_models(include_auto_created=True)


@cache
def all_tables() -> frozenset[str]:
    """The tables of the portal, save the one that keeps the stamps."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True)) - {
        Change._meta.db_table
    }


@cache
def unwatched_tables() -> frozenset[str]:
    return all_tables() - {model._meta.db_table for model in watched_models()}
