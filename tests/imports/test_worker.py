"""A file too long to wait for, read and stored by a real worker."""

import re

import pytest

from nhveilig.imports.services import MOST_ROWS_AT_ONCE
from tests.imports.files import csv_of
from tests.running import Portal, Visitor, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.sqlite]
UPLOAD = "/invoer/formatie/noord-holland/"
TEAM = "Basisteam Alkmaar"
FIGURES = MOST_ROWS_AT_ONCE + 100
# Of this test alone: everybody who visits the portal shares its tables.
DAY = "1-1-2099"


def long_table() -> bytes:
    rows = [(DAY, TEAM, f"soort {number}", "1,5", "Proef") for number in range(FIGURES)]
    return csv_of(("peildatum", "onderdeel", "categorie", "fte", "bron"), *rows)


JOBS = "SELECT id, state FROM imports_importjob"
STORED = """
SELECT count(*) FROM formation_strengthcell c JOIN formation_strengthrow r ON r.id = c.row_id
JOIN formation_strengthtable t ON t.id = r.table_id WHERE t.source = 'Proef'
"""


def state_of(portal: Portal, job: int) -> str:
    return dict(portal.database.rows(JOBS))[job]


def settled(portal: Portal, job: int) -> str:
    """What became of the job once nobody works on it."""
    wait_for(lambda: state_of(portal, job) not in {"queued", "reading", "confirmed", "storing"})
    return state_of(portal, job)


def stored(portal: Portal) -> int:
    return portal.database.rows(STORED)[0][0]


def test_a_worker_reads_a_long_file_and_stores_it_once_confirmed(portal):
    controller = Visitor(portal, "controller")
    controller.get(UPLOAD)
    page = controller.upload(UPLOAD, "lang.csv", long_table())
    assert "Wacht op controle" in page or "Wordt gecontroleerd" in page
    job = int(re.search(r"/opdrachten/(\d+)/", controller.url)[1])
    assert settled(portal, job) == "ready"
    assert stored(portal) == 0

    page = controller.get(f"/invoer/opdrachten/{job}/")
    assert "Klopt dit?" in page
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', page)[1]
    controller.post(f"/invoer/opdrachten/{job}/bevestigen/", fingerprint=fingerprint)
    assert settled(portal, job) == "done"
    assert stored(portal) == FIGURES
    assert f"Bekijk de tabel per {DAY}" in controller.get(f"/invoer/opdrachten/{job}/")


def test_a_file_is_looked_at_while_exports_are_made(portal):
    staff, controller = Visitor(portal), Visitor(portal, "controller")
    exports = [staff.ask_for("pdf", staff.freeze()) for _ in range(2)]
    controller.get(UPLOAD)
    controller.upload(UPLOAD, "lang.csv", long_table())
    job = int(re.search(r"/opdrachten/(\d+)/", controller.url)[1])
    assert settled(portal, job) == "ready"
    assert portal.export(exports[1])["state"] == "queued"
    for pk in exports:
        staff.post(f"/exports/{pk}/annuleren/")
    wait_for(lambda: {portal.export(pk)["state"] for pk in exports} == {"cancelled"})
