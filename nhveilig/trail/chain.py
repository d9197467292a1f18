"""What the hash of a row is taken of. Migrations use it too: what stands here never changes, or the trail is broken."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# The hash before the first row.
BEGINNING = "0" * 64
# The columns that are in the hash, beside the hash of the row before.
HASHED = ("number", "at", "kind", "unit", "subject_kind", "subject_key", "subject", "facts", "people", "is_from_before")


def link(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of a row of the trail, that comes after the one whose hash is `previous`."""
    held = {name: row[name] for name in HASHED} | {"at": _moment(row["at"]), "previous": previous}
    said = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _moment(at: datetime) -> str:
    """The same in every time zone that a database answers in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def mark(nonce: str, user_id: int) -> str:
    """Stands in the hash for somebody. Without the nonce, which goes when they are forgotten, nobody can tell who."""
    return hashlib.sha256(f"{nonce} {user_id}".encode()).hexdigest()
