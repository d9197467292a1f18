"""Releases that an installation may come from, and a portal of one of them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.running import ROOT, Database

# From before releases were tagged. Each finished one is, as v0.2.0.
UNTAGGED = ["11e968e"]
# Tables that have another name since, as an app took its own.
RENAMED = {
    "reports_savedview": "dashboards_savedview",
    "reports_visit": "dashboards_visit",
    "reports_editionpassage": "search_editionpassage",
}
# Django's own, and notes of what changed: their rows come and go.
PASSING = ("django_", "auth_", "caching_", "sqlite_", "search_on_", "seeding_")


class NoHistoryError(Exception):
    """The git history is not there, so that no older release can be had."""


def git(*arguments: str) -> bytes:
    result = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    if result.returncode:
        raise NoHistoryError(f"git {' '.join(arguments)}: {result.stderr.decode().strip()}")
    return result.stdout


def releases() -> list[str]:
    """Every release to upgrade from; only the untagged one where git itself is missing."""
    try:
        return [*UNTAGGED, *git("tag", "--list", "v*", "--sort=version:refname").decode().split()]
    except (NoHistoryError, FileNotFoundError):
        return UNTAGGED


def unpack(release: str, folder: Path) -> Path:
    """The files of a release. Raises NoHistoryError."""
    subprocess.run(["tar", "-x", "-C", str(folder)], input=git("archive", release), check=True)
    return folder


class Installation:
    """Data of one portal, worked on by whichever release is told to."""

    def __init__(self, folder: Path, server: str) -> None:
        folder.mkdir()
        self.database = Database(folder, server=server)
        ours = {"REDIS_URL", "TEST_REDIS_URL", "DJANGO_SETTINGS_MODULE", "DEMO_PASSWORD", "SECRET_KEY"}
        self.environment = {name: value for name, value in os.environ.items() if name not in ours} | {
            "NHVEILIG_VAR": str(folder),
            "DATABASE_URL": self.database.url,
        }

    def manage(self, *arguments: str, code: Path = ROOT) -> str:
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=code,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{arguments}: {result.stderr[-3000:]}"
        return result.stdout

    def work(self, code: Path) -> dict:
        """Do what somebody does, in the release in `code`; what there is to keep."""
        script = Path(__file__).with_name("work_of_a_user.py").read_text(encoding="utf-8")
        return json.loads(self.manage("shell", "-v0", "-c", script, code=code).splitlines()[-1])

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, under the name it has now."""
        return {
            RENAMED.get(table, table): self.database.rows(f'SELECT count(*) FROM "{table}"')[0][0]  # noqa: S608
            for table in self._tables()
            if not table.startswith(PASSING)
        }

    def editions(self) -> dict[int, tuple]:
        rows = self.database.rows("SELECT id, number, status, sha256, frozen_at, content FROM reports_edition")
        return {row[0]: (*row[1:5], json.dumps(row[5], sort_keys=True)) for row in rows}

    def official_files(self) -> dict[int, tuple[bytes, str]]:
        rows = self.database.rows("SELECT edition_id, data, sha256 FROM reports_officialfile")
        return {edition: (bytes(data), sha256) for edition, data, sha256 in rows}

    def migrations(self) -> dict[str, str]:
        """The last one of each app, by its number."""
        return dict(self.database.rows("SELECT app, max(name) FROM django_migrations GROUP BY app"))

    def _tables(self) -> list[str]:
        if self.database.server:
            sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        else:
            sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return sorted(name for (name,) in self.database.rows(sql))
