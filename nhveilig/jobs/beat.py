import logging
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from nhveilig.jobs import timetable

logger = logging.getLogger(__name__)


class TimetableScheduler(Scheduler):
    """Celery beat on the timetable. When each entry ran is kept in the database, not in a file of a container."""

    def setup_schedule(self) -> None:
        last = timetable.last_runs()
        self.merge_inplace({task: self._entry(entry, last[task]) for task, entry in timetable.entries().items()})

    def reserve(self, entry: ScheduleEntry) -> ScheduleEntry:
        close_old_connections()
        try:
            timetable.note_run(timetable.entries()[entry.name], timezone.now())
        except DatabaseError:
            logger.exception("That %s runs now could not be noted.", entry.name)
        return super().reserve(entry)

    def _entry(self, entry: timetable.Entry, last_run_at: Any) -> dict[str, Any]:
        # A message about an interval is worth nothing once the next is sent; without workers they would pile up.
        options = {} if entry.has_an_hour else {"expires": max(30, entry.when.seconds)}
        return {"task": entry.task, "schedule": entry.when, "options": options, "last_run_at": last_run_at}
