"""Database settings that lose no writes, for SQLite and for PostgreSQL."""

from typing import Any


def with_safe_defaults(config: dict[str, Any]) -> dict[str, Any]:
    """Complete what django-environ read from DATABASE_URL.

    SQLite with Django's defaults refuses most writes when a worker and a web process write at once;
    WAL with immediate transactions and a long wait refuses none.
    """
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
        # What is planned once in a session (nhveilig/unions.py) is not planned five times more to see what that brings.
        config.setdefault("OPTIONS", {}).setdefault("options", "-c plan_cache_mode=force_generic_plan")
    return config
