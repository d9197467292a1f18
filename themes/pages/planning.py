"""The activities of a plan over the quarters of its year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nhveilig.figures.formats import counted
from nhveilig.figures.timelines import Strip
from nhveilig.statuses.status import Status
from nhveilig.worklist.presenters import short_day
from themes.models import Activity
from themes.pages.tree import Act
from themes.reading.presenters import spans_of


@dataclass(frozen=True)
class PlannedAct:
    """`when`: what people wrote of when, where that cannot be drawn; `ready`: the day, or how late it is."""

    act: Act
    strip: Strip
    when: str
    ready: str


@dataclass(frozen=True)
class Planning:
    """`unplanned`: how many activities have neither a moment nor a last day."""

    rows: list[PlannedAct]
    unplanned: int


def planning_of(acts: Iterable[Act], year: int, today: date) -> Planning | None:
    """None of a plan without activities."""
    acts = list(acts)
    rows = [_planned(act, year, today) for act in acts if act.item.moment]
    return Planning(rows, len(acts) - len(rows)) if acts else None


def _planned(act: Act, year: int, today: date) -> PlannedAct:
    activity = act.item.activity
    spans, ready = spans_of(activity, year), _ready(act, today)
    is_late = act.status is Status.BEHIND and act.is_overdue
    strip = Strip(
        year=year,
        spans=spans,
        said=", ".join(filter(None, [act.item.moment, act.status.word if act.status else "", _late(act)])),
        due=activity.due_on,
        status=act.status,
        late_until=min(today, date(year, 12, 31)) if is_late else None,
        today=today if today.year == year else None,
    )
    return PlannedAct(act, strip, "" if spans else activity.planned_moment, ready or _when(activity, bool(spans)))


def _ready(act: Act, today: date) -> str:
    due = act.item.activity.due_on
    return _late(act) or (short_day(due, today) if due else "")


def _late(act: Act) -> str:
    """Of what is said to run behind for how long; of the rest only that its day passed."""
    if not act.is_overdue:
        return ""
    return f"{counted(act.days_late, 'dag', 'dagen')} te laat" if act.status is Status.BEHIND else "datum voorbij"


def _when(activity: Activity, is_drawn: bool) -> str:
    return activity.planned_moment if is_drawn else ""
