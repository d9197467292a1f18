"""From every release to this one: what people made there is there still, and what is official has the same bytes."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upgrades.releases import Installation, NoHistoryError, releases, unpack

pytestmark = pytest.mark.long

SERVERS = {"SQLite": ""} | ({"PostgreSQL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {})
ROLES_TAKEN_AWAY = """
SELECT count(*) FROM accounts_role JOIN accounts_user ON user_id = accounts_user.id WHERE username = 'lezer'
"""
LOOK = """
import json, sys
from django.apps import apps
found = json.loads({edits!r})
def value(label, pk, name):
    return str(apps.get_model(label).objects.values_list(name, flat=True).get(pk=pk))
print(json.dumps([[label, pk, {{name: value(label, pk, name) for name in values}}] for label, pk, values in found]))
"""


@pytest.fixture(scope="module", params=releases())
def code(request, tmp_path_factory) -> Path:
    try:
        return unpack(request.param, tmp_path_factory.mktemp("code"))
    except (NoHistoryError, FileNotFoundError) as error:
        pytest.fail(f"Without the git history there is no older release to upgrade from: {error}")


@pytest.fixture(params=SERVERS)
def installation(request, tmp_path) -> Iterator[Installation]:
    found = Installation(tmp_path / "var", SERVERS[request.param])
    yield found
    found.database.drop()


def edits_now(installation: Installation, work: dict) -> list:
    script = LOOK.format(edits=json.dumps(work["edits"]))
    return json.loads(installation.manage("shell", "-v0", "-c", script).splitlines()[-1])


def test_an_upgrade_keeps_everything(code, installation):
    installation.manage("migrate", "-v0", code=code)
    installation.manage("seed", code=code)
    work = installation.work(code)
    counts, editions, last = installation.counts(), installation.editions(), installation.migrations()

    installation.manage("migrate", "-v0")
    installation.manage("keep_official_files")
    installation.manage("load_reference")
    installation.manage("seed")

    now = installation.counts()
    assert {table: (rows, now.get(table)) for table, rows in counts.items() if now.get(table, 0) < rows} == {}
    assert {pk: row for pk, row in installation.editions().items() if pk in editions} == editions
    assert edits_now(installation, work) == work["edits"]
    assert installation.database.rows(ROLES_TAKEN_AWAY) == [(0,)]
    kept = installation.official_files()
    adopted = {pk for pk, row in editions.items() if row[1] == "adopted"}
    assert kept.keys() == adopted
    assert all(hashlib.sha256(data).hexdigest() == sha256 for data, sha256 in kept.values())
    assert kept[work["adopted"]][1] == work["given"]

    # And back, and forth again.
    present = installation.migrations()
    for app in present:
        if present[app] != last.get(app) and not app.startswith("auth"):
            installation.manage("migrate", "-v0", app, last.get(app, "zero"))
    back = installation.counts()
    assert {table: (rows, back.get(table)) for table, rows in counts.items() if back.get(table, 0) < rows} == {}
    assert installation.editions() == editions
    installation.manage("migrate", "-v0")
    installation.manage("keep_official_files", "--verify")
    assert installation.official_files() == kept
    assert edits_now(installation, work) == work["edits"]
