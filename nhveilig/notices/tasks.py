from celery import shared_task

from nhveilig.jobs.timetable import daily, every, on_timetable
from nhveilig.notices import mailing


@shared_task
@on_timetable(every(seconds=60))
def mail_at_once() -> None:
    """Right after what happened, and every minute for what could not be sent then."""
    mailing.mail_at_once()
    mailing.mail_digests_again()


@shared_task
@on_timetable(daily(hour=7, minute=15))
def mail_digests() -> None:
    mailing.mail_digests()
