"""People or workers who do something at the same moment, each on a connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from nhveilig.exceptions import PortalError


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each act returned, or the PortalError it raised, all started at one moment. Any other error is raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait(10)
        try:
            return act()
        except PortalError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
