"""Where the mayors among the visitors say what they think: for which municipalities, and what they said already."""

from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True)
class ReactionEntry:
    """What one municipality says about one part, or nothing yet."""

    municipality: Municipality
    part: str
    reaction: Reaction | None

    @property
    def seen(self) -> str:
        """What a change of it has to name."""
        return self.reaction.changed_at.isoformat() if self.reaction else ""


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

    def entries(self, part: str = WHOLE_PLAN) -> list[ReactionEntry]:
        """One for each municipality; when the desk is closed, only those that said something."""
        found = [ReactionEntry(town, part, self._given.get((town.pk, part))) for town in self.municipalities]
        return [entry for entry in found if self.is_open or entry.reaction]


def desk_of(request: HttpRequest, plan: ImplementationPlan) -> ReactionDesk:
    """The desk of this visitor, read once for a request. One query for somebody who may react, none for others."""
    desks = request.__dict__.setdefault("_reaction_desks", {})
    if plan.pk not in desks:
        desks[plan.pk] = ReactionDesk(plan, municipalities_of(request.access, plan))
    return desks[plan.pk]


def municipalities_of(access: Access, plan: ImplementationPlan) -> list[Municipality]:
    """For which the visitor may react on this plan: those of their roles in its eenheid that exist today."""
    today = timezone.localdate()
    held = [
        role.municipality
        for role in access.roles
        if Permission.REACT_TO_PLANS in PERMISSIONS_OF[role.kind]
        and role.police_unit_id == plan.theme.plan.police_unit_id
    ]
    return [one for one in held if one and _exists(one, today)]


def _exists(town: Municipality, day: date) -> bool:
    started = town.valid_from is None or town.valid_from <= day
    return started and (town.valid_until is None or day < town.valid_until)
