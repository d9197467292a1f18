"""Writing the outline of a document as a whole. What stays keeps its row, with its history and its comments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nhveilig.editing.models import Versioned
from reports.documents.models import Block, Document
from reports.documents.numbering import numbers, tell_numbering

FIELDS = ("kind", "anchor", "number", "title", "html", "options")
# What people write: who typed in one meanwhile has to see what became of it.
WRITTEN = ("title", "html")


@dataclass
class Node:
    """A block with what stands under it, apart from the database. How it is numbered is told, or else follows from its
    number; of one that is there it stays as it is."""

    kind: str
    anchor: str
    number: str = ""
    title: str = ""
    html: str = ""
    options: dict = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    numbering: str = field(default="", compare=False)


def framed(
    chapters: Iterable[Node], *, notes: bool, abbreviations: bool = False, colophon: dict | None = None
) -> list[Node]:
    """The chapters of a document between its cover and its colophon; without notes no heading stands above nothing.

    The list of `abbreviations` is left out of an edition that uses none.
    """
    return [
        Node("cover", "omslag"),
        Node("contents", "inhoudsopgave", title="Inhoudsopgave"),
        *chapters,
        *([Node("abbreviations", "afkortingen", title="Afkortingen")] if abbreviations else []),
        *([Node("footnotes", "noten", title="Noten")] if notes else []),
        Node("colophon", "colofon", title="Colofon", options=colophon or {}),
    ]


def read_outline(document: Document) -> list[Node]:
    nodes: dict[int | None, Node] = {}
    top: list[Node] = []
    for block in document.blocks.present().in_order():
        node = nodes[block.pk] = Node(**{name: getattr(block, name) for name in (*FIELDS, "numbering")})
        siblings = nodes[block.parent_id].children if block.parent_id in nodes else top
        siblings.append(node)
    return top


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, each before what stands under it."""
    for node in nodes:
        yield node
        yield from walk(node.children)


@transaction.atomic
def write_outline(document: Document, nodes: list[Node]) -> None:
    """Bring the outline in line with these: a block is known by its anchor. What is not among them goes to the bin,
    and comes back from it when it is again."""
    if read_outline(document) == nodes:
        return
    tell_numbering(nodes, lambda node: node.children)
    known = {block.anchor: block for block in document.blocks.all()}
    anchors = {node.anchor for node in walk(nodes)}
    gone = [block.pk for anchor, block in known.items() if anchor not in anchors and not block.deleted_at]
    Block.objects.filter(pk__in=gone).update(deleted_at=timezone.now(), version=F("version") + 1)
    _write(document, nodes, None, count(1), known)
    arranged(document)


def _write(
    document: Document, nodes: Iterable[Node], parent: Block | None, orders: Iterator[int], known: dict[str, Block]
) -> None:
    for node in nodes:
        block = known.get(node.anchor) or Block(document=document, anchor=node.anchor, numbering=node.numbering)
        for name in WRITTEN:
            if block.pk and getattr(block, name) != getattr(node, name):
                _count_change(block, name)
        block.parent, block.order, block.deleted_at, block.deleted_by = parent, next(orders), None, None
        for name in ("kind", "options", *WRITTEN, *(() if block.pk else ("number",))):
            setattr(block, name, getattr(node, name))
        block.save()
        _write(document, node.children, block, orders, known)


def _count_change(row: Versioned, name: str) -> None:
    """As a save by hand would: one that began before is stale."""
    row.version += 1
    row.versions[name] = {"version": row.version_of(name) + 1, "row": row.version}


def arranged(document: Document) -> None:
    """Count the change of the outline, and number it anew."""
    number_anew(document)
    Document.objects.filter(pk=document.pk).update(outline_version=F("outline_version") + 1)
    document.refresh_from_db(fields=["outline_version"])


def number_anew(document: Document) -> None:
    """Of every block its number, and its place in the order of the whole."""
    below = document.blocks.present().defer("html", "versions").by_parent()
    changed = []
    for order, (block, number) in enumerate(numbers(below[None], lambda block: below[block.pk]), start=1):
        if (block.order, block.number) != (order, number):
            block.order, block.number = order, number
            changed.append(block)
    Block.objects.bulk_update(changed, ["order", "number"])
