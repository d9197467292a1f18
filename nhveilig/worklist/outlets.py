"""What must be done, for who is not looking at the portal: in the digest of the day and in their own calendar."""

from collections import Counter
from datetime import date

from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.calendars.events import Event
from nhveilig.figures.formats import counted, date_long
from nhveilig.notices.digests import DigestLine
from nhveilig.worklist.base import Kind, Task
from nhveilig.worklist.queries import tasks_of

SOON = 14
# What is written or answered is about plans that are not adopted; `themes` has their days, without their names.
IN_CALENDAR = {Kind.REPORT, Kind.CHECK, Kind.DECIDE}


def digest_lines(user: User, day: date) -> list[DigestLine]:
    """What is due within two weeks, or late already. One query, and one for the roles."""
    dated = (task for task in tasks_of(Access(user), day) if task.days_left is not None)
    return [DigestLine(_line(task), task.url) for task in dated if task.days_left <= SOON]


def _line(task: Task) -> str:
    """“Meld hoe het staat: Drugsconvenant (uiterlijk 1 december 2026)”."""
    when = "had klaar moeten zijn op" if task.is_late else "uiterlijk"
    return f"{task.title} ({when} {date_long(task.day)})"


def events(access: Access, today: date) -> list[Event]:
    """How much of each kind on a day: a calendar names no title."""
    tasks = tasks_of(access, today)
    found = Counter((task.day, task.kind) for task in tasks if task.day and task.kind in IN_CALENDAR)
    return [
        Event(f"{kind.value}-{day}", day, f"{kind.label}: {counted(number, 'taak', 'taken')}", reverse("worklist:list"))
        for (day, kind), number in found.items()
    ]
