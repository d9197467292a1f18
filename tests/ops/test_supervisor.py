"""The supervisor against real processes: what it starts lives as long as it does, and not longer."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhveilig.jobs.supervisor import MAX_EARLY_DEATHS
from tests.ops.programs import ROOT, wait_for

# The program starts a child of its own, as gunicorn and Celery do, and writes down both process ids.
PROGRAM = """
import os, pathlib, subprocess, sys, time
grandchild = subprocess.Popen(["sleep", "600"])
with pathlib.Path(sys.argv[1]).open("a") as log:
    log.write(f"{os.getpid()} {grandchild.pid}\\n")
time.sleep(600)
"""

SUPERVISE = """
import pathlib, sys
from nhveilig.jobs.supervisor import Program, Supervisor
folder = pathlib.Path(sys.argv[1])
def tick():
    with (folder / "ticks").open("a") as log:
        log.write("tick\\n")
    raise ValueError("the sweep failed")
program = Program("program", [sys.executable, str(folder / "program.py"), str(folder / "pids")])
sys.exit(Supervisor([program], tick, tick_seconds=0.2).run())
"""


def is_running(pid: int) -> bool:
    try:
        # A zombie has ended; it only waits for its parent to notice.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Supervised:
    """A supervisor in a process of its own, and what it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "program.py").write_text(PROGRAM)
        (folder / "pids").touch()
        (folder / "ticks").touch()
        with (folder / "messages").open("w") as messages:
            # Tests that run in the background ignore Ctrl-C, and whatever they start would do so too.
            command = ["env", "--default-signal=INT", sys.executable, "-c", SUPERVISE, str(folder)]
            self.process = subprocess.Popen(command, cwd=ROOT, stderr=messages, start_new_session=True)

    def starts(self) -> list[list[int]]:
        lines = (self.folder / "pids").read_text().splitlines()
        return [[int(pid) for pid in line.split()] for line in lines]

    def wait_for_start(self, number: int = 1) -> list[int]:
        wait_for(lambda: len(self.starts()) >= number)
        return self.starts()[number - 1]

    def ticks(self) -> int:
        return len((self.folder / "ticks").read_text().splitlines())


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Supervised]:
    supervised = Supervised(tmp_path)
    yield supervised
    supervised.process.kill()
    supervised.process.wait()
    for pid in (pid for start in supervised.starts() for pid in start):
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_stops_everything(supervised: Supervised, number: signal.Signals, status: int) -> None:
    pids = supervised.wait_for_start()

    supervised.process.send_signal(number)

    assert supervised.process.wait(20) == status
    assert not any(is_running(pid) for pid in pids)


def test_a_dead_program_is_started_again_without_leftovers(supervised: Supervised) -> None:
    program, grandchild = supervised.wait_for_start()

    os.kill(program, signal.SIGKILL)

    assert supervised.wait_for_start(2) != [program, grandchild]
    wait_for(lambda: not is_running(grandchild))


def test_a_program_that_is_killed_often_is_started_as_often(supervised: Supervised) -> None:
    for number in range(1, MAX_EARLY_DEATHS + 2):
        os.kill(supervised.wait_for_start(number)[0], signal.SIGKILL)
    supervised.wait_for_start(MAX_EARLY_DEATHS + 2)


def test_a_program_dies_with_a_killed_supervisor(supervised: Supervised) -> None:
    program, _ = supervised.wait_for_start()

    supervised.process.kill()

    wait_for(lambda: not is_running(program))


def test_failing_periodic_work_stops_nothing(supervised: Supervised) -> None:
    supervised.wait_for_start()
    wait_for(lambda: supervised.ticks() >= 3)

    assert supervised.process.poll() is None
    assert "the sweep failed" in (supervised.folder / "messages").read_text()


def test_a_program_that_keeps_dying_is_given_up() -> None:
    script = """
import sys
from nhveilig.jobs import supervisor
supervisor.MAX_PAUSE_SECONDS = 0.01
program = supervisor.Program("web", [sys.executable, "-c", "raise SystemExit(3)"])
try:
    supervisor.Supervisor([program], tick=lambda: None).run()
except supervisor.ProgramKeepsDyingError as error:
    print(f"given up: {error}")
"""
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert result.stdout == "given up: web\n"
