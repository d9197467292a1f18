"""Which characters the project's own fonts can print.

A character they lack would be borrowed from the fonts of the machine (another file on another machine) or printed as an
empty box (which neither PDF/A nor PDF/UA allows).
"""

import unicodedata
from functools import cache
from html import unescape
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FOLDER = "css/print/fonts"

# Controls, formatting marks and line separators are not drawn.
UNDRAWN = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Copied from another PDF: letters that were printed as one (fi, fl); and the Dutch ij as one character.
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), 0x132, 0x133)}
# Spaces of other widths; the narrow one that keeps words together keeps doing so.
SPACES = dict.fromkeys((*range(8192, 8203), 8287, 12288), " ") | {0x2007: "\u00a0", 0x202F: "\u00a0"}
SUBSTITUTES = LIGATURES | SPACES


def composed(html: str) -> str:
    """The same text with every accent on its letter and every ligature in letters, with spaces the fonts have."""
    return unicodedata.normalize("NFC", html).translate(SUBSTITUTES)


def unprintable(html: str) -> list[str]:
    """The characters of a page that none of our fonts can draw, sorted."""
    used = set(html) | set(unescape(html))
    return sorted(char for char in used - _drawable() if unicodedata.category(char) not in UNDRAWN)


@cache
def _drawable() -> frozenset[str]:
    """What every style of the text family can draw; the titles fall back on it."""
    fonts = sorted(Path(finders.find(FOLDER)).glob("SourceSans3-*.woff2"))
    return frozenset.intersection(*(frozenset(map(chr, TTFont(font).getBestCmap())) for font in fonts))
