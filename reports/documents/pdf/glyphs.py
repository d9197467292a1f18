"""Which characters the project's own fonts can print.

A character they lack would be borrowed from the fonts of the machine (another file on another machine) or printed as an
empty box (which neither PDF/A nor PDF/UA allows).
"""

from html import unescape

from nhveilig.texts import characters


def composed(html: str) -> str:
    """The same text with every accent on its letter, every ligature in letters, nothing that has no shape, and spaces
    the fonts have."""
    return characters.for_print(html)


def unprintable(html: str) -> list[str]:
    """The characters of a page that none of our fonts can draw, sorted."""
    return characters.unprintable(html + unescape(html))
