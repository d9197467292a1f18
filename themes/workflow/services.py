"""The only way in which a plan moves on, one step at a time, and in which a reaction on the way is answered.

A step names the version its taker saw. Of two people at once one wins; the other is told what happened, and nothing of
theirs was stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.forms import Field
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.services import save_if_unchanged
from nhveilig.figures.formats import date_long
from nhveilig.governance.services import UNSAID, Deciding, decide
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record
from themes.decisions import PLAN
from themes.models import ImplementationPlan, PlanStep, Reaction
from themes.signals import plan_adopted
from themes.workflow.exceptions import (
    ConsultationIsClosed,
    DetailWrong,
    PlanChanged,
    StepIncomplete,
    StepOvertaken,
    StepRefused,
)
from themes.workflow.notices import tell_of_answer, tell_of_step
from themes.workflow.queries import Consultation, consultation_of
from themes.workflow.transitions import ADOPT, EXTEND, Status, Transition
from themes.workflow.validators import in_the_way

DAYS_TO_REACT = 7
DAYS_TO_REACT_AT_MOST = 365


@dataclass(frozen=True)
class StepDetails:
    """What goes with a step, as far as it asks for it: why, until when municipalities react, when it was adopted."""

    reason: str = ""
    ends_on: date | None = None
    adopted_on: date | None = None
    deciding: Deciding = UNSAID


@transaction.atomic
def take_step(
    *,
    plan: ImplementationPlan,
    transition: Transition,
    by: User,
    seen_version: int,
    on_behalf_of: User | None = None,
    details: StepDetails = StepDetails(),
) -> PlanStep:
    """Move the plan, as `plan` was read with `for_list()`.

    Raises a StepRefused: StepOvertaken, PlanChanged, DetailWrong or StepIncomplete. What a receiver of `plan_adopted`
    raises undoes the step.
    """
    came_from = plan.status
    if came_from not in transition.sources or plan.version != seen_version:
        raise why_not(plan)
    days = _days(plan, transition, details)
    moved = ImplementationPlan.objects.filter(pk=plan.pk, status=came_from, version=seen_version)
    now = timezone.now()
    if not moved.update(status=transition.target, version=F("version") + 1, changed_at=now, changed_by=by, **days):
        raise why_not(plan)
    _check(plan, transition, details)
    plan.refresh_from_db(fields=["status", "version", "changed_at", "changed_by", "consultation_ends_on", "adopted_on"])
    if transition is ADOPT and not plan.nature:
        plan.decision = decide(adopted=PLAN, row=plan, said=details.deciding, by=by)
        # The plan of the next year, which goes on from this one, proposes the same body.
        body = plan.decision.body_id or plan.deciding_body_id
        ImplementationPlan.objects.filter(pk=plan.pk).update(decision=plan.decision, deciding_body=body)
    step = PlanStep.objects.create(
        plan=plan,
        from_status=came_from,
        to_status=transition.target,
        taken_by=by,
        on_behalf_of=on_behalf_of,
        reason=details.reason.strip(),
        ends_on=plan.consultation_ends_on if transition.needs_end else None,
    )
    if transition is ADOPT:
        plan_adopted.send(sender=ImplementationPlan, plan=plan, step=step)
    tell_of_step(step)
    _put_down(step, transition)
    return step


def _put_down(step: PlanStep, transition: Transition) -> None:
    plan = step.plan
    record(
        kind=Trail.ADOPTED if transition is ADOPT else Trail.STEP,
        subject=Subject("plan", plan.pk, f"{plan}: {transition.label[:1].lower()}{transition.label[1:]}"),
        unit=plan.theme.plan.police_unit.code,
        by=step.taken_by,
        on_behalf_of=step.on_behalf_of,
        facts={
            "from": step.from_status,
            "to": step.to_status,
            "version": plan.version,
            "ends_on": step.ends_on,
            "adopted_on": plan.adopted_on,
        },
    )


def why_not(plan: ImplementationPlan) -> StepRefused:
    """Who came first: somebody who took a step, or somebody who wrote in the plan."""
    now = ImplementationPlan.objects.select_related("changed_by").get(pk=plan.pk)
    last = now.steps.select_related("taken_by", "on_behalf_of").last()
    if last and last.taken_at >= now.changed_at:
        return StepOvertaken(now, last)
    return PlanChanged(now, now.edits.newest_first().first())


def _days(plan: ImplementationPlan, transition: Transition, details: StepDetails) -> dict[str, date | None]:
    """The days that the step sets on the plan. Raises DetailWrong."""
    if transition.needs_end:
        return {"consultation_ends_on": _end(plan, transition, details.ends_on)}
    if transition is ADOPT:
        return {"adopted_on": _adoption(details.adopted_on)}
    return {"consultation_ends_on": None}


def _end(plan: ImplementationPlan, transition: Transition, ends_on: date | None) -> date:
    first = timezone.localdate() + timedelta(days=DAYS_TO_REACT)
    if transition is EXTEND:
        first = max(timezone.localdate(), plan.consultation_ends_on) + timedelta(days=1)
    if ends_on is None:
        raise DetailWrong("ends_on", "Kies de laatste dag waarop de gemeenten kunnen reageren.")
    if ends_on < first:
        raise DetailWrong("ends_on", f"Kies een dag op of na {date_long(first)}.")
    last = timezone.localdate() + timedelta(days=DAYS_TO_REACT_AT_MOST)
    if ends_on > last:
        raise DetailWrong("ends_on", f"Kies een dag niet later dan {date_long(last)}.")
    return ends_on


def _adoption(adopted_on: date | None) -> date:
    if adopted_on is None:
        raise DetailWrong("adopted_on", "Vul in op welke dag het plan is vastgesteld.")
    if adopted_on > timezone.localdate():
        raise DetailWrong("adopted_on", "Deze dag ligt in de toekomst. Leg vast wat al besloten is.")
    return adopted_on


def _check(plan: ImplementationPlan, transition: Transition, details: StepDetails) -> None:
    """What must be true of the plan while nobody else can write in it. Raises StepIncomplete and DetailWrong."""
    if obstacles := in_the_way(transition, plan):
        raise StepIncomplete(obstacles)
    reason = details.reason.strip()
    if transition.needs_reason and not reason:
        raise DetailWrong("reason", "Schrijf op waarom het plan teruggaat. De schrijvers lezen dit.")
    if transition is ADOPT:
        consultation = consultation_of(plan)
        _refuse_before_consultation(consultation, details.adopted_on)
        if not reason and not consultation.may_end(timezone.localdate()):
            raise DetailWrong("reason", too_early(consultation))


def _refuse_before_consultation(consultation: Consultation, adopted_on: date) -> None:
    began = consultation.began_at and timezone.localdate(consultation.began_at)
    if began and adopted_on < began:
        raise DetailWrong("adopted_on", f"Het plan ligt pas sinds {date_long(began)} bij de gemeenten.")


def too_early(consultation: Consultation) -> str:
    return (
        f"De gemeenten kunnen nog reageren tot en met {date_long(consultation.plan.consultation_ends_on)}, en "
        f"{len(consultation.silent)} van de {len(consultation.municipalities)} reageerden nog niet. Schrijf op "
        "waarom het plan nu al wordt vastgesteld."
    )


@transaction.atomic
def answer_reaction(
    *, reaction: Reaction, changes: Sequence[FieldChange], fields: Mapping[str, Field], by: User
) -> list[SavedField]:
    """Tell a municipality what is done with its reaction; an empty text takes the answer back.

    Raises SaveRefused with what others answered, and ConsultationIsClosed for an adopted plan.
    """
    if ImplementationPlan.objects.select_for_update().get(pk=reaction.plan_id).status == Status.ADOPTED:
        raise ConsultationIsClosed("Dit plan is vastgesteld. Er verandert niets meer aan.")
    saved = save_if_unchanged(row=reaction, fields=fields, changes=changes, by=Writer(by))
    for one in saved:
        if one.changed:
            _note_answer(reaction.pk, one.text, by)
    return saved


def _note_answer(reaction_id: int, answer: str, by: User) -> None:
    # Not save(): an answer is no change of what the municipality said.
    found = Reaction.objects.filter(pk=reaction_id)
    found.update(answered_at=timezone.now() if answer else None)
    if answer:
        tell_of_answer(found.select_related("plan__theme__plan__police_unit", "municipality").get(), by)
