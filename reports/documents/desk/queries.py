"""What the desk reads: one chapter with everything that is written in it, in as many queries for a long plan as for a
short one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.editing.models import Edit, Versioned
from reports.documents.blocks.kinds import KINDS
from reports.documents.desk.rows import THEME_BLOCK, Outline, key_of
from reports.documents.models import Block, ChapterTask, Document, DocumentComment
from themes.models import Theme, ThemePart

LATEST = 5
Part = ThemePart.Kind


def filled(document: Document) -> set[int]:
    """The numbers of the blocks that have a text. One query."""
    return set(document.blocks.present().exclude(html="").values_list("pk", flat=True))


def people_of(document: Document) -> QuerySet[User]:
    """Who reads the comments on a document, and so can be named in one: who arranges it, and who writes or reads a
    chapter of it."""
    tasks = ChapterTask.objects.filter(Q(writer=OuterRef("pk")) | Q(reader=OuterRef("pk")), block__document=document)
    staff = User.people.holding(kinds_with(Permission.EDIT_DOCUMENTS), document.police_unit)
    return User.objects.filter(Q(pk__in=staff.values("pk")) | Exists(tasks)).order_by(
        "last_name", "first_name", "username"
    )


def workers_of(document: Document) -> QuerySet[User]:
    """Who can be asked to write or read a chapter: whoever may see what is in the making in that eenheid."""
    kinds = kinds_with(Permission.VIEW_CONCEPTS)
    return User.people.holding(kinds, document.police_unit).order_by("last_name", "first_name", "username")


@dataclass(frozen=True)
class ThemeRows:
    """What is written of a theme, in the order of its chapter."""

    theme: Theme

    def rows(self) -> Iterable[Versioned]:
        parts = {part.kind: part for part in self.theme.parts.all()}
        for kind in Part:
            if kind not in parts:
                continue
            yield parts[kind]
            yield from self.theme.objectives.all() if kind in {Part.OBJECTIVE, Part.AIMS} else ()
            yield from self.theme.elements.all() if kind in {Part.ACTIONS, Part.APPROACH} else ()


class Chapter:
    """One chapter of a document, with the texts of all that stands in it."""

    def __init__(self, outline: Outline, block: Block) -> None:
        self.outline, self.block, self.document = outline, block, outline.document

    @cached_property
    def blocks(self) -> list[Block]:
        """In reading order, each with its depth as `level`. One query."""
        shown = self.outline.below(self.block)
        full = Block.objects.select_related("changed_by").in_bulk([block.pk for block in shown])
        for block in shown:
            full[block.pk].level, full[block.pk].document = block.level, self.document
        return [full[block.pk] for block in shown]

    @cached_property
    def themes(self) -> dict[int, Theme]:
        """By number, of the themes that stand in the chapter. Four queries, or none."""
        numbers = [one.options.get("theme") for one in self.blocks if one.kind == THEME_BLOCK]
        if not numbers or self.document.plan_id is None:
            return {}
        found = Theme.objects.filter(plan=self.document.plan_id, number__in=numbers)
        return {one.number: one for one in found.prefetch_related("parts", "objectives", "elements")}

    def rows_of(self, block: Block) -> list[Versioned]:
        theme = self.themes.get(block.options.get("theme")) if block.kind == THEME_BLOCK else None
        return list(ThemeRows(theme).rows()) if theme else []

    @cached_property
    def keys(self) -> list[str]:
        rows = [(block, *self.rows_of(block)) for block in self.blocks]
        return [key_of(row) for group in rows for row in group]

    @cached_property
    def threads(self) -> list[DocumentComment]:
        """Two queries."""
        found = DocumentComment.objects.filter(document=self.document, part__in=self.keys).unresolved()
        return list(found.threads())


def latest_edits(document: Document) -> list[Edit]:
    return list(Edit.objects.of_whole(document).newest_first()[:LATEST])


def tasks_of(document: Document) -> dict[int, ChapterTask]:
    """By the number of the block of the chapter. One query."""
    found = ChapterTask.objects.filter(block__document=document).select_related("writer", "reader")
    return {task.block_id: task for task in found}


def chapter_asked(outline: Outline, anchor: str) -> Block | None:
    """The chapter with that anchor, or in which the block with it stands; the first that is written without one."""
    if anchor:
        found = next((block for block in outline.blocks if block.anchor == anchor), None)
        return outline.chapter_of(found) if found else get_object_or_404(Block.objects.none())
    written = (one for one in outline.chapters if one.kind in KINDS and KINDS[one.kind].holds)
    return next(written, None) or next(iter(outline.chapters), None)
