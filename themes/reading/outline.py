"""A plan as it is read: its texts, and activities and results below the goal or project they belong to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nhveilig.texts import notes_apart, with_headings_from
from themes.editing.registry import key_of
from themes.models import Activity, IntendedResult, Objective, PlanText, Project, ResultTarget
from themes.models.plans import GroupedPart
from themes.reading.parts import PlanParts
from themes.reading.tables import aim_of, lines_of, moment_of, repeated_by, repeats_of

# HTML has six; a deeper project is set as the fifth, so that what stands in it still has one.
DEEPEST_GROUP = 5
_TOO_DEEP = re.compile(r"(</?h)[7-9]\b")


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
    """`number` counts through the whole plan. `goal` is said only where it does not stand above."""

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
class Group:
    """What stands under one goal, one project, or neither; `level` is that of its heading."""

    title: str
    kicker: str
    anchor: str
    level: int
    prose: Prose | None = None
    activities: list[ActivityItem] = field(default_factory=list)
    results: list[ResultItem] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)


def set_prose(html: str, anchor: str, level: int, title: str = "") -> Prose:
    """`html` with its highest heading at `level`."""
    with_calls, notes = notes_apart(_TOO_DEEP.sub(r"\g<1>6", with_headings_from(html, level)), f"noot-{anchor}")
    return Prose(with_calls, notes, anchor, title)


def texts(parts: PlanParts, level: int) -> list[Prose]:
    """Every text but the ambition, which opens the plan; headings inside them start at `level`."""
    rest = {kind: text for kind, text in parts.texts.items() if kind != PlanText.Kind.AMBITION}
    return [set_prose(text.html, kind, level, str(text)) for kind, text in rest.items()]


def ambition(parts: PlanParts, level: int) -> Prose | None:
    text = parts.texts.get(PlanText.Kind.AMBITION)
    return set_prose(text.html, PlanText.Kind.AMBITION, level) if text else None


def groups(parts: PlanParts, level: int = 3) -> list[Group]:
    """By goal, then by project, then the rest. A part of a project stands there, whatever goal it serves.

    A goal without any work is there too: that nothing serves it is worth seeing.
    """
    return [
        *(_goal(parts, objective, level) for objective in parts.objectives if _has_work(parts, objective)),
        *(_project(parts, project, level) for project in parts.children_of(None)),
        *_rest(parts, level),
    ]


def _has_work(parts: PlanParts, objective: Objective) -> bool:
    """Whether it has a group of its own: it has work, or there is no work for it anywhere."""
    served = [part for part in (*parts.activities, *parts.results) if part.objective_id == objective.pk]
    return not served or any(parts.project_of(part) is None for part in served)


def _goal(parts: PlanParts, objective: Objective, level: int) -> Group:
    def below(part: GroupedPart) -> bool:
        return parts.project_of(part) is None and parts.objective_of(part) == objective

    return Group(
        title=objective.text,
        kicker=f"Doel {objective.number}",
        anchor=f"doel-{objective.number}",
        level=level,
        activities=list(_activities(parts, filter(below, parts.activities), level)),
        results=list(_results(parts, filter(below, parts.results), level)),
    )


def _project(parts: PlanParts, project: Project, level: int, kicker: str = "Project") -> Group:
    def below(part: GroupedPart) -> bool:
        return parts.project_of(part) == project

    key, deeper = key_of(project), min(level + 1, DEEPEST_GROUP)
    return Group(
        title=str(project),
        kicker=kicker,
        anchor=key,
        level=level,
        prose=set_prose(project.html, key, deeper) if project.html.strip() else None,
        activities=list(_activities(parts, filter(below, parts.activities), level, with_goal=True)),
        results=list(_results(parts, filter(below, parts.results), level, with_goal=True)),
        groups=[_project(parts, child, deeper, "Deelproject") for child in parts.children_of(project)],
    )


def _rest(parts: PlanParts, level: int) -> Iterator[Group]:
    def below(part: GroupedPart) -> bool:
        return parts.project_of(part) is None and parts.objective_of(part) is None

    activities = list(_activities(parts, filter(below, parts.activities), level))
    results = list(_results(parts, filter(below, parts.results), level))
    if activities or results:
        alone = not parts.objectives and not parts.projects
        yield Group(
            "" if alone else "Overige activiteiten en resultaten", "", "overig", level, None, activities, results
        )


def _activities(
    parts: PlanParts, chosen: Iterable[Activity], level: int, *, with_goal: bool = False
) -> Iterator[ActivityItem]:
    numbers = {activity.pk: number for number, activity in enumerate(parts.activities, start=1)}
    for activity in chosen:
        yield ActivityItem(
            activity=activity,
            number=numbers[activity.pk],
            key=key_of(activity),
            prose=set_prose(activity.html, key_of(activity), level + 2),
            moment=moment_of(activity),
            partners=lines_of(activity.partners),
            targets=target_lines(parts.targets_of(activity)),
            goal=parts.objective_of(activity) if with_goal else None,
        )


def _results(
    parts: PlanParts, chosen: Iterable[IntendedResult], level: int, *, with_goal: bool = False
) -> Iterator[ResultItem]:
    for result in chosen:
        yield ResultItem(
            result=result,
            key=key_of(result),
            prose=set_prose(result.html, key_of(result), level + 2),
            targets=target_lines(parts.targets_of(result)),
            goal=parts.objective_of(result) if with_goal else None,
        )


def target_lines(targets: Iterable[ResultTarget]) -> list[TargetLine]:
    return [
        TargetLine(
            target=target,
            aim=aim_of(target),
            terms=[text for text in _terms(target) if text],
            shared=repeats_of(target) or repeated_by(target),
        )
        for target in targets
    ]


def _terms(target: ResultTarget) -> list[str]:
    return [target.get_scope_display(), moment_of(target), target.get_frequency_display()]
