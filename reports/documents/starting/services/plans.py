"""A new beleidsplan or programme together with the document that prints it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import capfirst

from nhveilig.editing.changes import Writer
from reports.documents.models import Document
from reports.documents.services.outlines import Node, read_outline, write_outline
from reports.documents.starting.services.copying import Along, continued_outline, note_origins
from reports.documents.starting.services.layouts import BARE, Layout
from themes.models import PolicyPlan
from themes.policy.services.plans import Chapters, Takes, create_plan


@dataclass(frozen=True)
class Start:
    """What is begun with: nothing, a layout, or what goes along from the plan `basis`."""

    basis: PolicyPlan | None = None
    layout: Layout | None = None
    texts: bool = False
    goals: bool = False
    figures: bool = False
    pictures: bool = False


@transaction.atomic
def start_policy_plan(*, plan: PolicyPlan, chapters: Chapters, start: Start, by: Writer) -> Document:
    """Store the plan, and its document with a chapter for each theme. Raises PlanRefused."""
    create_plan(plan=plan, chapters=chapters, takes=Takes(start.basis, start.texts, start.goals), by=by)
    before = document_of(start.basis) if start.basis else None
    document = Document.objects.create(slug=plan.slug, plan=plan, **_described(plan, before, start))
    write_outline(document, _outline(plan, before, start))
    if before:
        note_origins(document, before)
    return document


def document_of(plan: PolicyPlan) -> Document | None:
    return plan.documents.filter(kind=Document.Kind.POLICY_PLAN).order_by("pk").first()


def _described(plan: PolicyPlan, before: Document | None, start: Start) -> dict:
    organisation, style = Document.objects.house_style_of(plan.police_unit)
    if start.layout:
        style = style | start.layout.style
    kind = capfirst(plan.get_kind_display())
    return {
        "kind": Document.Kind.POLICY_PLAN,
        "police_unit": plan.police_unit,
        "title": plan.title,
        "subtitle": before.subtitle if before else f"{kind} van de politie-eenheid {plan.police_unit}",
        "organisation": before.organisation if before else organisation,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "layout": before.layout if before else style,
    }


def _outline(plan: PolicyPlan, before: Document | None, start: Start) -> list[Node]:
    themes = list(plan.themes.select_related("origin").order_by("number"))
    if before is None:
        return (start.layout or BARE).outline(themes)
    along = Along(start.texts, start.figures, start.pictures)
    return continued_outline(read_outline(before), themes, along)
