"""Parts of a page that are kept as they were rendered, for as long as nothing they were made from changed."""

import hashlib
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from nhveilig.caching import recording
from nhveilig.caching.backends import is_anything_kept
from nhveilig.caching.models import Change

# Seconds. Only to make room: what is old is never shown, however young.
KEPT_FOR = 24 * 60 * 60
# A token for a form is of one session; this stands in its place in what is kept.
TOKEN_PLACE = "-token-of-the-reader-"  # noqa: S105 - the place for one, not a token
LONGEST_ADDRESS = 400
# What a page is made with, besides the database.
SOURCES = ("nhveilig", "agenda", "formation", "themes", "reports", "templates", "static")
KINDS = frozenset({".py", ".html", ".css", ".js", ".svg"})


@once
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


def unrecorded(*models: type[Model]) -> AbstractContextManager[None]:
    """What these models say within it, a kept part was not made from; without models, nothing read there was."""
    return recording.unrecorded({model._meta.db_table for model in models})


def _packed(html: str) -> str:
    """As text, for what stands in the cache is JSON."""
    return b64encode(zlib.compress(html.encode(), 1)).decode("ascii")


class KeptPage:
    """One page for one kind of reader, on one day. Made before the page reads anything it keeps: one query.

    A part is shown from the cache when the tables it was made from have the stamps they had then. Which tables those
    are is not told but recorded: every one that was read since this page was begun, outside `unrecorded`.
    """

    def __init__(self, request: HttpRequest, reader: str) -> None:
        address = request.get_full_path()
        self.request = request
        self.is_kept = len(address) <= LONGEST_ADDRESS and is_anything_kept()
        if self.is_kept:
            self.place = (release(), address, reader, timezone.localdate().isoformat())
            # Also for what is kept apart and shown in a part: it must be no older than the stamps.
            request.stamps = self.stamps = Change.objects.stamps()
            self.tables = recording.record()

    def part(self, name: str, render: Callable[[], str]) -> SafeString:
        """`render` writes TOKEN_PLACE where the token of a form belongs."""
        html = self._found(name) if self.is_kept else None
        if html is None:
            html = render()
            self._keep(name, html)
        html = html.replace(TOKEN_PLACE, get_token(self.request)) if TOKEN_PLACE in html else html
        return mark_safe(html)  # noqa: S308 - a template of ours made it

    def _found(self, name: str) -> str | None:
        kept = cache.get(self._key_of(name))
        if kept is None:
            return None
        stamps, html = kept
        return zlib.decompress(b64decode(html)).decode() if self._stamps_of(stamps) == stamps else None

    def _keep(self, name: str, html: str) -> None:
        if self.is_kept and not self.tables & recording.unwatched_tables():
            cache.set(self._key_of(name), (self._stamps_of(self.tables), _packed(html)), KEPT_FOR)

    def _key_of(self, name: str) -> str:
        return hashlib.sha256("\n".join([*self.place, name]).encode()).hexdigest()

    def _stamps_of(self, tables: set[str] | dict[str, int]) -> dict[str, int]:
        return {table: self.stamps.get(table, 0) for table in tables}
