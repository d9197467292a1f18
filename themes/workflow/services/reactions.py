"""What municipalities say about a plan while it is put to them, and the answers they get.

Who saves names the moment the reaction they saw was last changed: of two people of one municipality the later one is
told what the other wrote, and loses nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long, datetime_long
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, Reaction
from themes.parts.queries import find_present
from themes.workflow.queries import WHOLE_PLAN, began_at
from themes.workflow.transitions import Status

Stance = Reaction.Stance


class ReactionRefused(PortalError):
    """Nothing was stored."""


class ConsultationIsClosed(ReactionRefused):
    """The plan is not put to the municipalities, or the last day was before today."""


class ReactionIncomplete(ReactionRefused):
    """A remark or an objection without a word."""


class ReactionOvertaken(ReactionRefused):
    """Somebody else of the same municipality reacted meanwhile: `standing` is what they wrote."""

    def __init__(self, standing: Reaction) -> None:
        self.standing = standing
        super().__init__(
            f"{name_of(standing.author)} gaf op {datetime_long(standing.changed_at)} al een reactie namens "
            f"{standing.municipality}. Uw reactie is nog niet opgeslagen."
        )


class AnswerOvertaken(ReactionRefused):
    """Somebody else answered meanwhile: `standing` holds their answer."""

    def __init__(self, standing: Reaction) -> None:
        self.standing = standing
        super().__init__(f"{_when(standing)} gewijzigd door iemand anders. Uw antwoord is nog niet opgeslagen.")


def _when(reaction: Reaction) -> str:
    # Who took an answer back left no moment.
    return (
        f"Het antwoord is op {datetime_long(reaction.answered_at)}"
        if reaction.answered_at
        else "Het antwoord is intussen"
    )


@dataclass(frozen=True)
class Opinion:
    """What is said of one part (its key), or of the whole plan (an empty key)."""

    part: str
    stance: str
    text: str = ""


@transaction.atomic
def give_reaction(
    *, plan: ImplementationPlan, municipality: Municipality, opinion: Opinion, seen: datetime | None, by: User
) -> Reaction:
    """Say it, or say something else than before. What stands there already may be sent again.

    Raises ConsultationIsClosed, ReactionIncomplete, ReactionOvertaken, UnknownPart and PartIsGone.
    """
    _lock_consultation(plan, municipality)
    _refuse_unknown_part(plan, opinion.part)
    text = opinion.text.strip()
    if opinion.stance != Stance.AGREES and not text:
        raise ReactionIncomplete("Schrijf bij een opmerking of een bezwaar ook waarom.")
    mine = {"stance": opinion.stance, "text": text}
    place = {"plan": plan, "municipality": municipality, "part": opinion.part}
    standing = Reaction.objects.select_related("author", "municipality").filter(**place).first()
    if standing and _says(standing, mine) and standing.changed_at >= (began_at(plan) or standing.changed_at):
        return standing
    if standing and standing.changed_at != seen:
        raise ReactionOvertaken(standing)
    reaction = standing or Reaction(**place)
    reaction.stance, reaction.text, reaction.author = opinion.stance, text, by
    reaction.save()
    return reaction


def _lock_consultation(plan: ImplementationPlan, municipality: Municipality) -> None:
    """Make others who react, or move the plan, wait for this transaction. Raises ConsultationIsClosed."""
    now, today = ImplementationPlan.objects.select_for_update().get(pk=plan.pk), timezone.localdate()
    if now.status != Status.CONSULTATION:
        raise ConsultationIsClosed(f"Dit plan is nu {now.get_status_display()}. Reageren kan niet (meer).")
    if today > now.consultation_ends_on:
        raise ConsultationIsClosed(f"Reageren kon tot en met {date_long(now.consultation_ends_on)}.")
    asked = Municipality.objects.on(today).filter(safety_region__police_unit=plan.theme.plan.police_unit_id)
    if not asked.filter(pk=municipality.pk).exists():
        raise ConsultationIsClosed(f"{municipality} is op dit moment geen gemeente van deze eenheid.")


def _refuse_unknown_part(plan: ImplementationPlan, key: str) -> None:
    if key != WHOLE_PLAN:
        find_present(plan, key)


def _says(reaction: Reaction, mine: dict[str, str]) -> bool:
    return all(getattr(reaction, name) == value for name, value in mine.items())


def answer_reaction(*, reaction: Reaction, answer: str, seen: datetime | None) -> Reaction:
    """Tell a municipality what is done with its reaction; an empty text takes the answer back.

    Raises AnswerOvertaken, and ConsultationIsClosed for an adopted plan.
    """
    answer = answer.strip()
    answered_at = timezone.now() if answer else None
    # Not save(): an answer is no change of what the municipality said.
    open_ones = Reaction.objects.filter(pk=reaction.pk).exclude(plan__status=Status.ADOPTED)
    if not open_ones.filter(answered_at=seen).update(answer=answer, answered_at=answered_at):
        _refuse_answer(open_ones.select_related("municipality").first(), answer)
    reaction.refresh_from_db(fields=["answer", "answered_at"])
    return reaction


def _refuse_answer(standing: Reaction | None, answer: str) -> None:
    if standing is None:
        raise ConsultationIsClosed("Dit plan is vastgesteld. Er verandert niets meer aan.")
    if standing.answer != answer:
        raise AnswerOvertaken(standing)
