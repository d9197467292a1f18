"""The words around tasks: their days, the sentence that counts them, and the kinds to choose from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from nhveilig.figures.formats import MONTHS, counted
from nhveilig.http.views import tabs
from nhveilig.worklist.base import Kind, Task

SHOWN_FIRST = 5
NUMBERS = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
LATE = "te-laat"


def in_words(number: int) -> str:
    """`drie`, and `14` beyond twelve."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def short_day(day: date, today: date) -> str:
    """`8 dec`; of another year than this `8 dec 2027`."""
    year = "" if day.year == today.year or abs((day - today).days) < 60 else f" {day.year}"
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}{year}"


@dataclass(frozen=True)
class ShownTask:
    """A task with its day written twice: `8 dec`, and `nog 8 dagen`."""

    task: Task

    @property
    def day(self) -> str:
        day = self.task.day or self.task.since
        return short_day(day, self.task.today) if day else "Geen datum"

    @property
    def iso(self) -> str:
        day = self.task.day or self.task.since
        return day.isoformat() if day else ""

    @property
    def beside(self) -> str:
        """How long there is still, how late it is, or how long it waits."""
        left = self.task.days_left
        if left is not None:
            return how_long(left)
        return _waits((self.task.today - self.task.since).days) if self.task.since else ""


def how_long(days: int) -> str:
    """Until a day: `nog 8 dagen`, `3 dagen te laat`."""
    if days < 0:
        return f"{counted(-days, 'dag', 'dagen')} te laat"
    return {0: "vandaag", 1: "morgen"}.get(days, f"nog {days} dagen")


def _waits(days: int) -> str:
    return {0: "sinds vandaag", 1: "sinds gisteren"}.get(days, f"sinds {days} dagen")


def count_in_words(number: int) -> str:
    """The sentence below the greeting."""
    if not number:
        return "Er wordt vandaag niets van u gevraagd."
    verb = "ding vraagt" if number == 1 else "dingen vragen"
    return f"{capitalised(in_words(number))} {verb} vandaag iets van u."


def capitalised(text: str) -> str:
    """At the beginning of a sentence the first é of `één` has no accent."""
    return f"E{text[1:]}" if text.startswith("é") else capfirst(text)


def choices(tasks: Sequence[Task], chosen: str) -> list[dict[str, object]]:
    """For components/tabs.html: everything, what is late, and each kind of which there is one."""
    kinds = Counter(task.kind.value for task in tasks)
    late = sum(task.is_late for task in tasks)
    found = [("", "Alles", len(tasks)), (LATE, "Te laat", late), *((one.value, one.label, kinds[one]) for one in Kind)]
    shown = [one for one in found if one[2] or one[0] == chosen]
    return tabs(
        (f"{label} ({number})", f"?soort={code}" if code else "?", code == chosen) for code, label, number in shown
    )


def chosen_of(tasks: Sequence[Task], code: str) -> list[Task]:
    """What nobody can choose counts as not chosen."""
    if code == LATE:
        return [task for task in tasks if task.is_late]
    return [task for task in tasks if task.kind == code] if code in Kind.values else list(tasks)


def day_in_words(day: date) -> str:
    """`Maandag 30 november 2026`"""
    names = ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag")
    return f"{names[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
