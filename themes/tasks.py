from celery import shared_task
from django.utils import timezone

from nhveilig.editing.comments.services import empty_comment_bin
from nhveilig.jobs.timetable import daily, on_timetable
from themes.editing.services.parts import empty_bin
from themes.models import Comment
from themes.policy.services import bins


@shared_task
@on_timetable(daily(hour=3, minute=30))
def empty_bins() -> None:
    """What has been in a bin for thirty days goes for good."""
    now = timezone.now()
    empty_bin(now=now)
    bins.empty_bin(now=now)
    empty_comment_bin(Comment, now=now)
