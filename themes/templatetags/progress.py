from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def course_badge(kind: str, word: str) -> SafeString:
    """`components/badge.html`, made once: there are few of them, and a table of municipalities shows hundreds."""
    return _badge(kind, word[:1].upper() + word[1:])


@lru_cache(64)
def _badge(kind: str, word: str) -> SafeString:
    return render_to_string("components/badge.html", {"kind": kind, "word": word})
