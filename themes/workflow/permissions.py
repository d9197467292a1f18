"""Where the mayors among the visitors say what they think: for which municipalities, and what they said already."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, Reaction
from themes.parts.views import plan_url
from themes.workflow.queries import WHOLE_PLAN
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
        own = self.plan.reactions.filter(municipality__in=self.municipalities).select_related("author")
        return {(one.municipality_id, one.part): one for one in own}

    def reaction(self, municipality: Municipality, part: str) -> Reaction | None:
        return self._given.get((municipality.pk, part))

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
        if Permission.REACT_TO_PLANS in PERMISSIONS_OF[role.kind]
        and role.police_unit_id == plan.theme.plan.police_unit_id
        and role.municipality
        and role.municipality.exists_on(today)
    ]
