"""The characters of a text: what nobody can see goes when it is stored, and what no font of ours can print is named.

Pages and documents show the same characters; paper decides which, for it has only the fonts that come with the project.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from nhveilig.exceptions import PortalError

FONTS = "css/print/fonts"
# What a line ends with elsewhere; the vertical tab is Word's line within a paragraph.
LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Copied from another PDF: letters that were printed as one (fi, fl); and the Dutch ij as one character.
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), 0x132, 0x133)}
# Bullets and arrows that Word takes from Symbol and Wingdings, in codes that mean nothing in any other font.
SYMBOL_FONTS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "◻", 0xF0D8: "➢", 0xF0FC: "✔", 0xF0FB: "✘", 0xF0FE: "☑", 0xF06F: "☐",
    0xF0E0: "→", 0xF0DF: "←", 0xF0E8: "➔", 0xF0F0: "⇨", 0xF076: "❖", 0xF06E: "■", 0xF06C: "●", 0xF071: "❑",
    0xF02D: "–", 0xF0AE: "→", 0xF0AF: "↓", 0xF0AB: "★", 0xF04A: "☺", 0xF04C: "☹", 0xF0B0: "°", 0xF0B3: "≥", 0xF0A3: "≤",
}  # fmt: skip
# The place of a picture or of something that was not taken along.
PLACEHOLDERS = dict.fromkeys((0xFFFC, 0xFFFE, 0xFFFF))
# Which of two shapes a character has, and what holds two letters apart or together unseen.
SELECTORS = dict.fromkeys((0x34F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_REPLACED = LIGATURES | SYMBOL_FONTS | PLACEHOLDERS | SELECTORS
_ODD = re.compile("[^\t\n -~\xa0-\xac\xae-\u0131\u0134-\u017f]")
# Controls, formatting marks (zero width, soft hyphens, directions), halves of a character.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_PICTURE = "\u2190-\u2bff\U0001f000-\U0001faff"
_IS_PICTURE = re.compile(f"[{_PICTURE}]")
_LOOSE_JOINER = re.compile(f"(?<![{_PICTURE}])\u200d|\u200d(?![{_PICTURE}])")
JOINER = "\u200d"

# Spaces of other widths; the narrow one that keeps words together keeps doing so.
SPACES = dict.fromkeys((*range(0x2000, 0x200B), 0x205F, 0x3000), " ") | {0x2007: "\xa0", 0x202F: "\xa0"}
# A flag is printed as the letters it is made of, a key as what stands on it, a picture without its shade.
FLAGS = {0x1F1E6 + place: chr(ord("A") + place) for place in range(26)}
_PRINTED = SPACES | FLAGS | dict.fromkeys((0x200D, 0x20E3, *range(0x1F3FB, 0x1F400)))
# Asks for a picture in ink, where a machine with a font of coloured pictures would take that.
IN_INK = "\ufe0e"
_TAG = re.compile(r"(<[^<>]*>)")
MOST_NAMED = 5


class Unprintable(PortalError):
    """A text holds characters that no font of ours can print. The message names them and the words they stand in."""

    def __init__(self, text: str, missing: list[str]) -> None:
        named = ", ".join(f"{_seen(char)} ({code_of(char)})" for char in missing[:MOST_NAMED])
        more = f" en nog {len(missing) - MOST_NAMED} andere" if len(missing) > MOST_NAMED else ""
        super().__init__(
            f"Dit kan niet worden afgedrukt: {named}{more}, bij “{around(text, missing[0])}”. "
            "Haal het weg, of schrijf het met gewone letters."
        )


def tidied(text: str, line_end: str = "\n") -> str:
    """The text as one sees it: accents on their letters, and no characters without a shape. `line_end` takes the place
    of the odd ends of lines; the usual ones become the newline they are.

    Tidying twice is tidying once.
    """
    text = LINE_ENDS.sub(line_end, text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _ODD.search(text):
        return text
    text = _ODD.sub(_visible, text.translate(_REPLACED))
    return unicodedata.normalize("NFC", _LOOSE_JOINER.sub("", text))


def _visible(odd: re.Match[str]) -> str:
    char = odd[0]
    return char if char == JOINER or unicodedata.category(char) not in _UNSEEN else ""


def tidied_html(html: str, line_end: str = "\n") -> str:
    """The same for text between tags: an accent never goes onto the end of a tag."""
    return "".join(part if part.startswith("<") else tidied(part, line_end) for part in _TAG.split(html))


def for_print(html: str) -> str:
    """A page with only what the fonts can draw, as far as there is anything to put in the place of the rest."""
    return "".join(part if part.startswith("<") else _printed(part) for part in _TAG.split(html))


def _printed(text: str) -> str:
    text = tidied(text).translate(_PRINTED)
    return _ODD.sub(lambda odd: odd[0] + IN_INK if odd[0] in _pictures() else odd[0], text)


def unprintable(text: str) -> list[str]:
    """The characters of a text (or of a page) that none of our fonts can draw, sorted; none of those that `tidied`
    takes away."""
    odd = set(_ODD.findall(text))
    if not odd:
        return []
    return sorted(set(tidied("".join(sorted(odd))).translate(_PRINTED)) - drawable() - {"\n", "\t"})


def refuse_unprintable(text: str) -> None:
    """Raises Unprintable."""
    if missing := unprintable(text):
        raise Unprintable(_TAG.sub(" ", text), missing)


def around(text: str, char: str, width: int = 25) -> str:
    """The words in which `char` stands first."""
    place = text.find(char)
    found = text[max(0, place - width) : place + width]
    return " ".join("".join(map(_seen, found)).split())


def code_of(char: str) -> str:
    """`U+FFFD`."""
    return f"U+{ord(char):04X}"


def _seen(char: str) -> str:
    """A character of a private use would show as an empty box, or not at all."""
    return char if char in drawable() or unicodedata.category(char)[0] in "LNS" else "�" if char != " " else " "


@cache
def drawable() -> frozenset[str]:
    """What every style of the text family can draw, for the titles fall back on it; and the symbols beside it."""
    return _text_family() | _characters_of("NHVeiligSymbols-*.ttf")


@cache
def _text_family() -> frozenset[str]:
    return _characters_of("SourceSans3-*.ttf")


@cache
def _pictures() -> frozenset[str]:
    return frozenset(char for char in drawable() - _text_family() if _IS_PICTURE.match(char))


def _characters_of(pattern: str) -> frozenset[str]:
    """Those that all these fonts can draw."""
    # Takes a moment to load, and most texts never ask.
    from fontTools.ttLib import TTFont

    fonts = sorted(Path(finders.find(FONTS)).glob(pattern))
    return frozenset.intersection(*(frozenset(map(chr, TTFont(font).getBestCmap())) for font in fonts))
