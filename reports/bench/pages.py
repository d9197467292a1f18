"""Every page a reader opens, with its queries and its time, at one eenheid of data and at ten."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.accounts.models import User
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from reports.models import Block, Document, Edition, Export

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
        _add_export(Edition.objects.get())
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def costs() -> list[PageCost]:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="staf"))
    return [_cost(client, address) for address in _addresses()]


def _addresses() -> list[str]:
    edition = Edition.objects.filter(document__slug="imv-nh-2019-2022").select_related("document").first()
    slug, agenda = edition.document.slug, ["veiligheidsagenda-2019-2022"]
    return [
        reverse("home"),
        reverse("reports:document-list"),
        reverse("reports:document-detail", args=[slug]),
        reverse("reports:edition-detail", args=[slug, edition.number]),
        reverse("reports:export-list"),
        reverse("agenda:agenda-list"),
        reverse("agenda:agenda-detail", args=agenda),
        reverse("agenda:agenda-agreements", args=agenda),
        reverse("agenda:agenda-distribution", args=agenda),
        reverse("formation:table-list"),
        reverse("formation:table-detail", args=["noord-holland"]),
    ]


def _cost(client: Client, address: str) -> PageCost:
    client.get(address)
    times = []
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            response = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
    return PageCost(address, len(captured), statistics.median(times))


def multiply() -> None:
    """Give the nine other eenheden what Noord-Holland has, and the reader a role in each of them."""
    staff = User.objects.get(username="staf")
    role = staff.roles.get()
    for unit in PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL).exclude(code="RE04"):
        staff.roles.create(kind=role.kind, police_unit=unit)
        _copy_strength(unit)
        _copy_documents(unit)


def _copy_strength(unit: PoliceUnit) -> None:
    units = {
        part.pk: OrganisationUnit.objects.create(police_unit=unit, kind=part.kind, name=part.name, order=part.order)
        for part in OrganisationUnit.objects.filter(police_unit__code="RE04")
    }
    for part in OrganisationUnit.objects.filter(police_unit__code="RE04", parent__isnull=False):
        OrganisationUnit.objects.filter(pk=units[part.pk].pk).update(parent=units[part.parent_id])
    for table in StrengthTable.objects.filter(police_unit__code="RE04").with_figures():
        _copy_table(table, unit, units)


def _copy_table(table: StrengthTable, unit: PoliceUnit, units: dict[int, OrganisationUnit]) -> None:
    copy = StrengthTable.objects.create(
        police_unit=unit,
        kind=table.kind,
        reference_date=table.reference_date,
        source=table.source,
        decimals=table.decimals,
    )
    categories = {
        old.pk: StaffCategory.objects.create(table=copy, code=old.code, name=old.name, role=old.role, order=old.order)
        for old in table.categories.all()
    }
    for row in table.rows.all():
        new = StrengthRow.objects.create(table=copy, unit=units[row.unit_id], role=row.role, order=row.order)
        StrengthCell.objects.bulk_create(
            StrengthCell(row=new, category=categories[cell.category_id], value=cell.value, qualifier=cell.qualifier)
            for cell in row.cells.all()
        )


def _copy_documents(unit: PoliceUnit) -> None:
    document = Document.objects.get(slug="imv-nh-2019-2022")
    edition = document.editions.first()
    blocks = list(document.blocks.all())
    document.pk, document.slug, document.police_unit = None, f"imv-{unit.slug}", unit
    document.save(force_insert=True)
    Block.objects.bulk_create(
        Block(document=document, order=b.order, kind=b.kind, anchor=b.anchor, title=b.title) for b in blocks
    )
    copy = Edition.objects.create(
        document=document,
        number=1,
        status=edition.status,
        schema_version=edition.schema_version,
        content=edition.content,
        sha256=edition.sha256,
        frozen_at=edition.frozen_at,
        frozen_by=None,
    )
    _add_export(copy)


def _add_export(edition: Edition) -> None:
    """An empty list asks nothing of the database, so that it cannot be compared with a full one."""
    key = f"bench-{edition.pk}"
    Export.objects.create(edition=edition, format="pdf", content_key=key, state=Export.State.DONE, file_size=1)
