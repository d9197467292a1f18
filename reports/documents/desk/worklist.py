"""To whoever writes or reads a chapter of a document: which one, and by when."""

from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source
from reports.documents.models import ChapterTask

State = ChapterTask.State


class Chapter(Source):
    """`who` is asked while the chapter is in one of these states."""

    def __init__(self, who: str, verb: str, kind: Kind, states: set[str]) -> None:
        self.code, self.who, self.verb, self.kind, self.states = f"chapter-{who}", who, verb, kind, sorted(states)
        # Whoever reads holds up the writer.
        self.waits = who == "reader"

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.VIEW_CONCEPTS):
            return None
        theirs = access.whose(Permission.VIEW_CONCEPTS, user=self.who, unit="block__document__police_unit")
        asked = ChapterTask.objects.filter(theirs & Q(state__in=self.states, block__deleted_at=None))
        return self.asked(
            asked,
            day="due_on",
            user=F(f"{self.who}_id"),
            words=["block__document__slug", "block__document__title", "block__anchor", "block__title", "block__number"],
        )

    def told(self, row: Row) -> dict[str, str]:
        slug, document, anchor, title, number = row.words[:5]
        name = f"{number} {title}".strip() or anchor
        return {
            "title": f"{self.verb} “{name}”",
            "why": f"Een hoofdstuk van {document}.",
            "button": "Open",
            "url": f"{reverse('reports:document-desk', args=[slug])}?hoofdstuk={anchor}",
        }


add_source(Chapter("writer", "Schrijf", Kind.WRITE, {State.TO_WRITE, State.WRITING}))
add_source(Chapter("reader", "Lees", Kind.CHECK, {State.READING}))
