"""Once a day people are told what their plans ask of them: each thing once, as a notice like any other."""

from datetime import date

from nhveilig.notices.models import Notice
from nhveilig.notices.services import Words, notify
from themes.reminders.notices import DUE, PROGRESS
from themes.reminders.queries import Due, due_on


def remind(*, today: date) -> int:
    """Tell what is due on `today` to who was not told yet; how many notices that were."""
    dues = due_on(today)
    known = Notice.objects.about_one_of(due.key for due in dues)
    told = set(known.values_list("user_id", "about"))
    return sum(_tell(due, told) for due in dues)


def _tell(due: Due, told: set[tuple[int, str]]) -> int:
    to = [user for user in due.to if (user.pk, due.key) not in told]
    if not to:
        return 0
    words = Words(due.subject, due.text, due.path, str(due.plan))
    kind, unit = PROGRESS if due.is_progress else DUE, due.plan.theme.plan.police_unit_id
    return notify(kind=kind, to=to, words=words, about=due.key, unit=unit)
