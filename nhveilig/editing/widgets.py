"""Running text in a text area, for a browser that runs no script.

A text of nothing but paragraphs is shown without any markup: a paragraph per line, with an empty line between them. As
soon as there is more to it (a heading, a list, stress, a link, a note) the area holds the HTML itself.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django import forms
from django.utils.html import escape

from nhveilig.editing import fields

# The markup of a text area: what it holds goes with it in the form.
PLAIN, HTML = "gewoon", "html"
MARKUP = "opmaak-"
_PARAGRAPHS = re.compile(r"(?:\s*<p>[^<]*</p>)*\s*")
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")


def markup_of(html: str) -> str:
    return PLAIN if _PARAGRAPHS.fullmatch(html) else HTML


def in_area(html: str) -> str:
    """What the text area shows for a clean text."""
    if markup_of(html) == HTML:
        return html
    return "\n\n".join(" ".join(unescape(text).split()) for text in _PARAGRAPH.findall(html))


def from_area(text: str, markup: str) -> str:
    """The HTML that was meant. Every line is a paragraph, so that no two are glued together."""
    if markup == HTML:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in (line.strip() for line in text.splitlines()) if line)


class ProseArea(forms.Textarea):
    """For a browser that runs no script. A form that shows it sends along which of the two it showed."""

    template_name = "components/prose_area.html"

    def get_context(self, name: str, value: str | None, attrs: dict[str, Any] | None) -> dict[str, Any]:
        markup = markup_of(value or "")
        around = {"markup_name": f"{MARKUP}{name}", "markup": markup, "is_html": markup == HTML}
        return super().get_context(name, value, attrs) | around

    def format_value(self, value: str | None) -> str:
        return in_area(value or "")

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> str:
        return from_area(data.get(name, ""), data.get(f"{MARKUP}{name}", ""))

    def beside(self, name: str, value: str | None) -> dict[str, str]:
        """What the form sends along with the text."""
        return {f"{MARKUP}{name}": markup_of(value or "")}


class ProseField(fields.ProseField):
    widget = ProseArea
