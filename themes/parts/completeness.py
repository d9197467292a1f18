"""What a plan still misses, section by section, with the place where to write it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from themes.models import ImplementationPlan, PlanPerson, PlanText, ResultTarget
from themes.models.plans import Part
from themes.parts import constants
from themes.parts.constants import SECTIONS
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of
from themes.parts.views import plan_url


@dataclass(frozen=True)
class Missing:
    """Something that is not filled in yet. `part` is its key (`activity-12`), empty for what has no part yet.

    `blocks`: without it the plan cannot go to review.
    """

    label: str
    part: str
    url: str
    blocks: bool = False


@dataclass(frozen=True)
class SectionState:
    """How much of a section is filled in; a section that asks for nothing has a total of zero."""

    code: str
    title: str
    done: int
    total: int
    missing: list[Missing] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def missing_by_part(self) -> list[Missing]:
        """One line for all that a part misses: “Activiteit “Kade”: wanneer, eigenaar”. A line blocks when one of them
        does."""
        return [_together(list(found)) for _, found in groupby(self.missing, lambda one: one.part or one.label)]


@dataclass(frozen=True)
class Meter:
    """A whole plan in one line: “12 van 15 ingevuld”."""

    done: int
    total: int
    missing: list[Missing]

    @property
    def blocking(self) -> list[Missing]:
        return [one for one in self.missing if one.blocks]


@dataclass(frozen=True)
class _Check:
    """One thing a complete plan has; `label` names it when it is not there."""

    filled: bool
    label: str
    part: Part | None = None
    blocks: bool = False


def completeness(plan: ImplementationPlan) -> list[SectionState]:
    """Every section, in its order. Asks the database nothing when the plan was read with `with_parts()`."""
    parts, written_at = PlanParts(plan), plan_url(plan, "plan-edit")
    return [_state(code, list(_CHECKS[code](parts)), f"{written_at}?deel={code}") for code in SECTIONS]


def meter(states: Iterable[SectionState]) -> Meter:
    states = list(states)
    missing = [one for state in states for one in state.missing]
    return Meter(sum(state.done for state in states), sum(state.total for state in states), missing)


def _state(code: str, checks: list[_Check], url: str) -> SectionState:
    missing = [_missing(check, url) for check in checks if not check.filled]
    return SectionState(code, SECTIONS[code].title, len(checks) - len(missing), len(checks), missing)


def _missing(check: _Check, url: str) -> Missing:
    key = key_of(check.part) if check.part else ""
    return Missing(check.label, key, f"{url}#{key}" if key else url, check.blocks)


def _together(missing: list[Missing]) -> Missing:
    first = missing[0]
    rest = [one.label.rpartition(": ")[2] for one in missing[1:]]
    return replace(first, label=", ".join([first.label, *rest]), blocks=any(one.blocks for one in missing))


def _ambition(parts: PlanParts) -> Iterator[_Check]:
    stored = {text.kind: text for text in parts.plan.plantext_set.all()}
    for kind, blocks in ((PlanText.Kind.AMBITION, True), (PlanText.Kind.APPROACH, False)):
        yield _Check(kind in parts.texts, f"{kind.label}: de tekst", stored.get(kind), blocks)


def _objectives(parts: PlanParts) -> Iterator[_Check]:
    served = {part.objective_id for part in (*parts.activities, *parts.results)}
    for objective in parts.objectives:
        label = f"Doel {objective.number}: een activiteit of een beoogd resultaat"
        yield _Check(objective.pk in served, label)


def _projects(parts: PlanParts) -> Iterator[_Check]:
    return _of_each("Project", parts.projects, ("naam", False, attrgetter("title")))


def _activities(parts: PlanParts) -> Iterator[_Check]:
    if not parts.activities:
        yield _Check(filled=False, label="Nog geen activiteit", blocks=True)
    yield from _of_each(
        "Activiteit",
        parts.activities,
        ("naam", True, attrgetter("title")),
        ("product", False, attrgetter("deliverable")),
        ("wanneer", True, lambda activity: activity.planned_moment or activity.due_on or activity.quarters),
        ("eigenaar", True, attrgetter("owner")),
    )


def _results(parts: PlanParts) -> Iterator[_Check]:
    if not parts.results:
        yield _Check(filled=False, label="Nog geen beoogd resultaat")
    explained = "een streefwaarde, of een toelichting waarom die er niet is"
    yield from _of_each(
        "Resultaat",
        parts.results,
        ("naam", True, attrgetter("title")),
        (explained, False, lambda result: parts.targets_of(result) or result.html.strip()),
    )
    yield from _of_each(
        "Streefwaarde",
        parts.targets,
        ("getal", False, lambda target: target.value is not None),
        ("meeteenheid", False, attrgetter("unit")),
        ("termijn", False, _has_term),
    )


def _has_term(target: ResultTarget) -> bool:
    """What goes on all year has no moment at which it must be done."""
    goes_on = target.frequency == ResultTarget.Frequency.CONTINUOUS
    return bool(goes_on or target.deadline or target.due_on)


def _decisions(parts: PlanParts) -> Iterator[_Check]:
    return _of_each(
        "Besluit",
        parts.decisions,
        ("wat er besloten moet worden", False, attrgetter("title")),
        ("gremium", False, attrgetter("body")),
    )


def _means(parts: PlanParts) -> Iterator[_Check]:
    if not parts.capacity and not parts.funding:
        yield _Check(filled=False, label="Nog geen inzet van partners en geen geld")
    yield from _of_each("Inzet", parts.capacity, ("hoeveel", False, lambda one: one.amount is not None))
    yield from _of_each("Middelen", parts.funding, ("bedrag", False, lambda one: one.amount is not None))


def _people(parts: PlanParts) -> Iterator[_Check]:
    named = any(one.kind == PlanPerson.Kind.LEADER and one.name for one in parts.people)
    yield _Check(named, "Naam van de projectleider")


def _links(parts: PlanParts) -> Iterator[_Check]:
    rule = ("een indicator of een thema", False, lambda link: link.indicator_id or link.theme_id)
    return _of_each("Verband", parts.links, rule)


def _of_each(kind: str, found: Iterable[Part], *rules: tuple[str, bool, Callable[[Part], object]]) -> Iterator[_Check]:
    """`rules`: what a part of this kind has, whether it blocks, and whether it is there."""
    for number, part in enumerate(found, start=1):
        title = getattr(part, "title", "")
        name = f"{kind} “{title}”" if title else f"{kind} {number}"
        for what, blocks, filled in rules:
            yield _Check(bool(filled(part)), f"{name}: {what}", part, blocks)


_CHECKS = {
    constants.AMBITION: _ambition,
    constants.OBJECTIVES: _objectives,
    constants.PROJECTS: _projects,
    constants.ACTIVITIES: _activities,
    constants.RESULTS: _results,
    constants.DECISIONS: _decisions,
    constants.MEANS: _means,
    constants.PEOPLE: _people,
    constants.LINKS: _links,
}
