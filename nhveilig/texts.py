"""Narrative text: clean semantic HTML, the same in the editor, on a page and in a document."""

import re

import nh3

TAGS = {"p", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "a", "blockquote", "aside", "sup", "sub", "span"}
FOOTNOTE_CLASS = "voetnoot"
# What else a text may be besides running: a list in a box, and the named pillars of an approach.
CLASSES = {"span": {FOOTNOTE_CLASS}, "aside": {"kader"}, "ol": {"pijlers"}}


def clean(html: str) -> str:
    """`html` with only the tags a document can set. A footnote is a span of class `voetnoot` at its marker's place;
    a blockquote is a sentence lifted out of the text, `aside.kader` a box, `ol.pijlers` a list of named pillars."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes=CLASSES,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


_HEADING = re.compile(r"(</?h)([3-5])\b")
_NOTE = re.compile(rf'<span\b[^>]*\bclass="{FOOTNOTE_CLASS}"[^>]*>(.*?)</span>', re.DOTALL)
_NOTE_CALL = '<sup class="noot"><a href="#{0}" id="{0}-terug" aria-label="Noot {1}">{1}</a></sup>'


def with_headings_from(html: str, level: int) -> str:
    """`html` with its highest heading at `level` and the deeper ones below it, so that a page skips no level."""
    found = [int(heading[2]) for heading in _HEADING.finditer(html)]
    shift = level - min(found, default=level)
    return _HEADING.sub(lambda heading: f"{heading[1]}{int(heading[2]) + shift}", html)


def notes_apart(html: str, anchor: str) -> tuple[str, list[tuple[str, str]]]:
    """`html` with a link in the place of each note, and the notes as (HTML id, html); ids are `<anchor>-1` and on."""
    notes: list[tuple[str, str]] = []

    def call(note: re.Match[str]) -> str:
        notes.append((f"{anchor}-{len(notes) + 1}", note[1]))
        return _NOTE_CALL.format(notes[-1][0], len(notes))

    return _NOTE.sub(call, html), notes


def inside_sentence(name: str) -> str:
    """`Reguliere onderzoeken` becomes `reguliere onderzoeken`, but `OM-verdachten` stays what it is."""
    return name if name[1:2].isupper() or name[1:2] == ":" else name[:1].lower() + name[1:]


def at_sentence_start(name: str) -> str:
    return name[:1].upper() + name[1:]
