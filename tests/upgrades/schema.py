"""What stands in a database, but for its rows."""

import re

from django.db import connection

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
        is_nullable, column_default, is_identity, generation_expression
    FROM information_schema.columns WHERE table_schema = current_schema ORDER BY table_name, ordinal_position
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = current_schema::regnamespace ORDER BY 1, 2
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema ORDER BY 1, 2"
TRIGGERS = """
    SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2
"""
FUNCTIONS = """
    SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema::regnamespace ORDER BY 1
"""
MASTER = """
    SELECT tbl_name, name, sql FROM sqlite_master WHERE sql > '' AND name NOT LIKE 'sqlite_%' ORDER BY 1, 2
"""
BETWEEN_COLUMNS = re.compile(r", (?=\"\w+\" |CONSTRAINT )|\)$")


def schema() -> dict[str, list[tuple]]:
    """For each table, and each function, what its name stands for."""
    found: dict[str, list[tuple]] = {}
    for name, *facts in _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite():
        found.setdefault(name, []).append(tuple(facts))
    return found


def _on_postgresql() -> list[tuple]:
    with connection.cursor() as cursor:
        rows = []
        for query in (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, FUNCTIONS):
            cursor.execute(query)
            rows += cursor.fetchall()
    return rows


def _on_sqlite() -> list[tuple]:
    """SQLite puts a column that was altered behind the others, which makes no difference to anybody."""
    with connection.cursor() as cursor:
        cursor.execute(MASTER)
        return [(table, name, *sorted(BETWEEN_COLUMNS.split(sql))) for table, name, sql in cursor.fetchall()]
