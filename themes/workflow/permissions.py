"""Where the mayors among the visitors say what they think: for which municipalities, and what they said already."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PlanEdit, PreparedReaction, Reaction
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.views import plan_url
from themes.workflow.queries import WHOLE_PLAN, began_at
from themes.workflow.transitions import Status

REACT, PREPARE = Permission.REACT_TO_PLANS, Permission.PREPARE_ANSWERS


@dataclass
class ReactionDesk:
    """What one visitor may react to in one plan."""

    plan: ImplementationPlan
    municipalities: list[Municipality]
    # Those for which the visitor prepares what a mayor sends.
    preparing: list[Municipality] = field(default_factory=list)

    @property
    def towns(self) -> list[Municipality]:
        return [*self.municipalities, *self.preparing]

    @property
    def is_open(self) -> bool:
        return self.plan.status == Status.CONSULTATION and timezone.localdate() <= self.plan.consultation_ends_on

    @property
    def url(self) -> str:
        return plan_url(self.plan, "reaction-give")

    @property
    def prepare_url(self) -> str:
        return plan_url(self.plan, "reaction-prepare")

    def prepared(self, municipality: Municipality, part: str) -> PreparedReaction | None:
        return self._prepared.get((municipality.pk, part))

    @cached_property
    def _prepared(self) -> dict[tuple[int, str], PreparedReaction]:
        """Only as long as it can be sent."""
        if not self.is_open:
            return {}
        found = PreparedReaction.objects.filter(plan=self.plan, municipality__in=self.towns)
        return {(one.municipality_id, one.part): one for one in found.select_related("prepared_by")}

    @cached_property
    def _given(self) -> dict[tuple[int, str], Reaction]:
        """The last of each."""
        own = self.plan.reactions.filter(municipality__in=self.towns).select_related(
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
        found = [(town, self.reaction(town, part)) for town in self.towns]
        return [(town, own) for town, own in found if self.is_open or own]


def desk_of(request: HttpRequest, plan: ImplementationPlan) -> ReactionDesk:
    """The desk of this visitor, read once for a request. One query for somebody who may react, none for others."""
    desks = request.__dict__.setdefault("_reaction_desks", {})
    if plan.pk not in desks:
        reacting, able = (_municipalities_of(request.access, plan, permission) for permission in (REACT, PREPARE))
        desks[plan.pk] = ReactionDesk(plan, reacting, [town for town in able if town not in reacting])
    return desks[plan.pk]


def _municipalities_of(access: Access, plan: ImplementationPlan, permission: Permission) -> list[Municipality]:
    """Of the roles of the visitor in the eenheid of the plan that carry `permission`; those that exist today, once."""
    today = timezone.localdate()
    roles = access.able(permission, plan.theme.plan.police_unit_id)
    found = {one.municipality_id: one.municipality for one in roles if one.municipality}
    return [town for town in found.values() if town.exists_on(today)]
