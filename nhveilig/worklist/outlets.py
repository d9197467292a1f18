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

# What is written or answered is about plans that are not adopted; `themes` has their days, without their names.
IN_CALENDAR = {Kind.REPORT, Kind.CHECK, Kind.DECIDE}


def digest_lines(user: User, day: date, ahead: int) -> list[DigestLine]:
    """All that is asked; near is what has no day, or is due in `ahead` days or late. One query, and one for the
    roles."""
    return [_line(task, ahead) for task in tasks_of(Access(user), day)]


def _line(task: Task, ahead: int) -> DigestLine:
    left = task.days_left
    return DigestLine(
        text=_words(task),
        url=task.url,
        key=f"{task.source} {task.row} {task.url} {task.day} {_stage(task, ahead)}",
        is_near=left is None or left <= ahead,
        source=task.source,
        row=task.row,
    )


def _stage(task: Task, ahead: int) -> str:
    """A task is told again when it comes near, the day before, on the day itself and when it is late; what is far away
    or has no day, every quarter."""
    left = task.days_left
    if left is None or left > ahead:
        return f"{task.today.year}-{(task.today.month - 1) // 3 + 1}"
    if left < 0:
        return "late"
    return f"{left}" if left <= 1 else "near"


def _words(task: Task) -> str:
    """“Meld hoe het staat: Drugsconvenant, voor Anja Bos (uiterlijk 1 december 2026)”."""
    whose = f", voor {task.whose}" if task.whose else ""
    if not task.day:
        return f"{task.title}{whose}"
    when = "had klaar moeten zijn op" if task.is_late else "uiterlijk"
    return f"{task.title}{whose} ({when} {date_long(task.day)})"


def events(access: Access, today: date) -> list[Event]:
    """How much of each kind on a day: a calendar names no title."""
    tasks = tasks_of(access, today)
    found = Counter((task.day, task.kind) for task in tasks if task.day and task.kind in IN_CALENDAR)
    return [
        Event(f"{kind.value}-{day}", day, f"{kind.label}: {counted(number, 'taak', 'taken')}", reverse("worklist:list"))
        for (day, kind), number in found.items()
    ]
