"""The parts of one plan, each found from the other, and the one part a change is for; and of many plans how much is
filled in, which `completeness` says of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value

from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import RowIsGone
from nhveilig.editing.history import History
from nhveilig.editing.rows import FormRow
from nhveilig.unions import union_of
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanEdit,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.models.plans import GroupedPart, Part
from themes.parts.forms import FieldRefused, ReferenceField
from themes.parts.registry import UnknownPart, key_of, kind_of, parse_key

AnyPart = TypeVar("AnyPart", bound=Part)


def parts_of(plan: ImplementationPlan, model: type[AnyPart]) -> "list[AnyPart]":
    """In the bin or not."""
    return list(getattr(plan, f"{model._meta.model_name}_set").all())


def _present_of(model: type[AnyPart]) -> "cached_property[list[AnyPart]]":
    return cached_property(lambda self: [part for part in parts_of(self.plan, model) if part.deleted_at is None])


@dataclass(frozen=True)
class PlanParts:
    """The parts of a plan that are not in the bin. A part that belongs to one in the bin belongs to none.

    Asks the database nothing when the plan was read with `with_parts()`.
    """

    plan: ImplementationPlan

    _texts = _present_of(PlanText)

    @cached_property
    def texts(self) -> dict[str, PlanText]:
        """The texts that are not empty, by kind, in the order of the kinds."""
        found = {text.kind: text for text in self._texts if text.html.strip()}
        return {kind: found[kind] for kind in PlanText.Kind.values if kind in found}

    @cached_property
    def objectives(self) -> list[Objective]:
        return list(self.plan.theme.objectives.all())

    projects = _present_of(Project)
    activities = _present_of(Activity)
    results = _present_of(IntendedResult)
    targets = _present_of(ResultTarget)
    decisions = _present_of(Decision)
    capacity = _present_of(Capacity)
    funding = _present_of(Funding)
    people = _present_of(PlanPerson)
    links = _present_of(PlanLink)

    @cached_property
    def _projects(self) -> dict[int, Project]:
        return {project.pk: project for project in self.projects}

    @cached_property
    def _objectives(self) -> dict[int, Objective]:
        return {objective.pk: objective for objective in self.objectives}

    def project_of(self, part: GroupedPart) -> Project | None:
        return self._projects.get(part.project_id)

    def objective_of(self, part: GroupedPart) -> Objective | None:
        return self._objectives.get(part.objective_id)

    def children_of(self, project: Project | None) -> list[Project]:
        """The projects directly below this one; with None those below no other."""
        return [one for one in self.projects if self._projects.get(one.parent_id) == project]

    @cached_property
    def _targets_of(self) -> dict[GroupedPart | None, list[ResultTarget]]:
        owners = {("result", one.pk): one for one in self.results}
        owners |= {("activity", one.pk): one for one in self.activities}
        found: dict[GroupedPart | None, list[ResultTarget]] = {}
        for target in self.targets:
            place = ("result", target.result_id) if target.result_id else ("activity", target.activity_id)
            found.setdefault(owners.get(place), []).append(target)
        return found

    def targets_of(self, part: GroupedPart | None) -> list[ResultTarget]:
        """The targets of a result or an activity; with None those of the plan as a whole."""
        return self._targets_of.get(part, [])


def counted_elsewhere(target: ResultTarget) -> ResultTarget | None:
    """The target of another theme that this one only repeats."""
    other = target.counts_as
    return other if other and not other.deleted_at else None


def find_part(plan: ImplementationPlan, key: str, texts: Iterable[tuple[str, str]] = ()) -> Part:
    """The part of `plan` with this key, in the bin or not; `texts` are the fields that change and what was typed.

    Raises UnknownPart.
    """
    kind, number = parse_key(key)
    parts = kind.model.objects.filter(plan=plan)
    if kind.model is Project:
        return _with_the_others(list(parts), number)
    fields = [(name, kind.fields[name], text) for name, text in texts if name in kind.fields]
    found = {
        _mark(name): Exists(field.among(plan).filter(pk=field.number_in(text)))
        for name, field, text in fields
        if isinstance(field, ReferenceField) and field.number_in(text) is not None
    }
    part = parts.filter(pk=number).annotate(**found).first()
    if part is None:
        raise UnknownPart
    return part


def find_present(plan: ImplementationPlan, key: str, texts: Iterable[tuple[str, str]] = ()) -> Part:
    """The same, and raises RowIsGone for a part in the bin."""
    part = find_part(plan, key, texts)
    if part.deleted_at:
        raise RowIsGone(str(part), name_of(part.deleted_by))
    return part


@dataclass
class PartRow(FormRow):
    """A part read with `find_part`, whose history is that of its plan."""

    @classmethod
    def of(cls, plan: ImplementationPlan, part: Part) -> "PartRow":
        return cls(part, kind_of(part).fields, History(PlanEdit, {"plan": plan}), key_of(part))

    def where(self, field: str) -> str:
        if field not in self.fields:
            raise UnknownPart
        return super().where(field)

    def read(self, field: str, text: str) -> tuple[Any, str]:
        about = self.fields[field]
        if not isinstance(about, ReferenceField):
            return super().read(field, text)
        if isinstance(self.row, Project):
            value = self._parent(about, text)
        else:
            value = about.read(text, is_there=getattr(self.row, _mark(field), False))
        return value, "" if value is None else str(value)

    def _parent(self, field: ReferenceField, text: str) -> int | None:
        """Never the project itself or one of its own deelprojecten: it would stand nowhere any more."""
        others = self.row.others
        chosen = field.read(text, is_there=field.number_in(text) in others)
        above = others.get(chosen)
        while above is not None:
            if above.pk == self.row.pk:
                raise FieldRefused(
                    f"“{self.row}” kan geen onderdeel zijn van zichzelf of van een deelproject van zichzelf."
                )
            above = others.get(above.parent_id)
        return chosen


def _mark(name: str) -> str:
    return f"{name}_is_there"


def _with_the_others(projects: list[Project], number: int) -> Project:
    part = next((project for project in projects if project.pk == number), None)
    if part is None:
        raise UnknownPart
    part.others = {project.pk: project for project in projects if project.deleted_at is None}
    return part


# The texts that a plan must have.
TEXTS = (PlanText.Kind.AMBITION, PlanText.Kind.APPROACH)
# Of what there must be one at least; of people and money together.
NEEDED = ("activity", "result", "means", "person")


@dataclass(frozen=True)
class Filled:
    done: int
    total: int

    @property
    def percents(self) -> int:
        """Rounded down, so that 100 is all of it."""
        return 100 * self.done // self.total if self.total else 0


def filled_in(plans: Collection[int]) -> dict[int, Filled]:
    """By id of the plan. One query."""
    if not plans:
        return {}
    found: dict[int, dict[str, tuple[int, int]]] = {pk: {} for pk in plans}
    for plan, kind, total, done in _counts(tuple(plans)):
        before = found[plan].get(kind, (0, 0))
        found[plan][kind] = (before[0] + total, before[1] + done)
    return {pk: _summed(kinds) for pk, kinds in found.items()}


def _summed(kinds: dict[str, tuple[int, int]]) -> Filled:
    lacking = sum(kind not in kinds for kind in NEEDED)
    texts = len(TEXTS) - kinds.get("text", (0, 0))[0]
    return Filled(sum(done for _, done in kinds.values()), sum(total for total, _ in kinds.values()) + lacking + texts)


@union_of
def _counts(plans: tuple[int, ...]) -> list[QuerySet]:
    targets = ResultTarget.objects.present().filter(result=OuterRef("pk"))
    term = Q(frequency=ResultTarget.Frequency.CONTINUOUS) | ~Q(deadline="") | Q(due_on__isnull=False)
    leader = PlanPerson.objects.filter(kind=PlanPerson.Kind.LEADER).exclude(name="")
    return [
        _objectives(plans),
        _of_each("text", PlanText.objects.filter(kind__in=TEXTS).exclude(html=""), plans, Q()),
        _of_each("project", Project.objects.all(), plans, ~Q(title="")),
        _of_each(
            "activity",
            Activity.objects.all(),
            plans,
            ~Q(title=""),
            ~Q(deliverable=""),
            ~Q(planned_moment="") | Q(due_on__isnull=False) | Q(quarters__isnull=False),
            ~Q(owner=""),
        ),
        _of_each("result", IntendedResult.objects.all(), plans, ~Q(title=""), Exists(targets) | ~Q(html="")),
        _of_each("target", ResultTarget.objects.all(), plans, Q(value__isnull=False), ~Q(unit=""), term),
        _of_each("decision", Decision.objects.all(), plans, ~Q(title=""), ~Q(body="")),
        *(_of_each("means", one.objects.all(), plans, Q(amount__isnull=False)) for one in (Capacity, Funding)),
        _once("person", leader, plans),
        _of_each("link", PlanLink.objects.all(), plans, Q(indicator__isnull=False) | Q(theme__isnull=False)),
    ]


def _of_each(kind: str, rows: QuerySet, plans: Collection[int], *rules: Q) -> QuerySet:
    """Every row has to keep each of the rules."""
    found = rows.filter(plan__in=plans, deleted_at=None).order_by().values("plan")
    first, *rest = (Count("pk", filter=rule) if rule else Count("pk") for rule in rules)
    done = sum(rest, first)
    return found.annotate(of_kind=Value(kind, CharField()), total=Count("pk") * len(rules), done=done).values_list(
        "plan", "of_kind", "total", "done"
    )


def _once(kind: str, rows: QuerySet, plans: Collection[int]) -> QuerySet:
    """However many there are, they are one."""
    found = rows.filter(plan__in=plans, deleted_at=None).order_by().values("plan")
    one = Count("plan", distinct=True)
    return found.annotate(of_kind=Value(kind, CharField()), total=one, done=one).values_list(
        "plan", "of_kind", "total", "done"
    )


def _objectives(plans: Collection[int]) -> QuerySet:
    """Each goal of the theme, served by an activity or a result of the plan."""
    goal = {"plan": OuterRef("pk"), "objective": OuterRef("goal"), "deleted_at": None}
    served = Exists(Activity.objects.filter(**goal)) | Exists(IntendedResult.objects.filter(**goal))
    goals = FilteredRelation("theme__objectives", condition=Q(theme__objectives__deleted_at=None))
    with_goals = ImplementationPlan.objects.filter(pk__in=plans).annotate(goals=goals, goal=F("goals"))
    counted = with_goals.exclude(goal=None).annotate(served=served).order_by().values("pk")
    return counted.annotate(
        of_kind=Value("objective", CharField()), total=Count("goal"), done=Count("goal", filter=Q(served=True))
    ).values_list("pk", "of_kind", "total", "done")
