from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.governance.models import Decision
from nhveilig.governance.services import decide
from nhveilig.texts.cleaning import FOOTNOTE_CLASS
from nhveilig.trail.kinds import Kind as Trail
from reports.documents.blocks.base import FreezingError
from reports.documents.content import fingerprint
from reports.documents.decisions import EDITION
from reports.documents.freezing import SCHEMA_VERSION, freeze
from reports.documents.layout import ACCENTS
from reports.documents.models import Document, Edition, Export
from reports.documents.notices import tell_of_adoption
from reports.documents.plans.parts import PARTS, FrozenParts
from reports.documents.printing import refuse_unprintable
from reports.documents.services.adopting import Adoption, said_of_adoption
from reports.documents.services.exports import request_export
from reports.documents.services.outlines import Node, framed, write_outline
from reports.documents.services.publishing import publish_edition
from reports.documents.services.trail import record_edition
from themes.models import ImplementationPlan, PlanStep

# Sent with `edition`, inside the transaction that freezes it: a receiver that raises undoes the freezing.
edition_frozen = Signal()


class NothingChanged(PortalError):
    """Freezing again would give an edition equal to the last one."""


@transaction.atomic
def freeze_edition(
    *,
    document: Document,
    status: Edition.Status,
    frozen_by: User | None,
    note: str = "",
    document_date: date | None = None,
    adoption: Adoption | None = None,
) -> Edition:
    """Freeze the document as it stands now into its next edition. `document_date` is the day it bears itself.

    `adoption` counts for the status adopted alone; without one nobody knows when that was. Such an edition is not
    public yet (`publish_edition`), and its official file is made right after, by a worker.

    Raises FreezingError when the outline asks for what is not there, NothingChanged when the last edition
    has the same content and status, AdoptionRefused when an adopted edition lacks what it has to say of itself. Two
    people freezing at once get two numbers, or one gets NothingChanged.
    """
    document = Document.objects.select_for_update(of=("self",)).for_freezing().get(pk=document.pk)
    adoption = (adoption or Adoption()) if status == Edition.Status.ADOPTED else None
    content = freeze(document)
    refuse_unprintable(content)
    _refuse_a_copy(document, content, status, adoption)
    now = timezone.now()
    content["edition"] = said_of_edition(document, status, now, note=note, document_date=document_date) | (
        said_of_adoption(document, adoption) if adoption else {}
    )
    edition = Edition.objects.create(
        document=document,
        number=content["edition"]["number"],
        status=status,
        note=note,
        document_date=document_date,
        adopted_on=adoption and adoption.day,
        adopted_words=adoption.on.text if adoption else "",
        rectifies=adoption.rectifies.strip() if adoption else "",
        decision=_decision(document, adoption, frozen_by) if adoption else None,
        schema_version=SCHEMA_VERSION,
        content=content,
        sha256=fingerprint(content),
        frozen_at=now,
        frozen_by=frozen_by,
    )
    edition_frozen.send(sender=Edition, edition=edition)
    if adoption:
        tell_of_adoption(edition)
    if edition.is_official:
        request_export(edition=edition, format=Export.Format.PDF, requested_by=frozen_by)
    _put_down(edition)
    return edition


def _decision(document: Document, adoption: Adoption, by: User | None) -> Decision | None:
    """Of a uitvoeringsplan that of the plan; of a record or an example none."""
    plan = document.implementation_plan
    if plan:
        return plan.decision
    edition = Edition(document=document, adopted_on=adoption.day, adopted_words=adoption.on.text)
    return decide(adopted=EDITION, row=edition, said=adoption.deciding, by=by)


def _put_down(edition: Edition) -> None:
    facts = {"sha256": edition.sha256, "status": str(edition.status)}
    if edition.is_official:
        facts["adopted_on"] = edition.adopted_on
    kind = Trail.ADOPTED if edition.is_official else Trail.FROZEN
    record_edition(edition, kind, edition.frozen_by, facts)


def said_of_edition(
    document: Document, status: Edition.Status, at: datetime, *, note: str = "", document_date: date | None = None
) -> dict:
    """What the next edition says of itself, apart from its adoption."""
    return {
        "number": (document.editions.aggregate(last=Max("number"))["last"] or 0) + 1,
        "status": str(status),
        "status_label": document.status_label(status),
        "frozen_on": timezone.localdate(at).isoformat(),
        "note": note,
        "document_date": document_date.isoformat() if document_date else None,
    }


@transaction.atomic
def freeze_if_changed(*, document: Document, **how: object) -> Edition:
    """`freeze_edition`, or the last edition when that would be equal. Raises FreezingError."""
    try:
        return freeze_edition(document=document, **how)
    except NothingChanged:
        return document.editions.order_by("-number").first()


def _refuse_a_copy(document: Document, content: dict, status: Edition.Status, adoption: Adoption | None) -> None:
    """Another day of adoption may be all there is to set right."""
    last = document.editions.order_by("-number").first()
    if last is None or last.status != status:
        return
    if adoption and adoption.rectifies.strip() and adoption.on.text != last.adopted_words:
        return
    if {key: value for key, value in last.content.items() if key != "edition"} == content:
        raise NothingChanged(
            f"Sinds versie {last.number} is er niets veranderd. Gebruik die versie of kies een andere status."
        )


