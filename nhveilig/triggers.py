"""Rows that the database itself refuses to change or remove, whoever asks: the portal, a shell, psql.

Whoever owns the database can take the triggers away; what was changed then, a hash tells (`manage.py verify_editions`).
"""

from collections.abc import Collection, Iterator

from django.apps import AppConfig
from django.db import connections
from django.db.models import Model
from django.db.models.signals import post_migrate, pre_migrate

PREFIX = "fixed_"
REFUSED = "Rows of this table are never changed or removed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION fixed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSED}: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def keep_rows(config: AppConfig, model: type[Model], *, but: Collection[str] = (), may_go: bool = False) -> None:
    """For `ready` of an app: from every migration on the rows of `model` stay as they are, `but` for these columns.
    With `may_go` they may be removed, and not changed.

    During a migration they are free, for that may have to bring them along.
    """
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in but]
    changes = ["UPDATE", "TRUNCATE"] if may_go else ["UPDATE", "DELETE", "TRUNCATE"]

    def free(*, using: str, **kwargs: object) -> None:
        _execute(using, table, _dropping)

    def fix(*, using: str, **kwargs: object) -> None:
        _execute(using, table, _dropping)
        _execute(using, table, lambda table, vendor: _making(table, _there(using, table, columns), vendor, changes))

    pre_migrate.connect(free, sender=config, weak=False, dispatch_uid=f"free {table}")
    post_migrate.connect(fix, sender=config, weak=False, dispatch_uid=f"fix {table}")


def _there(using: str, table: str, columns: list[str]) -> list[str]:
    """Those of the columns that the table has: after an older migration there are fewer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return [column for column in columns if column in found]


def _execute(using: str, table: str, statements) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if table in connection.introspection.table_names(cursor):
            for statement in statements(table, connection.vendor):
                cursor.execute(statement)


def _names(table: str) -> dict[str, str]:
    return {what: f"{PREFIX}{table}_{what.lower()}" for what in ("UPDATE", "DELETE", "TRUNCATE")}


def _dropping(table: str, vendor: str) -> Iterator[str]:
    for name in _names(table).values():
        yield f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if vendor == "postgresql" else "")


def _making(table: str, columns: list[str], vendor: str, changes: Collection[str]) -> Iterator[str]:
    names, of = _names(table), ", ".join(f'"{column}"' for column in columns)
    if vendor == "postgresql":
        yield _FUNCTION
    for what in changes:
        change = f"UPDATE OF {of}" if what == "UPDATE" else what
        each = "STATEMENT" if what == "TRUNCATE" else "ROW"
        if vendor == "postgresql":
            refuse = f"FOR EACH {each} EXECUTE FUNCTION fixed_refuse()"
        elif what == "TRUNCATE":
            # Not known there: without a condition it deletes, as any other statement.
            continue
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {table}'); END"
        yield f'CREATE TRIGGER "{names[what]}" BEFORE {change} ON "{table}" {refuse}'
