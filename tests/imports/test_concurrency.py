"""Two people who confirm at the same moment, each on a connection of their own."""

import pytest

from formation.models import StrengthCell, StrengthTable
from nhveilig.accounts.models import Role
from nhveilig.imports.kinds import find_kind
from nhveilig.imports.models import ImportJob
from nhveilig.imports.services import confirm_import, submit_import
from tests.accounts.factories import RoleFactory
from tests.at_once import at_once
from tests.formation.editing.test_concurrency import first_cell
from tests.formation.factories import make_concepts
from tests.imports.files import STRENGTH_HEAD, csv_of
from tests.regions.factories import PoliceUnitFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
PEOPLE = 2


@pytest.fixture
def table(storage) -> StrengthTable:
    return make_concepts(PoliceUnitFactory())[1]


def submitted(table: StrengthTable, fte: int, kind: str = "formatie") -> ImportJob:
    cell = first_cell(table)
    day = f"{table.reference_date:%d-%m-%Y}"
    row = (day, cell.row.unit.name, cell.row.unit.parent.name, "", cell.category.name, fte, "")
    job = submit_import(
        kind=find_kind(kind),
        police_unit=table.police_unit,
        data=csv_of(STRENGTH_HEAD, row),
        name="tabel.csv",
        options={"accept_totals": True},
        user=RoleFactory(police_unit=table.police_unit, kind=Role.Kind.POLICE_CONTROLLER).user,
    )
    assert job.state == ImportJob.State.READY, job.plan
    return job


def confirming(job: ImportJob):
    return lambda: confirm_import(job=job, fingerprint=job.fingerprint)


def test_of_two_files_for_one_figure_one_wins_and_the_other_is_shown_the_difference(table):
    jobs = [submitted(table, fte) for fte in (91, 92)]
    assert not [one for one in at_once([confirming(job) for job in jobs]) if isinstance(one, Exception)]
    for job in jobs:
        job.refresh_from_db()
    [won] = [job for job in jobs if job.state == ImportJob.State.DONE]
    [lost] = [job for job in jobs if job.state == ImportJob.State.READY]
    assert lost.overtaken
    [change] = lost.plan["changes"]
    assert change["old"] == won.plan["changes"][0]["new"]
    cell = StrengthCell.objects.get(pk=first_cell(table).pk)
    assert (cell.figure.text(2), cell.version) == (change["old"], 2)


def test_one_preview_that_is_confirmed_twice_counts_once(table):
    job = submitted(table, 91)
    outcomes = at_once([confirming(job)] * PEOPLE)
    job.refresh_from_db()
    assert job.state == ImportJob.State.DONE
    assert sum(isinstance(one, Exception) for one in outcomes) == PEOPLE - 1
    assert StrengthCell.objects.get(pk=first_cell(table).pk).version == 2
