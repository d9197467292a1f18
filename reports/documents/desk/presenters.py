"""What the desk shows: the outline with how far everything is, and the pieces of one chapter with their controls."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.editing.controls import Control, seen_in
from nhveilig.editing.forms import PartForm
from nhveilig.editing.models import Versioned
from reports.documents.blocks.kinds import KINDS, BlockKind
from reports.documents.desk.permissions import Rights
from reports.documents.desk.placing import steps_of
from reports.documents.desk.queries import Chapter
from reports.documents.desk.rows import THEME_BLOCK, Outline, form_of, key_of
from reports.documents.models import Block, ChapterTask, Document
from themes.models import Objective, ThemeElement, ThemePart

STEP_WORDS = {
    "omhoog": ("↑", "Omhoog"),
    "omlaag": ("↓", "Omlaag"),
    "naar-binnen": ("→", "Naar binnen"),
    "naar-buiten": ("←", "Naar buiten"),
}
LOST = BlockKind("", "Onbekend onderdeel", "", "")


def desk_url(document: Document, name: str = "", **more: object) -> str:
    return reverse(f"reports:document-desk{f'-{name}' if name else ''}", kwargs={"slug": document.slug} | more)


def block_url(document: Document, chapter: Block, key: str = "") -> str:
    """Where a block is written."""
    return f"{desk_url(document)}?hoofdstuk={chapter.anchor}{f'#{key}' if key else ''}"


def kind_of(block: Block) -> BlockKind:
    return KINDS.get(block.kind, LOST)


def name_of_block(block: Block) -> str:
    return block.title or kind_of(block).label


def name_of_row(row: Versioned) -> str:
    if isinstance(row, Block):
        return name_of_block(row)
    if isinstance(row, ThemePart):
        return row.title or row.get_kind_display()
    label = capfirst(row._meta.verbose_name)
    return f"{label} {row.number}" if isinstance(row, Objective) else str(row)


@dataclass(frozen=True)
class Step:
    code: str
    sign: str
    label: str


@dataclass(frozen=True)
class OutlineRow:
    """A line of the outline. `state` is how far it is, in a word."""

    block: Block
    chapter: Block
    is_here: bool
    state: str
    steps: list[Step]
    task: ChapterTask | None = None
    # Whether it, or what is not shown of it, was taken over and nobody looked at it.
    is_unreviewed: bool = False

    @property
    def name(self) -> str:
        return name_of_block(self.block)

    @property
    def is_done(self) -> bool:
        return self.task is not None and self.task.state == ChapterTask.State.AGREED


def outline_rows(
    outline: Outline,
    here: Block | None,
    filled: set[int],
    tasks: Mapping[int, ChapterTask],
    *,
    arranges: bool,
    unreviewed: Collection[int] = (),
) -> list[OutlineRow]:
    """The chapters, and of the one that is open everything in it."""
    opened = {block.pk for block in outline.below(here)} if here else set()
    shown = [block for block in outline.blocks if block.parent_id is None or block.pk in opened]
    told = {block.pk for block in shown if block.pk in opened and block.kind != THEME_BLOCK}
    return [
        OutlineRow(
            block=block,
            chapter=outline.chapter_of(block),
            is_here=here is not None and block.pk == here.pk,
            state=_state(outline, block, filled, tasks.get(block.pk)),
            steps=[Step(code, *STEP_WORDS[code]) for code in steps_of(outline, block)] if arranges else [],
            task=tasks.get(block.pk),
            # Of a chapter that is open, what stands in it says so itself.
            is_unreviewed=block.is_unreviewed if block.pk in told else block.pk in unreviewed,
        )
        for block in shown
    ]


def _state(outline: Outline, block: Block, filled: set[int], task: ChapterTask | None) -> str:
    if task is not None:
        return task.get_state_display()
    if not kind_of(block).is_text:
        return "" if kind_of(block).code == "theme" else "vult zichzelf"
    below = outline.below(block)
    return "" if any(one.pk in filled or not kind_of(one).is_text for one in below) else "leeg"


@dataclass(frozen=True)
class Piece:
    """A block or a row of a theme, with its form. `level` is that of its heading."""

    row: Versioned
    level: int
    may_write: bool
    comments: int = 0
    form: PartForm | None = None

    @cached_property
    def key(self) -> str:
        return key_of(self.row)

    @cached_property
    def block(self) -> Block | None:
        return self.row if isinstance(self.row, Block) else None

    @cached_property
    def kind(self) -> BlockKind | None:
        return kind_of(self.block) if self.block else None

    @cached_property
    def name(self) -> str:
        return name_of_row(self.row)

    @cached_property
    def controls(self) -> list[Control]:
        row = self.form.row if self.form else self.row
        fields = form_of(row).base_fields
        return [Control(self.key, name, made, row, self.form, self._called(name)) for name, made in fields.items()]

    def _called(self, name: str) -> str:
        if name == "title" and not self.names_itself:
            return ""
        return f"{form_of(self.row).base_fields[name].label} van “{self.name}”"

    @cached_property
    def seen(self) -> str:
        return seen_in(self.controls)

    @property
    def html(self) -> str:
        return getattr(self.row, "html", "")

    @property
    def needs_review(self) -> bool:
        return self.row.is_unreviewed and not (isinstance(self.row, ThemePart) and not self.row.html)

    @property
    def fills_itself(self) -> bool:
        return bool(self.kind and not self.kind.is_text and self.kind.code != "theme")

    @property
    def names_itself(self) -> bool:
        """Whether its heading is what stands in its control: it is changed where one reads it."""
        return isinstance(self.row, ThemeElement) or (self.block is not None and bool(self.block.title))


def pieces_of(chapter: Chapter, rights: Rights, refused: PartForm | None = None) -> list[Piece]:
    counts: dict[str, int] = {}
    for thread in chapter.threads:
        counts[thread.part] = counts.get(thread.part, 0) + 1
    may_write = rights.may_write(chapter.block)

    def piece(row: Versioned, level: int) -> Piece:
        key = key_of(row)
        form = refused if refused is not None and refused.part == key else None
        return Piece(row, level, may_write, counts.get(key, 0), form)

    found = []
    for block in chapter.blocks:
        found.append(piece(block, block.level))
        found += [piece(row, block.level + 1) for row in chapter.rows_of(block)]
    return found


def named_blocks(document: Document, outline: Outline, keys: Iterable[str]) -> dict[str, "NamedBlock"]:
    """What the keys of comments and edits are called, with where each is written. One query for what is in the bin."""
    wanted = set(keys)
    here = {key_of(block): block for block in outline.blocks}
    lost = [key.partition("-")[2] for key in wanted if key.startswith("block-") and key not in here]
    # Of none the database is not asked.
    gone = {key_of(one): one for one in document.blocks.filter(pk__in=[one for one in lost if one.isdecimal()])}
    found = {"": NamedBlock("", "Het hele document", desk_url(document))}
    for key in wanted - {""}:
        if key in here:
            block = here[key]
            name = f"{block.number} {name_of_block(block)}".strip()
            found[key] = NamedBlock(key, name, block_url(document, outline.chapter_of(block), key))
        elif key in gone:
            found[key] = NamedBlock(key, name_of_block(gone[key]), in_bin=True)
        else:
            found[key] = NamedBlock(key, "Een deel van een thema", desk_url(document))
    return found


@dataclass(frozen=True)
class NamedBlock:
    """As a discussion and a history show what they are about."""

    key: str
    name: str
    url: str = ""
    in_bin: bool = False

    @property
    def full_name(self) -> str:
        return self.name
