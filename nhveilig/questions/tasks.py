from celery import shared_task
from django.utils import timezone

from nhveilig.editing.comments.services import empty_comment_bin
from nhveilig.jobs.timetable import daily, on_timetable
from nhveilig.questions.models import Question


@shared_task
@on_timetable(daily(hour=3, minute=40))
def empty_question_bin() -> None:
    empty_comment_bin(Question, now=timezone.now())
