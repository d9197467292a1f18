from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from nhveilig.statuses.stages import STAGES
from nhveilig.statuses.status import Status

register = template.Library()


@register.simple_tag
def status(value: str | Status | None) -> SafeString:
    """`components/status.html`. `value` as it is stored; raises ValueError for what is none of the six."""
    return _status(Status(value or ""))


@register.simple_tag
def status_shape(value: str | Status | None) -> SafeString:
    """The shape alone, drawn in place: for a page that must stand on its own, beside the word."""
    return mark_safe(Status(value or "").drawing())  # noqa: S308 - nothing in it was typed by anybody


@register.simple_tag
def stage(kind: str, word: str = "") -> SafeString:
    """`components/stage.html`; raises KeyError for a kind that is not in `STAGES`."""
    return _stage(kind, str(word) or STAGES[kind])


# There are few of them, and a table of municipalities shows hundreds.
@lru_cache
def _status(found: Status) -> SafeString:
    return _one_line("components/status.html", css=found.css, word=capfirst(found.word))


@lru_cache
def _stage(kind: str, word: str) -> SafeString:
    return _one_line("components/stage.html", kind=kind, word=capfirst(word))


def _one_line(template: str, **context: str) -> SafeString:
    """Of an included template the last line end would show as a space in the badge."""
    return mark_safe(render_to_string(template, context).replace("\n", ""))  # noqa: S308 - a template escapes
