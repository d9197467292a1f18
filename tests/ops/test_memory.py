"""No process of the portal takes the memory of the whole machine."""

import sys

import pytest

from tests.ops.programs import environment, run

TOO_MUCH = "bytearray(400 * 2**20)"
WEB = "import nhveilig.wsgi"
WORKER = "import nhveilig.celery; from celery.signals import worker_process_init as begins; begins.send(None)"


@pytest.mark.parametrize("process", [WEB, WORKER])
@pytest.mark.parametrize(("allowed", "error"), [("300", "MemoryError"), ("2048", "")])
def test_a_process_that_asks_for_more_than_it_may_fails_by_itself(process, allowed, error):
    told = run(sys.executable, "-c", f"{process}\n{TOO_MUCH}", env=environment(PROCESS_MEMORY_MB=allowed))
    assert error in told.stderr
    assert told.returncode == bool(error)


def test_a_lower_limit_of_the_machine_stays():
    lower = "import resource; resource.setrlimit(resource.RLIMIT_DATA, (900 * 2**20, 900 * 2**20))"
    asked = f"{lower}\n{WEB}\nprint(resource.getrlimit(resource.RLIMIT_DATA)[0] // 2**20)"
    assert run(sys.executable, "-c", asked, env=environment(PROCESS_MEMORY_MB="2048")).stdout.strip() == "900"
