from celery import shared_task

from nhveilig.caching import services
from nhveilig.jobs.timetable import every, on_timetable


@shared_task
@on_timetable(every(seconds=300))
def compact_changes() -> None:
    services.compact()
