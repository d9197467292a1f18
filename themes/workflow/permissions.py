"""Where those who are asked say what they think: for whom a visitor does so, and what they said already."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.prefetching import prefetch_at_once
from nhveilig.regions.models import Municipality
from themes.models import PROSECUTION, ImplementationPlan, PreparedReaction, Reaction
from themes.parts.views import plan_url
from themes.workflow.queries import WHOLE_PLAN, times_put
from themes.workflow.transitions import Status

REACT, PREPARE = Permission.REACT_TO_PLANS, Permission.PREPARE_ANSWERS


@dataclass(frozen=True)
class Party:
    """Who is asked what it thinks of a plan: a municipality, or without one the Openbaar Ministerie."""

    municipality: Municipality | None = None

    def __str__(self) -> str:
        return str(self.municipality or f"het {PROSECUTION}")

    @property
    def code(self) -> str:
        """In an address."""
        return self.municipality.code if self.municipality else "om"

    @property
    def pk(self) -> int | None:
        return self.municipality.pk if self.municipality else None


@dataclass
class ReactionDesk:
    """What one visitor may react to in one plan, and what the parties it is done for said."""

    plan: ImplementationPlan
    sending: list[Party]
    # Those for which the visitor prepares what somebody else sends.
    preparing: list[Party] = field(default_factory=list)

    @property
    def parties(self) -> list[Party]:
        return [*self.sending, *self.preparing]

    @property
    def towns(self) -> list[Municipality]:
        return [party.municipality for party in self.parties if party.municipality]

    @property
    def is_open(self) -> bool:
        return self.plan.status == Status.CONSULTATION and timezone.localdate() <= self.plan.consultation_ends_on

    def url(self, party: Party, page: str = "reaction-give") -> str:
        return f"{plan_url(self.plan, page)}?namens={party.code}"

    def drafts(self, party: Party) -> dict[str, PreparedReaction]:
        """By part, as long as they can be sent."""
        return self._drafts[party.pk] if self.is_open else {}

    @cached_property
    def _read(self) -> ImplementationPlan:
        """With what was said of it, what is prepared, and when it was put to the municipalities."""
        given = Reaction.objects.select_related("author", "on_behalf_of", "prepared_by").order_by("round")
        prepared = PreparedReaction.objects.select_related("prepared_by")
        kept = [Prefetch("reactions", given, "given"), Prefetch("prepared_reactions", prepared, "prepared")]
        prefetch_at_once([self.plan], *kept, Prefetch("steps", times_put(), "times_put"))
        return self.plan

    @cached_property
    def _drafts(self) -> dict[int | None, dict[str, PreparedReaction]]:
        found = defaultdict(dict)
        for one in self._read.prepared:
            found[one.municipality_id][one.part] = one
        return found

    def said(self, party: Party) -> dict[str, Reaction]:
        """By part what it said last, perhaps before the plan was put to the municipalities again."""
        return self._said[party.pk]

    @cached_property
    def _said(self) -> dict[int | None, dict[str, Reaction]]:
        found = defaultdict(dict)
        for one in self._read.given:
            found[one.municipality_id][one.part] = one
        return found

    @cached_property
    def began_at(self) -> datetime | None:
        return max((step.taken_at for step in self._read.times_put), default=None)

    def others_said(self, party: Party) -> Counter[str]:
        """How many other municipalities said what of the whole plan in this round, by stance."""
        said = [one.get(WHOLE_PLAN) for pk, one in self._said.items() if pk not in {None, party.pk}]
        return Counter(one.stance for one in said if one and not self.is_of_before(one))

    def is_of_before(self, reaction: Reaction | None) -> bool:
        """Whether it was said in an earlier round, of the plan as it was then."""
        return bool(reaction and self.began_at and reaction.changed_at < self.began_at)

    def current(self, party: Party) -> dict[str, Reaction]:
        """What it said in this round."""
        return {key: one for key, one in self.said(party).items() if not self.is_of_before(one)}

    def stamp(self, party: Party) -> str:
        """Another one when somebody changes what would be sent, or sends something."""
        drafts = [one.prepared_at for one in self.drafts(party).values()]
        said = [one.changed_at for one in self.said(party).values()]
        return f"{len(drafts)}-{len(said)}-{max(drafts + said).timestamp()}" if drafts or said else ""

    def entries(self, part: str = WHOLE_PLAN) -> list[tuple[Party, Reaction | None]]:
        """What each says; when the desk is closed, only of those that said something."""
        if not self.parties:
            return []
        found = [(party, self.said(party).get(part)) for party in self.parties]
        return [(party, own) for party, own in found if self.is_open or own]


def desk_of(request: HttpRequest, plan: ImplementationPlan) -> ReactionDesk:
    """The desk of this visitor, read once for a request. One query for somebody who may react, none for others."""
    desks = request.__dict__.setdefault("_reaction_desks", {})
    if plan.pk not in desks:
        sending, able = (_parties_of(request.access, plan, permission) for permission in (REACT, PREPARE))
        desks[plan.pk] = ReactionDesk(plan, sending, [one for one in able if one not in sending])
    return desks[plan.pk]


def _parties_of(access: Access, plan: ImplementationPlan, permission: Permission) -> list[Party]:
    """Of the roles of the visitor in the eenheid of the plan that carry `permission`; those that exist today, once."""
    today = timezone.localdate()
    roles = access.able(permission, plan.theme.plan.police_unit_id)
    found = dict.fromkeys(Party(role.municipality) for role in roles)
    return [one for one in found if one.municipality is None or one.municipality.exists_on(today)]
