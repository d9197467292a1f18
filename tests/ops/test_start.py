"""The start command on this machine: what it says, what it keeps, and that the whole portal works."""

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ops.programs import REQUEST_AN_EXPORT, ROOT, environment, free_port, manage, run, start, wait_for

needs_own_venv = pytest.mark.skipif(
    Path(sys.prefix) != ROOT / ".venv", reason="./start makes .venv; run the tests with ./test"
)


@pytest.mark.parametrize(
    "script", ["start", "test", "scripts/bootstrap.sh", "scripts/services.sh", "scripts/checks.sh", "scripts/lock"]
)
def test_scripts_are_plain_sh(script: str) -> None:
    assert run("dash", "-n", script).stderr == ""


def test_help_names_every_option() -> None:
    text = run("./start", "--help").stdout

    assert all(
        option in text for option in ("--empty", "--prepare", "--reset", "--help", "DATABASE_URL", "NHVEILIG_VAR")
    )


def test_an_unknown_option_is_refused() -> None:
    result = run("./start", "--resett")

    assert result.returncode == 1
    assert "Onbekende optie: --resett" in result.stderr


def sourced(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run("dash", "-c", f"ROOT={ROOT}; . scripts/bootstrap.sh; {command}", env=environment(**settings))


def test_without_root_one_sentence_names_the_command(tmp_path: Path) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "apt-get").chmod(0o755)

    result = sourced(f"PATH={tmp_path}:$PATH; as_root() {{ return 1; }}; install_packages een twee; echo verder")

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "sudo apt-get install -y --no-install-recommends een twee" in result.stderr


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    assert str(old) not in sourced("find_python", PYTHON=str(old)).stdout
    assert sourced("find_python", PYTHON=sys.executable).stdout.strip() == sys.executable


