"""Which tags a text may hold, and the limits within which it can be read, stored and printed."""

import re
from collections.abc import Iterator

from nhveilig.exceptions import PortalError

TEXT_TAGS = {"p", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "a", "blockquote", "aside", "sup", "sub", "span"}
TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TAGS = TEXT_TAGS | TABLE_TAGS
FOOTNOTE_CLASS = "voetnoot"
# What else a text may be besides running: a list in a box, and the named pillars of an approach.
CLASSES = {"span": {FOOTNOTE_CLASS}, "aside": {"kader"}, "ol": {"pijlers"}}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# What Word, mail and other sites call the same thing.
RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h6": "h5", "tfoot": "tbody"} | dict.fromkeys(
    ["div", "section", "article", "header", "footer", "main", "address", "center", "pre", "dt", "dd"], "p"
)
# Of these, what stands inside goes too.
WITHOUT_CONTENT = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "xml",
    "iframe",
    "object",
    "svg",
    "math",
    "select",
}
LINKS = ("https:", "mailto:")
INLINE = {"strong", "em", "sup", "sub", "a", "span"}
TABLE_ROWS = {"table", "thead", "tbody", "tr"}

# Characters. A whole plan is half of it; a paste from Word is far smaller once it is clean.
LONGEST = 500_000
DEEPEST = 50
MOST_COLUMNS = 50
MOST_CELLS = 5_000
# How often open tags may be begun anew, because the block around them ended.
MOST_REOPENED = 100_000

# Of these a parser takes each apart: `&`, and the odd signs of Latin.
MOST_SIGNS = 50_000

TAG = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_LOOSE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_SIGNS = re.compile("[&\0\x80-\xbf]")
# These end by themselves, or have no end.
_UNENDED = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "col",
        "caption",
        "option",
        "dt",
        "dd",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "wbr",
        "area",
        "base",
        "source",
        "embed",
        "param",
        "track",
        "html",
        "head",
        "body",
    ]
)
_STRESS = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])


class TextRefused(PortalError):
    """The text is too long, too deep or holds a table too large. The message says how to mend it."""


def tokens(html: str) -> Iterator[str | re.Match[str]]:
    """The even HTML of `nh3` as texts and tags, in one pass."""
    place = 0
    for tag in TAG.finditer(html):
        if tag.start() > place:
            yield html[place : tag.start()]
        yield tag
        place = tag.end()
    if place < len(html):
        yield html[place:]


def refuse_unreadable(html: str) -> None:
    """Raises TextRefused for what would take a parser long, before one sees it."""
    refuse_longer(html)
    if len(_SIGNS.findall(html)) > MOST_SIGNS:
        raise TextRefused("Deze tekst bestaat vooral uit losse tekens. Plak hem zonder opmaak, en alleen de woorden.")
    open_tags: list[str] = []
    reopened = 0
    for tag in _LOOSE_TAG.finditer(html):
        name = tag[2].lower()
        if name in _UNENDED:
            reopened += 0 if tag[1] else sum(one in _STRESS for one in open_tags)
        elif tag[1]:
            _close(open_tags, name)
        else:
            open_tags.append(name)
        if len(open_tags) > DEEPEST or reopened > MOST_REOPENED:
            raise TextRefused(
                f"Deze tekst heeft meer dan {DEEPEST} lagen opmaak in elkaar (lijsten, kaders, vet, noten). "
                "Plak hem zonder opmaak, of haal de opmaak weg en breng hem opnieuw aan."
            )


def refuse_longer(html: str) -> None:
    """Raises TextRefused."""
    if len(html) > LONGEST:
        raise TextRefused(
            f"Deze tekst is {_counted(len(html))} tekens lang, met de opmaak erbij; er passen er {_counted(LONGEST)}. "
            "Verdeel de tekst over andere onderdelen, of plak hem zonder opmaak."
        )


def _close(open_tags: list[str], name: str) -> None:
    """Everything within it ends as well; an end without a beginning is nothing."""
    for place in range(len(open_tags) - 1, -1, -1):
        if open_tags[place] == name:
            del open_tags[place:]
            return


def _counted(count: int) -> str:
    return f"{count:,}".replace(",", ".")
