"""Every dashboard with its queries and its time, at one eenheid and one year and at ten in twenty; and fifty readers.

A page is made anew for the first of its readers after something on it changed, and kept for the others: both are
measured, and so are readers while somebody reports.

Compare with two open-source peers that show one such page: 314 queries and 766 ms, 820 queries and 883 ms.
"""

import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from tests.accounts.factories import RoleFactory
from tests.bench import growing
from tests.bench.crowds import Answer, Browser, Met, all_at_once, demo_database, server
from tests.bench.measuring import PageCost
from tests.bench.multiplying import PLAN, UNIT
from tests.bench.pages import costs
from themes.models import ImplementationPlan
from themes.progress.services import Report, report_progress

READERS, SECONDS = 50, 60
# Nobody reads a dashboard in less.
PAUSE_SECONDS = 5.0
REPORT_SECONDS = 2.0
# Of every page made anew, and kept.
Costs = tuple[list[PageCost], list[PageCost]]
THEME, MUNICIPALITY, TEAM = "ondermijning", "GM0361", "Basisteam Alkmaar"


def measure() -> tuple[Costs, Costs, Met, Met]:
    """At one eenheid in one year and at ten in twenty; what the readers met, and what while somebody reported."""
    with demo_database():
        growing.prepare()
        small = _costs()
        growing.grow()
        large = _costs()
        reading = _read_together()
        with _somebody_reporting():
            return small, large, reading, _read_together()


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
    return costs(addresses(), before=cache.clear), costs(addresses())


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


def _read_together() -> Met:
    """Fifty people with roles of their own, who open one dashboard after the other for a minute."""
    cache.clear()
    readers, pages = [_reader(number) for number in range(READERS)], addresses()
    with server() as port:
        browsers = [Browser(port, reader) for reader in readers]
        until = time.monotonic() + SECONDS
        return all_at_once(READERS, lambda number: _read(browsers[number], pages, until))


def _reader(number: int) -> User:
    """A mayor of one of the municipalities of the eenheid."""
    unit = PoliceUnit.objects.get(code=UNIT)
    towns = Municipality.objects.filter(safety_region__police_unit=unit, valid_until=None).order_by("code")
    return RoleFactory(kind=Role.Kind.MAYOR, police_unit=unit, municipality=towns[number % len(towns)]).user


def _read(browser: Browser, pages: list[str], until: float) -> Iterator[Answer]:
    # People do not read in step, nor all the same page first.
    time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
    for address in itertools.cycle(random.sample(pages, len(pages))):
        if time.monotonic() >= until:
            return
        yield browser.get(address)
        time.sleep(PAUSE_SECONDS)
