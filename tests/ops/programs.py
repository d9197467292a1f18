"""Running the project's own programs the way a person or a server does: in a process, with an environment."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What the test run itself was told is not for the programs under test.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "TEST_REDIS_URL", "NHVEILIG_VAR", "SECRET_KEY", "DEBUG", "TLS"),
    *("DEMO_PASSWORD", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DJANGO_SETTINGS_MODULE", "HOST", "PORT"),
)

REQUEST_AN_EXPORT = """
import time
from reports.documents.models import Edition, Export
from reports.documents.services.exports import request_export
export = request_export(edition=Edition.objects.first(), format=Export.Format.CSV, requested_by=None)
deadline = time.monotonic() + 60
while export.state in {Export.State.QUEUED, Export.State.RUNNING} and time.monotonic() < deadline:
    time.sleep(0.2)
    export.refresh_from_db()
print(export.state, export.file.size if export.file else 0)
"""


def environment(**settings: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS} | settings


# The time limit only ends what hangs; a loaded machine may take minutes for what takes seconds elsewhere.
def run(*argv: str, env: Mapping[str, str] | None = None, seconds: float = 600) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv, cwd=ROOT, env=env or environment(), capture_output=True, text=True, timeout=seconds, check=False
    )


def manage(*argv: str, env: Mapping[str, str]) -> str:
    result = run(sys.executable, "manage.py", *argv, env=env)
    assert result.returncode == 0, result.stderr
    return result.stdout


def start(argv: Sequence[str], log: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], bool], seconds: float = 30, message: Callable[[], str] = lambda: "") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"the condition did not come true in time {message()}"
        time.sleep(0.1)
