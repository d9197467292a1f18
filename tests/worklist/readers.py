"""What somebody is asked, as the pages ask it."""

from datetime import date

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.worklist.base import Task
from nhveilig.worklist.queries import tasks_of


def asked(user: User, today: date) -> list[Task]:
    return tasks_of(Access(user), today)


def titles(user: User, today: date) -> list[str]:
    return [task.title for task in asked(user, today)]
