"""What a page weighs over the wire: HTML, style sheets and scripts together, without fonts and pages to edit."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

MOST = 100_000
PAGES = [
    "/",
    "/overzicht/noord-holland/2026/",
    "/overzicht/noord-holland/2026/thema/drugs/",
    "/uitvoeringsplannen/",
    "/uitvoeringsplannen/noord-holland/2026/drugs/",
    "/uitvoeringsplannen/noord-holland/2026/drugs/voortgang/",
    "/cijfers/",
    "/sterkte/noord-holland/",
    "/sterkte/noord-holland/eenheid/2022-01-01/",
    "/veiligheidsagenda/veiligheidsagenda-2019-2022/",
    "/veiligheidsagenda/veiligheidsagenda-2019-2022/stand-van-zaken/",
    "/begroting/",
    "/gemeenten/",
    "/gemeenten/GM0361/2026/",
    "/kaart/noord-holland/",
    "/documenten/",
    "/exports/",
    "/invoer/",
    "/partners/",
    "/zoeken/?q=drugs",
    "/account/",
    "/hulp/",
    "/hulp/gids/stafbureau/",
    "/hulp/begrippen/",
]
LINKED = re.compile(r'(?:<link rel="stylesheet" href|<script[^>]* src)="/static/([^"?]+)"')
IMPORTED = re.compile(r'^(?:import|export)\b[^"\']*["\'](\.[^"\']+)["\']', re.MULTILINE)


def files_of(page: str) -> set[Path]:
    """The style sheets and scripts a browser fetches, with the modules these import."""
    waiting, found = [Path(finders.find(name)) for name in LINKED.findall(page)], set()
    while waiting:
        if (file := waiting.pop()) not in found:
            found.add(file)
            imported = IMPORTED.findall(file.read_text(encoding="utf-8")) if file.suffix == ".js" else []
            waiting += [(file.parent / name).resolve() for name in imported]
    return found


def weight_of(response) -> int:
    """As WhiteNoise serves the files to a browser that knows no better than gzip."""
    page = gzip.decompress(response.content).decode()
    files = files_of(page)
    assert {file.suffix for file in files} == {".css", ".js"}
    return len(response.content) + sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_a_page_weighs_at_most_100_kb(staff):
    weights = {path: weight_of(staff.get(path, headers={"accept-encoding": "gzip"})) for path in PAGES}
    assert {path: weight for path, weight in weights.items() if weight > MOST} == {}


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_a_page_is_compressed_for_whoever_can_read_that(client, db, accepted: str):
    response = client.get("/hulp/", headers={"accept-encoding": accepted})
    assert response.get("Content-Encoding", "identity") == accepted
    assert "Accept-Encoding" in response["Vary"]


def test_a_file_keeps_its_length(client, demo):
    response = client.get("/api/v1/gemeenten", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response
    assert response.status_code == 200
