from celery import shared_task
from django.utils import timezone

from nhveilig.jobs.timetable import daily, on_timetable
from themes.comments.services import empty_comment_bin
from themes.editing.services import empty_bin
from themes.reminders import services as reminders


@shared_task
@on_timetable(daily(hour=3, minute=30))
def empty_bins() -> None:
    """What has been in a bin for thirty days goes for good."""
    now = timezone.now()
    empty_bin(now=now)
    empty_comment_bin(now=now)


@shared_task
@on_timetable(daily(hour=7))
def send_reminders() -> None:
    reminders.send_reminders(today=timezone.localdate())


@shared_task
def mail_step(step_id: int) -> None:
    reminders.mail_step(step_id=step_id)


@shared_task
def mail_reaction(reaction_id: int) -> None:
    reminders.mail_reaction(reaction_id=reaction_id)
