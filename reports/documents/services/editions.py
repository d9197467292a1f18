from datetime import date

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.texts.cleaning import FOOTNOTE_CLASS
from reports.documents.blocks.base import FreezingError
from reports.documents.content import fingerprint
from reports.documents.freezing import SCHEMA_VERSION, freeze
from reports.documents.layout import ACCENTS
from reports.documents.models import Document, Edition, Export
from reports.documents.plans.parts import PARTS, FrozenParts
from reports.documents.services.exports import request_export
from reports.documents.services.outlines import Node, framed, write_outline
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
) -> Edition:
    """Freeze the document as it stands now into its next edition. `document_date` is the day it bears itself.

    Raises FreezingError when the outline asks for what is not there, NothingChanged when the last edition
    has the same content and status. Two people freezing at once get two numbers, or one gets NothingChanged.
    Of what is adopted the official file is made right after, by a worker.
    """
    document = Document.objects.select_for_update(of=("self",)).for_freezing().get(pk=document.pk)
    content = freeze(document)
    _refuse_a_copy(document, content, status)
    number = (document.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    now = timezone.now()
    content["edition"] = {
        "number": number,
        "status": str(status),
        "status_label": document.status_label(status),
        "frozen_on": timezone.localdate(now).isoformat(),
        "note": note,
        "document_date": document_date.isoformat() if document_date else None,
    }
    edition = Edition.objects.create(
        document=document,
        number=number,
        status=status,
        note=note,
        document_date=document_date,
        schema_version=SCHEMA_VERSION,
        content=content,
        sha256=fingerprint(content),
        frozen_at=now,
        frozen_by=frozen_by,
    )
    edition_frozen.send(sender=Edition, edition=edition)
    if edition.is_official:
        request_export(edition=edition, format=Export.Format.PDF, requested_by=frozen_by)
    return edition


@transaction.atomic
def freeze_if_changed(*, document: Document, **how: object) -> Edition:
    """`freeze_edition`, or the last edition when that would be equal. Raises FreezingError."""
    try:
        return freeze_edition(document=document, **how)
    except NothingChanged:
        return document.editions.order_by("-number").first()


def _refuse_a_copy(document: Document, content: dict, status: Edition.Status) -> None:
    last = document.editions.order_by("-number").first()
    if last is None or last.status != status:
        return
    if {key: value for key, value in last.content.items() if key != "edition"} == content:
        raise NothingChanged(
            f"Sinds editie {last.number} is er niets veranderd. Gebruik die editie of kies een andere status."
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

    Raises FreezingError for a plan in which nothing is written.
    """
    if not FrozenParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk), "").freeze(PARTS):
        raise FreezingError(f"In “{plan}” staat nog niets. Schrijf eerst een deel van het plan.")
    if plan.status == Status.ADOPTED:
        adopted = Edition.objects.filter(document__implementation_plan=plan, status=Edition.Status.ADOPTED)
        if (edition := adopted.order_by("-number").first()) is not None:
            return edition
    return freeze_plan(plan=plan, frozen_by=frozen_by)


@transaction.atomic
def freeze_plan(*, plan: ImplementationPlan, frozen_by: User | None) -> Edition:
    """The edition of the plan as it stands now; the last one when nothing has changed since.

    Its status is that of the plan.
    """
    plan = ImplementationPlan.objects.with_parts().get(pk=plan.pk)
    document = _document(plan)
    write_outline(document, _outline(plan))
    status = EDITION_STATUS.get(plan.status, Edition.Status.CONCEPT)
    return freeze_if_changed(document=document, status=status, frozen_by=frozen_by, document_date=plan.adopted_on)


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
        "subtitle": theme.plan.title,
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
