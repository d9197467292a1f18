"""One text out of two that were made from the same one, as a proposal to whoever has to choose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from nhveilig.texts.cleaning import clean

_PIECE = re.compile(r"(<[^>]+>)")
_WORDS = re.compile(r"<[^>]+>|\s+|[^<\s]+")
Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """`is_whole`: both changes fitted beside each other. Otherwise both texts stand in it, one after the other, at the
    places where they differ."""

    text: str
    is_whole: bool


def merge_html(base: str, mine: str, theirs: str) -> Merged:
    """Two versions of a clean text in one: block by block, and word by word in a block that both changed."""
    parts = [outermost(text) for text in (base, mine, theirs)]
    found = [_one_block(*piece) for gap in _gaps(*parts) for piece in _block_by_block(*gap)]
    return Merged(clean("".join(one.text for one in found)), all(one.is_whole for one in found))


def merge_text(base: str, mine: str, theirs: str) -> Merged:
    """Two versions of a plain text in one, word by word."""
    found = [_both(*gap, between=" ") for gap in _gaps(*(_tokens(text) for text in (base, mine, theirs)))]
    return Merged("".join(one.text for one in found), all(one.is_whole for one in found))


def _tokens(text: str) -> Tokens:
    return tuple(_WORDS.findall(text))


def outermost(html: str) -> Tokens:
    """The outermost elements, and the text between them if there is any."""
    found, depth, begun = [], 0, ""
    for piece in filter(None, _PIECE.split(html)):
        begun += piece
        if piece.startswith("<"):
            depth += -1 if piece.startswith("</") else 1
        if depth == 0 and begun.strip():
            found.append(begun.strip())
            begun = ""
    return tuple(found)


def _block_by_block(base: Tokens, mine: Tokens, theirs: Tokens) -> list[tuple[Tokens, Tokens, Tokens]]:
    """As many blocks in all three are the same blocks: neighbours that two people changed do not become one change."""
    if len(base) == len(mine) == len(theirs):
        return [((one,), (two,), (three,)) for one, two, three in zip(base, mine, theirs, strict=True)]
    return [(base, mine, theirs)]


def _one_block(base: Tokens, mine: Tokens, theirs: Tokens) -> Merged:
    if not len(base) == len(mine) == len(theirs) == 1:
        return _both(base, mine, theirs)
    gaps = _gaps(*(_tokens(block) for (block,) in (base, mine, theirs)))
    found = [_both(*gap) for gap in gaps]
    # Words that both put in at one place may follow each other; of words that both replaced, one gets two blocks.
    if all(one.is_whole or not was for one, (was, _, _) in zip(found, gaps, strict=True)):
        return Merged("".join(one.text for one in found), all(one.is_whole for one in found))
    return _both(base, mine, theirs)


def _both(base: Tokens, mine: Tokens, theirs: Tokens, between: str = "") -> Merged:
    """The version that changed; when both did, differently, theirs and then mine."""
    if mine in (base, theirs):
        return Merged("".join(theirs), is_whole=True)
    if theirs == base:
        return Merged("".join(mine), is_whole=True)
    return Merged(between.join(part for part in ("".join(theirs), "".join(mine)) if part), is_whole=False)


def _gaps(base: Tokens, mine: Tokens, theirs: Tokens) -> list[tuple[Tokens, Tokens, Tokens]]:
    """The three texts in pieces that belong together: equal in all, or different between two equal ones."""
    gaps, (i, j, k) = [], (0, 0, 0)
    for place, in_mine, in_theirs in [*_shared(base, mine, theirs), (len(base), len(mine), len(theirs))]:
        gaps.append((base[i:place], mine[j:in_mine], theirs[k:in_theirs]))
        gaps.append((base[place : place + 1], mine[in_mine : in_mine + 1], theirs[in_theirs : in_theirs + 1]))
        i, j, k = place + 1, in_mine + 1, in_theirs + 1
    return gaps


def _shared(base: Tokens, mine: Tokens, theirs: Tokens) -> list[tuple[int, int, int]]:
    """The place in all three texts of each piece of `base` that both kept."""
    in_mine, in_theirs = kept(base, mine), kept(base, theirs)
    return [(place, in_mine[place], in_theirs[place]) for place in sorted(in_mine.keys() & in_theirs.keys())]


def kept(base: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """By the place in `base` the place in `text` of what is in both, in the same order."""
    blocks = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
