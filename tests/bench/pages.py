"""Every page a reader opens, with its queries and its time, for one eenheid in one period and for ten in five; and
every dashboard, for one in one year and for ten in twenty, with fifty readers.

A dashboard is made anew for the first of its readers after something on it changed, and kept for the others: both are
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
from functools import partial

from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from formation.models import MAIN_SERIES
from nhveilig.accounts.models import Role, User
from nhveilig.caching.models import MODULUS, Change
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from reports.documents.models import Edition
from tests.accounts.factories import RoleFactory
from tests.bench.crowds import Answer, Browser, Met, all_at_once, client_of, demo_database, server
from tests.bench.measuring import PageCost, cost_of, throwaway_database
from tests.bench.multiplying import AGENDA, PLAN, READER, UNIT, YEAR, grow, multiply, prepare, reduce_to_one
from themes.models import ImplementationPlan
from themes.progress.services import Report, report_progress


def measure_pages() -> tuple[list[PageCost], list[PageCost]]:
    with throwaway_database():
        reduce_to_one()
        at_one = costs(_addresses())
        multiply()
        return at_one, costs(_addresses())


def costs(addresses: list[str], **how: object) -> list[PageCost]:
    client = client_of(User.objects.get(username=READER))
    return [cost_of(address, partial(client.get, address), **how) for address in addresses]


def _addresses() -> list[str]:
    edition = Edition.objects.filter(document__slug=PLAN).select_related("document").first()
    slug, agenda, unit = edition.document.slug, [AGENDA], ["noord-holland"]
    series, indicator = [*unit, MAIN_SERIES], [*agenda, "2b", "om-verdachten"]
    newest = {"slug": "noord-holland", "series": MAIN_SERIES, "day": date(2022, 1, 1), "kind": "formatie"}
    part = OrganisationUnit.objects.get(police_unit__code=UNIT, name="Basisteam Alkmaar")
    return [
        reverse("home"),
        reverse("reports:document-list"),
        reverse("reports:document-detail", args=[slug]),
        reverse("reports:edition-detail", args=[slug, edition.number]),
        reverse("reports:export-list"),
        reverse("agenda:agenda-list"),
        reverse("agenda:agenda-detail", args=agenda),
        reverse("agenda:agenda-overview", args=agenda),
        reverse("agenda:agreement-list", args=agenda),
        reverse("agenda:agenda-distribution", args=agenda),
        reverse("agenda:agenda-missing", args=agenda),
        reverse("agenda:unit-detail", args=[*agenda, *unit]),
        reverse("agenda:indicator-detail", args=indicator),
        reverse("formation:table-list"),
        reverse("formation:table-detail", args=unit),
        reverse("formation:dated-table", kwargs=newest),
        reverse("formation:comparison", args=series) + "?was=2018-12-31&wordt=2022-01-01",
        reverse("formation:development", args=series),
        reverse("formation:norm", args=unit),
        reverse("formation:part", args=[*unit, part.pk]),
    ]


READERS, SECONDS = 50, 60
# Nobody reads a dashboard in less.
PAUSE_SECONDS = 5.0
REPORT_SECONDS = 2.0
# Of every page made anew, and kept.
Costs = tuple[list[PageCost], list[PageCost]]
# Each dashboard is made from one of these at least.
TABLES = ("themes_theme", "themes_implementationplan", "regions_municipality", "formation_strengthtable")
THEME, MUNICIPALITY, TEAM = "ondermijning", "GM0361", "Basisteam Alkmaar"


def measure_dashboards() -> tuple[Costs, Costs, Met, Met]:
    """At one eenheid in one year and at ten in twenty; what the readers met, and what while somebody reported."""
    with demo_database():
        prepare()
        small = _costs()
        grow()
        large = _costs()
        reading = _read_together()
        with _somebody_reporting():
            return small, large, reading, _read_together()


def addresses() -> list[str]:
    """Of every dashboard there is, for the eenheid and the year of the measurement."""
    unit = PoliceUnit.objects.get(code=UNIT)
    team = OrganisationUnit.objects.get(police_unit=unit, name=TEAM)
    place = [unit.slug, YEAR]
    wanted = [
        ("reports:unit-dashboard", place),
        ("reports:theme-dashboard", [*place, THEME]),
        ("reports:municipality-list", []),
        ("reports:municipality-dashboard", [MUNICIPALITY, YEAR]),
        ("reports:team-dashboard", [*place, team.pk]),
        ("themes:progress", [*place, THEME]),
        ("themes:matrix", place),
        ("themes:not-reported", place),
    ]
    return [reverse(name, args=args) for name, args in wanted]


def _costs() -> Costs:
    return costs(addresses(), before=_something_changed), costs(addresses())


def _something_changed() -> None:
    """As after anybody wrote in every table: all pages are made anew, and the numbers of the header stay kept."""
    Change.objects.bulk_create(Change(table=table, mark=random.randrange(MODULUS)) for table in TABLES)  # noqa: S311


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
        year=YEAR, theme__slug=THEME, theme__plan__police_unit__code=UNIT, theme__plan__slug=PLAN
    )
    activity = plan.activity_set.first()
    said = Report(on=date(YEAR, 12, 31), words="Een aanvulling.")
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
