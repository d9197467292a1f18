"""Narrative text: clean semantic HTML, the same in the editor, on a page and in a document."""

import re
from dataclasses import dataclass, field

import nh3

from nhveilig.texts import pasting, tables
from nhveilig.texts.characters import tidied_html
from nhveilig.texts.markup import (
    ATTRIBUTES,
    CLASSES,
    FOOTNOTE_CLASS,
    RENAMED,
    TAGS,
    WITHOUT_CONTENT,
    refuse_longer,
    refuse_unreadable,
    tokens,
)

__all__ = ["FOOTNOTE_CLASS", "RENAMED", "TAGS", "Cleaned", "clean", "cleaned", "inside_sentence"]

# The unseen ends of lines, as the line ends that they are.
_BREAK = "<br>"


@dataclass(frozen=True)
class Cleaned:
    """`left_out`: what stood in a pasted text and is not taken along, in words: `2 opmerkingen`."""

    html: str
    left_out: list[str] = field(default_factory=list)


def clean(html: str) -> str:
    """`html` with only the tags a document can set. A footnote is a span of class `voetnoot` at its marker's place;
    a blockquote is a sentence lifted out of the text, `aside.kader` a box, `ol.pijlers` a list of named pillars.

    What was written elsewhere keeps its structure and loses its looks. Cleaning twice is cleaning once. Takes time in
    proportion to the length. Raises TextRefused.
    """
    return cleaned(html).html


def cleaned(html: str) -> Cleaned:
    """The same, with what is left out. Raises TextRefused."""
    if not html or html.isspace():
        return Cleaned(html)
    # Before a parser sees it: unseen characters in great numbers cost it long.
    html = tidied_html(html, _BREAK)
    refuse_unreadable(html)
    loose = nh3.clean(
        html,
        tags=TAGS | RENAMED.keys() | pasting.TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=pasting.ATTRIBUTES,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
    pasted = pasting.Pasted(tidied_html(loose, _BREAK))
    known = _without_empty(_sanitised(pasted.html))
    html = tables.with_heads(_ONLY_PARAGRAPH.sub(r"<\1\2>\3", known))
    refuse_longer(html)
    return Cleaned(html, pasted.left_out)


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


_MAY_BE_EMPTY = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
_STRESS = {"strong", "em"}


@dataclass
class _Open:
    """A tag that has no end yet: where it stands in what is written, and whether there is anything in it."""

    name: str
    place: int
    is_filled: bool = False


def _without_empty(html: str) -> str:
    """What was empty inside something may leave that empty in its turn. Stress that goes leaves its space."""
    out: list[str] = []
    around = [_Open("", 0)]
    for token in tokens(html):
        if isinstance(token, str):
            out.append(token)
            around[-1].is_filled |= bool(token.replace("&nbsp;", " ").strip())
        elif not token[1]:
            around.append(_Open(token[2], len(out)))
            out.append(token[0])
        elif len(around) > 1:
            _end(around, out, token[0])
    return "".join(out)


def _end(around: list[_Open], out: list[str], end: str) -> None:
    one = around.pop()
    if one.is_filled or one.name in _MAY_BE_EMPTY:
        out.append(end)
        around[-1].is_filled = True
    elif one.name in _STRESS:
        del out[one.place]
    else:
        del out[one.place :]


# A paragraph that is all there is in a list item or cell, or stands before a list below it.
_ONLY_PARAGRAPH = re.compile(r"<(li|td|th)\b([^>]*)>\s*<p>((?:(?!</?p>).)*)</p>\s*(?=</\1>|<[uo]l\b)", re.DOTALL)


def inside_sentence(name: str) -> str:
    """`Reguliere onderzoeken` becomes `reguliere onderzoeken`, but `OM-verdachten` stays what it is."""
    return name if name[1:2].isupper() or name[1:2] == ":" else name[:1].lower() + name[1:]
