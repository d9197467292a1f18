"""Every dashboard with its queries and its time, at one eenheid and one year and at ten in twenty; and fifty readers.

A page is made anew for the first of its readers after something on it changed, and kept for the others: both are
measured, and so are readers while somebody reports.

Compare with two open-source peers that show one such page: 314 queries and 766 ms, 820 queries and 883 ms.
"""

import http.client
import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from tests.bench import growing
from tests.bench.editing import client_of, demo_database, server, session_of
from tests.bench.multiplying import PLAN, READER, UNIT
from tests.bench.pages import PageCost, cost_of
from themes.models import ImplementationPlan
from themes.progress.services import Report, report_progress

READERS, SECONDS = 50, 60
# Nobody reads a dashboard in less.
PAUSE_SECONDS = 5.0
REPORT_SECONDS = 2.0
THEME, MUNICIPALITY, TEAM = "ondermijning", "GM0361", "Basisteam Alkmaar"


@dataclass
class Reading:
    """What fifty readers met: milliseconds of every page, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        return sorted(self.milliseconds)[int(share * (len(self.milliseconds) - 1))]


@dataclass(frozen=True)
class Costs:
    anew: list[PageCost]
    kept: list[PageCost]


@dataclass(frozen=True)
class Measured:
    """`reporting`: what the readers met while somebody reported progress all the time."""

    small: Costs
    large: Costs
    reading: Reading
    reporting: Reading


def measure() -> Measured:
    with demo_database():
        growing.prepare()
        small = _costs()
        growing.grow()
        large = _costs()
        reading = _read_together()
        with _somebody_reporting():
            return Measured(small, large, reading, _read_together())


def addresses() -> list[str]:
    """Of every dashboard there is, for the eenheid and the year of the measurement."""
    unit = PoliceUnit.objects.get(code=UNIT)
    team = OrganisationUnit.objects.get(police_unit=unit, name=TEAM)
    place = [unit.slug, growing.YEAR]
    wanted = [
        ("reports:unit-dashboard", place),
        ("reports:theme-dashboard", [*place, THEME]),
        ("reports:municipality-list", []),
        ("reports:municipality-dashboard", [MUNICIPALITY, growing.YEAR]),
        ("reports:team-dashboard", [*place, team.pk]),
        ("themes:progress", [*place, THEME]),
        ("themes:matrix", place),
        ("themes:not-reported", place),
    ]
    return [reverse(name, args=args) for name, args in wanted]


def _costs() -> Costs:
    client = client_of(User.objects.get(username=READER))
    anew = [cost_of(client, address, before=cache.clear) for address in addresses()]
    return Costs(anew, [cost_of(client, address) for address in addresses()])


@contextmanager
def _somebody_reporting() -> Iterator[None]:
    """On an activity of the theme that is read, every so many seconds."""
    over = threading.Event()
    writer = threading.Thread(target=_report, args=(over,))
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def _report(over: threading.Event) -> None:
    plan = ImplementationPlan.objects.get(
        year=growing.YEAR, theme__slug=THEME, theme__plan__police_unit__code=UNIT, theme__plan__slug=PLAN
    )
    activity = plan.activity_set.first()
    said = Report(on=date(growing.YEAR, 12, 31), words="Een aanvulling.")
    while not over.wait(REPORT_SECONDS):
        report_progress(subject=activity, report=said, by=None, reason="Voor de meting.", today=timezone.localdate())
    connection.close()


def _read_together() -> Reading:
    """Fifty people with roles of their own, who open one dashboard after the other for a minute."""
    cache.clear()
    found, lock, pages = Reading(), threading.Lock(), addresses()
    sessions = [session_of(_reader(number)) for number in range(READERS)]
    with server() as port:
        until = time.monotonic() + SECONDS
        people = [
            threading.Thread(target=_read, args=(port, session, pages, until, found, lock)) for session in sessions
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
    return found


def _reader(number: int) -> User:
    """A mayor of one of the municipalities of the eenheid."""
    user, _ = User.objects.get_or_create(username=f"lezer-{number}")
    towns = Municipality.objects.filter(safety_region__police_unit__code=UNIT, valid_until=None).order_by("code")
    unit, town = PoliceUnit.objects.get(code=UNIT), towns[number % len(towns)]
    Role.objects.get_or_create(user=user, kind=Role.Kind.MAYOR, police_unit=unit, municipality=town)
    return user


def _read(port: int, session: str, pages: list[str], until: float, found: Reading, lock: threading.Lock) -> None:
    # People do not read in step, nor all the same page first.
    time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
    for address in itertools.cycle(random.sample(pages, len(pages))):
        if time.monotonic() >= until:
            return
        start = time.perf_counter()
        error = _opened(port, session, address)
        with lock:
            found.milliseconds.append((time.perf_counter() - start) * 1000)
            if error:
                found.errors.append(error)
        time.sleep(PAUSE_SECONDS)


def _opened(port: int, session: str, address: str) -> str:
    """What went wrong; nothing when the page came."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        browser.request("GET", address, headers={"Cookie": f"sessionid={session}"})
        response = browser.getresponse()
        response.read()
    except OSError as error:
        return f"{error} {address}"
    finally:
        browser.close()
    return "" if response.status == 200 else f"{response.status} {address}"
