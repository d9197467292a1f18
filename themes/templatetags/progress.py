from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()


@register.simple_tag
def course_badge(kind: str, word: str) -> SafeString:
    """`components/badge.html`, made once: there are few of them, and a table of municipalities shows hundreds."""
    return _badge(kind, capfirst(word))


@lru_cache(64)
def _badge(kind: str, word: str) -> SafeString:
    return render_to_string("components/badge.html", {"kind": kind, "word": word})
