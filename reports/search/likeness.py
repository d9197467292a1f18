"""What somebody meant who made a typing error: a word that is known and much like what was typed.

The same on both databases: the words are some thousands, which the reader may see.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from reports.search.question import SHORTEST_BEGINNING, WORD, folded, shown

# How much two words must be alike for one to be meant with the other, from 0 to 1.
LIKENESS = 0.75
# Before they are compared, which takes long: how many letters one may have more, and how many the other has not.
LONGER, OTHER_LETTERS = 3, 3


def words_in(texts: Iterable[str]) -> dict[str, str]:
    """By what counts of a word when words are compared: the word as it is written. Codes are no words."""
    words = {word for text in texts for word in WORD.findall(shown(text)) if word.isalpha()}
    return {folded(word): word for word in sorted(words)}


def corrected(text: str, known: Mapping[str, str]) -> str:
    """The text with each word that is not known replaced by one that is much like it; empty when there is none."""
    pieces = re.split(r"(\W+)", shown(text))
    found = "".join(_likely(piece, known) for piece in pieces)
    return found if folded(found) != folded(text) else ""


def _likely(word: str, known: Mapping[str, str]) -> str:
    small = folded(word)
    if len(small) < SHORTEST_BEGINNING or small in known:
        return word
    near = get_close_matches(small, _comparable(small, known), n=1, cutoff=LIKENESS)
    return known[near[0]] if near else word


def _comparable(word: str, known: Iterable[str]) -> list[str]:
    letters = set(word)
    alike = (one for one in known if abs(len(one) - len(word)) <= LONGER)
    return [one for one in alike if len(letters.symmetric_difference(one)) <= OTHER_LETTERS]
