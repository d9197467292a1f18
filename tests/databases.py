"""The databases of the tests: empty, with what every portal knows, and with the demo data: each a copy of a template.

A template is made once for the code and the fixtures as they are now. Every worker of pytest-xdist has its own copies.
A test that rolls back leaves its copy as it was; after one that commits the copy is made anew, which takes a tenth of a
second and, unlike emptying tables, brings back numbering, triggers and what migrations put in.
"""

import fcntl
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
EMPTY, REFERENCE, DEMO = "empty", "reference", "demo"
# What decides what stands in the template with the demo data; and, of that, in the empty one.
SOURCES = ("agenda", "fixtures", "formation", "nhveilig", "reports", "themes", "templates", "requirements")
OF_SCHEMA = ("migrations", "models", "apps.py", "caching", "settings", "requirements")

# "" when pytest runs without workers.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def fingerprint(kind: str) -> str:
    """Of everything that decides what stands in a template."""
    digest = hashlib.sha256()
    for path in _sources():
        name = str(path.relative_to(ROOT))
        if kind != EMPTY or any(part in name for part in OF_SCHEMA):
            digest.update(f"{name} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> list[Path]:
    found = (path for folder in SOURCES for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


class PostgresStore:
    """Databases on the server of `DATABASE_URL`; a template carries the fingerprint as its comment."""

    def __init__(self) -> None:
        self.prefix = f"test_{connection.settings_dict['NAME']}"

    def template(self, kind: str) -> str:
        return f"{self.prefix}_template_{kind}"

    def own(self, kind: str) -> str:
        return "_".join(filter(None, [self.prefix, kind, WORKER]))

    def is_made(self, kind: str, mark: str) -> bool:
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        return self._run(query, [self.template(kind)]) == [(mark,)]

    def create(self, name: str) -> None:
        self.drop(name)
        self._run(f"CREATE DATABASE {name}")

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        self._run(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def mark_made(self, kind: str, mark: str) -> None:
        self._run(f"COMMENT ON DATABASE {self.template(kind)} IS '{mark}'")

    def _run(self, statement: str, parameters: list[str] | None = None) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []


class SqliteStore:
    """Files; a template is marked by a file beside it. In memory, threads would meet locks that no portal knows."""

    def __init__(self, shared: Path, own: Path) -> None:
        self.shared, self.folder = shared, own

    def template(self, kind: str) -> str:
        return str(self.shared / f"{kind}.sqlite3")

    def own(self, kind: str) -> str:
        return str(self.folder / f"{kind}.sqlite3")

    def is_made(self, kind: str, mark: str) -> bool:
        made = Path(f"{self.template(kind)}-made")
        return made.exists() and made.read_text() == mark

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, source: str, name: str) -> None:
        self.drop(name)
        shutil.copyfile(source, name)

    def drop(self, name: str) -> None:
        for ending in ("", "-wal", "-shm", "-made"):
            Path(name + ending).unlink(missing_ok=True)

    def mark_made(self, kind: str, mark: str) -> None:
        Path(f"{self.template(kind)}-made").write_text(mark)


class Databases:
    """Which database the connection of Django leads to, and whether it is as it was made."""

    def __init__(self, store: PostgresStore | SqliteStore, lock: Path) -> None:
        self.store, self.lock = store, lock
        self.kind = ""
        self.touched: set[str] = set()
        self.made: set[str] = set()
        self.templates: set[str] = set()

    def use(self, kind: str, made_by: Callable[[], None] | None = None) -> None:
        """The copy of a template; or, with `made_by`, one of the demo data to which that function added something."""
        if kind not in self.made or kind in self.touched:
            self._make(kind, made_by)
        if self.kind != kind:
            self._connect_to(self.store.own(kind))
            self.kind = kind

    def _make(self, kind: str, made_by: Callable[[], None] | None) -> None:
        template = self.template_of(DEMO if made_by else kind)
        self._leave()
        self.store.copy(template, self.store.own(kind))
        if made_by:
            self._connect_to(self.store.own(kind))
            made_by()
            continue_numbering()
        self.made.add(kind)
        self.touched.discard(kind)

    def touch(self) -> None:
        """What a test did in the database that is in use stays in it, until that is used again."""
        self.touched.add(self.kind)

    def template_of(self, kind: str) -> str:
        if kind not in self.templates:
            self._ensure_template(kind)
            self.templates.add(kind)
        return self.store.template(kind)

    def drop(self) -> None:
        self._leave()
        for kind in self.made:
            self.store.drop(self.store.own(kind))

    def _leave(self) -> None:
        connections.close_all()
        self.kind = ""

    def _connect_to(self, name: str) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def _ensure_template(self, kind: str) -> None:
        with locked(self.lock):
            self._make_template(EMPTY, self._make_empty)
            if kind != EMPTY:
                self._make_template(REFERENCE, self._make_reference)
            if kind == DEMO:
                self._make_template(DEMO, self._make_demo)

    def _make_template(self, kind: str, make: Callable[[str], None]) -> None:
        mark = fingerprint(kind)
        if not self.store.is_made(kind, mark):
            make(self.store.template(kind))
            self._leave()
            self.store.mark_made(kind, mark)

    def _make_empty(self, name: str) -> None:
        self._leave()
        self.store.create(name)
        self._connect_to(name)
        call_command("migrate", interactive=False, verbosity=0)

    def _make_from(self, kind: str, name: str) -> None:
        self._leave()
        self.store.copy(self.store.template(kind), name)
        self._connect_to(name)

    def _make_reference(self, name: str) -> None:
        self._make_from(EMPTY, name)
        call_command("load_reference", stdout=io.StringIO())

    def _make_demo(self, name: str) -> None:
        self._make_from(REFERENCE, name)
        # Nobody asks for files of the demo data; a test that wants one does.
        with patch("reports.documents.services.editions.request_export"):
            call_command("seed", stdout=io.StringIO())


def continue_numbering() -> None:
    """PostgreSQL counts on from what it handed out itself, and some rows brought their own numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """By one process at a time."""
    with closing(path.open("w")) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
