"""The words around what was found, with the found words marked. What people wrote is escaped before anything else."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.search.words import WORD, Wanted, is_stop_word, stem_of

# Characters of a passage, and how many of them stand before the first found word.
LENGTH, BEFORE = 220, 70
ELLIPSIS = "…"


def marked(text: str, sought: Sequence[Wanted]) -> SafeString:
    """The whole text, with every form of the sought words in `mark`."""
    parts, end = [], 0
    for word in WORD.finditer(text):
        if _fits(word[0], sought):
            parts += [escape(text[end : word.start()]), f'<mark class="nl-mark">{escape(word[0])}</mark>']
            end = word.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped


def excerpt(text: str, sought: Sequence[Wanted]) -> SafeString:
    """About `LENGTH` characters around the first found word, cut between words; the beginning when there is none."""
    at = next((word.start() for word in WORD.finditer(text) if _fits(word[0], sought)), 0)
    start = 0 if at <= BEFORE else _after_space(text, at - BEFORE, at)
    end = len(text) if len(text) <= start + LENGTH else _before_space(text, start + LENGTH)
    opening = f"{ELLIPSIS} " if start else ""
    closing = f" {ELLIPSIS}" if end < len(text) else ""
    return mark_safe(f"{opening}{marked(text[start:end].strip(), sought)}{closing}")  # noqa: S308 - escaped


def _fits(word: str, sought: Sequence[Wanted]) -> bool:
    small = word.lower()
    return not is_stop_word(small) and any(wanted.fits(stem_of(small)) for wanted in sought)


def _after_space(text: str, place: int, latest: int) -> int:
    found = text.find(" ", place, latest)
    return found + 1 if found >= 0 else place


def _before_space(text: str, place: int) -> int:
    found = text.rfind(" ", place - 40, place)
    return found if found >= 0 else place
