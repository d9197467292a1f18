"""Writing the outline of a document as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from django.db import transaction

from reports.documents.models import Block, Document

FIELDS = ("kind", "anchor", "number", "title", "html", "options")


@dataclass
class Node:
    """A block with what stands under it, apart from the database."""

    kind: str
    anchor: str
    number: str = ""
    title: str = ""
    html: str = ""
    options: dict = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)


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
    for block in document.blocks.order_by("order"):
        node = nodes[block.pk] = Node(**{name: getattr(block, name) for name in FIELDS})
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
    """Put these blocks in the place of those there are, unless they are the same."""
    if read_outline(document) != nodes:
        Block.objects.filter(document=document).delete()
        _create(document, nodes, None, count(1))


def _create(document: Document, nodes: Iterable[Node], parent: Block | None, orders: Iterator[int]) -> None:
    for node in nodes:
        values = {name: getattr(node, name) for name in FIELDS}
        block = Block.objects.create(document=document, parent=parent, order=next(orders), **values)
        _create(document, node.children, block, orders)
