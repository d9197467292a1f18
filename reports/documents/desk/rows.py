"""What can be written at the desk: the blocks themselves, and the rows that a theme in the document shows.

A text lives once: that of a theme is saved in the theme, whose own page shows it too. Each row has a key, such as
`block-12` or `part-3`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from nhveilig.editing.fields import HeadingField, LineField, LinesField
from nhveilig.editing.forms import PartForm
from nhveilig.editing.history import History
from nhveilig.editing.models import Versioned
from nhveilig.editing.widgets import ProseField
from reports.documents.blocks.fields import ProjectTextsField
from reports.documents.blocks.kinds import KINDS
from reports.documents.desk.exceptions import BlockIsGone
from reports.documents.models import Block, Document
from themes.models import Objective, Theme, ThemeElement, ThemePart

THEME_BLOCK, PROGRESS_BLOCK = "theme", "theme_progress"


class BlockForm(PartForm):
    title = HeadingField(label="Kop", longest=200, required=False)
    html = ProseField(label="Tekst", required=False)


# Of the results of a theme, where something may be said of each project.
ProgressForm = type(
    "ProgressForm",
    (BlockForm,),
    {
        "options-texts": ProjectTextsField(
            label="Per project", required=False, help_text="de naam van elk project als kop, met de tekst eronder"
        )
    },
)


class HeadingForm(PartForm):
    """Of a block that has no text of its own."""

    title = HeadingField(label="Kop", longest=200, required=False)


class ThemePartForm(PartForm):
    html = ProseField(label="Tekst", required=False)
    title = LineField(label="Eigen kop", longest=120, required=False, help_text="in plaats van de gewone")


class ThemeElementForm(PartForm):
    title = HeadingField(label="Naam van het element", longest=160, required=False)
    html = ProseField(label="Tekst", required=False)


class ObjectiveForm(PartForm):
    text = LinesField(label="Doel", longest=2_000, required=False)


@dataclass(frozen=True)
class RowKind:
    """`of_theme` says which rows a theme has."""

    code: str
    model: type[Versioned]
    form: type[PartForm]
    of_theme: Callable[[Theme], models.QuerySet]


ROW_KINDS = {
    one.code: one
    for one in (
        RowKind("part", ThemePart, ThemePartForm, lambda theme: theme.parts.all()),
        RowKind("element", ThemeElement, ThemeElementForm, lambda theme: theme.elements.all()),
        RowKind("objective", Objective, ObjectiveForm, lambda theme: theme.objectives.all()),
    )
}
_CODES = {one.model: code for code, one in ROW_KINDS.items()} | {Block: "block"}


def key_of(row: models.Model) -> str:
    return f"{_CODES[type(row)]}-{row.pk}"


def form_of(row: models.Model) -> type[PartForm]:
    if isinstance(row, Block):
        kind = KINDS.get(row.kind)
        if row.kind == PROGRESS_BLOCK:
            return ProgressForm
        return BlockForm if kind is None or kind.has_text else HeadingForm
    return ROW_KINDS[_CODES[type(row)]].form


def history_of(row: models.Model) -> tuple[History, str]:
    """Where its edits go, and as which part: those of blocks with their document, those of a theme with the row, where
    the pages of the theme show them too."""
    return (History.of(row.document), key_of(row)) if isinstance(row, Block) else (History.of(row), "")


@dataclass(frozen=True)
class FoundRow:
    """A row by its key, and the chapter in which it is written."""

    key: str
    row: Versioned
    chapter: Block

    @cached_property
    def form(self) -> type[PartForm]:
        return form_of(self.row)


class Outline:
    """The blocks of a document without their texts, in reading order, and what follows from where each stands. One
    query."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks: list[Block] = document.blocks.outline()
        self.by_pk = {block.pk: block for block in self.blocks}

    @cached_property
    def chapters(self) -> list[Block]:
        return [block for block in self.blocks if block.parent_id is None]

    def chapter_of(self, block: Block) -> Block:
        """Raises BlockIsGone."""
        found = self.by_pk.get(block.pk)
        while found is not None and found.parent_id:
            found = self.by_pk.get(found.parent_id)
        if found is None:
            raise BlockIsGone
        return found

    def below(self, chapter: Block) -> list[Block]:
        """The chapter and everything in it."""
        within = {chapter.pk}
        for block in self.blocks:
            if block.parent_id in within:
                within.add(block.pk)
        return [block for block in self.blocks if block.pk in within]

    def beside(self, block: Block) -> list[Block]:
        return [one for one in self.blocks if one.parent_id == block.parent_id]

    def block(self, number: str) -> Block | None:
        """By what a form sends; None for nothing. Raises BlockIsGone."""
        if not number:
            return None
        found = self.by_pk.get(int(number)) if number.isdecimal() and len(number) < 19 else None
        if found is None:
            raise BlockIsGone
        return found


def find_row(document: Document, key: str) -> FoundRow:
    """Raises BlockIsGone for what this document does not show (any more)."""
    code, _, number = key.partition("-")
    if not (number.isdecimal() and len(number) < 19):
        raise BlockIsGone
    outline = Outline(document)
    if code == "block":
        outline.block(number)
        block = Block.objects.select_related("document").get(pk=number)
        return FoundRow(key, block, outline.chapter_of(block))
    return _row_of_theme(outline, code, key, int(number))


def _row_of_theme(outline: Outline, code: str, key: str, number: int) -> FoundRow:
    kind = ROW_KINDS.get(code)
    row = kind and kind.model.objects.select_related("theme").filter(pk=number).first()
    if row is None or row.theme.plan_id != outline.document.plan_id:
        raise BlockIsGone
    shown = outline.document.blocks.present().filter(kind=THEME_BLOCK, options__theme=row.theme.number).first()
    if shown is None:
        raise BlockIsGone
    return FoundRow(key, row, outline.chapter_of(shown))
