"""What changed between two editions, chapter by chapter; and in a few sentences, for who opens it first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter

from nhveilig.comparing import pairing
from nhveilig.comparing.changes import ADDED, CHANGED, REMOVED, SAME, PassageChange, changes_between, only_changed
from nhveilig.comparing.passages import Passage, of_text
from nhveilig.figures.formats import listed
from reports.documents.comparison import figures as tables
from reports.documents.comparison import pictures
from reports.documents.comparison.figures import TableChange
from reports.documents.comparison.pictures import PictureChange
from reports.documents.comparison.sections import DERIVED, ComparedSection, sections
from reports.documents.comparison.sections import tables as tables_in

OLD, NEW = "old", "new"
HEADING = "heading"
# A block without a title of its own is named by what it is.
NAMES = {"cover": "Omslag"}


@dataclass(frozen=True)
class SectionChange:
    old: ComparedSection | None
    new: ComparedSection | None
    heading: PassageChange | None
    passages: tuple[PassageChange, ...]

    @property
    def is_item(self) -> bool:
        """A name with a few words, such as a term: they read best on one line."""
        return self.heading is not None and len(self.passages) == 1

    @property
    def shown(self) -> list[tuple[int, PassageChange | None]]:
        return only_changed(self.passages)

    @cached_property
    def fate(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        parts = [*self.passages, *([self.heading] if self.heading else [])]
        return SAME if all(part.fate == SAME for part in parts) else CHANGED


@dataclass(frozen=True)
class BlockChange:
    """`old` and `new` are blocks of docs/edition-schema.md."""

    old: dict | None
    new: dict | None
    heading: PassageChange | None
    sections: tuple[SectionChange, ...]
    tables: tuple[TableChange, ...]
    pictures: tuple[PictureChange, ...] = ()
    moved_from: str = ""

    @property
    def block(self) -> dict:
        return self.new or self.old

    @cached_property
    def fate(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        parts = [*self.sections, *self.tables, *self.pictures, *([self.heading] if self.heading else [])]
        stayed = all(part.fate == SAME for part in parts) and not self.moved_from
        return SAME if stayed and self.old["number"] == self.new["number"] else CHANGED

    @property
    def name(self) -> str:
        block = self.block
        return f"{block['number']} {block['title']}".strip() or NAMES.get(block["kind"], "")

    @property
    def old_number(self) -> str:
        """The number it had, when it has another one now."""
        renumbered = self.old and self.new and self.old["number"] != self.new["number"]
        return self.old["number"] if renumbered else ""

    @property
    def changed_sections(self) -> list[SectionChange]:
        return [section for section in self.sections if section.fate != SAME]

    @property
    def changed_tables(self) -> list[TableChange]:
        return [table for table in self.tables if table.fate != SAME]

    @property
    def changed_pictures(self) -> list[PictureChange]:
        return [picture for picture in self.pictures if picture.fate != SAME]


@dataclass(frozen=True)
class ChapterChange:
    """A chapter with the blocks under it; the first of them is the chapter itself."""

    blocks: tuple[BlockChange, ...]

    @property
    def top(self) -> BlockChange:
        return self.blocks[0]

    @property
    def id(self) -> str:
        return self.top.block["id"]

    @cached_property
    def fate(self) -> str:
        if self.top.fate in {ADDED, REMOVED}:
            return self.top.fate
        return SAME if all(block.fate == SAME for block in self.blocks) else CHANGED

    @cached_property
    def changed(self) -> list[BlockChange]:
        return [block for block in self.blocks if block.fate != SAME]

    @cached_property
    def added(self) -> int:
        """Passages: paragraphs, list items, headings, notes and pictures."""
        return self._count(ADDED)

    @cached_property
    def rewritten(self) -> int:
        return self._count(CHANGED)

    @cached_property
    def removed(self) -> int:
        return self._count(REMOVED)

    @property
    def words(self) -> str:
        """`2 alinea’s nieuw, 1 gewijzigd, 10 cijfers anders`; a chapter can also change its heading only."""
        counts = [(self.added, "nieuw"), (self.rewritten, "gewijzigd"), (self.removed, "vervallen")]
        passages = [f"{number} {word}" for number, word in counts if number]
        parts = [f"Alinea’s: {', '.join(passages)}."] if passages else []
        parts += [f"Cijfers: {self.figures} anders."] if self.figures else []
        return " ".join(parts) or "Alleen de opzet is veranderd."

    def _count(self, fate: str) -> int:
        passages = (part for block in self.blocks for section in block.sections for part in section.passages)
        shown = (picture for block in self.blocks for picture in block.pictures)
        return sum(part.fate == fate for part in chain(passages, shown))

    @cached_property
    def figures(self) -> int:
        """How many figures that both editions have read differently."""
        return sum(len(table.cells) for block in self.blocks for table in block.tables)


@dataclass(frozen=True)
class Comparison:
    """`old` and `new` are the whole frozen values."""

    old: dict
    new: dict
    chapters: tuple[ChapterChange, ...]

    @property
    def is_empty(self) -> bool:
        return all(chapter.fate == SAME for chapter in self.chapters)

    @cached_property
    def tables(self) -> list[TableChange]:
        return [table for chapter in self.chapters for block in chapter.blocks for table in block.tables]


@dataclass(frozen=True)
class _Placed:
    """A block and the chapter it stands in."""

    block: dict
    chapter: dict

    @property
    def is_chapter(self) -> bool:
        return self.block is self.chapter

    @cached_property
    def sections(self) -> list[ComparedSection]:
        return sections(self.block)


def compare(old: dict, new: dict) -> Comparison:
    """What became of `old`, two values of docs/edition-schema.md. Reads nothing else, and changes neither."""
    before, after = list(_placed(old["blocks"])), list(_placed(new["blocks"]))
    keys = [lambda placed: placed.block["id"], _kind_and("title"), _kind_and("number")]
    pairs = _paired(before, after, keys, lambda placed: chain(*(one.passages for one in placed.sections)))
    chapter_of = {old.chapter["id"]: new.chapter["id"] for old, new in pairs if old and new and old.is_chapter}
    found: dict[tuple[str, str], list[BlockChange]] = {}
    for old_one, new_one in _chapters_first(pairs):
        found.setdefault(_chapter(old_one, new_one, chapter_of), []).append(_block(old_one, new_one, chapter_of))
    return Comparison(old, new, tuple(ChapterChange(tuple(blocks)) for blocks in found.values()))


def _placed(blocks: list[dict], chapter: dict | None = None) -> Iterator[_Placed]:
    for block in blocks:
        if block["kind"] not in DERIVED:
            yield _Placed(block, chapter or block)
            yield from _placed(block["blocks"], chapter or block)


def _kind_and(name: str) -> pairing.Key[_Placed]:
    """Pairs blocks of one kind with the same title or number; nothing where they have none."""
    return lambda placed: (placed.block["kind"], placed.block[name].casefold()) if placed.block[name] else None


def _paired(
    old: Sequence[pairing.Thing],
    new: Sequence[pairing.Thing],
    keys: Sequence[pairing.Key],
    passages: Callable[[pairing.Thing], Iterable[Passage]],
) -> list[pairing.Pair[pairing.Thing]]:
    """By the keys, and what lost its name on the way by every word it says."""
    partner = pairing.partners(old, new, keys)
    before, after = _said(old, partner.values(), passages), _said(new, partner, passages)
    return pairing.in_order(old, new, pairing.by_likeness(before, after, partner))


def _said(
    side: Sequence[pairing.Thing], paired: Collection[int], passages: Callable[[pairing.Thing], Iterable[Passage]]
) -> list[list[tuple[str, str]]]:
    """Every word of each; none of what has its partner."""
    return [
        [] if place in paired else [word.identity for passage in passages(one) for word in passage.words]
        for place, one in enumerate(side)
    ]


def _chapters_first(pairs: list[pairing.Pair[_Placed]]) -> list[pairing.Pair[_Placed]]:
    """The chapters in their order, then what stands in them: so each chapter begins with itself."""
    return sorted(pairs, key=lambda pair: not (pair[1] or pair[0]).is_chapter)


def _chapter(old: _Placed | None, new: _Placed | None, chapter_of: dict[str, str]) -> tuple[str, str]:
    """Which chapter tells of this block: the new one, or the one that took the place of the old."""
    if new is not None:
        return NEW, new.chapter["id"]
    place = chapter_of.get(old.chapter["id"])
    return (NEW, place) if place else (OLD, old.chapter["id"])


def _block(old: _Placed | None, new: _Placed | None, chapter_of: dict[str, str]) -> BlockChange:
    before, after = old and old.block, new and new.block
    return BlockChange(
        before,
        after,
        heading=_heading(before and before["title"], after and after["title"]),
        sections=tuple(_sections(old.sections if old else [], new.sections if new else [])),
        tables=tuple(tables.compare(tables_in(before) if before else [], tables_in(after) if after else [])),
        pictures=tuple(pictures.compare(_pictures_in(before), _pictures_in(after))),
        moved_from=_moved_from(old, new, chapter_of) if old and new else "",
    )


def _pictures_in(block: dict | None) -> list[dict]:
    return block["content"].get("pictures", []) if block else []


def _moved_from(old: _Placed, new: _Placed, chapter_of: dict[str, str]) -> str:
    if chapter_of.get(old.chapter["id"], new.chapter["id"]) == new.chapter["id"]:
        return ""
    return f"{old.chapter['number']} {old.chapter['title']}".strip()


def _heading(old: str | None, new: str | None) -> PassageChange | None:
    if not old and not new:
        return None
    return PassageChange(of_text(old, HEADING) if old else None, of_text(new, HEADING) if new else None)


def _sections(before: list[ComparedSection], after: list[ComparedSection]) -> Iterator[SectionChange]:
    keys = [attrgetter("key"), lambda section: section.heading or None]
    for one, other in _paired(before, after, keys, attrgetter("passages")):
        yield SectionChange(one, other, _heading(one and one.heading, other and other.heading), _passages(one, other))


def _passages(old: ComparedSection | None, new: ComparedSection | None) -> tuple[PassageChange, ...]:
    return changes_between(old.passages if old else (), new.passages if new else ())


# More names than this are counted instead.
NAMED = 3


def in_words(comparison: Comparison) -> list[str]:
    """Chapters that came and went, those that changed (the most changed named), and the figures."""
    by_fate = {
        fate: [chapter for chapter in comparison.chapters if chapter.fate == fate]
        for fate in (ADDED, REMOVED, CHANGED, SAME)
    }
    return [
        *_named("Nieuw", by_fate[ADDED]),
        *_named("Vervallen", by_fate[REMOVED]),
        *_changed(by_fate[CHANGED]),
        *_named("Niet veranderd", by_fate[SAME]),
        _figures(comparison),
        *_tables(comparison),
    ]


def _named(what: str, chapters: list[ChapterChange]) -> Iterator[str]:
    if len(chapters) > NAMED:
        yield f"{what}: {len(chapters)} onderdelen."
    elif chapters:
        yield f"{what}: {listed([_quoted(chapter) for chapter in chapters])}."


def _changed(chapters: list[ChapterChange]) -> Iterator[str]:
    if len(chapters) <= NAMED:
        yield from _named("Gewijzigd", chapters)
        return
    most = sorted(chapters, key=_changed_passages, reverse=True)[:2]
    yield f"Gewijzigd: {len(chapters)} onderdelen, het meest {listed([_quoted(chapter) for chapter in most])}."


def _changed_passages(chapter: ChapterChange) -> int:
    return chapter.added + chapter.rewritten + chapter.removed


def _figures(comparison: Comparison) -> str:
    """Of the figures that stand in both editions."""
    different = sum(chapter.figures for chapter in comparison.chapters)
    same = sum(table.same for table in comparison.tables)
    if different:
        return f"Cijfers: {different} anders, {same} gelijk."
    return (
        "De cijfers die in beide versies staan, zijn gelijk." if same else "Geen enkel cijfer staat in beide versies."
    )


def _tables(comparison: Comparison) -> Iterator[str]:
    counts = {fate: sum(table.fate == fate for table in comparison.tables) for fate in (ADDED, REMOVED)}
    parts = [f"{counts[fate]} {word}" for fate, word in ((ADDED, "nieuw"), (REMOVED, "vervallen")) if counts[fate]]
    if parts:
        yield f"Tabellen: {listed(parts)}."


def _quoted(chapter: ChapterChange) -> str:
    return f"“{chapter.top.name}”"
