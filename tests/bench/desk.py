"""The desk of a plan of sixty pages and of one of two hundred: twenty queries and 100 ms at most. And its previews: two
seconds for a chapter, of a worker that made one before."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from reports.documents.models import Document
from reports.documents.pdf import Result
from reports.documents.previewing.drafts import Draft, pdf_of
from reports.documents.services.outlines import Node, read_outline, write_outline
from tests.bench.crowds import client_of, demo_database
from tests.bench.measuring import PageCost, cost_of, timed
from tests.bench.multiplying import PLAN, READER

CHAPTERS = ("thema-1", "hoofdstuk-6", "hoofdstuk-7")
TIMES = 3


def measure_desk() -> tuple[list[PageCost], list[PageCost]]:
    with demo_database():
        document = Document.objects.get(slug=PLAN)
        short = _costs(document)
        nodes = read_outline(document)
        copies = [_copy(node, number) for number in range(TIMES) for node in nodes if node.kind == "prose"]
        write_outline(document, [*nodes, *copies])
        return short, _costs(document)


def _copy(node: Node, number: int) -> Node:
    below = [_copy(child, number) for child in node.children]
    return Node(node.kind, f"{node.anchor}-nog-{number}", "", node.title, node.html, node.options, below)


def _costs(document: Document) -> list[PageCost]:
    client, desk = client_of(User.objects.get(username=READER)), reverse("reports:document-desk", args=[document.slug])
    return [cost_of(f"Desk, {name}", partial(client.get, desk, {"hoofdstuk": name})) for name in CHAPTERS]


def measure_previews() -> list[tuple[str, int, float]]:
    """Of each chapter, and of the whole: pages and seconds, in a process that is warm."""
    with demo_database():
        document = Document.objects.for_freezing().get(slug=PLAN)
        _laid_out(document, CHAPTERS[0])
        return [_preview(document, chapter) for chapter in (*CHAPTERS, "")]


def _preview(document: Document, chapter: str) -> tuple[str, int, float]:
    result, cost = timed(partial(_laid_out, document, chapter))
    return chapter or "the whole", result.pages, cost.seconds


def _laid_out(document: Document, chapter: str) -> Result:
    draft = Draft(document, timezone.now())
    if chapter:
        draft.only(chapter)
    return pdf_of(draft)
