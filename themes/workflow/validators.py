"""What is in the way of a step, and what is good to know before it."""

from datetime import timedelta

from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from themes.models import Comment, ImplementationPlan, Presence
from themes.parts.completeness import completeness
from themes.workflow.exceptions import Obstacle
from themes.workflow.queries import Consultation
from themes.workflow.transitions import ADOPT, SUBMIT, Transition

# A tab that was heard of within this is still open.
STILL_THERE = timedelta(minutes=1)


def in_the_way(transition: Transition, plan: ImplementationPlan) -> list[Obstacle]:
    """What the plan must hold first. Nothing for a step that asks for nothing."""
    if not transition.complete:
        return []
    now = ImplementationPlan.objects.with_parts().get(pk=plan.pk)
    missing = [one for section in completeness(now) for one in section.missing if one.blocks]
    return [Obstacle(one.label, one.url) for one in missing]


def good_to_know(
    transition: Transition, plan: ImplementationPlan, reader: User, consultation: Consultation | None
) -> list[str]:
    """What does not forbid the step, a sentence each."""
    if transition is SUBMIT:
        return [*_who_is_writing(plan, reader), *_open_comments(plan)]
    if transition is ADOPT and consultation:
        return [*_silent(consultation), *_unanswered(consultation), *_open_comments(plan)]
    return []


def _who_is_writing(plan: ImplementationPlan, reader: User) -> list[str]:
    present = Presence.objects.filter(plan=plan).seen_since(timezone.now() - STILL_THERE).exclude(user=reader)
    names = sorted({name_of(one.user) for one in present})
    return [f"{name} heeft het plan nu open en kan straks niet meer schrijven." for name in names]


def _open_comments(plan: ImplementationPlan) -> list[str]:
    count = Comment.objects.present().filter(plan=plan, answer_to=None, resolved_at=None).count()
    if not count:
        return []
    return ["Er is nog 1 opmerking niet afgehandeld." if count == 1 else f"Er zijn nog {count} opmerkingen open."]


def _silent(consultation: Consultation) -> list[str]:
    silent, asked = len(consultation.silent), len(consultation.municipalities)
    return [f"{silent} van de {asked} gemeenten reageerden nog niet op het hele plan."] if silent else []


def _unanswered(consultation: Consultation) -> list[str]:
    count = len(consultation.unanswered_objections)
    if not count:
        return []
    return ["1 bezwaar is nog niet beantwoord." if count == 1 else f"{count} bezwaren zijn nog niet beantwoord."]
