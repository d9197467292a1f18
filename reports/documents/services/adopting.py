"""What an adopted edition says of itself: when that was, what it sets right, and which plans in it are not adopted."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.exceptions import PortalError
from nhveilig.figures.dates import FuzzyDate
from nhveilig.figures.formats import counted, date_long, listed
from nhveilig.governance.services import UNSAID, Deciding
from reports.documents.blocks import FreezingError, Source
from reports.documents.models import Document, Edition
from themes.models import ImplementationPlan

UNKNOWN = FuzzyDate(date.min, date.min, "datum onbekend")


class AdoptionRefused(PortalError):
    """`field` is what the writer has to fill in or change."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """`open_plans` says why a jaarplan is adopted while plans in it are not; `rectifies` what was wrong before."""

    on: FuzzyDate = UNKNOWN
    rectifies: str = ""
    open_plans: str = ""
    deciding: Deciding = UNSAID

    @classmethod
    def of_day(cls, day: date | None) -> "Adoption":
        return cls(on=FuzzyDate(day, day, date_long(day)) if day else UNKNOWN)

    @property
    def day(self) -> date | None:
        return None if self.on == UNKNOWN else self.on.first


def said_of_adoption(document: Document, adoption: Adoption) -> dict:
    """For the part `edition` of the content (docs/edition-schema.md). Raises AdoptionRefused."""
    _refuse_a_day_to_come(adoption)
    said = {"adopted": {"on": adoption.day and adoption.day.isoformat(), "text": adoption.on.text}}
    earlier = adopted_before(document)
    _refuse_without_a_reason(earlier, adoption)
    if earlier:
        said["rectifies"] = {"edition": earlier.number, "text": adoption.rectifies.strip()}
    if plans := open_plans(document):
        _refuse_open_plans(plans, adoption)
        said["open_plans"] = {"plans": plans, "reason": adoption.open_plans.strip()}
    return said


def adopted_before(document: Document) -> Edition | None:
    """The newest adopted edition, which the next one sets right."""
    adopted = document.editions.filter(status=Edition.Status.ADOPTED).defer("content")
    return adopted.order_by("-number").first()


def open_plans(document: Document) -> list[str]:
    """The plans in a jaarplan that are not adopted, each with how far it is. Empty for every other document."""
    if document.kind != Document.Kind.YEAR_PLAN:
        return []
    plans = {plan.pk: plan for plan in _plans_in(document) if plan.status != ImplementationPlan.Status.ADOPTED}
    return [f"{plan.theme.short_title} ({plan.get_status_display()})" for plan in plans.values()]


def _plans_in(document: Document) -> list[ImplementationPlan]:
    """What the outline names; a table of the whole year has all of them."""
    source, found = Source(document), []
    for block in document.blocks.present().filter(kind__in=["implementation_plan", "plan_overview"]).in_order():
        if block.kind == "plan_overview":
            found += source.plans_of(source.year_of(block))
        else:
            try:
                found.append(source.plan_of(block, ""))
            except FreezingError:
                # Told by the block itself, with what to do about it.
                continue
    return found


def _refuse_a_day_to_come(adoption: Adoption) -> None:
    if adoption.day and adoption.day > timezone.localdate():
        raise AdoptionRefused(
            f"{capfirst(adoption.on.text)} moet nog komen. Vul in wanneer het document is vastgesteld.", "adopted"
        )


def _refuse_without_a_reason(earlier: Edition | None, adoption: Adoption) -> None:
    if earlier and not adoption.rectifies.strip():
        raise AdoptionRefused(
            f"Versie {earlier.number} is al vastgesteld. Schrijf wat daarin niet klopte en deze versie rechtzet.",
            "rectifies",
        )
    if adoption.rectifies.strip() and not earlier:
        raise AdoptionRefused(
            "Er is nog geen vastgestelde versie, dus er valt niets recht te zetten. Laat dit leeg.", "rectifies"
        )


def _refuse_open_plans(plans: list[str], adoption: Adoption) -> None:
    if not adoption.open_plans.strip():
        verb = "is" if len(plans) == 1 else "zijn"
        raise AdoptionRefused(
            f"In dit jaarplan {verb} {counted(len(plans), 'uitvoeringsplan', 'uitvoeringsplannen')} nog niet "
            f"vastgesteld: {listed(plans)}. Stel ze eerst vast, of schrijf waarom het jaarplan toch kan worden "
            "vastgesteld.",
            "open_plans",
        )
