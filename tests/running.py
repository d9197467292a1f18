"""A whole portal in processes of its own, as `./start` runs it, and somebody who visits it without a browser."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Self

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "samen-veilig-2026"
# Long enough for a loaded machine, short enough for a test that waits for it to run out.
LEASE_SECONDS = 4


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], object], seconds: float = 90) -> object:
    """What `condition` returned once it was true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return found


class Database:
    """Beside the test database and of the same kind, or on `server` ("" for SQLite): a copy of `template`, or empty.

    Read here without Django, which is not to be involved.
    """

    def __init__(self, folder: Path, template: str = "", server: str | None = None) -> None:
        address = (os.environ.get("DATABASE_URL", "") if server is None else server).rpartition("/")[0]
        # The database of the server itself, which is always there.
        self.server = address and f"{address}/postgres"
        self.name = f"portal_{os.getpid()}_{folder.name}".replace("-", "_").lower()
        if self.server:
            copied = f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
            self._run_on_server(f"CREATE DATABASE {self.name}{copied}")
            self.url = f"{address}/{self.name}"
        else:
            self.path = folder / "db.sqlite3"
            self.url = f"sqlite:///{self.path}"
            if template:
                shutil.copyfile(template, self.path)
        if template:
            # Tests hash in a quick way that a portal does not accept.
            self.change(f"UPDATE accounts_user SET password = '{_hash_of_password()}'")  # noqa: S608 - our own

    def rows(self, sql: str) -> list[tuple]:
        with closing(self._connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def change(self, sql: str) -> None:
        with closing(self._connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            connection.commit()

    def drop(self) -> None:
        if self.server:
            self._run_on_server(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _connect(self):
        if not self.server:
            return sqlite3.connect(self.path)
        import psycopg2

        return psycopg2.connect(self.url)

    def _run_on_server(self, statement: str) -> None:
        import psycopg2

        with closing(psycopg2.connect(self.server)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)


@cache
def _hash_of_password() -> str:
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(PASSWORD, hasher.salt())


class Portal:
    """Web server, workers and sweep under one supervisor. Without `redis_url` its messages go through a folder."""

    def __init__(self, folder: Path, template: str, redis_url: str = "") -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        # Of whoever logged in, by username: in a browser, and without one.
        self.sessions: dict[str, list[dict]] = {}
        self.cookies: dict[str, list[http.cookiejar.Cookie]] = {}
        self.database = Database(folder, template)
        self.environment = {
            name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        } | {
            "NHVEILIG_VAR": str(folder),
            "DATABASE_URL": self.database.url,
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            # One session serves many tests.
            "SESSION_IDLE_SECONDS": "14400",
        }
        if redis_url:
            self.environment["REDIS_URL"] = redis_url

    def __enter__(self) -> Self:
        self.log = (self.folder / "portal.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "portal", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        wait_for(self._answers)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        if self.process.returncode is None:
            self.kill_worker()
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.database.drop()

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.folder / "portal.log").read_text()
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as response:  # noqa: S310 - our own address
                return response.status == 200
        except OSError:
            return False

    def kill_worker(self) -> None:
        """The worker and everything it started, at once and without a word; the supervisor starts another."""
        for pid in self._children():
            if b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.killpg(pid, signal.SIGKILL)

    def _children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def files(self) -> list[Path]:
        return [path for path in (self.folder / "media").rglob("*") if path.is_file()]

    def change_a_text(self) -> None:
        """So that the next edition is not refused as a copy of the last."""
        self.database.change("UPDATE reports_block SET title = title || '.' WHERE anchor = 'leeswijzer'")

    def forget_reactions(self) -> None:
        """So that a mayor is asked again, whatever other tests answered."""
        self.database.change("DELETE FROM themes_preparedreaction")
        self.database.change("DELETE FROM themes_reaction")

    def newest_edition(self) -> int:
        return self.database.rows("SELECT max(number) FROM reports_edition")[0][0]

    def export(self, pk: int) -> dict[str, object]:
        found = self.database.rows("SELECT id, state, stage, attempts, done, pages FROM reports_export")
        [row] = [row for row in found if row[0] == pk]
        return dict(zip(("id", "state", "stage", "attempts", "done", "pages"), row, strict=True))


class Visitor:
    """Logged in as `username`; fills in forms as a browser without JavaScript does."""

    def __init__(self, portal: Portal, username: str = "staf") -> None:
        self.portal = portal
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        for cookie in portal.cookies.get(username, []):
            jar.set_cookie(cookie)
        self.get("/")
        if "/inloggen/" in self.url:
            self.post("/inloggen/", username=username, password=PASSWORD)
            portal.cookies[username] = [cookie for cookie in jar if cookie.name == "sessionid"]

    def get(self, path: str) -> str:
        return self._open(path).decode()

    def download(self, path: str) -> bytes:
        return self._open(path)

    def post(self, path: str, **fields: str) -> str:
        """The page one ends up on; its address is in `self.url`."""
        fields["csrfmiddlewaretoken"] = self.token
        return self._open(path, urllib.parse.urlencode(fields).encode()).decode()

    def upload(self, path: str, name: str, data: bytes, **fields: str) -> str:
        """The page one ends up on after sending a file, in the field `file`."""
        fields |= {"csrfmiddlewaretoken": self.token, "file": SimpleUploadedFile(name, data)}
        return self._open(path, encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT).decode()

    def freeze(self, status: str = "concept") -> int:
        """Freeze the demo document, changed first; the number of the edition."""
        self.portal.change_a_text()
        address = "/documenten/imv-nh-2019-2022/bevriezen/"
        self.get(address)
        self.post(address, status=status)
        return self.portal.newest_edition()

    def ask_for(self, format: str, edition: int = 1) -> int:
        """Ask for a file of the demo document; the number of the export."""
        document = "/documenten/imv-nh-2019-2022/"
        self.get(document)
        self.post(f"{document}edities/{edition}/exporteren/", format=format)
        return int(re.search(r"/exports/(\d+)/", self.url)[1])

    def _open(self, path: str, data: bytes | None = None, content_type: str = "") -> bytes:
        headers = {"Referer": self.portal.address} | ({"Content-Type": content_type} if content_type else {})
        request = urllib.request.Request(self.portal.address + path, data, headers)  # noqa: S310
        try:
            response = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            response = refusal  # a page as any other, with its own words
        with response:
            body, self.url = response.read(), response.url
        if found := re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body):
            self.token = found[1].decode()
        return body
