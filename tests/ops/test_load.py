"""Many people at once on one portal, while its worker makes a document."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from tests.running import Portal, Visitor, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.sqlite, pytest.mark.long]

PATHS = [
    "/",
    "/documenten/imv-nh-2019-2022/edities/2/",
    "/sterkte/noord-holland/eenheid/2022-01-01/",
    "/uitvoeringsplannen/noord-holland/2025/drugs/",
    "/overzicht/noord-holland/2025/",
    "/zoeken/?q=drugs",
    "/gemeenten/GM0361/2025/",
]
WHO = ["staf", "controller", "projectleider", "burgemeester"]


def visit(portal: Portal, who: str, first: int, pages: int) -> list[tuple[str, int, float]]:
    """What somebody met who opens pages one after the other: the address, the characters and the seconds."""
    visitor, met = Visitor(portal, who), []
    for path in islice(cycle(PATHS), first, first + pages):
        asked_at = time.monotonic()
        page = visitor.get(path)
        assert "<h1" in page, f"{path} as {who}: {page[:200]}"
        assert visitor.url == portal.address + path, f"{path} led {who} to {visitor.url}"
        met.append((path, len(page), time.monotonic() - asked_at))
    return met


@pytest.mark.parametrize(("people", "pages", "patience"), [(4, 7, 60), (40, 50, 60)])
def test_everybody_gets_their_pages_and_the_document_is_made(portal, people, pages, patience):
    staff = Visitor(portal)
    document = staff.ask_for("pdf", staff.freeze())
    with ThreadPoolExecutor(people) as pool:
        asked = [pool.submit(visit, portal, WHO[number % len(WHO)], number, pages) for number in range(people)]
        met = [one for each in asked for one in each.result()]
    assert len(met) == people * pages
    assert max(met, key=lambda one: one[2])[2] < patience
    wait_for(lambda: portal.export(document)["state"] in {"done", "failed"}, 180)
    assert (portal.export(document)["state"], portal.export(document)["attempts"]) == ("done", 1)
