"""What every measurement needs: a database of its own, a clock, and a process of its own."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse

ROUNDS = 7
Made = TypeVar("Made")


class Cost(NamedTuple):
    seconds: float
    processor_seconds: float
    queries: int


@dataclass(frozen=True)
class PageCost:
    name: str
    queries: int
    milliseconds: float


@contextmanager
def throwaway_database(*, seeded: bool = True) -> Iterator[None]:
    """One that is gone afterwards; the portal's own is not touched."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        if seeded:
            call_command("load_reference", verbosity=0)
            call_command("seed", verbosity=0)
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def timed(work: Callable[[], Made]) -> tuple[Made, Cost]:
    """Counts by a wrapper: Django's own log of queries costs more than the queries."""
    queries = 0

    def count(execute, sql, *args):
        nonlocal queries
        queries += not sql.startswith("BEGIN")
        return execute(sql, *args)

    with connection.execute_wrapper(count):
        start, busy = time.perf_counter(), time.process_time()
        made = work()
        return made, Cost(time.perf_counter() - start, time.process_time() - busy, queries)


def cost_of(
    name: str, ask: Callable[[], HttpResponse], *, rounds: int = ROUNDS, before: Callable[[], object] = lambda: None
) -> PageCost:
    """`before` is done before each round, and not counted."""
    ask()
    costs = []
    for _ in range(rounds):
        before()
        response, cost = timed(ask)
        if response.status_code != 200:
            raise RuntimeError(f"{name} answered {response.status_code}: {response.content[:200]!r}")
        costs.append(cost)
    return PageCost(name, costs[-1].queries, 1000 * statistics.median(cost.seconds for cost in costs))


def told_by_a_new_process(code: str) -> list[dict]:
    """What it prints as lines of JSON."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
