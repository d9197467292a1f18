"""The database goes away while somebody types: nothing is lost, and it is stored once the database is back."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import expect

from tests.running import Portal, Visitor, wait_for

from .test_plan_editor import BEGIN_AGAIN, PLAN, ambition, leave, opened, saved, status, stored_ambition

pytestmark = [pytest.mark.e2e, pytest.mark.sqlite]
SERVER = os.environ.get("DATABASE_URL", "")
needs_server = pytest.mark.skipif(not SERVER, reason="SQLite is a file, which does not restart")
needs_file = pytest.mark.skipif(bool(SERVER), reason="PostgreSQL has no lock on the whole database")


@pytest.fixture
def writer(visit, portal):
    portal.database.change(BEGIN_AGAIN)
    window = opened(visit, "staf", "ambitie")
    expect(ambition(window.page)).to_be_visible()
    return window


@contextmanager
def refusing_everybody(portal: Portal) -> Iterator[None]:
    """As a server that restarts: who was connected is thrown out, and nobody gets in."""
    import psycopg2

    name = portal.database.name
    with closing(psycopg2.connect(portal.database.server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@contextmanager
def locked(portal: Portal) -> Iterator[None]:
    """As a process that writes for a long time: others read, and wait to write."""
    with closing(sqlite3.connect(portal.database.path, timeout=20, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def type_on(page, text: str) -> None:
    ambition(page).focus()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(200)
    page.keyboard.type(text)


@needs_server
def test_a_database_that_restarts_while_somebody_types(writer, portal):
    page = writer.page
    with refusing_everybody(portal):
        type_on(page, " Tijdens de storing.")
        leave(page)
        trouble = page.locator("#storing")
        expect(trouble).to_contain_text("uw tekst staat nog op dit apparaat")
        type_on(page, " Ik schrijf door.")
        expect(ambition(page)).to_contain_text("Tijdens de storing. Ik schrijf door.")
    leave(page)
    # By itself: nobody presses "Probeer opnieuw", and nobody restarts the portal.
    saved(page)
    expect(trouble).to_be_hidden()
    wait_for(lambda: "Ik schrijf door." in stored_ambition(portal), 15)
    assert stored_ambition(portal) == "<p>Eerste zin.</p><p>Tweede zin. Tijdens de storing. Ik schrijf door.</p>"
    assert writer.refused() == []


@needs_server
def test_the_worker_too_comes_back_after_its_database(portal):
    staff = Visitor(portal)
    with refusing_everybody(portal):
        assert "Drugs" not in staff.get("/uitvoeringsplannen/")
    assert "Drugs" in staff.get("/uitvoeringsplannen/")
    number = staff.ask_for("csv")
    wait_for(lambda: portal.export(number)["state"] == "done")


@needs_file
def test_a_database_that_is_busy_while_somebody_types(writer, portal):
    page = writer.page
    with locked(portal):
        type_on(page, " Terwijl het druk is.")
        leave(page)
        expect(status(page)).to_have_text("Opslaan…")
        type_on(page, " En verder.")
        leave(page)
        time.sleep(2)
        assert "druk" not in stored_ambition(portal)
        expect(status(page)).to_have_text("Opslaan…")
    saved(page)
    wait_for(lambda: "En verder." in stored_ambition(portal), 15)
    assert stored_ambition(portal) == "<p>Eerste zin.</p><p>Tweede zin. Terwijl het druk is. En verder.</p>"
    assert writer.complaints == writer.refused() == []


@needs_server
def test_what_was_typed_while_the_database_was_away_outlives_the_page(writer, portal):
    """The page is closed before the database is back; whoever opens it again is offered the text."""
    page = writer.page
    with refusing_everybody(portal):
        type_on(page, " Nog niet bewaard.")
        leave(page)
        expect(page.locator("#storing")).to_be_visible(timeout=15_000)
        page.close(run_before_unload=False)
    again = writer.page.context.new_page()
    again.goto(f"{portal.address}{PLAN}?deel=ambitie")
    again.locator("#concepten .draft").get_by_role("button", name="Terugzetten").click()
    saved(again)
    assert stored_ambition(portal) == "<p>Eerste zin.</p><p>Tweede zin. Nog niet bewaard.</p>"
