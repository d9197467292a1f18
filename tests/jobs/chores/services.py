import ctypes
import os
import time
from contextlib import suppress

from nhveilig.exceptions import PortalError
from nhveilig.jobs.holding import Hold
from nhveilig.jobs.services import Machine, register
from tests.jobs.chores.models import Chore

LONG = 600


class ChoreMachine(Machine[Chore]):
    model = Chore
    task = "tests.jobs.chores.tasks.do_chore"

    def work(self, job: Chore, hold: Hold) -> None:
        hold.write(pid=os.getpid())
        WORK[job.what]()
        hold.finish(state="done")


def spin() -> None:
    while True:
        pass


def be_deaf() -> None:
    """As a library that takes every exception for a fault of its own."""
    while True:
        with suppress(BaseException):
            time.sleep(LONG)


def hang() -> None:
    """In C, with the lock that all threads of the process need, and without an ear for signals."""
    library, mutex = ctypes.PyDLL(None), ctypes.create_string_buffer(64)
    for _ in range(2):
        library.pthread_mutex_lock(mutex)


def refuse() -> None:
    raise PortalError("Dit klusje mag niet.")


def break_down() -> None:
    raise ValueError("nobody thought of this")


def miss_storage() -> None:
    raise OSError("the disk is full")


WORK = {
    "nothing": lambda: None,
    "sleep": lambda: time.sleep(LONG),
    "spin": spin,
    "deaf": be_deaf,
    "hang": hang,
    "refuse": refuse,
    "break": break_down,
    "storage": miss_storage,
}

machine = register(ChoreMachine())
