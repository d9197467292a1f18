"""Who hears of a step, of what a municipality says, and of what is done with that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from themes.members.queries import deciders_of, leaders_of, mayors_of, prosecutors_of, speakers_of
from themes.models import ImplementationPlan, PlanStep, PreparedReaction, Reaction
from themes.parts.views import plan_url
from themes.workflow.permissions import Party
from themes.workflow.queries import municipalities_asked
from themes.workflow.transitions import Status, verb_of

OBJECTION = add_kind(
    Kind("objection", "een bezwaar van een gemeente of het OM", Permission.EDIT_PLANS, How.AT_ONCE, icon="warning")
)
REACTION = add_kind(
    Kind("reaction", "een andere reactie van een gemeente: akkoord of een opmerking", Permission.EDIT_PLANS, How.DIGEST)
)
ANSWER = add_kind(Kind("answer", "een antwoord op uw reactie", Permission.PREPARE_ANSWERS, How.AT_ONCE))
PREPARED = add_kind(
    Kind("prepared", "een reactie die iemand voor u klaarzet", Permission.REACT_TO_PLANS, How.AT_ONCE, icon="review")
)
COPY = add_kind(Kind("copy", "een kopie van uw eigen reactie", Permission.REACT_TO_PLANS, How.AT_ONCE))
RETURNED = add_kind(
    Kind("returned", "een plan dat terugkomt, met de reden", Permission.EDIT_PLANS, How.AT_ONCE, icon="returned")
)
STEP = add_kind(Kind("step", "een plan dat een stap verder is", Permission.VIEW_CONCEPTS, How.AT_ONCE, icon="review"))


@dataclass(frozen=True)
class _Told:
    """What is told of a step that leads somewhere: to whom, under which head, and what else than who did what."""

    to: Callable[[ImplementationPlan], Iterable[User]]
    subject: str
    more: Callable[[PlanStep], str] = lambda step: ""
    kind: Kind = STEP
    page: str = "plan-steps"


def _unit_of(plan: ImplementationPlan) -> int:
    return plan.theme.plan.police_unit_id


def _asked(plan: ImplementationPlan) -> Iterable[User]:
    return mayors_of(plan, municipalities_asked(plan)) | prosecutors_of(plan)


_OF_STEPS = {
    Status.REVIEW: _Told(deciders_of, "bij het stafbureau", lambda step: "U kunt het lezen, teruggeven of voorleggen."),
    Status.RETURNED: _Told(
        leaders_of, "terug bij de schrijver", lambda step: f"De toelichting: {step.reason}", RETURNED
    ),
    Status.CONSULTATION: _Told(
        _asked,
        "bij de gemeenten",
        lambda step: f"U kunt reageren tot en met {date_long(step.ends_on)}.",
        page="reaction-give",
    ),
    Status.ADOPTED: _Told(leaders_of, "vastgesteld"),
}


def tell_of_step(step: PlanStep) -> None:
    told = _OF_STEPS.get(step.to_status)
    if told is None:
        return
    text = f"{name_of(step.taken_by, step)} {verb_of(step)}. {told.more(step)}".strip()
    notify(
        kind=told.kind,
        to=told.to(step.plan),
        words=Words(told.subject, text, plan_url(step.plan, told.page), str(step.plan)),
        about=f"step-{step.pk}",
        by=step.taken_by,
        unit=_unit_of(step.plan),
    )


def tell_of_reaction(reaction: Reaction, by: User) -> None:
    """To who leads the theme; anew when a municipality changes its mind, not when it chooses other words."""
    objects = reaction.stance == Reaction.Stance.OBJECTS
    subject = f"{'bezwaar' if objects else reaction.get_stance_display()} van {_name(reaction)}"
    path = f"{plan_url(reaction.plan, 'reactions')}#reactie-{reaction.pk}"
    notify(
        kind=OBJECTION if objects else REACTION,
        to=leaders_of(reaction.plan),
        words=Words(subject, _said(reaction), path, str(reaction.plan)),
        about=f"reaction-{reaction.pk}-{reaction.stance}",
        by=by,
        unit=_unit_of(reaction.plan),
    )


def _said(reaction: Reaction) -> str:
    verb = {
        Reaction.Stance.OBJECTS: "maakt bezwaar",
        Reaction.Stance.REMARK: "heeft een opmerking",
        Reaction.Stance.AGREES: "is akkoord",
    }[Reaction.Stance(reaction.stance)]
    what = "" if reaction.part == "" else " bij een onderdeel"
    return capfirst(f"{_name(reaction)} {verb}{what}") + (f": {reaction.text}" if reaction.text else ".")


def _name(said: Reaction | PreparedReaction) -> str:
    """In a sentence."""
    return str(Party(said.municipality))


def tell_of_answer(reaction: Reaction, by: User) -> None:
    """To the mayor whose municipality gets the answer; of an answer that is put better the same day, once."""
    text = f"Over de reactie van {_name(reaction)} schrijft {name_of(by)}: {reaction.answer}"
    place = plan_url(reaction.plan)
    notify(
        kind=ANSWER,
        to=speakers_of(reaction.plan, reaction.municipality),
        words=Words("antwoord op uw reactie", text, place, str(reaction.plan)),
        about=f"answer-{reaction.pk}-{timezone.localdate()}",
        by=by,
        unit=_unit_of(reaction.plan),
    )


def tell_of_prepared(prepared: PreparedReaction) -> None:
    """To the mayor and who may send it in the mayor's name; of one plan once a day."""
    plan, name = prepared.plan, _name(prepared)
    text = f"{name_of(prepared.prepared_by)} zette een reactie van {name} klaar. U kunt haar nalezen en versturen."
    notify(
        kind=PREPARED,
        to=speakers_of(plan, prepared.municipality),
        words=Words("een reactie staat klaar", text, plan_url(plan, "reaction-give"), str(plan)),
        about=f"prepared-{plan.pk}-{prepared.municipality_id or 'om'}-{timezone.localdate()}",
        by=prepared.prepared_by,
        unit=_unit_of(plan),
    )


def tell_of_copy(plan: ImplementationPlan, said: Sequence[tuple[str, Reaction]], to: User) -> None:
    """To who sent it: all that was said, each with the name of what it is about."""
    first = said[0][1]
    words = [f"{name}: {one.get_stance_display()}{f' ({one.text})' if one.text else ''}" for name, one in said]
    path = f"{plan_url(plan, 'reaction-sent')}?namens={Party(first.municipality).code}"
    notify(
        kind=COPY,
        to=[to],
        words=Words(f"kopie van de reactie van {_name(first)}", "; ".join(words), path, str(plan)),
        about=copy_of(plan, first.municipality_id, max(one.changed_at for _, one in said)),
    )


def copy_of(plan: ImplementationPlan, municipality: int | None, at: datetime) -> str:
    """What the notice is about, by which a page finds it again."""
    return f"copy-{plan.pk}-{municipality or 'om'}-{at:%Y%m%d%H%M%S%f}"
