"""Who is named in a comment, shown as a link by which one can write to them."""

from collections.abc import Iterator, Sequence

from django import template
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from nhveilig.accounts.models import User
from nhveilig.editing.comments.mentions import mentioned, pattern_of

register = template.Library()


@register.filter
def with_mentions(text: str, people: Sequence[User]) -> SafeString:
    """`text` in paragraphs, with a link at every name of one of these people after an “@”."""
    return mark_safe(linebreaks("".join(_pieces(text, people))))  # noqa: S308 - each piece is escaped


def _pieces(text: str, people: Sequence[User]) -> Iterator[str]:
    pattern, end = pattern_of(people), 0
    for found in pattern.finditer(text) if pattern else ():
        yield escape(text[end : found.start()])
        yield _shown(found[0], mentioned(found[0], people))
        end = found.end()
    yield escape(text[end:])


def _shown(words: str, named: list[User]) -> SafeString:
    """Nobody can tell whom a name that two people have is about."""
    if len(named) == 1 and named[0].email:
        return format_html('<a class="mention" href="mailto:{}">{}</a>', named[0].email, words)
    return format_html('<strong class="mention">{}</strong>', words)
