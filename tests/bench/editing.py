"""Writing in a uitvoeringsplan: what saving one field and opening the editor cost, and fifty people who save at once.

Compare with two open-source peers, measured with forty activities: 45 queries and 62 ms, and 855 queries and 2,4 s,
to save one field.
"""

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nhveilig.accounts.models import Role, User
from reports.documents.management.commands.portal import web_server
from tests.bench.pages import throwaway_database
from themes.models import Activity, ImplementationPlan, ThemeMember
from themes.parts.registry import key_of
from themes.parts.views import plan_url

SIZES = (40, 200)
PEOPLE, SAVES_EACH = 50, 15
# A person types on while the last text is saved: one save a second is fast work.
PAUSE_SECONDS = 1.0
ROUNDS = 30
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Cost:
    name: str
    queries: int
    milliseconds: float


@dataclass
class Crowd:
    """What fifty people met: milliseconds of every save, what went wrong, and which last texts did not arrive."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lost: int = 0

    def percentile(self, share: float) -> float:
        return sorted(self.milliseconds)[int(share * (len(self.milliseconds) - 1))]


@contextmanager
def demo_database() -> Iterator[None]:
    """As `throwaway_database`, but one that another process can open too."""
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder, "bench.sqlite3"))
        with throwaway_database():
            yield


def costs() -> list[Cost]:
    """Saving one field, and opening the activities of a plan of each size."""
    return [_saving(_plan_of(SIZES[0])), *(_opening(_plan_of(size), size) for size in SIZES)]


def _plan_of(size: int) -> ImplementationPlan:
    """An open plan of the demo data with exactly so many activities."""
    plan = ImplementationPlan.objects.for_list().filter(status=ImplementationPlan.Status.CONCEPT).first()
    Activity.objects.filter(plan=plan).delete()
    Activity.objects.bulk_create(
        Activity(plan=plan, order=number, title=f"Activiteit {number}", owner="Politie", planned_moment="voorjaar")
        for number in range(size)
    )
    return plan


def _writer(plan: ImplementationPlan, number: int) -> User:
    user, _ = User.objects.get_or_create(username=f"schrijver-{number}")
    unit = plan.theme.plan.police_unit
    Role.objects.get_or_create(user=user, kind=Role.Kind.PROJECT_LEADER, police_unit=unit)
    ThemeMember.objects.get_or_create(theme=plan.theme, user=user)
    return user


def _saving(plan: ImplementationPlan) -> Cost:
    client, address = client_of(_writer(plan, 0)), plan_url(plan, "field-save")
    part, sitting, times = key_of(Activity.objects.filter(plan=plan).first()), uuid.uuid4(), []
    for number in range(ROUNDS):
        body = {"part": part, "field": "title", "text": f"Tekst {number}", "version": number, "session": sitting}
        queries, taken = _timed(lambda body=body: client.post(address, body, headers={"accept": "application/json"}))
        times.append(taken)
    return Cost("save one field", queries, statistics.median(times))


def _opening(plan: ImplementationPlan, size: int) -> Cost:
    client, address = client_of(_writer(plan, 0)), f"{plan_url(plan, 'plan-edit')}?deel=activiteiten"
    client.get(address)
    rounds = [_timed(lambda: client.get(address)) for _ in range(5)]
    return Cost(f"open the editor, {size} activities", rounds[-1][0], statistics.median(taken for _, taken in rounds))


def client_of(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _timed(request) -> tuple[int, float]:
    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        response = request()
        taken = (time.perf_counter() - start) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"answered {response.status_code}: {response.content[:200]!r}")
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in captured), taken


def crowd() -> Crowd:
    """Fifty people in one plan, each in an activity of their own, on two web processes as `./start` runs them."""
    plan, found, lock = _plan_of(PEOPLE), Crowd(), threading.Lock()
    parts = [key_of(part) for part in Activity.objects.filter(plan=plan).order_by("order")]
    sessions = [session_of(_writer(plan, number)) for number in range(PEOPLE)]
    # Everybody has opened the plan before anybody types.
    together = threading.Barrier(PEOPLE)
    with server() as port:
        people = [
            threading.Thread(target=_write, args=(port, plan, part, session, found, lock, together))
            for part, session in zip(parts, sessions, strict=True)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
    last = f"Tekst {SAVES_EACH - 1}"
    found.lost = Activity.objects.filter(plan=plan).exclude(title=last).count()
    return found


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def _write(port: int, plan: ImplementationPlan, part: str, session: str, found: Crowd, lock, together) -> None:
    browser, sitting = http.client.HTTPConnection("127.0.0.1", port, timeout=60), uuid.uuid4()
    token, cookie = _token(browser, plan_url(plan, "plan-edit"), session)
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": token,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    together.wait(timeout=120)
    # People do not type in step.
    time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
    for number in range(SAVES_EACH):
        body = {"part": part, "field": "title", "text": f"Tekst {number}", "version": number, "session": sitting}
        start = time.perf_counter()
        status, answer = _send(browser, plan_url(plan, "field-save"), urlencode(body), headers)
        with lock:
            found.milliseconds.append((time.perf_counter() - start) * 1000)
            if status != 200:
                found.errors.append(f"{status} {answer[:120]!r}")
        time.sleep(PAUSE_SECONDS)
    browser.close()


def _send(browser: http.client.HTTPConnection, address: str, body: str, headers: dict) -> tuple[int, bytes]:
    """As a browser does: once more over a new connection when the server had just closed the old one."""
    for last in (False, True):
        try:
            browser.request("POST", address, body, headers)
            response = browser.getresponse()
            return response.status, response.read()
        except OSError as error:
            browser.close()
            if last:
                return 0, str(error).encode()
    return 0, b""


def _token(browser: http.client.HTTPConnection, address: str, session: str) -> tuple[str, str]:
    """The token of the page, and the cookies that go with it."""
    browser.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    response = browser.getresponse()
    page = response.read().decode()
    csrf = re.search(r"csrftoken=([^;]+)", response.getheader("Set-Cookie", ""))[1]
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1], f"sessionid={session}; csrftoken={csrf}"


@contextmanager
def server() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = web_server("127.0.0.1", port).argv
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": _url()}) as server:
        try:
            _wait_until_it_answers(port)
            yield port
        finally:
            server.terminate()


def _url() -> str:
    """The address of the database that is measured, for another process."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    where = f"{chosen['HOST'] or 'localhost'}:{chosen['PORT'] or 5432}"
    return f"postgres://{chosen['USER']}:{chosen['PASSWORD']}@{where}/{chosen['NAME']}"


def _wait_until_it_answers(port: int) -> None:
    for _ in range(100):
        try:
            browser = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            browser.request("GET", "/healthz")
            if browser.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web server does not answer")
