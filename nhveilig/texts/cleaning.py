"""Narrative text: clean semantic HTML, the same in the editor, on a page and in a document."""

import re

import nh3

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
LINKS = ('href="https:', 'href="mailto:')
# These mean nothing without what makes them special.
KEPT_WITH = {"a": LINKS, "span": (f'class="{FOOTNOTE_CLASS}"',), "aside": ('class="kader"',)}


def clean(html: str) -> str:
    """`html` with only the tags a document can set. A footnote is a span of class `voetnoot` at its marker's place;
    a blockquote is a sentence lifted out of the text, `aside.kader` a box, `ol.pijlers` a list of named pillars.

    What was written elsewhere keeps its structure and loses its looks. Cleaning twice is cleaning once.
    """
    known = _sanitised(_renamed(_sanitised(html, TAGS | RENAMED.keys() | {"br"})), TAGS)
    return _TABLE.sub(_with_head, _ONLY_PARAGRAPH.sub(r"<\1\2>\3", _without_empty(known)))


def _sanitised(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


_TAG = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z]+="[^"]*")*)>')


def _renamed(html: str) -> str:
    """Every tag under our own name, or gone with its content left in place. Expects the even HTML of `nh3`."""
    is_kept: dict[str, list[bool]] = {name: [] for name in KEPT_WITH}

    def ours(tag: re.Match[str]) -> str:
        end, name, attributes = tag.groups()
        if name == "br":
            return " "
        if name in KEPT_WITH:
            kept = is_kept[name]
            if not end:
                kept.append(any(mark in attributes for mark in KEPT_WITH[name]))
            if not (kept.pop() if end and kept else bool(kept) and kept[-1]):
                return ""
        return f"<{end}{RENAMED.get(name, name)}{attributes}>"

    return _TAG.sub(ours, html)


_EMPTY_BLOCK = re.compile(r"<(p|h[3-5]|li|ul|ol|blockquote|aside|span|a|sup|sub)\b[^>]*>(?:\s|&nbsp;)*</\1>")
_EMPTY_STRESS = re.compile(r"<(strong|em)>((?:\s|&nbsp;)*)</\1>")


def _without_empty(html: str) -> str:
    """What was empty inside something may leave that empty in its turn."""
    found = True
    while found:
        html, stresses = _EMPTY_STRESS.subn(r"\2", html)
        html, blocks = _EMPTY_BLOCK.subn("", html)
        found = bool(stresses or blocks)
    return html


# A paragraph that is all there is in a list item or cell, or stands before a list below it.
_ONLY_PARAGRAPH = re.compile(r"<(li|td|th)\b([^>]*)>\s*<p>((?:(?!</?p>).)*)</p>\s*(?=</\1>|<[uo]l\b)", re.DOTALL)

# The innermost where somebody put a table in a table.
_TABLE = re.compile(r"<table>(?:(?!<table>).)*?</table>", re.DOTALL)
_HEAD_ROW = re.compile(r"<tbody>\s*(<tr>\s*(?:<th\b[^>]*>(?:(?!</?t[hdr]\b).)*</th>\s*)+</tr>)\s*", re.DOTALL)
_HEAD_CELL = re.compile(r"<th\b((?:(?! scope=)[^>])*)>")


def _with_head(table: re.Match[str]) -> str:
    """A first row of nothing but head cells is the head of the table, and each head cell says what it heads."""
    html = table[0]
    if "<thead>" not in html:
        html = _HEAD_ROW.sub(r"<thead>\1</thead><tbody>", html, count=1).replace("<tbody></tbody>", "")
    head, mark, body = html.rpartition("</thead>")
    return _HEAD_CELL.sub(r'<th\1 scope="col">', head) + mark + _HEAD_CELL.sub(r'<th\1 scope="row">', body)


def inside_sentence(name: str) -> str:
    """`Reguliere onderzoeken` becomes `reguliere onderzoeken`, but `OM-verdachten` stays what it is."""
    return name if name[1:2].isupper() or name[1:2] == ":" else name[:1].lower() + name[1:]
