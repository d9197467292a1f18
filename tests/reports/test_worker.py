"""A real worker, killed and cancelled in the middle of its work, and a broker that comes late."""

import io
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

from tests.running import Portal, Visitor, free_port, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def staff(portal: Portal) -> Visitor:
    return Visitor(portal)


def wait_for_state(portal: Portal, pk: int, *states: str, seconds: float = 120) -> None:
    wait_for(lambda: portal.export(pk)["state"] in states, seconds)


def wait_for_pages(portal: Portal, pk: int, pages: int = 1) -> None:
    """Until the worker is in the middle of laying out."""
    wait_for(lambda: portal.export(pk)["stage"] == "layout" and portal.export(pk)["done"] >= pages)


# After how many pages; the long run kills at many moments.
MOMENTS = [1, *(pytest.param(pages, marks=pytest.mark.long) for pages in range(2, 32, 2))]


@pytest.mark.parametrize("pages", MOMENTS)
def test_an_export_outlives_its_worker(portal, staff, pages):
    """Killed in the middle of a render: a new worker makes the file, exactly once and without anybody's help."""
    edition, files_before = staff.freeze(), set(portal.files())
    pk = staff.ask_for("pdf", edition)
    wait_for_pages(portal, pk, pages)
    portal.kill_worker()
    assert portal.export(pk)["state"] == "running"
    wait_for_state(portal, pk, "done", "failed")
    assert (portal.export(pk)["state"], portal.export(pk)["attempts"]) == ("done", 2)
    data = staff.download(f"/exports/{pk}/bestand/")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == portal.export(pk)["pages"] > 40
    assert staff.ask_for("pdf", edition) == pk
    made = set(portal.files()) - files_before
    assert [path.read_bytes() for path in made] == [data]


def test_a_render_can_be_stopped_and_the_worker_goes_on(portal, staff):
    edition = staff.freeze()
    files_before = portal.files()
    pk = staff.ask_for("pdf", edition)
    wait_for_pages(portal, pk)
    page = staff.post(f"/exports/{pk}/annuleren/")
    assert "Het maken van het bestand wordt gestopt." in page or "Dit is geannuleerd" in page
    wait_for_state(portal, pk, "cancelled", seconds=20)
    other = staff.ask_for("html", edition)
    wait_for_state(portal, other, "done", "failed", seconds=30)
    assert portal.export(other)["state"] == "done"
    assert len(portal.files()) == len(files_before) + 1
    assert portal.export(pk)["state"] == "cancelled"


@contextmanager
def redis_at(port: int, folder: Path) -> Iterator[None]:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        yield
        server.terminate()


@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="the folder that stands in for Redis is never away")
def test_a_request_without_a_broker_is_made_when_it_is_back(tmp_path, demo_template):
    port = free_port()
    with Portal(tmp_path, demo_template, redis_url=f"redis://127.0.0.1:{port}/0") as portal:
        visitor = Visitor(portal)
        asked_at = time.monotonic()
        pk = visitor.ask_for("json")
        # Far from the minutes that a broker may be away.
        assert time.monotonic() - asked_at < 30
        assert "Het verzoek blijft staan" in visitor.get(f"/exports/{pk}/")
        with redis_at(port, tmp_path):
            wait_for_state(portal, pk, "done", "failed")
            assert (portal.export(pk)["state"], portal.export(pk)["attempts"]) == ("done", 1)