Status = ImplementationPlan.Status
EDITION_STATUS = {
    Status.CONSULTATION: Edition.Status.CONSULTATION,
    Status.ADOPTED: Edition.Status.ADOPTED,
}
# The chapters, each with the parts of the plan it shows; one that would be empty is left out.
CHAPTERS = (
    ("ambitie", "Wat willen we bereiken?", ["ambition", "people", "objectives", "occasion", "strategy", "approach"]),
    ("activiteiten", "Wat doen we in {year}?", ["activities"]),
    ("resultaten", "Resultaten en streefwaarden", ["results", "targets"]),
    ("samenwerking", "Samenwerking, besluiten en middelen", ["cooperation", "links", "decisions", "means"]),
    ("lessen", "Lessen van vorig jaar", ["lessons"]),
)
DEFAULT_COVER = "lijnen"


def edition_of(*, plan: ImplementationPlan, frozen_by: User | None) -> Edition:
    """What a PDF of the plan is made of: of an adopted plan what was adopted, otherwise the plan as it is now.

    Raises FreezingError for a plan in which nothing is written, and for results that never were a plan.
    """
    if plan.nature == ImplementationPlan.Nature.RECORD:
        raise FreezingError(
            f"“{plan}” is geen uitvoeringsplan: het zijn resultaten die achteraf zijn ingevoerd. "
            "Lees ze op het scherm, of in het jaarverslag."
        )
    if not FrozenParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk), "").freeze(PARTS):
        raise FreezingError(f"In “{plan}” staat nog niets. Schrijf eerst een deel van het plan.")
    if plan.status == Status.ADOPTED and not plan.nature:
        adopted = Edition.objects.filter(document__implementation_plan=plan, status=Edition.Status.ADOPTED)
        if (edition := adopted.order_by("-number").first()) is not None:
            return edition
        return _frozen_late(plan, frozen_by)
    return freeze_plan(plan=plan, frozen_by=frozen_by)


@transaction.atomic
def _frozen_late(plan: ImplementationPlan, frozen_by: User | None) -> Edition:
    """Of a plan that was adopted before adopting made an edition: what it says is public, so its edition is."""
    edition = freeze_plan(plan=plan, frozen_by=frozen_by)
    if not edition.publications.exists():
        publish_edition(edition=edition, by=None)
    return edition


@transaction.atomic
def freeze_plan(*, plan: ImplementationPlan, frozen_by: User | None) -> Edition:
    """The edition of the plan as it stands now; the last one when nothing has changed since.

    Its status is that of the plan.
    """
    plan = ImplementationPlan.objects.with_parts().get(pk=plan.pk)
    document = _document(plan)
    write_outline(document, _outline(plan))
    # Nobody adopted an example, whatever step it was put at.
    status = Edition.Status.CONCEPT if plan.nature else EDITION_STATUS.get(plan.status, Edition.Status.CONCEPT)
    day = None if plan.nature else plan.adopted_on
    how = {"status": status, "frozen_by": frozen_by, "document_date": day, "adoption": Adoption.of_day(day)}
    return freeze_if_changed(document=document, **how)


def freeze_adopted_plan(sender: object, plan: ImplementationPlan, step: PlanStep, **kwargs: object) -> None:
    """In the transaction that adopts: without an edition nobody could show what was adopted."""
    freeze_plan(plan=plan, frozen_by=step.taken_by)


def _document(plan: ImplementationPlan) -> Document:
    """Locked, so that two people who freeze at once do so one after the other."""
    described = _described(plan)
    new = {"slug": _slug(plan)} | described
    return Document.objects.update_or_create(implementation_plan=plan, defaults=described, create_defaults=new)[0]


def _described(plan: ImplementationPlan) -> dict:
    theme, unit = plan.theme, plan.theme.plan.police_unit
    organisation, style = Document.objects.house_style_of(unit)
    return {
        "kind": Document.Kind.IMPLEMENTATION_PLAN,
        "police_unit": unit,
        "title": f"Uitvoeringsplan {theme.title} {plan.year}",
        "subtitle": f"Voorbeeld bij {theme.plan.title}" if plan.nature else theme.plan.title,
        "organisation": organisation,
        "start_year": plan.year,
        "end_year": plan.year,
        "layout": {"accent": ACCENTS[(theme.number - 1) % len(ACCENTS)], "cover": DEFAULT_COVER} | style,
    }


def _slug(plan: ImplementationPlan) -> str:
    """Two programmes of one eenheid may both have a theme of this name; the second one says of which it is."""
    policy = plan.theme.plan
    slug = f"uitvoeringsplan-{policy.police_unit.slug}-{plan.year}-{plan.theme.slug}"
    return f"{slug}-{policy.pk}" if Document.objects.filter(slug=slug).exists() else slug


def _outline(plan: ImplementationPlan) -> list[Node]:
    frozen = FrozenParts(plan, "").freeze(PARTS)
    kinds = {part["kind"] for part in frozen}
    filled = [chapter for chapter in CHAPTERS if kinds.intersection(chapter[2])]
    chapters = [
        Node("implementation_plan", anchor, str(number), title.format(year=plan.year), options={"parts": parts})
        for number, (anchor, title, parts) in enumerate(filled, start=1)
    ]
    return framed(chapters, notes=FOOTNOTE_CLASS in str(frozen), colophon={"lines": _colophon(plan)})


def _colophon(plan: ImplementationPlan) -> list[dict]:
    theme = plan.theme
    return [
        {"label": "Thema", "value": theme.title},
        {"label": "Hoort bij", "value": theme.plan.title},
        {"label": "Eenheid", "value": str(theme.plan.police_unit)},
    ]