@needs_own_venv
def test_reset_leaves_another_database_alone(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("")

    result = run("./start", "--reset", env=environment(NHVEILIG_VAR=str(tmp_path), DATABASE_URL="postgres://x@y/z"))
    assert result.returncode == 1
    assert "die wist ./start niet" in result.stderr
    assert (tmp_path / "db.sqlite3").exists()


def rows(folder: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        return database.execute(sql).fetchall()


Prepared = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wiped(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A folder with what somebody else left, after `--reset --empty --prepare`; and what that said. Making the
    tables is what takes long, so the others go on from here."""
    folder = tmp_path_factory.mktemp("start") / "var"
    folder.mkdir()
    (folder / "brief.txt").write_text("van iemand anders")
    (folder / "db.sqlite3").write_text("geen database")
    (folder / "prepared").mkdir()
    (folder / "prepared" / "seeded").write_text("van de vorige keer")
    (folder / "trail").mkdir()
    (folder / "trail" / "db.txt").write_text("12 abc 2026-12-01\n")
    return folder, run("./start", "--reset", "--empty", "--prepare", env=environment(NHVEILIG_VAR=str(folder)))


@pytest.fixture(scope="module")
def prepared(wiped: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A portal with demo data, as a first start leaves it; and what that said."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(wiped[0], folder)
    (folder / "prepared" / "empty").unlink()
    return folder, run("./start", "--prepare", env=environment(NHVEILIG_VAR=str(folder)))


@needs_own_venv
def test_a_reset_wipes_the_data_and_nothing_else(wiped: Prepared) -> None:
    folder, first = wiped

    assert "worden gewist" in first.stdout
    assert "Database bijwerken" in first.stdout
    assert (folder / "brief.txt").exists()
    # Of a trail that is gone: the next one would seem to be cut off.
    assert not [file for file in (folder / "trail").glob("*") if "abc" in file.read_text()]


@needs_own_venv
def test_a_first_start_loads_the_demo_data(prepared: Prepared) -> None:
    _, first = prepared

    assert first.returncode == 0, first.stderr
    assert "Voorbeeldgegevens laden" in first.stdout


@needs_own_venv
def test_an_empty_portal_has_an_administrator_and_no_demo_data(wiped: Prepared, tmp_path: Path) -> None:
    folder, asked = wiped
    shutil.copytree(folder, tmp_path / "var")
    env = environment(NHVEILIG_VAR=str(tmp_path / "var"), PORT="8123")
    who = {"ADMIN_EMAIL": "a.bos@stad.nl", "ADMIN_NAME": "Anna Bos"}
    assert asked.returncode == 1
    assert "Er is nog geen beheerder. Start opnieuw met: ADMIN_EMAIL=" in asked.stderr

    made = run("./start", "--prepare", env=env | who)
    assert made.returncode == 0, made.stderr
    assert "Anna Bos is beheerder van heel Nederland" in made.stdout
    assert "http://127.0.0.1:8123/wachtwoord-kiezen/" in made.stdout
    assert "Voorbeeldgegevens laden" not in made.stdout
    assert rows(tmp_path / "var", "SELECT count(*) FROM accounts_user") == [(1,)]


@needs_own_venv
def test_a_second_start_keeps_the_data(prepared: Prepared, tmp_path: Path) -> None:
    shutil.copytree(prepared[0], tmp_path / "var")
    mail = "UPDATE accounts_user SET email = 'nieuw@stad.nl' WHERE username = 'staf'"
    with closing(sqlite3.connect(tmp_path / "var" / "db.sqlite3")) as database, database:
        database.execute(mail)

    again = run("./start", "--prepare", env=environment(NHVEILIG_VAR=str(tmp_path / "var")))
    assert again.returncode == 0, again.stderr
    assert "Voorbeeldgegevens laden" not in again.stdout
    assert rows(tmp_path / "var", "SELECT username FROM accounts_user WHERE email = 'nieuw@stad.nl'") == [("staf",)]


@needs_own_venv
@pytest.mark.long
def test_a_database_that_is_gone_is_made_again(prepared: Prepared, tmp_path: Path) -> None:
    shutil.copytree(prepared[0], tmp_path / "var")
    (tmp_path / "var" / "db.sqlite3").unlink()

    assert (
        "Voorbeeldgegevens laden"
        in run("./start", "--prepare", env=environment(NHVEILIG_VAR=str(tmp_path / "var"))).stdout
    )


@needs_own_venv
def test_a_portal_with_demo_data_does_not_become_empty(prepared: Prepared, tmp_path: Path) -> None:
    shutil.copytree(prepared[0], tmp_path / "var")

    refused = run("./start", "--empty", "--prepare", env=environment(NHVEILIG_VAR=str(tmp_path / "var")))

    assert refused.returncode == 1
    assert "Begin leeg met: ./start --reset --empty" in refused.stderr


class Portal:
    """The portal as ./start runs it, on a free port with data of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "start.log"
        self.env = environment(NHVEILIG_VAR=str(folder / "var"), PORT=str(self.port))
        self.process = start(["./start"], self.log, self.env)

    def wait_until_ready(self) -> None:
        wait_for(lambda: "Stoppen: Ctrl-C" in self.log.read_text(), 120, self.log.read_text)

    def status_of(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def process_ids(self) -> list[int]:
        """Every process that was started with this portal's data folder in its environment."""
        marker = f"NHVEILIG_VAR={self.env['NHVEILIG_VAR']}".encode()
        return [pid for pid in running_processes() if marker in environ_of(pid)]


def running_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def environ_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def portal(prepared: Prepared, tmp_path: Path) -> Iterator[Portal]:
    shutil.copytree(prepared[0], tmp_path / "var")
    portal = Portal(tmp_path)
    yield portal
    portal.process.kill()
    portal.process.wait()
    for pid in portal.process_ids():
        os.kill(pid, signal.SIGKILL)


@needs_own_venv
@pytest.mark.worker
def test_one_command_serves_pages_and_makes_exports(portal: Portal) -> None:
    portal.wait_until_ready()
    assert portal.status_of("/healthz") == 200
    assert portal.status_of("/inloggen/") == 200
    assert "samen-veilig-2026" in portal.log.read_text()

    second = run("./start", env=portal.env)
    assert second.returncode == 1
    assert f"Poort {portal.port} is al in gebruik" in second.stderr

    state, size = manage("shell", "-v0", "-c", REQUEST_AN_EXPORT, env=portal.env).split()[-2:]
    assert (state, int(size) > 0) == ("done", True), portal.log.read_text()

    portal.process.terminate()
    assert portal.process.wait(40) == 0
    assert portal.process_ids() == []
