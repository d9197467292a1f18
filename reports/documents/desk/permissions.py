"""Who may write what in a document: staff all of it, others the chapters they were asked for."""

from dataclasses import dataclass

from django.db.models import Q

from nhveilig.accounts.access import Access, in_whose_name
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from reports.documents.models import Block, ChapterTask, Document
from reports.documents.models.documents import DocumentQuerySet


@dataclass(frozen=True)
class Rights:
    """What the reader may do in one document. Chapters are named by the number of their block."""

    arranges: bool
    writes: frozenset[int]
    reads: frozenset[int]
    # In whose name the reader does so; None: in their own.
    principal: User | None = None

    def may_write(self, chapter: Block | None) -> bool:
        return self.arranges or (chapter is not None and chapter.pk in self.writes)

    def may_comment(self, chapter: Block | None) -> bool:
        return self.may_write(chapter) or (chapter is not None and chapter.pk in self.reads)


def documents_at_desk(access: Access) -> DocumentQuerySet:
    """Those the reader arranges, and those of which they write or read a chapter. A uitvoeringsplan is written on pages
    of its own."""
    asked = ChapterTask.objects.filter(_asked("writer", access) | _asked("reader", access), block__deleted_at=None)
    return Document.objects.filter(
        Q(police_unit__in=access.units_with(Permission.EDIT_DOCUMENTS)) | Q(pk__in=asked.values("block__document")),
        implementation_plan=None,
    )


def may_open_desk(access: Access, document: Document) -> bool:
    """Without a query for whoever arranges it."""
    own = document.implementation_plan_id is None and access.may(Permission.EDIT_DOCUMENTS, document.police_unit_id)
    return own or documents_at_desk(access).filter(pk=document.pk).exists()


def may_look_at_draft(access: Access, document: Document) -> bool:
    """Whoever may see what is in the making. That of a uitvoeringsplan is made of its plan, and read there."""
    return document.implementation_plan_id is None and access.may(Permission.VIEW_CONCEPTS, document.police_unit_id)


def rights_in(access: Access, document: Document) -> Rights:
    """One query at most."""
    if staff := access.able(Permission.EDIT_DOCUMENTS, document.police_unit_id):
        return Rights(arranges=True, writes=frozenset(), reads=frozenset(), principal=in_whose_name(staff))
    tasks = ChapterTask.objects.filter(block__document=document)
    found = list(tasks.filter(_asked("writer", access) | _asked("reader", access)))
    among = {pk for one in found for pk in (one.writer_id, one.reader_id)}
    able = access.able(Permission.VIEW_CONCEPTS, document.police_unit_id, among=among)
    return Rights(
        arranges=False,
        principal=in_whose_name(able),
        writes=frozenset(one.block_id for one in found if one.writer_id in access.people),
        reads=frozenset(one.block_id for one in found if one.reader_id in access.people),
    )


def _asked(who: str, access: Access) -> Q:
    """Also of those the reader stands in for, each where their own role lets them see what is in the making."""
    return access.whose(Permission.VIEW_CONCEPTS, user=who, unit="block__document__police_unit")
