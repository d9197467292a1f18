"""A new document, of any kind."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.text import slugify

from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.addresses import first_free
from reports.documents.models import Document
from reports.documents.services.outlines import Node, framed, read_outline, write_outline
from themes.models import PolicyPlan

LONGEST_SLUG = 100
# Words of addresses beside those of documents.
TAKEN = ("nieuw", "nieuw-beleidsplan")
# What an outline that is taken over leaves behind: each of these is written anew, or is about one plan.
_OWN = {"cover", "contents", "footnotes", "colophon"}


class DocumentExists(PortalError):
    """There is one of that kind about those years."""


@transaction.atomic
def create_document(
    *,
    kind: str,
    police_unit: PoliceUnit,
    title: str,
    years: tuple[int, int],
    plan: PolicyPlan | None = None,
    chapters: Iterable[Node] = (),
) -> Document:
    """A document with these chapters between its cover and its colophon. It looks as the newest of the eenheid does.

    Raises DocumentExists.
    """
    first, last = years
    same = Document.objects.filter(kind=kind, police_unit=police_unit, start_year=first, end_year=last, plan=plan)
    if found := same.exclude(kind=Document.Kind.IMPLEMENTATION_PLAN).first():
        raise DocumentExists(f"Er is al een document van deze soort en periode: “{found}”. Schrijf daarin verder.")
    organisation, style = Document.objects.house_style_of(police_unit)
    document = Document.objects.create(
        slug=_free_slug(title), kind=kind, police_unit=police_unit, plan=plan, title=title, organisation=organisation,
        start_year=first, end_year=last, layout=style,
    )  # fmt: skip
    lines = [{"label": "Uitgave", "value": organisation}, {"label": "Eenheid", "value": police_unit.name}]
    write_outline(document, framed(chapters, notes=True, colophon={"lines": lines}))
    document.refresh_from_db()
    return document


def chapters_like(document: Document) -> list[Node]:
    """Its chapters without what people wrote in them."""
    return [_bare(node) for node in read_outline(document) if node.kind not in _OWN]


def _bare(node: Node) -> Node:
    options = {name: value for name, value in node.options.items() if name not in {"texts", "pictures"}}
    below = [_bare(child) for child in node.children]
    return replace(node, html="", options=options, children=below)


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:LONGEST_SLUG].strip("-") or "document"
    taken = {*Document.objects.values_list("slug", flat=True), *TAKEN}
    return first_free(wanted, taken)
