"""Work for once a day in a process that lives long; where Celery beat runs, it keeps the same hours by itself."""

import time
from collections.abc import Callable

DAY = 24 * 60 * 60


class OnceADay:
    """Does `work` when it is first called, and then at the first call a day after it last went well."""

    def __init__(self, work: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self.work, self.clock = work, clock
        self.done_at: float | None = None

    def __call__(self) -> None:
        now = self.clock()
        if self.done_at is None or now - self.done_at >= DAY:
            self.work()
            self.done_at = now
