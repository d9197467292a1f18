"""What the page to write a plan shows: one section of it, as lists of parts with their controls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.text import capfirst

from nhveilig.figures.formats import counted, date_short, number
from themes.editing.controls import NOTHING, Control, Options, controls_of, seen_in
from themes.models import Activity, Capacity, Funding, ImplementationPlan, IntendedResult, Objective, PlanText, Project
from themes.models.plans import Part
from themes.parts import sections
from themes.parts.completeness import SectionState
from themes.parts.forms import PartForm
from themes.parts.queries import PlanParts
from themes.parts.registry import PART_KINDS, PLAN_FIELDS, key_of, kind_of


@dataclass(frozen=True)
class Layout:
    """Which fields a form shows at once and which on demand. `folds`: the form opens from a line with its facts."""

    shown: tuple[str, ...]
    more: tuple[str, ...] = ()
    folds: bool = False


LAYOUTS: dict[str, Layout] = {
    "text": Layout(("html",)),
    "project": Layout(("title", "parent", "html"), folds=True),
    "activity": Layout(
        ("title", "deliverable", "planned_moment", "due_on", "owner", "partners", "objective", "project"),
        ("html", "added_value", "outcome"),
        folds=True,
    ),
    "result": Layout(("title", "objective", "project"), ("html",), folds=True),
    "target": Layout(
        ("title", "operator", "value", "unit", "scope", "deadline", "frequency"),
        ("due_on", "result", "activity", "indicator", "counts_as", "note"),
    ),
    "decision": Layout(("title", "body", "needed_by", "due_on")),
    "capacity": Layout(("partner", "amount", "unit", "note")),
    "funding": Layout(("source", "amount", "note")),
    "person": Layout(("kind", "name", "organisation")),
    "link": Layout(("indicator", "theme", "note")),
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
    def code(self) -> str:
        return kind_of(self.part).code

    @cached_property
    def kind(self) -> str:
        return kind_of(self.part).label

    @cached_property
    def folds(self) -> bool:
        return LAYOUTS[self.code].folds

    @cached_property
    def can_be_deleted(self) -> bool:
        return not isinstance(self.part, PlanText)

    @cached_property
    def shown(self) -> list[Control]:
        return self._of(LAYOUTS[self.code].shown)

    @cached_property
    def more(self) -> list[Control]:
        return self._of(LAYOUTS[self.code].more)

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
    text: a target under its result."""

    code: str
    parts: list[PagePart]
    title: str = ""
    empty: str = ""
    under: tuple[str, str] | None = None
    can_be_added: bool = True

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

    @property
    def parts(self) -> PlanParts:
        return PlanParts(self.plan)

    def lists(self, section: str) -> list[PartList]:
        return _Builder(self).lists(section)

    def objectives(self) -> list[ObjectiveGroup]:
        parts = self.parts
        return [_under(objective, parts) for objective in [*parts.objectives, None]]


def _under(objective: Objective | None, parts: PlanParts) -> ObjectiveGroup:
    return ObjectiveGroup(
        objective,
        [one for one in parts.activities if parts.objective_of(one) == objective],
        [one for one in parts.results if parts.objective_of(one) == objective],
    )


