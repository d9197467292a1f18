from celery import shared_task

from nhveilig.jobs.timetable import every, on_timetable
from reports.hearing.services import mailing


@shared_task
@on_timetable(every(seconds=300))
def mail_griffies() -> None:
    """Right after a round was sent, and every five minutes for what could not be sent then."""
    mailing.mail_griffies()
