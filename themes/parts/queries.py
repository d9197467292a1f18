"""The parts of one plan, each found from the other: what completeness, pages, documents and tables start from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.models.plans import GroupedPart, Part


@dataclass(frozen=True)
class PlanParts:
    """The parts of a plan that are not in the bin. A part that belongs to one in the bin belongs to none.

    Asks the database nothing when the plan was read with `with_parts()`.
    """

    plan: ImplementationPlan

    @cached_property
    def texts(self) -> dict[str, PlanText]:
        """The texts that are not empty, by kind, in the order of the kinds."""
        found = {text.kind: text for text in _present(self.plan.plantext_set.all()) if text.html.strip()}
        return {kind: found[kind] for kind in PlanText.Kind.values if kind in found}

    @cached_property
    def objectives(self) -> list[Objective]:
        return list(self.plan.theme.objectives.all())

    @cached_property
    def projects(self) -> list[Project]:
        return _present(self.plan.project_set.all())

    @cached_property
    def activities(self) -> list[Activity]:
        return _present(self.plan.activity_set.all())

    @cached_property
    def results(self) -> list[IntendedResult]:
        return _present(self.plan.intendedresult_set.all())

    @cached_property
    def targets(self) -> list[ResultTarget]:
        return _present(self.plan.resulttarget_set.all())

    @cached_property
    def decisions(self) -> list[Decision]:
        return _present(self.plan.decision_set.all())

    @cached_property
    def capacity(self) -> list[Capacity]:
        return _present(self.plan.capacity_set.all())

    @cached_property
    def funding(self) -> list[Funding]:
        return _present(self.plan.funding_set.all())

    @cached_property
    def people(self) -> list[PlanPerson]:
        return _present(self.plan.planperson_set.all())

    @cached_property
    def links(self) -> list[PlanLink]:
        return _present(self.plan.planlink_set.all())

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


def _present(parts: Iterable[Part]) -> list:
    return [part for part in parts if part.deleted_at is None]
