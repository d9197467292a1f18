"""Abbreviations in a text: where one stands first, it becomes a link to what it means.

A link, because that works for a mouse, keys, a finger and a screen reader alike, and what it shows does not lie over
the text (WCAG 1.4.13). Headings, links and notes stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LEFT_ALONE = _HEADINGS | {"a", "abbr", "button", "code", "pre", "sup", "summary"}
# Unlike markup.TAG also a tag that we wrote ourselves, such as the call of a note.
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>"]|"[^"]*+")*+>')
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Abbreviation:
    """`url` is where its explanation stands, `in_full` what the link says of it at once."""

    spellings: tuple[str, ...]
    in_full: str
    url: str


class Explainer:
    """Of one page or document. Of two abbreviations with one spelling the first counts. Linear in what it reads."""

    def __init__(self, known: Iterable[Abbreviation]) -> None:
        self._known: dict[str, Abbreviation] = {}
        for one in known:
            for spelling in one.spellings:
                self._known.setdefault(escape(spelling, quote=False), one)
        self._words = _pattern(self._known)
        self._seen: set[Abbreviation] = set()

    def anew(self) -> None:
        """A section begins: what was explained before it is explained again."""
        self._seen.clear()

    def mark(self, html: str) -> str:
        """Clean HTML with a link at the first place of each abbreviation in this section."""
        if not self._known:
            return html
        return "".join(self._words.sub(self._link, piece) if is_text else piece for piece, is_text in _pieces(html))

    def used_in(self, html: str) -> Iterator[Abbreviation]:
        """Every one that stands anywhere in the text, as often as it does."""
        for piece, _ in _pieces(html):
            if not piece.startswith("<"):
                yield from (self._known[found[0]] for found in self._words.finditer(piece))

    def _link(self, found: re.Match[str]) -> str:
        one = self._known[found[0]]
        if one in self._seen:
            return found[0]
        self._seen.add(one)
        return f'<a class="explained" href="{escape(one.url)}" title="{escape(one.in_full)}">{found[0]}</a>'


def _pattern(spellings: Iterable[str]) -> re.Pattern[str]:
    """Whole words, the longest first; what cannot begin one is passed over without trying each."""
    ordered = sorted(spellings, key=len, reverse=True)
    if not ordered:
        return _NOTHING
    begins = "".join(sorted({re.escape(one[0]) for one in ordered}))
    return re.compile(rf"(?<![\w&])(?=[{begins}])(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The tags and the texts, with whether it is text that may be changed."""
    place, within = 0, 0
    for tag in _TAG.finditer(html):
        if tag.start() > place:
            yield html[place : tag.start()], within == 0
        yield tag[0], False
        if tag[2].lower() in _LEFT_ALONE:
            within = max(within - 1, 0) if tag[1] else within + 1
        place = tag.end()
    if place < len(html):
        yield html[place:], within == 0
