"""A theme in one year as a tree: its goals, what is done for each, and the targets by which one sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.dashboards.presenters import Judged
from reports.dashboards.targets import TargetProgress
from themes.models import Objective, ResultTarget
from themes.parts.queries import PlanParts
from themes.reading.presenters import moment_of


@dataclass(frozen=True)
class Act:
    """An activity as it stands. What somebody said of it is told where it is not on course."""

    standing: Judged

    @property
    def about(self) -> str:
        """When, and who owns it: `elk kwartaal · RIEC Noord-Holland`."""
        activity = self.standing.subject
        return " · ".join(filter(None, [moment_of(activity), activity.owner]))

    @property
    def said(self) -> str:
        return self.standing.said if self.standing.is_late else ""


@dataclass(frozen=True)
class Goal:
    """`objective` is None of what stands under no goal. `left_out` are the keys of what one A4 has no room for."""

    objective: Objective | None
    acts: Sequence[Act]
    targets: Sequence[TargetProgress]
    results: Sequence[Judged]
    left_out: frozenset[str] = frozenset()
    is_on_paper: bool = True

    @property
    def acts_left_out(self) -> int:
        return sum(one.key in self.left_out for one in (*(act.standing for act in self.acts), *self.results))

    @property
    def targets_left_out(self) -> int:
        return sum(one.standing.key in self.left_out for one in self.targets)


def goals_of(
    parts: PlanParts, activities: Iterable[Judged], targets: Iterable[TargetProgress], results: Iterable[Judged]
) -> list[Goal]:
    """In the order of the theme, and last what stands under no goal; of that nothing when there is nothing."""
    acts, aims, told = (list(found) for found in (activities, targets, results))

    def goal(objective: Objective | None) -> Goal:
        return Goal(
            objective,
            [Act(one) for one in acts if parts.objective_of(one.subject) == objective],
            [one for one in aims if _objective_of(parts, one.target) == objective],
            [one for one in told if parts.objective_of(one.subject) == objective],
        )

    loose = goal(None)
    found = [goal(objective) for objective in parts.objectives]
    return [*found, loose] if loose.acts or loose.targets or loose.results else found


def _objective_of(parts: PlanParts, target: ResultTarget) -> Objective | None:
    """Of the activity or the result it measures."""
    owners = {one.pk: one for one in (parts.results if target.result_id else parts.activities)}
    owner = owners.get(target.result_id or target.activity_id)
    return parts.objective_of(owner) if owner else None
