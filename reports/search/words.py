"""Words as a search sees them: cut out of a text, and brought back to the stem that their forms share.

PostgreSQL stems by itself with its configuration `dutch`; this is the same algorithm (Porter's, of Snowball), so that
SQLite finds the same and the words that are marked in a passage are those that were found.
"""

import re
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
# Letters that a stem may have lost the accent of, and other people type without.
_ACCENTED = re.compile(r"[aeiou]|[^\x00-\x7f]")


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of a word in small letters."""
    return _STEMMER.stemWord(word)


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def is_stop_word(word: str) -> bool:
    return word in STOP_WORDS


@dataclass(frozen=True)
class Wanted:
    """One word that somebody looks for, with the forms that count as the same word."""

    word: str

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Itself and what the stemmer does not bring together: controle and controles, huizen and huis."""
        others = (form for form in _other_forms(self.word) if not is_stop_word(form))
        return tuple(dict.fromkeys([self.word, *others]))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return _stems(self.forms)

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Stems that longer words may go on from, without those that begin with another of them."""
        long = [stem for stem in self.stems if len(stem) >= SHORTEST_BEGINNING and not stem.isdecimal()]
        return tuple(stem for stem in long if not any(stem != other and stem.startswith(other) for other in long))

    def fits(self, stem: str) -> bool:
        return stem in self.stems or stem.startswith(self.beginnings)

    @cached_property
    def pattern(self) -> str:
        """For LIKE: what every word that fits has in it, and many another. Doubled vowels and accents may differ."""
        if self.word.isdecimal():
            return f"%{self.word}%"
        shared = _shared_beginning([_unchanging(stem) for stem in self.stems])
        return f"%{_ACCENTED.sub('_', shared)}%"


@lru_cache(maxsize=1_000)
def _stems(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem_of(form) for form in forms))


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
