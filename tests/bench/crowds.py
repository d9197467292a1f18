"""Many people at once on two web processes, as `./start` runs them; and writing in a uitvoeringsplan: what saving one
field and opening the editor cost, and fifty people who save at once.

Compare with two open-source peers, measured with forty activities: 45 queries and 62 ms, and 855 queries and 2,4 s,
to save one field.
"""

import http.client
import os
import random
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string

from nhveilig.accounts.models import Role, User
from reports.documents.management.commands.portal import web_server
from tests.accounts.factories import RoleFactory
from tests.bench.measuring import PageCost, cost_of, throwaway_database
from tests.bench.multiplying import reduce_to_one
from tests.running import free_port, wait_for
from tests.themes.factories import ActivityFactory
from themes.models import Activity, ImplementationPlan, ThemeMember
from themes.parts.registry import key_of
from themes.parts.views import plan_url

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


SIZES = (40, 200)
PEOPLE, SAVES_EACH = 50, 15
# A person types on while the last text is saved: one save a second is fast work.
PAUSE_SECONDS = 1.0


def costs() -> list[PageCost]:
    """Saving one field, and opening the activities of a plan of each size."""
    return [_saving(_plan_of(SIZES[0])), *(_opening(_plan_of(size), size) for size in SIZES)]


def _plan_of(size: int) -> ImplementationPlan:
    """An open plan of the demo data with exactly so many activities."""
    plan = ImplementationPlan.objects.for_list().filter(status=ImplementationPlan.Status.CONCEPT).first()
    Activity.objects.filter(plan=plan).delete()
    ActivityFactory.create_batch(size, plan=plan, owner="Politie", planned_moment="voorjaar")
    return plan


def _writer(plan: ImplementationPlan) -> User:
    user = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=plan.theme.plan.police_unit).user
    ThemeMember.objects.create(theme=plan.theme, user=user)
    return user


def _saving(plan: ImplementationPlan) -> PageCost:
    client, address, texts = client_of(_writer(plan)), plan_url(plan, "field-save"), _texts(plan.activity_set.first())
    save = partial(client.post, address, headers={"accept": "application/json"})
    return cost_of("save one field", lambda: save(data=next(texts)), rounds=30)


def _texts(activity: Activity) -> Iterator[dict]:
    """What the editor sends, one text after the other."""
    part, sitting = key_of(activity), uuid.uuid4()
    for number in count():
        yield {"part": part, "field": "title", "text": f"Tekst {number}", "version": number, "session": sitting}


def _opening(plan: ImplementationPlan, size: int) -> PageCost:
    client, address = client_of(_writer(plan)), f"{plan_url(plan, 'plan-edit')}?deel=activiteiten"
    return cost_of(f"open the editor, {size} activities", partial(client.get, address), rounds=5)


def crowd() -> tuple[Met, int]:
    """Fifty people in one plan, each in an activity of their own; and how many of their last texts did not arrive."""
    plan = _plan_of(PEOPLE)
    writers, activities = [_writer(plan) for _ in range(PEOPLE)], list(plan.activity_set.order_by("order"))
    # Everybody has opened the plan before anybody types.
    together = threading.Barrier(PEOPLE)
    with server() as port:
        browsers = [Browser(port, writer) for writer in writers]
        met = all_at_once(PEOPLE, lambda number: _write(browsers[number], plan, activities[number], together))
    return met, Activity.objects.filter(plan=plan).exclude(title=f"Tekst {SAVES_EACH - 1}").count()


def _write(
    browser: Browser, plan: ImplementationPlan, activity: Activity, together: threading.Barrier
) -> Iterator[Answer]:
    browser.get(plan_url(plan, "plan-edit"))
    together.wait(timeout=120)
    # People do not type in step.
    time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
    for _, fields in zip(range(SAVES_EACH), _texts(activity), strict=False):
        yield browser.save(plan_url(plan, "field-save"), fields)
        time.sleep(PAUSE_SECONDS)
