"""How much of many plans is filled in: what `completeness` says of one, counted by the database."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value

from nhveilig.unions import union_of
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)

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
