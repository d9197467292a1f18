"""What may stand where in an outline."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reports.documents.blocks.kinds import KINDS, BlockKind, Place
from reports.documents.desk.exceptions import CannotStandThere
from reports.documents.models import Block

# Chapter, section, and two levels below it: deeper headings nobody finds back.
DEEPEST = 4


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


def _up_from(block: Block, others: dict[int, Block]) -> Iterator[Block]:
    yield block
    if block.parent_id in others:
        yield from _up_from(others[block.parent_id], others)


def _height(block: Block, others: dict[int, Block]) -> int:
    below = [one for one in others.values() if block.pk and one.parent_id == block.pk]
    return 1 + max((_height(one, others) for one in below), default=0)
