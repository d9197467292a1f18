"""A plan as it is read: its texts, and activities and results below the goal or project they belong to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from nhveilig.texts import footnotes, headings
from themes.models import Activity, IntendedResult, Objective, PlanText, Project, ResultTarget
from themes.models.plans import GroupedPart
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of
from themes.reading.presenters import aim_of, lines_of, moment_of, repeated_by, repeats_of

# HTML has six; a deeper project is set as the fifth, so that what stands in it still has one.
DEEPEST_GROUP = 5


@dataclass(frozen=True)
class Prose:
    """A text with its notes apart. `notes` are pairs of HTML id and html."""

    html: str
    notes: list[tuple[str, str]]
    anchor: str
    title: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target in words: `aim` is the figure with its unit, `terms` for whom, by when and how often."""

    target: ResultTarget
    aim: str
    terms: list[str]
    shared: str


@dataclass(frozen=True)
class ActivityItem:
    """`number` counts through the whole plan as it is read. `goal` is said only where it does not stand above."""

    activity: Activity
    number: int
    key: str
    prose: Prose
    moment: str
    partners: list[str]
    targets: list[TargetLine]
    goal: Objective | None = None


@dataclass(frozen=True)
class ResultItem:
    result: IntendedResult
    key: str
    prose: Prose
    targets: list[TargetLine]
    goal: Objective | None = None


@dataclass(frozen=True)
class WorkGroup:
    """What stands under one goal, one project, or neither; `level` is that of its heading, or of the one above it."""

    title: str
    kicker: str
    anchor: str
    level: int
    prose: Prose | None = None
    activities: list[ActivityItem] = field(default_factory=list)
    results: list[ResultItem] = field(default_factory=list)
    groups: list["WorkGroup"] = field(default_factory=list)


def set_prose(html: str, anchor: str, under: int, title: str = "") -> Prose:
    """`html` below a heading of level `under`."""
    with_calls, notes = footnotes.apart(headings.under(html, under), f"noot-{anchor}")
    return Prose(with_calls, notes, anchor, title)


def texts(parts: PlanParts, under: int) -> list[Prose]:
    """Every text but the ambition, which opens the plan; each has a heading of level `under`."""
    rest = {kind: text for kind, text in parts.texts.items() if kind != PlanText.Kind.AMBITION}
    return [set_prose(text.html, kind, under, str(text)) for kind, text in rest.items()]


def ambition(parts: PlanParts, under: int) -> Prose | None:
    text = parts.texts.get(PlanText.Kind.AMBITION)
    return set_prose(text.html, PlanText.Kind.AMBITION, under) if text else None


def groups(parts: PlanParts, level: int = 3) -> list[WorkGroup]:
    """By project where the work is in projects, otherwise by goal; then what stands under none. As in the document.

    A goal or project without any work is there too: that nothing serves it is worth seeing.
    """
    grouping = _Grouping(parts)
    work = [*parts.activities, *parts.results]
    if any(map(parts.project_of, work)):
        return [*grouping.projects(None, "", level), *grouping.rest(parts.project_of, "Voor alle projecten", level)]
    return [*grouping.objectives(level), *grouping.rest(parts.objective_of, "Voor alle doelen", level)]


class _Grouping:
    """Numbers the activities as they are read, so the groups must be made in that order."""

    def __init__(self, parts: PlanParts) -> None:
        self.parts, self.numbers = parts, count(1)

    def projects(self, parent: Project | None, prefix: str, level: int) -> Iterator[WorkGroup]:
        """`prefix` begins their numbers: `1.` for those below project 1."""
        word = "Deelproject" if parent else "Project"
        for place, project in enumerate(self.parts.children_of(parent), start=1):
            yield self._project(project, word, f"{prefix}{place}", level)

    def _project(self, project: Project, word: str, number: str, level: int) -> WorkGroup:
        key, deeper = key_of(project), min(level + 1, DEEPEST_GROUP)
        return WorkGroup(
            title=str(project),
            kicker=f"{word} {number}",
            anchor=key,
            level=level,
            prose=set_prose(project.html, key, level) if project.html.strip() else None,
            **self._work(lambda part: self.parts.project_of(part) == project, level, with_goal=True),
            groups=list(self.projects(project, f"{number}.", deeper)),
        )

    def objectives(self, level: int) -> Iterator[WorkGroup]:
        for objective in self.parts.objectives:
            kicker, anchor = f"Doel {objective.number}", f"doel-{objective.number}"
            work = self._work(lambda part, own=objective: self.parts.objective_of(part) == own, level)
            yield WorkGroup(objective.text, kicker, anchor, level, **work)

    def rest(self, owner_of: Callable[[GroupedPart], object], title: str, level: int) -> Iterator[WorkGroup]:
        # Where nothing is grouped, a heading would only say so.
        grouped = bool(self.parts.projects or self.parts.objectives)
        level = level if grouped else level - 1
        work = self._work(lambda part: owner_of(part) is None, level, with_goal=True)
        if any(work.values()):
            yield WorkGroup(title if grouped else "", "", "overig", level, **work)

    def _work(self, below: Callable[[GroupedPart], bool], level: int, *, with_goal: bool = False) -> dict[str, list]:
        """`with_goal` where the goal does not stand above."""
        goal_of = self.parts.objective_of if with_goal else lambda part: None
        return {
            "activities": [
                self._activity(one, level + 1, goal_of(one)) for one in filter(below, self.parts.activities)
            ],
            "results": [self._result(one, level + 1, goal_of(one)) for one in filter(below, self.parts.results)],
        }

    def _activity(self, activity: Activity, under: int, goal: Objective | None) -> ActivityItem:
        key = key_of(activity)
        return ActivityItem(
            activity=activity,
            number=next(self.numbers),
            key=key,
            prose=set_prose(activity.html, key, under),
            moment=moment_of(activity),
            partners=lines_of(activity.partners),
            targets=target_lines(self.parts.targets_of(activity)),
            goal=goal,
        )

    def _result(self, result: IntendedResult, under: int, goal: Objective | None) -> ResultItem:
        key = key_of(result)
        prose = set_prose(result.html, key, under)
        return ResultItem(result, key, prose, target_lines(self.parts.targets_of(result)), goal)


def target_lines(targets: Iterable[ResultTarget]) -> list[TargetLine]:
    return [
        TargetLine(
            target=target,
            aim=aim_of(target),
            terms=list(filter(None, [target.get_scope_display(), moment_of(target), target.get_frequency_display()])),
            shared=repeats_of(target) or repeated_by(target),
        )
        for target in targets
    ]
