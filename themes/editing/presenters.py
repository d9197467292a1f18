"""What the page to write a plan shows: one section of it, as lists of parts with their controls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.text import capfirst

from nhveilig.editing.controls import Control, seen_in
from nhveilig.editing.forms import PartForm
from nhveilig.figures.formats import counted, date_short, number
from themes.editing.forms import NOTHING, Options, controls_of
from themes.models import (
    Activity,
    Capacity,
    Funding,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanStep,
    PlanText,
    Project,
    Reaction,
)
from themes.models.plans import GroupedPart, Part
from themes.parts import constants
from themes.parts.completeness import SectionState
from themes.parts.presenters import named_parts
from themes.parts.queries import PlanParts
from themes.parts.registry import PART_KINDS, PLAN_FIELDS, PartKind, key_of, kind_of

# The sections that are lists of rows: for each list the kind of part, what PlanParts calls them, the title of the list,
# and what stands there without any.
ROWS: dict[str, list[tuple[str, str, str, str]]] = {
    constants.DECISIONS: [("decision", "decisions", "", "Dit plan vraagt nog geen besluit.")],
    constants.MEANS: [
        ("capacity", "capacity", "Inzet van mensen", "Er is nog geen inzet ingevuld."),
        ("funding", "funding", "Geld", "Er is nog geen geld ingevuld."),
    ],
    constants.PEOPLE: [("person", "people", "", "Er staat nog niemand bij dit plan.")],
    constants.LINKS: [("link", "links", "", "Dit plan heeft nog geen verband met iets anders.")],
}


@dataclass(frozen=True)
class PagePart:
    """One part with its form. `before_up` and `before_down` name the part it comes to stand before; "" is the end."""

    part: Part
    controls: dict[str, Control]
    facts: list[str]
    missing: list[str]
    comments: int
    is_open: bool
    targets: "PartList | None" = None
    depth: int = 0
    before_up: str | None = None
    before_down: str | None = None

    @cached_property
    def key(self) -> str:
        return key_of(self.part)

    @cached_property
    def kind(self) -> PartKind:
        return kind_of(self.part)

    @cached_property
    def can_be_deleted(self) -> bool:
        return not isinstance(self.part, PlanText)

    @cached_property
    def shown(self) -> list[Control]:
        return self._of(self.kind.shown)

    @cached_property
    def more(self) -> list[Control]:
        return self._of(self.kind.more)

    @cached_property
    def more_is_open(self) -> bool:
        return any(control.problem or control.conflict for control in self.more)

    @cached_property
    def seen(self) -> str:
        return seen_in([*self.shown, *self.more])

    def _of(self, names: Iterable[str]) -> list[Control]:
        """Without the lists that have nothing to choose from."""
        found = (self.controls[name] for name in names)
        return [control for control in found if control.choices != [NOTHING]]


@dataclass(frozen=True)
class PartList:
    """Parts of one kind below each other, with the button that adds one. `under`: the field a new one gets, and its
    text: a target under its result. `goal`: the number of the goal they serve, empty for none; None where a list holds
    them all."""

    code: str
    parts: list[PagePart]
    title: str = ""
    empty: str = ""
    under: tuple[str, str] | None = None
    can_be_added: bool = True
    goal: str | None = None
    # What is said of the button that adds one, to who hears it alone.
    add_where: str = ""

    @property
    def add_label(self) -> str:
        return f"{capfirst(PART_KINDS[self.code].label)} toevoegen"


@dataclass(frozen=True)
class ObjectiveGroup:
    """What stands under a strategic goal; under none of them with None."""

    objective: Objective | None
    activities: list[Activity]
    results: list[IntendedResult]


@dataclass(frozen=True)
class PlanPage:
    """Expects a plan read with `with_parts()`."""

    plan: ImplementationPlan
    states: Sequence[SectionState]
    comments: Mapping[str, int] = field(default_factory=dict)
    open_part: str = ""
    refused: PartForm | None = None

    @cached_property
    def parts(self) -> PlanParts:
        return PlanParts(self.plan)

    @cached_property
    def _options(self) -> Options:
        return Options(self.plan, self.parts)

    @cached_property
    def _missing(self) -> dict[str, list[str]]:
        """By part what it lacks, in a word each."""
        found: dict[str, list[str]] = {}
        for one in (missing for state in self.states for missing in state.missing):
            found.setdefault(one.part, []).append(one.label.rpartition(": ")[2])
        return found

    def objectives(self) -> list[ObjectiveGroup]:
        return [self._under(objective) for objective in [*self.parts.objectives, None]]

    def _under(self, objective: Objective | None) -> ObjectiveGroup:
        activities, results = (
            [one for one in found if self.parts.objective_of(one) == objective]
            for found in (self.parts.activities, self.parts.results)
        )
        return ObjectiveGroup(objective, activities, results)

    def lists(self, section: str) -> list[PartList]:
        own = {
            constants.AMBITION: self._texts,
            constants.PROJECTS: self._projects,
            constants.ACTIVITIES: self._activities,
            constants.RESULTS: self._results,
        }
        if section in own:
            return own[section]()
        return [self._rows(code, getattr(self.parts, name), *words) for code, name, *words in ROWS.get(section, [])]

    def _texts(self) -> list[PartList]:
        order = PlanText.Kind.values
        texts = sorted(self.plan.plantext_set.all(), key=lambda text: order.index(text.kind))
        return [PartList("text", [self._part(text) for text in texts], can_be_added=False)]

    def _projects(self) -> list[PartList]:
        found = [self._part(project, depth=depth) for project, depth in _nested(self.parts, None, 0)]
        return [PartList("project", _moved(found), empty="Dit plan heeft geen projecten. Dat hoeft ook niet.")]

    def _results(self) -> list[PartList]:
        results = [self._part(one, targets=self._targets(one)) for one in self.parts.results]
        lists = self._by_goal("result", results, "Er staat nog geen beoogd resultaat in dit plan.")
        measured = [one for one in self.parts.activities if self.parts.targets_of(one)]
        lists += [self._targets(one, f"Streefwaarden bij de activiteit “{one}”") for one in measured]
        return [*lists, self._targets(None, "Streefwaarden van het hele plan")]

    def _activities(self) -> list[PartList]:
        activities = [self._part(one) for one in self.parts.activities]
        return self._by_goal("activity", activities, "Er staat nog geen activiteit in dit plan.")

    def _by_goal(self, code: str, found: list[PagePart], empty: str) -> list[PartList]:
        """A list below each goal and one for what serves none; one list where the theme has no goals."""
        if not self.parts.objectives:
            return [PartList(code, _moved(found), empty=empty)]
        return [self._below(goal, code, found) for goal in [*self.parts.objectives, None]]

    def _below(self, goal: Objective | None, code: str, found: list[PagePart]) -> PartList:
        own = [one for one in found if self.parts.objective_of(one.part) == goal]
        title = f"Doel {goal.number}: {goal.text}" if goal else "Nog zonder doel"
        pk = str(goal.pk) if goal else ""
        under = ("objective", pk) if goal else None
        where = f" bij doel {goal.number}" if goal else ""
        return PartList(code, _moved(own), title, "Hier staat nog niets.", under, goal=pk, add_where=where)

    def _targets(self, owner: IntendedResult | Activity | None, title: str = "") -> PartList:
        under = (kind_of(owner).code, str(owner.pk)) if owner else None
        return replace(self._rows("target", self.parts.targets_of(owner), title), under=under)

    def _rows(self, code: str, parts: list[Part], title: str = "", empty: str = "") -> PartList:
        return PartList(code, _moved([self._part(one) for one in parts]), title, empty)

    def _part(self, part: Part, **more: object) -> PagePart:
        key = key_of(part)
        about = self.refused if self.refused is not None and self.refused.part == key else None
        return PagePart(
            part=part,
            controls=controls_of(part, self._options, about),
            facts=list(_facts(part, self.parts)),
            missing=self._missing.get(key, []),
            comments=self.comments.get(key, 0),
            is_open=about is not None or self._is_opened(part),
            **more,
        )

    def _is_opened(self, part: Part) -> bool:
        """By name, or because one of its targets is."""
        opened = {self.open_part, self.refused.part if self.refused is not None else ""}
        below = self.parts.targets_of(part) if isinstance(part, IntendedResult) else []
        return any(key_of(one) in opened for one in [part, *below])


def _moved(parts: list[PagePart]) -> list[PagePart]:
    """With where each would go, up and down; the first cannot go up nor the last down."""
    keys = [None, *(one.key for one in parts), ""]
    return [
        replace(one, before_up=keys[place], before_down=keys[place + 3] if place + 1 < len(parts) else None)
        for place, one in enumerate(parts)
    ]


def _nested(parts: PlanParts, parent: Project | None, depth: int) -> list[tuple[Project, int]]:
    """Every project below its own, with how deep it stands. A circle, which two editors can make, is left flat."""
    found: list[tuple[Project, int]] = []
    for project in parts.children_of(parent):
        found += [(project, depth), *_nested(parts, project, depth + 1)]
    if parent is None:
        reached = {project for project, _ in found}
        found += [(project, 0) for project in parts.projects if project not in reached]
    return found


def _facts(part: Part, parts: PlanParts) -> Iterable[str]:
    """What the line of a part says beside its name."""
    if isinstance(part, Activity):
        moment = part.planned_moment or (date_short(part.due_on) if part.due_on else "")
        outcome = "" if part.outcome == Activity.Outcome.OPEN else part.get_outcome_display()
        yield from filter(None, [part.deliverable, moment, part.owner, _project(part, parts), outcome])
    elif isinstance(part, IntendedResult):
        count = counted(len(parts.targets_of(part)), "streefwaarde", "streefwaarden")
        yield from filter(None, [_project(part, parts), count])
    elif isinstance(part, Capacity | Funding) and part.amount is not None:
        yield number(part.amount)


def _project(part: GroupedPart, parts: PlanParts) -> str:
    project = parts.project_of(part)
    return f"project {project}" if project else ""


def properties_of(plan: ImplementationPlan, form: PartForm | None) -> list[Control]:
    """The small form for what belongs to the plan itself."""
    row = form.row if form is not None else plan
    return [Control("plan", name, PLAN_FIELDS[name], row, form=form) for name in PLAN_FIELDS]


@dataclass(frozen=True)
class Told:
    """What others said of what is written in one section: why the plan came back, and each reaction with the name of
    what it is about."""

    returned: PlanStep | None
    reactions: list[tuple[str, Reaction]]

    @property
    def unanswered(self) -> int:
        return sum(one.stance == Reaction.Stance.OBJECTS and not one.answer for _, one in self.reactions)


def told_to_writers(plan: ImplementationPlan, section: str) -> Told:
    """Of the plan as a whole it is told in the first section. No query for a plan nobody said anything of."""
    is_returned = plan.status == ImplementationPlan.Status.RETURNED
    steps = plan.steps.filter(to_status=ImplementationPlan.Status.RETURNED).select_related("taken_by", "on_behalf_of")
    said = plan.reactions.select_related("municipality").order_by("municipality__name", "round") if plan.reacted else []
    # What was said again takes the place of what was said before.
    latest = {(one.municipality_id, one.part): one for one in said if _section_of(one.part) == section}
    names = named_parts(plan, {one.part for one in latest.values()}) if latest else {}
    reactions = [(names[one.part].full_name, one) for one in latest.values()]
    return Told(steps.last() if is_returned else None, reactions)


def _section_of(part: str) -> str:
    return constants.section_of(part).code if part else constants.AMBITION
