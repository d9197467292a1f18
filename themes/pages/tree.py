"""The work of a plan as a tree: below each goal or project its activities with how they stand, and beside them by what
one sees that it is reached."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from nhveilig.figures.formats import number, without_trailing_zeros
from nhveilig.statuses.status import Status
from themes.models import ImplementationPlan, ResultTarget
from themes.parts.queries import PlanParts
from themes.progress.promises import by_term, status_of
from themes.progress.standings import FINISHED, NOT_REPORTED, Standings, SubjectStanding, is_ahead
from themes.reading import outline
from themes.reading.outline import ActivityItem, ResultItem, TargetLine, WorkGroup

# Of what goes as it should, nobody has to read why.
AS_IT_SHOULD = {Status.DONE, Status.ON_TRACK}


@dataclass(frozen=True)
class Act:
    """An activity; without a standing nothing is reported on it, because its plan does not hold (yet)."""

    item: ActivityItem
    today: date
    standing: SubjectStanding | None = None

    @property
    def status(self) -> Status | None:
        return (self.standing.status or Status.NONE) if self.standing else None

    @property
    def url(self) -> str:
        return self.standing.url if self.standing else ""

    @property
    def is_overdue(self) -> bool:
        """Its day passed, and nobody said that it is finished."""
        due = self.item.activity.due_on
        return bool(due and self.standing and due < self.today and self.standing.course not in FINISHED)

    @property
    def is_behind(self) -> bool:
        return self.status is Status.BEHIND or self.is_overdue

    @property
    def days_late(self) -> int:
        return (self.today - self.item.activity.due_on).days

    @property
    def said(self) -> str:
        """What was reported last, of what does not go as it should."""
        told = self.standing.standing if self.standing else None
        return told.words if told and self.status not in AS_IT_SHOULD else ""


@dataclass(frozen=True)
class Aim:
    """A target with how far it is; `line` says it in words."""

    line: TargetLine
    today: date
    standing: SubjectStanding | None = None

    @property
    def target(self) -> ResultTarget:
        return self.line.target

    @cached_property
    def status(self) -> Status | None:
        """As it was reported; otherwise by its term, as of what a municipality promised."""
        if self.standing is None:
            return None
        if self.standing.status is not None:
            return self.standing.status
        if covered := self.standing.coverage:
            return by_term(self.target, Decimal(covered.reached) / max(covered.of, 1), self.today)
        return status_of(self.target, self.standing.standing, self.today)

    @property
    def aimed(self) -> Decimal | None:
        """In what `reached` counts; None of what no bar can show."""
        if self.standing and self.standing.coverage:
            return Decimal(self.standing.coverage.of) or None
        at_most = self.target.operator == ResultTarget.Operator.AT_MOST
        return None if at_most or not self.target.value else self.target.value

    @property
    def reached(self) -> Decimal | None:
        return self.standing.realised.value if self.standing else None

    @property
    def has_gauge(self) -> bool:
        return self.standing is not None and self.aimed is not None

    @property
    def words(self) -> str:
        """`25 van 32`, `circa 268 van 300`, `96% van 95%`; before anything is reported what is aimed for."""
        if self.standing is None:
            return self.line.aim
        if not self.standing.is_reported:
            return NOT_REPORTED
        if self.aimed is None:
            return self.standing.figure_text or NOT_REPORTED
        percent = "%" if self.target.unit.startswith("%") and not self.standing.coverage else ""
        return f"{self.standing.realised.text()}{percent} van {number(without_trailing_zeros(self.aimed))}{percent}"


@dataclass(frozen=True)
class Branch:
    """What stands below one goal or project, or below neither."""

    group: WorkGroup
    acts: list[Act]
    aims: list[Aim]
    branches: list["Branch"] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Of `Doel 1` the `1`; empty without one."""
        return self.group.kicker.rpartition(" ")[2]

    @property
    def results(self) -> list[ResultItem]:
        return self.group.results

    @property
    def is_empty(self) -> bool:
        return not (self.acts or self.aims or self.results or self.branches)

    def walk(self) -> Iterator["Branch"]:
        yield self
        for branch in self.branches:
            yield from branch.walk()


class Tree:
    """Of a plan whose parts were read; how it stands takes two queries, for a plan that holds. `towns`: how many
    municipalities its eenheid has."""

    def __init__(self, parts: PlanParts, today: date, towns: int) -> None:
        self.parts, self.today, plan = parts, today, parts.plan
        holds = plan.status == ImplementationPlan.Status.ADOPTED and not is_ahead(plan, today)
        units = {plan.theme.plan.police_unit_id: towns}
        self.standings = Standings([plan], today=today, municipalities=units) if holds else None
        self.branches = [self._branch(group) for group in outline.groups(parts)]
        self.own_aims = self._aims(outline.target_lines(parts.targets_of(None)))

    def _branch(self, group: WorkGroup) -> Branch:
        lines = [line for item in (*group.results, *group.activities) for line in item.targets]
        acts = [Act(item, self.today, self._standing(item.activity)) for item in group.activities]
        return Branch(group, acts, self._aims(lines), [self._branch(one) for one in group.groups])

    def _aims(self, lines: Iterable[TargetLine]) -> list[Aim]:
        return [Aim(line, self.today, self._standing(line.target)) for line in lines]

    def _standing(self, subject) -> SubjectStanding | None:
        return self.standings.of(subject) if self.standings else None

    @property
    def acts(self) -> list[Act]:
        """In the order in which they are read."""
        return [act for branch in self.branches for one in branch.walk() for act in one.acts]

    @property
    def aims(self) -> list[Aim]:
        return [*self.own_aims, *(aim for branch in self.branches for one in branch.walk() for aim in one.aims)]

    @property
    def asked(self) -> list[Aim]:
        """What municipalities do, each by itself or all together."""
        scopes = {ResultTarget.Scope.EVERY_MUNICIPALITY, ResultTarget.Scope.ALL_MUNICIPALITIES}
        return [aim for aim in self.aims if aim.target.scope in scopes]


def counted(shown: Iterable[Act | Aim]) -> Counter[str]:
    """How many stand how, by the stored value of the status; without those of which nobody can tell."""
    return Counter(one.status.value for one in shown if one.status is not None)


def behind_only(branches: Iterable[Branch]) -> list[Branch]:
    """The branches with the activities that run behind, or whose day passed."""
    return [kept for branch in branches if (kept := _behind(branch))]


def _behind(branch: Branch) -> Branch | None:
    acts, branches = [act for act in branch.acts if act.is_behind], behind_only(branch.branches)
    return replace(branch, acts=acts, branches=branches) if acts or branches else None
