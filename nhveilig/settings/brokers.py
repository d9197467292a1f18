"""Celery's two brokers, folders on this machine or Redis, and the cache that Redis keeps beside its messages."""

from pathlib import Path

REDIS_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # Defaults look for lost messages every 100 s; this makes it every 5.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A hanging Redis must not hold up a page: fail fast, the sweeper sends the message later.
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
}


def filesystem_transport_options(folder: Path) -> dict[str, str]:
    """Options for kombu's filesystem transport; the folders are made here, kombu expects them."""
    for name in ("messages", "control", "processed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "store_processed": False,
    }


def redis_cache(url: str) -> dict[str, object]:
    """For `CACHES`. A Redis that hangs holds up a page for half a second, not for ever."""
    return {
        "BACKEND": "nhveilig.caching.backends.ForgivingRedisCache",
        "LOCATION": url,
        # As JSON: whoever writes in Redis may show a wrong page, but runs no code here, as with pickle.
        "OPTIONS": {
            "serializer": "nhveilig.caching.backends.JsonSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
        "KEY_PREFIX": "nhveilig",
    }
