"""What the municipalities said about a plan, and which of them said nothing yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import cached_property

from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PlanStep, Reaction
from themes.workflow.transitions import Status

WHOLE_PLAN = ""


@dataclass
class Consultation:
    """The reactions on a plan. `began_at` is None for a plan that was never put to the municipalities here.

    A municipality has reacted when it said, since then, what it thinks of the whole plan; a remark on one part alone
    may be followed by more.
    """

    plan: ImplementationPlan
    began_at: datetime | None
    municipalities: list[Municipality]
    reactions: list[Reaction]

    @cached_property
    def verdicts(self) -> dict[int, Reaction]:
        """By municipality: what it says of the whole plan."""
        return {one.municipality_id: one for one in self.reactions if one.part == WHOLE_PLAN}

    @cached_property
    def on_parts(self) -> dict[str, list[Reaction]]:
        """By key of a part: what the municipalities say of it."""
        found: dict[str, list[Reaction]] = defaultdict(list)
        for one in self.reactions:
            if one.part != WHOLE_PLAN:
                found[one.part].append(one)
        return dict(found)

    @cached_property
    def silent(self) -> list[Municipality]:
        """Those that have not said yet what they think of the whole plan."""
        return [one for one in self.municipalities if not self.is_current(self.verdicts.get(one.pk))]

    def is_current(self, reaction: Reaction | None) -> bool:
        """Whether it was given or changed since the plan was last put to the municipalities."""
        return reaction is not None and (self.began_at is None or reaction.changed_at >= self.began_at)

    @property
    def unanswered_objections(self) -> list[Reaction]:
        return [one for one in self.reactions if one.stance == Reaction.Stance.OBJECTS and not one.answer]

    def may_end(self, today: date) -> bool:
        """Whether the plan may be adopted without saying why so early."""
        return today > self.plan.consultation_ends_on or not self.silent


def consultation_of(plan: ImplementationPlan) -> Consultation:
    """Three queries. Expects a plan read with `for_list()`."""
    reactions = list(plan.reactions.select_related("municipality", "author").order_by("municipality__name", "pk"))
    return Consultation(plan, began_at(plan), municipalities_asked(plan), reactions)


def began_at(plan: ImplementationPlan) -> datetime | None:
    put = PlanStep.objects.filter(plan=plan, to_status=Status.CONSULTATION).exclude(from_status=Status.CONSULTATION)
    return put.order_by("-taken_at").values_list("taken_at", flat=True).first()


def municipalities_asked(plan: ImplementationPlan) -> list[Municipality]:
    """The municipalities of the eenheid today, or when the consultation ended if it is over."""
    today = timezone.localdate()
    day = plan.adopted_on or min(plan.consultation_ends_on or today, today)
    found = Municipality.objects.on(day).filter(safety_region__police_unit=plan.theme.plan.police_unit_id)
    return list(found.order_by("name"))
