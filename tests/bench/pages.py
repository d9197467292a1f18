"""Every page a reader opens, with its queries and its time, for one eenheid in one period and for ten in five."""

from datetime import date
from functools import partial

from django.urls import reverse

from formation.models import MAIN_SERIES
from nhveilig.accounts.models import User
from nhveilig.regions.models import OrganisationUnit
from reports.documents.models import Edition
from tests.bench.crowds import client_of
from tests.bench.measuring import PageCost, cost_of, throwaway_database
from tests.bench.multiplying import AGENDA, PLAN, READER, UNIT, multiply, reduce_to_one


def measure() -> tuple[list[PageCost], list[PageCost]]:
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
