"""What a municipality, or the Openbaar Ministerie, says of a plan: kept as a draft part by part, sent as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long, datetime_long
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PreparedReaction, Reaction
from themes.parts.queries import find_present
from themes.workflow.exceptions import ConsultationIsClosed
from themes.workflow.notices import tell_of_copy, tell_of_prepared, tell_of_reaction
from themes.workflow.permissions import Party, ReactionDesk
from themes.workflow.queries import WHOLE_PLAN, names_of
from themes.workflow.transitions import Status

Stance = Reaction.Stance
WHY_TOO = "Schrijf bij een opmerking of een bezwaar ook waarom."
WHOLE_TOO = "Zeg ook wat u van het plan als geheel vindt."


class ReactionIncomplete(PortalError):
    """Something that is sent along lacks its reason, or nothing is said of the plan as a whole."""


class ReactionsChanged(PortalError):
    """What would be sent is not what the sender saw."""


@dataclass(frozen=True)
class Said:
    """Of one part, as somebody filled it in; without a stance nothing yet."""

    stance: str = ""
    text: str = ""

    @classmethod
    def of(cls, row: Reaction | PreparedReaction | None) -> "Said":
        return cls(row.stance, row.text) if row else cls()

    @property
    def lacks_reason(self) -> bool:
        return self.stance in {Stance.REMARK, Stance.OBJECTS} and not self.text.strip()


@transaction.atomic
def keep_draft(*, plan: ImplementationPlan, party: Party, said: Mapping[str, Said], by: User) -> None:
    """Keep what is filled in of these parts, in the place of what was. Nothing is kept of a part without a stance, nor
    of what was sent in this round in the same words.

    Raises ConsultationIsClosed, UnknownPart and RowIsGone.
    """
    _lock_consultation(plan, party)
    now = ReactionDesk(plan, [party])
    drafts, sent = now.drafts(party), now.current(party)
    for part, one in said.items():
        draft = drafts.get(part)
        if one == Said.of(draft):
            continue
        if not one.stance or one == Said.of(sent.get(part)):
            if draft:
                draft.delete()
            continue
        _refuse_unknown_part(plan, part)
        about = {"plan": plan, "municipality": party.municipality, "part": part}
        new = {"stance": one.stance, "text": one.text, "prepared_by": by}
        PreparedReaction.objects.update_or_create(**about, defaults=new)


@transaction.atomic
def hand_over(*, plan: ImplementationPlan, party: Party, by: User) -> None:
    """Tell who sends it that it is ready, once a day. Raises ConsultationIsClosed and ReactionIncomplete."""
    _lock_consultation(plan, party)
    now = ReactionDesk(plan, [party])
    _refuse_incomplete(now, party)
    if drafts := now.drafts(party):
        last = max(drafts.values(), key=lambda one: one.prepared_at)
        last.prepared_by = by
        tell_of_prepared(last)


def discard_draft(*, plan: ImplementationPlan, party: Party) -> bool:
    """False when somebody sent it, or was first."""
    return bool(_drafts(plan, party).delete()[0])


@transaction.atomic
def send_draft(
    *, plan: ImplementationPlan, party: Party, seen: str, by: User, on_behalf_of: User | None = None
) -> list[Reaction]:
    """Say what the draft holds. When the plan was put to the municipalities since, what was said before stays, and
    this is said beside it. `seen` is the `stamp` of what the sender read. Whoever sends it gets a copy.

    Raises ConsultationIsClosed, UnknownPart, RowIsGone, ReactionsChanged and ReactionIncomplete.
    """
    _lock_consultation(plan, party)
    now = ReactionDesk(plan, [party])
    if now.stamp(party) != seen:
        raise ReactionsChanged(_what_changed(now, party))
    _refuse_incomplete(now, party)
    given = [_give(draft, now, party, by, on_behalf_of) for draft in now.drafts(party).values()]
    _drafts(plan, party).delete()
    if given:
        _tell(plan, given, by)
    return given


def _drafts(plan: ImplementationPlan, party: Party) -> QuerySet[PreparedReaction]:
    return PreparedReaction.objects.filter(plan=plan, municipality=party.municipality)


def _what_changed(now: ReactionDesk, party: Party) -> str:
    changes = [
        (one.prepared_at, f"{name_of(one.prepared_by)} wijzigde het concept") for one in now.drafts(party).values()
    ]
    changes += [(one.changed_at, f"{name_of(one.author)} verstuurde een reactie") for one in now.said(party).values()]
    if not changes:
        return "Intussen gooide iemand het concept weg. Er is niets verstuurd."
    at, words = max(changes, key=lambda change: change[0])
    return f"{words} op {datetime_long(at)}. Er is niets verstuurd. Lees na wat er nu staat, en verstuur het dan."


def _refuse_incomplete(now: ReactionDesk, party: Party) -> None:
    drafts = now.drafts(party)
    if any(Said.of(one).lacks_reason for one in drafts.values()):
        raise ReactionIncomplete(WHY_TOO)
    if WHOLE_PLAN not in drafts and WHOLE_PLAN not in now.current(party):
        raise ReactionIncomplete(WHOLE_TOO)


def _give(draft: PreparedReaction, now: ReactionDesk, party: Party, by: User, on_behalf_of: User | None) -> Reaction:
    _refuse_unknown_part(draft.plan, draft.part)
    reaction = now.current(party).get(draft.part)
    if reaction is None:
        before = now.said(party).get(draft.part)
        place = {"plan": draft.plan, "municipality": party.municipality, "part": draft.part}
        reaction = Reaction(**place, round=before.round + 1 if before else 1)
    reaction.stance, reaction.text = draft.stance, draft.text
    reaction.author, reaction.on_behalf_of = by, on_behalf_of
    reaction.prepared_by = draft.prepared_by if draft.prepared_by != by else None
    reaction.save()
    return reaction


def _tell(plan: ImplementationPlan, given: list[Reaction], by: User) -> None:
    """That a municipality agrees is told of the plan as a whole, and not of each part."""
    for one in given:
        if one.part == WHOLE_PLAN or one.stance != Stance.AGREES:
            tell_of_reaction(one, by)
    names = names_of(one.part for one in given if one.part) | {WHOLE_PLAN: "Het hele plan"}
    tell_of_copy(plan, [(names[one.part], one) for one in given], by)


def _lock_consultation(plan: ImplementationPlan, party: Party) -> None:
    """Make others who react, or move the plan, wait for this transaction. Raises ConsultationIsClosed."""
    now, today = ImplementationPlan.objects.select_for_update().get(pk=plan.pk), timezone.localdate()
    if now.status != Status.CONSULTATION:
        raise ConsultationIsClosed(f"Dit plan is nu {now.get_status_display()}. Reageren kan niet (meer).")
    if today > now.consultation_ends_on:
        raise ConsultationIsClosed(f"Reageren kon tot en met {date_long(now.consultation_ends_on)}.")
    asked = Municipality.objects.on(today).filter(safety_region__police_unit=plan.theme.plan.police_unit_id)
    if party.municipality and not asked.filter(pk=party.pk).exists():
        raise ConsultationIsClosed(f"{party} is op dit moment geen gemeente van deze eenheid.")


def _refuse_unknown_part(plan: ImplementationPlan, key: str) -> None:
    if key != WHOLE_PLAN:
        find_present(plan, key)
