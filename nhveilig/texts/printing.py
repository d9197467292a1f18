"""What of a text would not print well, or not at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from nhveilig.texts.characters import Unprintable, unprintable
from nhveilig.texts.tables import columns_in

# Characters. A word this long is broken wherever the line ends; a cell this long goes on over pages.
LONGEST_WORD = 45
LONGEST_CELL = 2_500
MOST_READABLE_COLUMNS = 20

_TAG = re.compile(r"<[^>]*>")
_CELL = re.compile(r"<t[hd]\b[^>]*>((?:(?!</?t[hd]\b).)*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|www\.\S+")


@dataclass(frozen=True)
class Doubt:
    """`blocks`: it cannot be printed at all. `words` stand in the text and tell where."""

    message: str
    words: str
    blocks: bool = False


def doubts(text: str) -> Iterator[Doubt]:
    """Of a plain text or clean HTML."""
    words = unescape(_TAG.sub(" ", text))
    if missing := unprintable(words):
        yield Doubt(str(Unprintable(words, missing)), missing[0], blocks=True)
    for word in _ADDRESS.sub(" ", words).split():
        if len(word) > LONGEST_WORD:
            yield Doubt(f"“{word[:40]}…” is {len(word)} tekens lang en wordt waar het uitkomt afgebroken.", word)
            break
    if "<table" in text:
        yield from _of_tables(text)


def _of_tables(html: str) -> Iterator[Doubt]:
    if (columns := max(columns_in(html), default=0)) > MOST_READABLE_COLUMNS:
        message = f"Een tabel met {columns} kolommen wordt heel klein afgedrukt. Verdeel hem over twee tabellen."
        yield Doubt(message, "<table")
    longest = max((unescape(_TAG.sub("", cell)) for cell in _CELL.findall(html)), key=len, default="")
    if len(longest) > LONGEST_CELL:
        message = f"Een cel van een tabel is langer dan een bladzijde: “{longest[:40].strip()}…”. Maak er tekst van."
        yield Doubt(message, longest[:40])
