"""Triggers by which the database itself notes which tables change, whoever changes them: pages, imports, raw SQL, psql.

On PostgreSQL a transaction adds one row for each table it writes in, so that nobody waits for another; the setting that
says it did so is undone with a savepoint, as the row is. SQLite has one writer at a time: there the row is replaced.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps.registry import Apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from nhveilig.caching.models import MODULUS, Change
from nhveilig.caching.recording import watched_models

PREFIX = "caching_"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION caching_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text := 'caching.' || TG_TABLE_NAME;
    here text := pg_current_xact_id()::text;
BEGIN
    IF current_setting(noted, true) IS DISTINCT FROM here THEN
        INSERT INTO caching_change ("table", mark) VALUES (TG_TABLE_NAME, floor(random() * {MODULUS})::bigint);
        PERFORM set_config(noted, here, true);
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - a number of ours


@dataclass(frozen=True)
class Trigger:
    """`name` tells what it does: another one is made when that changes."""

    table: str
    name: str
    sql: str


def install(*, using: str, **kwargs: object) -> None:
    """Make what is missing and drop what is too much; all of them while there is no table to note in."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        is_on = Change._meta.db_table in tables
        if is_on and connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        wanted = {one.name: one for one in _wanted(connection, cursor) if is_on and one.table in tables}
        there = dict(present(connection, cursor))
        for name in there.keys() - wanted.keys():
            cursor.execute(dropping(connection, name, there[name]))
        for name in wanted.keys() - there.keys():
            cursor.execute(wanted[name].sql)


def release(*tables: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """For RunPython in a migration, before it changes the type of a column (and behind that, for the way back).

    PostgreSQL refuses that while a trigger names the column. `install` makes the triggers again after migrating.
    """

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            for name, table in list(present(connection, cursor)):
                if table in tables:
                    cursor.execute(dropping(connection, name, table))

    return drop


def _wanted(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> Iterator[Trigger]:
    if connection.vendor != "postgresql":
        for model in watched_models():
            yield from _on_sqlite(model._meta.db_table, _shown_columns(model))
        return
    # After a migration was undone a table lacks columns that its model has, and PostgreSQL asks for them.
    cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema")
    there = set(cursor.fetchall())
    for model in watched_models():
        table = model._meta.db_table
        if columns := [column for column in _shown_columns(model) if (table, column) in there]:
            yield from _on_postgresql(table, columns)


def _shown_columns(model: type[Model]) -> list[str]:
    hidden = settings.KEPT_PAGES_HIDE.get(model._meta.db_table, set())
    return [field.column for field in model._meta.concrete_fields if field.column not in hidden]


def _on_postgresql(table: str, columns: list[str]) -> Iterator[Trigger]:
    named = ", ".join(f'"{column}"' for column in columns)
    what = f"INSERT OR DELETE OR TRUNCATE OR UPDATE OF {named}"
    name = _named(table, what)
    yield Trigger(
        table,
        name,
        f'CREATE TRIGGER "{name}" AFTER {what} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION caching_note_change()',
    )


def _on_sqlite(table: str, columns: list[str]) -> Iterator[Trigger]:
    named = ", ".join(f'"{column}"' for column in columns)
    forget = f"DELETE FROM caching_change WHERE \"table\" = '{table}'"  # noqa: S608 - a name of ours
    note = f"INSERT INTO caching_change (\"table\", mark) VALUES ('{table}', abs(random() % {MODULUS}))"  # noqa: S608
    for what in ("INSERT", "DELETE", f"UPDATE OF {named}"):
        name = _named(table, what)
        yield Trigger(table, name, f'CREATE TRIGGER "{name}" AFTER {what} ON "{table}" BEGIN {forget}; {note}; END')


def _named(table: str, what: str) -> str:
    """No longer than PostgreSQL allows."""
    return f"{PREFIX}{hashlib.sha256(f'{table} {what}'.encode()).hexdigest()[:20]}"


def present(connection: BaseDatabaseWrapper, cursor: object) -> list[tuple[str, str]]:
    """(name, table) of each trigger that is there."""
    if connection.vendor == "postgresql":
        names = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s"
    else:
        names = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    cursor.execute(names, [f"{PREFIX}%"])
    return cursor.fetchall()


def dropping(connection: BaseDatabaseWrapper, name: str, table: str) -> str:
    return f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else "")
