"""What runs on a schedule. One declaration, kept by Celery beat or, without one, by the portal command.

@shared_task
@on_timetable(daily(hour=3, minute=30))
def empty_bins() -> None: ...
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from celery.schedules import BaseSchedule, crontab, schedule
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from nhveilig.celery import app as celery_app
from nhveilig.jobs.models import TimetableRun

logger = logging.getLogger(__name__)

# Before any hour that may have been missed: what never ran is due.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)

Work = Callable[[], object]


@dataclass(frozen=True)
class Entry:
    """`task` is the name that Celery gives to `work`."""

    task: str
    when: BaseSchedule
    work: Work

    @property
    def has_an_hour(self) -> bool:
        return isinstance(self.when, crontab)


_entries: dict[str, Entry] = {}


def every(*, seconds: float) -> schedule:
    return schedule(timedelta(seconds=seconds), app=celery_app)


def daily(*, hour: int, minute: int = 0) -> crontab:
    """In Dutch time. A day on which the machine was off at that hour is made up for, once."""
    return crontab(hour=hour, minute=minute, app=celery_app)


def on_timetable(when: BaseSchedule) -> Callable[[Work], Work]:
    """Below `shared_task`, on a function of a module called `tasks`."""

    def declare(work: Work) -> Work:
        task = f"{work.__module__}.{work.__name__}"
        _entries[task] = Entry(task, when, work)
        return work

    return declare


@cache
def import_tasks() -> None:
    """Every app declares its kinds of jobs and its hours in a module called `tasks`, or in what that imports."""
    autodiscover_modules("tasks")


def entries() -> Mapping[str, Entry]:
    import_tasks()
    return _entries


def last_runs() -> dict[str, datetime]:
    """When each was last begun. What has no hour may begin again whenever its keeper starts."""
    return dict.fromkeys(entries(), NEVER) | dict(TimetableRun.objects.values_list("task", "ran_at"))


def note_run(entry: Entry, at: datetime) -> None:
    """So that another keeper, started later, does not do it again; an interval is not worth a row every few seconds."""
    if entry.has_an_hour:
        TimetableRun.objects.update_or_create(task=entry.task, defaults={"ran_at": at})


class Timekeeper:
    """Does what is due in this process, one after another, whenever it is called."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def __call__(self) -> None:
        close_old_connections()
        try:
            self._last = self._last or last_runs()
            for entry in entries().values():
                if entry.when.is_due(self._last[entry.task]).is_due:
                    self._do(entry)
        finally:
            close_old_connections()

    def _do(self, entry: Entry) -> None:
        """What fails is logged, keeps nothing else waiting, and is due again at the next call."""
        began = timezone.now()
        try:
            entry.work()
            note_run(entry, began)
        except Exception:
            logger.exception("%s failed; it is tried again.", entry.task)
        else:
            self._last[entry.task] = began


class TimetableScheduler(Scheduler):
    """Celery beat on the  When each entry ran is kept in the database, not in a file of a container."""

    def setup_schedule(self) -> None:
        last = last_runs()
        self.merge_inplace({task: self._entry(entry, last[task]) for task, entry in entries().items()})

    def reserve(self, entry: ScheduleEntry) -> ScheduleEntry:
        close_old_connections()
        try:
            note_run(entries()[entry.name], timezone.now())
        except DatabaseError:
            logger.exception("That %s runs now could not be noted.", entry.name)
        return super().reserve(entry)

    def _entry(self, entry: Entry, last_run_at: Any) -> dict[str, Any]:
        # A message about an interval is worth nothing once the next is sent; without workers they would pile up.
        options = {} if entry.has_an_hour else {"expires": max(30, entry.when.seconds)}
        return {"task": entry.task, "schedule": entry.when, "options": options, "last_run_at": last_run_at}
