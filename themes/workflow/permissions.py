"""Where the mayors among the visitors say what they think: for which municipalities, and what they said already."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission, permissions_by
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PlanEdit, Reaction
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.views import plan_url
from themes.workflow.queries import WHOLE_PLAN, began_at
from themes.workflow.transitions import Status


@dataclass
class ReactionDesk:
    """What one visitor may react to in one plan."""

    plan: ImplementationPlan
    municipalities: list[Municipality]

    @property
    def is_open(self) -> bool:
        return self.plan.status == Status.CONSULTATION and timezone.localdate() <= self.plan.consultation_ends_on

    @property
    def url(self) -> str:
        return plan_url(self.plan, "reaction-give")

    @cached_property
    def _given(self) -> dict[tuple[int, str], Reaction]:
        """The last of each."""
        own = self.plan.reactions.filter(municipality__in=self.municipalities).select_related(
            "author", "on_behalf_of", "prepared_by"
        )
        return {(one.municipality_id, one.part): one for one in own.order_by("round")}

    def reaction(self, municipality: Municipality, part: str) -> Reaction | None:
        """What it said last, perhaps before the plan was put to the municipalities again."""
        return self._given.get((municipality.pk, part))

    @cached_property
    def began_at(self) -> datetime | None:
        return began_at(self.plan) if self._given else None

    def is_of_before(self, reaction: Reaction | None) -> bool:
        """Whether it was said in an earlier round, of the plan as it was then."""
        return bool(reaction and self.began_at and reaction.changed_at < self.began_at)

    def changed_since(self, reaction: Reaction) -> list[NamedPart]:
        """What of the plan was written, added or taken away since, each with its place on the page of the plan."""
        edits = PlanEdit.objects.filter(plan=self.plan, ended_at__gt=reaction.changed_at)
        keys = dict.fromkeys(edits.order_by("part").values_list("part", flat=True))
        here = plan_url(self.plan)
        named = named_parts(self.plan, keys)
        return [replace(named[key], url="" if named[key].in_bin else f"{here}#{key}" if key else here) for key in keys]

    def entries(self, part: str = WHOLE_PLAN) -> list[tuple[Municipality, Reaction | None]]:
        """What each municipality says; when the desk is closed, only of those that said something."""
        found = [(town, self.reaction(town, part)) for town in self.municipalities]
        return [(town, own) for town, own in found if self.is_open or own]


def desk_of(request: HttpRequest, plan: ImplementationPlan) -> ReactionDesk:
    """The desk of this visitor, read once for a request. One query for somebody who may react, none for others."""
    desks = request.__dict__.setdefault("_reaction_desks", {})
    if plan.pk not in desks:
        desks[plan.pk] = ReactionDesk(plan, _municipalities_of(request.access, plan))
    return desks[plan.pk]


def _municipalities_of(access: Access, plan: ImplementationPlan) -> list[Municipality]:
    """For which the visitor may react on this plan: those of their roles in its eenheid that exist today."""
    today = timezone.localdate()
    return [
        role.municipality
        for role in access.roles
        if Permission.REACT_TO_PLANS in permissions_by(role)
        and role.police_unit_id == plan.theme.plan.police_unit_id
        and role.municipality
        and role.municipality.exists_on(today)
    ]
