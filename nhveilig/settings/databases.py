"""Database settings that lose no writes, for SQLite and for PostgreSQL."""

from typing import Any

# What a session planned once (nhveilig/unions.py), it does not plan five times more to see whether that is better.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"


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
        # Behind a pool of sessions nothing is planned once, and not every pool takes options.
        if not config.get("DISABLE_SERVER_SIDE_CURSORS"):
            config.setdefault("OPTIONS", {}).setdefault("options", PLANNED_ONCE)
    return config
