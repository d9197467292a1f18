"""Many people at once on two web processes, as `./start` runs them."""

import http.client
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string

from nhveilig.accounts.models import User
from reports.documents.management.commands.portal import web_server
from tests.bench.measuring import throwaway_database
from tests.bench.multiplying import reduce_to_one
from tests.running import free_port, wait_for

# Milliseconds, and what went wrong; nothing when the page came.
Answer = tuple[float, str]


@dataclass(frozen=True)
class Met:
    """What all of them met together."""

    milliseconds: list[float]
    errors: list[str]

    def percentile(self, share: float) -> float:
        return sorted(self.milliseconds)[int(share * (len(self.milliseconds) - 1))]


class Browser:
    """Somebody who is logged in, and keeps the connection."""

    def __init__(self, port: int, user: User | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        token = get_random_string(32)
        self.headers = {"Cookie": f"csrftoken={token}", "X-CSRFToken": token}
        if user:
            self.headers["Cookie"] += f"; sessionid={client_of(user).session.session_key}"

    def get(self, address: str) -> Answer:
        return self._answer("GET", address)

    def save(self, address: str, fields: dict) -> Answer:
        """As a script of the page does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self._answer("POST", address, urlencode(fields), self.headers | kind)

    def _answer(self, method: str, address: str, body: str | None = None, headers: dict | None = None) -> Answer:
        """Asks once more over a new connection when the server had just closed the old one, as every browser does."""
        start, said = time.perf_counter(), ""
        for _ in range(2):
            try:
                self.connection.request(method, address, body, headers or self.headers)
                response = self.connection.getresponse()
                text = response.read()
                said = "" if response.status == 200 else f"{response.status} {address} {text[:120]!r}"
                break
            except OSError as error:
                self.connection.close()
                said = f"{error} {address}"
        return (time.perf_counter() - start) * 1000, said


def client_of(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def all_at_once(people: int, work: Callable[[int], Iterable[Answer]]) -> Met:
    """What they met who each did the work with their own number."""
    with ThreadPoolExecutor(people) as pool:
        answers = [answer for found in pool.map(lambda number: list(work(number)), range(people)) for answer in found]
    return Met([taken for taken, _ in answers], [error for _, error in answers if error])


@contextmanager
def demo_database() -> Iterator[None]:
    """As `throwaway_database`, with one eenheid in one period; another process can open it too."""
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder, "bench.sqlite3"))
        with throwaway_database():
            reduce_to_one()
            yield


@contextmanager
def server() -> Iterator[int]:
    port = free_port()
    command = web_server("127.0.0.1", port).argv
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": _url()}) as process:
        try:
            wait_for(lambda: not Browser(port).get("/healthz")[1], 30)
            yield port
        finally:
            process.terminate()


def _url() -> str:
    """The address of the database that is measured, for another process."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    where = f"{chosen['HOST'] or 'localhost'}:{chosen['PORT'] or 5432}"
    return f"postgres://{chosen['USER']}:{chosen['PASSWORD']}@{where}/{chosen['NAME']}"
