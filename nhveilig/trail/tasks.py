from celery import shared_task

from nhveilig.jobs.timetable import daily, on_timetable
from nhveilig.trail import checking


@shared_task
@on_timetable(daily(hour=4, minute=25))
def check_trail() -> None:
    """What is wrong stands in the log, as an error; what was not noted outside the database is noted now."""
    checking.check_trail()
