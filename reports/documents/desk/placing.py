"""What may stand where in an outline."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reports.documents.blocks.kinds import KINDS, BlockKind, Place
from reports.documents.desk.exceptions import CannotStandThere
from reports.documents.desk.rows import Outline
from reports.documents.models import Block

# Chapter, section, and two levels below it: deeper headings nobody finds back.
DEEPEST = 4
UP, DOWN, IN, OUT = "omhoog", "omlaag", "naar-binnen", "naar-buiten"


@dataclass(frozen=True)
class Spot:
    """Under `parent` (None: as a chapter), before another or at the end."""

    parent: Block | None = None
    before: Block | None = None


def refuse_place(block: Block, parent: Block | None, others: Collection[Block]) -> None:
    """`others` is all that stands in the document. Raises CannotStandThere."""
    kind = KINDS.get(block.kind)
    if kind is None:
        raise CannotStandThere("Deze soort onderdeel bestaat niet. Kies er een uit de lijst.")
    if kind.once and any(one.kind == kind.code and one.pk != block.pk for one in others):
        raise CannotStandThere(f"“{kind.label}” staat al in het document, en kan er één keer in staan.")
    why = _not_within(kind, block, parent, {one.pk: one for one in others}) if parent else _no_chapter(kind)
    if why:
        raise CannotStandThere(why)


def _no_chapter(kind: BlockKind) -> str:
    alone = kind.place == Place.WITHIN
    return f"“{kind.label}” kan geen hoofdstuk zijn. Zet het in een hoofdstuk." if alone else ""


def _not_within(kind: BlockKind, block: Block, parent: Block, others: dict[int, Block]) -> str:
    holder, above = KINDS.get(parent.kind), list(_up_from(parent, others))
    if kind.place == Place.CHAPTER:
        return f"“{kind.label}” is altijd een hoofdstuk en kan niet in een ander staan."
    if block.pk in {one.pk for one in above}:
        return f"“{block}” kan niet onder zichzelf staan."
    if holder and not holder.holds:
        return f"Onder “{holder.label}” kan niets anders staan. Zet het ervoor of erna."
    if len(above) + _height(block, others) > DEEPEST:
        return f"Dit wordt te diep: een document heeft hooguit {DEEPEST} lagen. Zet het een laag hoger."
    return ""


def spot_after(outline: Outline, block: Block, step: str) -> Spot:
    """Where it comes to stand by one step. Raises CannotStandThere."""
    beside, parent = outline.beside(block), outline.by_pk.get(block.parent_id)
    place = beside.index(block)
    before, after = beside[:place], beside[place + 1 :]
    if step == UP and before:
        return Spot(parent, before[-1])
    if step == DOWN and after:
        return Spot(parent, after[1] if len(after) > 1 else None)
    if step == IN and before:
        return Spot(before[-1])
    if step == OUT and parent:
        above = outline.beside(parent)
        return Spot(outline.by_pk.get(parent.parent_id), next(iter(above[above.index(parent) + 1 :]), None))
    raise CannotStandThere("Die kant op is er geen plaats meer voor dit onderdeel.")


def steps_of(outline: Outline, block: Block) -> list[str]:
    """Which steps there is a place for."""
    beside, holds = outline.beside(block), {kind.code for kind in KINDS.values() if kind.holds}
    place, kind = beside.index(block), KINDS.get(block.kind)
    chapter_only = kind is not None and kind.place == Place.CHAPTER
    alone = kind is not None and kind.place == Place.WITHIN
    found = {
        UP: place > 0,
        DOWN: place + 1 < len(beside),
        IN: not chapter_only and place > 0 and beside[place - 1].kind in holds and block.level < DEEPEST,
        OUT: block.level > (2 if alone else 1),
    }
    return [step for step, there in found.items() if there]


def _up_from(block: Block, others: dict[int, Block]) -> Iterator[Block]:
    yield block
    if block.parent_id in others:
        yield from _up_from(others[block.parent_id], others)


def _height(block: Block, others: dict[int, Block]) -> int:
    below = [one for one in others.values() if block.pk and one.parent_id == block.pk]
    return 1 + max((_height(one, others) for one in below), default=0)
