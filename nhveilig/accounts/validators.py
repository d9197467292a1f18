"""Passwords that every list of guesses begins with, and that the list of Django, which is English, does not know."""

import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError

WORDS = Path(__file__).with_name("weak_words.txt")
# So many other letters must a password have beside what is guessed first, and so many different signs at all.
LEAST_OTHER_LETTERS, LEAST_DIFFERENT = 5, 6
LONGEST_REPEATED = 11
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
_REPEATED = re.compile(rf"(.{{1,{LONGEST_REPEATED}}}?)\1+", re.DOTALL)
MESSAGE = (
    "Dit wachtwoord is te makkelijk te raden: het bestaat uit bekende woorden, cijfers of herhalingen. "
    "Neem een zin van een paar woorden die bij niemand anders opkomt."
)


@cache
def weak_words() -> tuple[str, ...]:
    """The longest first, so that none hides in another."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({line.strip() for line in lines if line and not line.startswith("#")}, key=len, reverse=True))


class DutchPasswordValidator:
    def validate(self, password: str, user: object = None) -> None:
        text = password.casefold()
        if len(set(text)) < LEAST_DIFFERENT or _REPEATED.fullmatch(text) or not _has_more_than_weak_words(text):
            raise ValidationError(MESSAGE, code="password_too_weak")

    def get_help_text(self) -> str:
        return "Neem geen bekend woord met een paar cijfers erachter."


def _has_more_than_weak_words(text: str) -> bool:
    return all(_other_letters(read) >= LEAST_OTHER_LETTERS for read in (text, text.translate(_LOOKS_LIKE)))


def _other_letters(text: str) -> int:
    for word in weak_words():
        text = text.replace(word, " ")
    return len(set(re.findall(r"[^\W\d_]", text)))
