"""Which release of the portal runs: what another one kept is of no use to it."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

# What a page is made with, besides the database.
SOURCES = ("nhveilig", "agenda", "formation", "themes", "reports", "templates", "static")
KINDS = frozenset({".py", ".html", ".css", ".js", ".svg"})


@cache
def release() -> str:
    """A name of this version of the code and templates: equal files give an equal name, on whatever machine."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> list[Path]:
    folders = (settings.BASE_DIR / name for name in SOURCES)
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS]
