"""A text that comes from elsewhere beside the one that stands here: passage by passage what one may take of it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from nhveilig.comparing import pairing
from nhveilig.comparing.changes import CHANGED, Sides, html_changes, only_changed, sides
from nhveilig.comparing.merging import Tokens, kept, outermost
from nhveilig.comparing.passages import Passage, Word, of_html
from nhveilig.comparing.words import ADDED, REMOVED, SAME

_LINE_END = re.compile(r"\s*\n\s*")
_TAG = re.compile(r"<(\w+)")


@dataclass(frozen=True)
class Offer:
    """A paragraph, heading, list or table as HTML: what stands and what comes, of which one may be empty.

    `is_same`: there is nothing to choose, what stands stays. `is_overtaken`: what stands was changed as well since the
    other text left.
    """

    standing: str
    coming: str
    is_same: bool = False
    is_overtaken: bool = False

    @cached_property
    def fate(self) -> str:
        if self.is_same:
            return SAME
        return CHANGED if self.standing and self.coming else ADDED if self.coming else REMOVED

    @cached_property
    def changes(self) -> list:
        """Nothing but `(how many, None)` when only the looks of the words differ."""
        return only_changed(html_changes(self.standing, self.coming))

    @property
    def is_only_looks(self) -> bool:
        return self.fate == CHANGED and all(one is None for _, one in self.changes)

    @property
    def coming_html(self) -> SafeString:
        return mark_safe(self.coming)  # noqa: S308 - it is clean

    @property
    def sides(self) -> Sides:
        return sides(self.standing, self.coming)


@dataclass(frozen=True)
class _Block(Passage):
    html: str = ""
    place: int = 0


def offers(standing: str, coming: str, base: str | None) -> list[Offer]:
    """In reading order. `base` is what stood when the other text left: what only changed here since then is not
    offered. None when nobody knows. All are clean."""
    pairs = pairing.passages(_blocks(standing), _blocks(coming))
    if base is None:
        return [offer(*_as_html(pair)) for pair in pairs]
    kept = _Kept(*(tuple(map(on_one_line, outermost(one))) for one in (standing, coming, base)))
    return [
        offer(*_as_html(pair), is_touched=kept.is_touched(*pair), is_overtaken=kept.is_overtaken(*pair))
        for pair in pairs
    ]


def offer(standing: str, coming: str, *, is_touched: bool = True, is_overtaken: bool = False) -> Offer:
    """Of one passage. `is_touched`: it changed after it left; `is_overtaken`: so did what stands."""
    if not is_touched or on_one_line(standing) == on_one_line(coming):
        return Offer(standing, coming, is_same=True)
    return Offer(standing, coming, is_overtaken=is_overtaken)


def taken(found: Sequence[Offer], chosen: Collection[int]) -> str:
    """The text with what was chosen, by its place."""
    return "".join(one.coming if place in chosen else one.standing for place, one in enumerate(found))


class _Kept:
    """What of two texts is still as it was in the one both come from, by place."""

    def __init__(self, standing: Tokens, coming: Tokens, base: Tokens) -> None:
        self.standing = {here: before for before, here in kept(base, standing).items()}
        self.coming = kept(base, coming)
        self.unchanged = set(self.coming.values())

    def is_touched(self, old: _Block | None, new: _Block | None) -> bool:
        if new is not None:
            return new.place not in self.unchanged
        before = self.standing.get(old.place)
        return before is not None and before not in self.coming

    def is_overtaken(self, old: _Block | None, new: _Block | None) -> bool:
        return old is not None and new is not None and old.place not in self.standing


def _blocks(html: str) -> list[_Block]:
    return [_Block(_kind(one), tuple(_words(one)), one, place) for place, one in enumerate(outermost(html))]


def _kind(html: str) -> str:
    found = _TAG.match(html)
    return found[1] if found else "p"


def _words(html: str) -> Iterator[Word]:
    for passage in of_html(html):
        yield from passage.words


def _as_html(pair: pairing.Pair[_Block]) -> list[str]:
    return [one.html if one else "" for one in pair]


def on_one_line(html: str) -> str:
    """Between two tags a line end says nothing."""
    return _LINE_END.sub("", html).strip()
