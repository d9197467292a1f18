"""Narrative text: clean semantic HTML, the same in the editor, on a page and in a document."""

import nh3

TAGS = {"p", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "a", "blockquote", "sup", "sub", "span"}
FOOTNOTE_CLASS = "voetnoot"


def clean(html: str) -> str:
    """`html` with only the tags a document can set. A footnote is a span of class `voetnoot` at its marker's place."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"span": {FOOTNOTE_CLASS}},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )
