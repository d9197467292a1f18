"""Every page a reader opens, with its queries and its time, for one eenheid in one period and for ten in five."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from formation.models import MAIN_SERIES
from nhveilig.accounts.models import User
from nhveilig.regions.models import OrganisationUnit
from reports.documents.models import Edition
from tests.bench.multiplying import AGENDA, PLAN, READER, UNIT, reduce_to_one

ROUNDS = 7


@dataclass(frozen=True)
class PageCost:
    address: str
    queries: int
    milliseconds: float


@contextmanager
def throwaway_database() -> Iterator[None]:
    """A seeded database that is gone afterwards; the portal's own is not touched."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("seed", verbosity=0)
        reduce_to_one()
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def costs() -> list[PageCost]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=READER))
    return [cost_of(client, address) for address in _addresses()]


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


def cost_of(client: Client, address: str, before: Callable[[], object] = lambda: None) -> PageCost:
    """`before` is done before each round, and not counted."""
    client.get(address)
    times = []
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
    before()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return PageCost(address, len(captured), statistics.median(times))
