"""What somebody typed in the search field, as words to look for. Nothing typed is ever an error."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from reports.search.words import Wanted, is_stop_word, words_of

# Longer than any question; what comes after it is not looked for.
MOST_CHARACTERS = 200
MOST_TERMS = 12
EITHER = "OF"
_QUOTES = str.maketrans("“”„«»", '"""""')
# Of “thema’s” the word is thema.
_APOSTROPHE_S = re.compile(r"(?<=\w)['’`]s\b")
_PIECE = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """A word, or words that must stand one after the other. A stop word between them may be any word: None."""

    words: tuple[Wanted | None, ...]
    excluded: bool = False

    @property
    def sought(self) -> tuple[Wanted, ...]:
        return tuple(word for word in self.words if word)

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class SearchQuestion:
    """`alternatives`: a text fits when it has every term of one of them, and none that is excluded there."""

    text: str
    alternatives: tuple[tuple[Term, ...], ...]
    shortened: bool = False

    @property
    def can_be_answered(self) -> bool:
        return bool(self.alternatives)

    @cached_property
    def sought(self) -> tuple[Wanted, ...]:
        """The words to mark."""
        return tuple(
            dict.fromkeys(
                word for terms in self.alternatives for term in terms if not term.excluded for word in term.sought
            )
        )


def read_question(typed: str) -> SearchQuestion:
    """Words must all be there; "words in quotes" one after the other; -word must not; OF gives a choice."""
    cleaned = "".join(" " if unicodedata.category(one).startswith("C") else one for one in typed)
    text = " ".join(unicodedata.normalize("NFC", cleaned).split())
    kept = text if len(text) <= MOST_CHARACTERS else _whole_words(text)
    alternatives = (_terms(part) for part in re.split(rf"(?<!\S){EITHER}(?!\S)", _even(kept)))
    # Everything but one word is no question: it would find nearly all there is.
    answerable = tuple(terms for terms in alternatives if any(not term.excluded for term in terms))
    return SearchQuestion(kept, answerable, shortened=len(text) > MOST_CHARACTERS)


def _whole_words(text: str) -> str:
    """As many as fit; of one endless word its beginning."""
    return text[: MOST_CHARACTERS + 1].rpartition(" ")[0] or text[:MOST_CHARACTERS]


def _even(text: str) -> str:
    return _APOSTROPHE_S.sub("", text.translate(_QUOTES))


def _terms(text: str) -> tuple[Term, ...]:
    found: list[Term] = []
    for piece in _PIECE.finditer(text):
        excluded = piece["without"] is not None
        if piece["quoted"] is not None:
            found += _phrase(words_of(piece["quoted"]), excluded)
        else:
            found += [Term((Wanted(word),), excluded) for word in words_of(piece["bare"]) if not is_stop_word(word)]
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _phrase(words: list[str], excluded: bool) -> list[Term]:
    """Stop words at its ends are left out, as PostgreSQL does; a phrase of nothing else is none."""
    while words and is_stop_word(words[0]):
        words = words[1:]
    while words and is_stop_word(words[-1]):
        words = words[:-1]
    kept = words[:MOST_TERMS]
    return [Term(tuple(None if is_stop_word(word) else Wanted(word) for word in kept), excluded)] if kept else []
