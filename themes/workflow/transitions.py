"""The steps a plan can take: from where to where, who takes them, and what they ask. Nothing else moves a plan."""

from dataclasses import dataclass

from nhveilig.accounts.permissions import Permission
from themes.models import ImplementationPlan, PlanStep

Status = ImplementationPlan.Status


@dataclass(frozen=True)
class Transition:
    """One step. `code` stands in its address; `verb` makes “Sanne … het plan naar het stafbureau” of a PlanStep.

    `complete` asks for all that a plan must hold before others read it. `is_way_back`: undoes what the same people did,
    and is never what a page offers first.
    """

    code: str
    label: str
    lead: str
    done: str
    verb: str
    sources: frozenset[Status]
    target: Status
    permission: Permission = Permission.DECIDE_PLANS
    needs_reason: bool = False
    needs_end: bool = False
    complete: bool = False
    is_way_back: bool = False


SUBMIT = Transition(
    code="ter-review",
    label="Stuur naar het stafbureau",
    lead="Het stafbureau leest het plan. Zolang dat duurt, kan niemand erin schrijven.",
    done="Het plan ligt nu bij het stafbureau, dat bericht krijgt.",
    verb="stuurde het plan naar het stafbureau",
    sources=frozenset({Status.CONCEPT, Status.RETURNED}),
    target=Status.REVIEW,
    permission=Permission.EDIT_PLANS,
    complete=True,
)
WITHDRAW = Transition(
    code="terugnemen",
    label="Trek terug",
    lead="Het plan wordt weer een concept, zodat u verder kunt schrijven.",
    done="Het plan is weer een concept. U kunt verder schrijven.",
    verb="trok het plan terug",
    sources=frozenset({Status.REVIEW}),
    target=Status.CONCEPT,
    permission=Permission.EDIT_PLANS,
    is_way_back=True,
)
CONSULT = Transition(
    code="ter-consultatie",
    label="Leg voor aan de gemeenten",
    lead="Alle gemeenten van de eenheid lezen het plan en kunnen erop reageren, tot en met de dag die u kiest.",
    done="Het plan ligt nu bij de gemeenten. De burgemeesters krijgen bericht.",
    verb="legde het plan voor aan de gemeenten",
    sources=frozenset({Status.REVIEW}),
    target=Status.CONSULTATION,
    needs_end=True,
)
EXTEND = Transition(
    code="verlengen",
    label="Geef meer tijd",
    lead="De gemeenten kunnen langer reageren. Wat zij al schreven, blijft staan.",
    done="De gemeenten hebben meer tijd. De burgemeesters krijgen bericht.",
    verb="gaf de gemeenten meer tijd",
    sources=frozenset({Status.CONSULTATION}),
    target=Status.CONSULTATION,
    needs_end=True,
)
RETURN = Transition(
    code="teruggeven",
    label="Terug naar schrijver",
    lead="De schrijvers krijgen het plan terug, met uw toelichting, en kunnen het weer wijzigen.",
    done="Het plan is terug bij de schrijver. De projectleiders krijgen bericht, met uw toelichting.",
    verb="gaf het plan terug",
    sources=frozenset({Status.REVIEW, Status.CONSULTATION}),
    target=Status.RETURNED,
    needs_reason=True,
)
ADOPT = Transition(
    code="vaststellen",
    label="Stel vast",
    lead="Het plan blijft zoals het nu is. Daarna verandert niemand er nog iets aan.",
    done="Het plan is vastgesteld. Het verandert nu niet meer.",
    verb="stelde het plan vast",
    sources=frozenset({Status.CONSULTATION}),
    target=Status.ADOPTED,
)
# In the order in which a page offers them: the way on first.
TRANSITIONS: dict[str, Transition] = {one.code: one for one in (SUBMIT, CONSULT, ADOPT, EXTEND, RETURN, WITHDRAW)}


def possible_from(status: str) -> list[Transition]:
    return [one for one in TRANSITIONS.values() if status in one.sources]


def transition_of(step: PlanStep) -> Transition | None:
    """The transition that a step in the history was. None for what no rule allows (any more), such as the adoption of a
    plan that was written before there was a portal."""
    fits = (one for one in TRANSITIONS.values() if step.from_status in one.sources and step.to_status == one.target)
    return next(fits, None)


def verb_of(step: PlanStep) -> str:
    """What its taker did. Of a step that no rule allows, what became of the plan."""
    found = transition_of(step)
    return found.verb if found else _BECAME.get(step.to_status, "zette een stap met het plan")


_BECAME = {
    Status.CONCEPT: "maakte van het plan weer een concept",
    Status.REVIEW: SUBMIT.verb,
    Status.RETURNED: RETURN.verb,
    Status.CONSULTATION: CONSULT.verb,
    Status.ADOPTED: ADOPT.verb,
}
