"""What pages about plans say: the sentence they begin with, what a plan has otherwise, and its year in quarters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nhveilig.figures.formats import counted, listed
from nhveilig.figures.timelines import Strip
from nhveilig.statuses.status import Status
from nhveilig.worklist.presenters import capitalised, in_words, short_day
from themes.models import Activity, ImplementationPlan
from themes.pages.listing import TODO, PlanRow
from themes.pages.tree import Act
from themes.parts.queries import PlanParts
from themes.reacting.presenters import differences
from themes.reading.presenters import spans_of

Step = ImplementationPlan.Status
# In the order in which it is told: of one, and of more.
TOLD = {
    Step.ADOPTED.value: ("is vastgesteld", "zijn vastgesteld"),
    Step.CONSULTATION.value: ("ligt bij de gemeenten", "liggen bij de gemeenten"),
    Step.REVIEW.value: ("ligt bij het stafbureau", "liggen bij het stafbureau"),
    Step.CONCEPT.value: ("wordt geschreven", "worden geschreven"),
    TODO: ("moet nog beginnen", "moeten nog beginnen"),
}


def headline(rows: list[PlanRow], year: int) -> str:
    """`Plannen voor 2026: drie zijn vastgesteld en één wordt geschreven. Twee lopen achter.`"""
    stages = Counter(row.stage for row in rows)
    told = [f"{in_words(stages[key])} {said[stages[key] > 1]}" for key, said in TOLD.items() if stages[key]]
    if not told:
        return ""
    behind = sum(row.is_behind for row in rows)
    late = f" {capitalised(in_words(behind))} {'loopt' if behind == 1 else 'lopen'} achter." if behind else ""
    return f"Plannen voor {year}: {listed(told)}.{late}"


# By the name in `PlanParts`: what the parts are called.
KINDS = {"activities": "Activiteiten", "results": "Beoogde resultaten", "targets": "Streefwaarden"}


@dataclass(frozen=True)
class Changes:
    """Of one kind of parts; `changed`: each with what is otherwise, in words."""

    title: str
    came: list[str]
    changed: list[tuple[str, list[str]]]
    went: list[str]

    @property
    def number(self) -> int:
        return len(self.came) + len(self.changed) + len(self.went)


def changes_between(now: PlanParts, then: PlanParts) -> list[Changes]:
    """Of each kind in which something is otherwise."""
    found = [_changes(name, title, now, then) for name, title in KINDS.items()]
    return [one for one in found if one.number]


def _changes(name: str, title: str, now: PlanParts, then: PlanParts) -> Changes:
    before = {one.pk: one for one in getattr(then, name)}
    parts = getattr(now, name)
    continued = [one for one in parts if one.origin_id in before]
    told = [(str(one), differences(before[one.origin_id], one)) for one in continued]
    kept = {one.origin_id for one in continued}
    return Changes(
        title=title,
        came=[str(one) for one in parts if one.origin_id not in before],
        changed=[(name, words) for name, words in told if words],
        went=[str(one) for pk, one in before.items() if pk not in kept],
    )


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
