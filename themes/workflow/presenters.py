"""The life of a plan as its page shows it: the stages, the history, who is next, and the steps one may take."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from nhveilig.accounts.models import User
from nhveilig.figures.formats import date_long
from themes.members.queries import deciders_of, writers_of
from themes.models import ImplementationPlan, PlanStep
from themes.workflow.exceptions import Obstacle
from themes.workflow.forms import StepForm
from themes.workflow.transitions import ADOPT, CONSULT, EXTEND, Status, Transition, transition_of, verb_of

STAGES = [Status.CONCEPT, Status.REVIEW, Status.CONSULTATION, Status.ADOPTED]
# Everybody who reads the plan reads why it was adopted early; the rest is between its writers and who decides.
TOLD_TO_ALL = {ADOPT, CONSULT, EXTEND}


@dataclass(frozen=True)
class StepChoice:
    """A step the visitor may take, its form, and what they should know."""

    transition: Transition
    url: str
    form: StepForm
    obstacles: list[Obstacle]
    remarks: list[str]
    is_tried: bool


def stages(plan: ImplementationPlan, history: list[PlanStep]) -> list[dict[str, str]]:
    """For components/steps.html."""
    now = STAGES.index(Status.CONCEPT if plan.status == Status.RETURNED else plan.status)
    return [_stage(number, stage, now, plan, history) for number, stage in enumerate(STAGES)]


def _stage(number: int, stage: Status, now: int, plan: ImplementationPlan, history: list[PlanStep]) -> dict[str, str]:
    done = number < now or plan.status == Status.ADOPTED
    state = "done" if done else "current" if number == now else "todo"
    title = capfirst(Status(plan.status).label if number == now else stage.label)
    text = "" if number > now else _when(stage, plan, history, "sinds" if state == "current" else "vanaf")
    return {"title": title, "state": state, "text": text}


def _when(stage: Status, plan: ImplementationPlan, history: list[PlanStep], word: str) -> str:
    if stage == Status.ADOPTED and plan.adopted_on:
        return f"op {date_long(plan.adopted_on)}"
    if stage == Status.CONSULTATION and plan.consultation_ends_on:
        return f"reageren tot en met {date_long(plan.consultation_ends_on)}"
    wanted = plan.status if stage == Status.CONCEPT and plan.status == Status.RETURNED else stage
    entered = [step for step in history if step.to_status == wanted]
    return f"{word} {date_long(entered[-1].taken_at)}" if entered else ""


def happened(history: list[PlanStep], *, writes: bool) -> list[tuple[PlanStep, str, str]]:
    """Newest first: each step, what its taker did, and why, as far as that is for everybody or the reader `writes`."""
    return [
        (step, verb_of(step), step.reason if writes or transition_of(step) in TOLD_TO_ALL else "")
        for step in reversed(history)
    ]


def whose_turn(plan: ImplementationPlan) -> tuple[str, str]:
    """Who may take the next step, and their names; one query."""
    if plan.is_open:
        return "De projectleiders en de werkgroep", _names(writers_of(plan))
    if plan.status == Status.ADOPTED:
        return "Niemand: het plan is vastgesteld", ""
    first = "De gemeenten, en daarna het stafbureau" if plan.status == Status.CONSULTATION else "Het stafbureau"
    return first, _names(deciders_of(plan))


def _names(people: Iterable[User]) -> str:
    return ", ".join(person.shown_name for person in sorted(people, key=lambda person: person.surname_first))
