"""What somebody typed in the search field, as words to look for. Nothing typed is ever an error.

A word is brought back to the stem that its forms share. PostgreSQL stems by itself with its configuration `dutch`; this
is the same algorithm (Porter's, of Snowball), so that SQLite finds the same and the words that are marked in a passage
are those that were found.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
# A beginning this long may stand for the words that go on from it: Dutch writes compounds as one word.
SHORTEST_BEGINNING = 4
# Words that PostgreSQL leaves out of a Dutch text, because every text has them.
_VERY_COMMON = """
    aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en er ge geen
    geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen maar me meer
    men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u
    uit uw van veel voor want waren was wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo zonder zou
"""
STOP_WORDS = frozenset(_VERY_COMMON.split())

_STEMMER = snowballstemmer.stemmer("dutch_porter")
# Letters that a word may have doubled.
_VOWEL = re.compile("[aeiou]")


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of a word in small letters."""
    return _STEMMER.stemWord(word)


def shown(text: str) -> str:
    """The same to a reader, in one way of writing: a letter with its accent is one character, and what takes no room,
    such as a soft hyphen, is gone."""
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")


def folded(text: str) -> str:
    """What counts of a text when words are compared: small letters without accents, and CO₂ is co2. As the function
    search_words does on PostgreSQL."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if unicodedata.category(one) not in {"Mn", "Cf"}).lower()


def words_of(text: str) -> list[str]:
    return WORD.findall(folded(text))


@dataclass(frozen=True)
class Wanted:
    """One word that somebody looks for, with the forms that count as the same word."""

    word: str

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Itself and what the stemmer does not bring together: controle and controles, huizen and huis."""
        others = (form for form in _other_forms(self.word) if form not in STOP_WORDS)
        return tuple(dict.fromkeys([self.word, *others]))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(stem_of, self.forms)))

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Stems that longer words may go on from, without those that begin with another of them."""
        long = [stem for stem in self.stems if len(stem) >= SHORTEST_BEGINNING and not stem.isdecimal()]
        return tuple(stem for stem in long if not any(stem != other and stem.startswith(other) for other in long))

    def fits(self, stem: str) -> bool:
        return stem in self.stems or stem.startswith(self.beginnings)

    @cached_property
    def pattern(self) -> str:
        """For LIKE: what every word that fits has in it, and many another. Doubled vowels may differ."""
        if self.word.isdecimal():
            return f"%{self.word}%"
        shared = _shared_beginning([_unchanging(stem) for stem in self.stems])
        return f"%{_VOWEL.sub('_', shared)}%"


def _other_forms(word: str) -> list[str]:
    if len(word) < SHORTEST_BEGINNING or not word.isalpha():
        return []
    other_number = word[:-1] if word.endswith("s") else f"{word}s"
    voiced = {"s": "zen", "f": "ven"}.get(word[-1])
    voiceless = {"z": "s", "v": "f"}.get(stem_of(word)[-1])
    return [
        other_number,
        *([f"{word[:-1]}{voiced}"] if voiced else []),
        *([f"{stem_of(word)[:-1]}{voiceless}"] if voiceless else []),
    ]


def _unchanging(stem: str) -> str:
    """The stem without its end: `brod` is of brood as well as broden, `veiligheid` of veiligheden."""
    return stem[:-2] if stem.endswith("heid") else stem[:-1]


def _shared_beginning(stems: list[str]) -> str:
    first, last = min(stems), max(stems)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)


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
    cleaned = "".join(" " if unicodedata.category(one).startswith("C") else one for one in shown(typed))
    text = " ".join(cleaned.split())
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
            found += [Term((Wanted(word),), excluded) for word in words_of(piece["bare"]) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _phrase(words: list[str], excluded: bool) -> list[Term]:
    """Stop words at its ends are left out, as PostgreSQL does; a phrase of nothing else is none."""
    while words and words[0] in STOP_WORDS:
        words = words[1:]
    while words and words[-1] in STOP_WORDS:
        words = words[:-1]
    kept = words[:MOST_TERMS]
    return [Term(tuple(None if word in STOP_WORDS else Wanted(word) for word in kept), excluded)] if kept else []
