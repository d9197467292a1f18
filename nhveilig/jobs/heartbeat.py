import logging
import threading
from collections.abc import Callable

from django.db import connection

logger = logging.getLogger(__name__)


class Heartbeat:
    """Calls `beat` every so many seconds in a thread of its own, until stopped.

    A failed beat is logged and tried again at the next: a database that restarts must not stop the work.
    """

    def __init__(self, beat: Callable[[], None], every: float) -> None:
        self._beat, self._every = beat, every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._beat()
            except Exception:
                logger.warning("A beat was missed.", exc_info=True)
            finally:
                # Kept open it would be shared with a process forked meanwhile.
                connection.close()
