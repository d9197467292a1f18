"""A note stands in the text where it is called. Print moves it to the foot of the page; the web links to it."""

import re

from nhveilig.texts.cleaning import FOOTNOTE_CLASS

NOTE = re.compile(rf'<span\b(?=[^>]*\bclass="{FOOTNOTE_CLASS}")([^>]*)>(.*?)</span>', re.DOTALL)
NUMBER = re.compile(r'\bdata-nummer="(\d+)"')
CALL = '<sup class="noot"><a href="#{0}" id="{0}-terug" aria-label="Noot {1}">{1}</a></sup>'


def for_web(html: str) -> str:
    """Each frozen note replaced by a link to `#noot-<number>`; the note itself stands in the block of notes."""
    return NOTE.sub(_call_of_frozen, html)


def _call_of_frozen(note: re.Match[str]) -> str:
    number = NUMBER.search(note[1])
    return CALL.format(f"noot-{number[1]}", number[1]) if number else note[0]


def apart(html: str, anchor: str) -> tuple[str, list[tuple[str, str]]]:
    """`html` with a link in the place of each note, and the notes as (HTML id, html); ids are `<anchor>-1` and on."""
    notes: list[tuple[str, str]] = []

    def call(note: re.Match[str]) -> str:
        notes.append((f"{anchor}-{len(notes) + 1}", note[2]))
        return CALL.format(notes[-1][0], len(notes))

    return NOTE.sub(call, html), notes