class _Builder:
    def __init__(self, page: PlanPage) -> None:
        self.page, self.parts = page, PlanParts(page.plan)
        self.options = Options(page.plan, self.parts)
        self.missing: dict[str, list[str]] = {}
        for one in (missing for state in page.states for missing in state.missing):
            self.missing.setdefault(one.part, []).append(one.label.rpartition(": ")[2])

    def lists(self, section: str) -> list[PartList]:
        return {
            sections.AMBITION: self._texts,
            sections.OBJECTIVES: list,
            sections.PROJECTS: self._projects,
            sections.ACTIVITIES: self._activities,
            sections.RESULTS: self._results,
            sections.DECISIONS: self._decisions,
            sections.MEANS: self._means,
            sections.PEOPLE: self._people,
            sections.LINKS: self._links,
        }[section]()

    def _texts(self) -> list[PartList]:
        order = PlanText.Kind.values
        texts = sorted(self.page.plan.plantext_set.all(), key=lambda text: order.index(text.kind))
        return [PartList("text", [self._part(text) for text in texts], can_be_added=False)]

    def _projects(self) -> list[PartList]:
        found = [self._part(project, depth=depth) for project, depth in _nested(self.parts, None, 0)]
        return [PartList("project", self._moved(found), empty="Dit plan heeft geen projecten. Dat hoeft ook niet.")]

    def _activities(self) -> list[PartList]:
        found = self._moved([self._part(one) for one in self.parts.activities])
        return [PartList("activity", found, empty="Er staat nog geen activiteit in dit plan.")]

    def _results(self) -> list[PartList]:
        results = [self._part(one, targets=self._targets(one)) for one in self.parts.results]
        lists = [PartList("result", self._moved(results), empty="Er staat nog geen beoogd resultaat in dit plan.")]
        measured = [one for one in self.parts.activities if self.parts.targets_of(one)]
        lists += [self._targets(one, f"Streefwaarden bij de activiteit “{one}”") for one in measured]
        return [*lists, self._targets(None, "Streefwaarden van het hele plan")]

    def _targets(self, owner: IntendedResult | Activity | None, title: str = "") -> PartList:
        under = (kind_of(owner).code, str(owner.pk)) if owner else None
        found = [self._part(one) for one in self.parts.targets_of(owner)]
        return PartList("target", self._moved(found), title, under=under)

    def _decisions(self) -> list[PartList]:
        return [self._rows("decision", self.parts.decisions, empty="Dit plan vraagt nog geen besluit.")]

    def _means(self) -> list[PartList]:
        return [
            self._rows("capacity", self.parts.capacity, "Inzet van mensen", "Er is nog geen inzet ingevuld."),
            self._rows("funding", self.parts.funding, "Geld", "Er is nog geen geld ingevuld."),
        ]

    def _people(self) -> list[PartList]:
        return [self._rows("person", self.parts.people, empty="Er staat nog niemand bij dit plan.")]

    def _links(self) -> list[PartList]:
        return [self._rows("link", self.parts.links, empty="Dit plan heeft nog geen verband met iets anders.")]

    def _rows(self, code: str, parts: list[Part], title: str = "", empty: str = "") -> PartList:
        return PartList(code, self._moved([self._part(one) for one in parts]), title, empty)

    def _part(self, part: Part, **more: object) -> PagePart:
        key, refused = key_of(part), self.page.refused
        about = refused if refused is not None and refused.part == key else None
        return PagePart(
            part=part,
            controls=controls_of(part, self.options, about),
            facts=list(_facts(part, self.parts)),
            missing=self.missing.get(key, []),
            comments=self.page.comments.get(key, 0),
            is_open=about is not None or self._is_opened(part),
            **more,
        )

    def _is_opened(self, part: Part) -> bool:
        """By name, or because one of its targets is."""
        opened = {self.page.open_part, self.page.refused.part if self.page.refused is not None else ""}
        below = self.parts.targets_of(part) if isinstance(part, IntendedResult) else []
        return any(key_of(one) in opened for one in [part, *below])

    def _moved(self, parts: list[PagePart]) -> list[PagePart]:
        """With where each would go, up and down; the first cannot go up nor the last down."""
        keys = [one.key for one in parts]
        for place, one in enumerate(parts):
            up = keys[place - 1] if place else None
            down = ([*keys, "", ""][place + 2]) if place + 1 < len(keys) else None
            parts[place] = replace(one, before_up=up, before_down=down)
        return parts


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
        objective = parts.objective_of(part)
        moment = part.planned_moment or (date_short(part.due_on) if part.due_on else "")
        goal = f"Doel {objective.number}" if objective else ""
        outcome = "" if part.outcome == Activity.Outcome.OPEN else part.get_outcome_display()
        yield from filter(None, [part.deliverable, moment, part.owner, goal, outcome])
    elif isinstance(part, IntendedResult):
        objective, count = parts.objective_of(part), len(parts.targets_of(part))
        if objective:
            yield f"Doel {objective.number}"
        yield counted(count, "streefwaarde", "streefwaarden")
    elif isinstance(part, Capacity | Funding) and part.amount is not None:
        yield number(part.amount)


def properties_of(plan: ImplementationPlan, form: PartForm | None) -> list[Control]:
    """The small form for what belongs to the plan itself."""
    row = form.row if form is not None else plan
    return [Control("plan", name, PLAN_FIELDS[name], row, form=form) for name in PLAN_FIELDS]
