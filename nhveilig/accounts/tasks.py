from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from nhveilig.accounts import links, logins
from nhveilig.accounts.once import forget_sent_forms
from nhveilig.jobs.timetable import daily, every, on_timetable


@shared_task
@on_timetable(every(seconds=30))
def mail_asked_links() -> None:
    links.mail_asked_links()


@shared_task
@on_timetable(daily(hour=3, minute=10))
def forget_what_is_over() -> None:
    """Sessions that ended, and what is kept of who came in for a while only."""
    call_command("clearsessions")
    forget_sent_forms()
    links.forget_requests(timezone.now())
    logins.forget_events(timezone.now())
