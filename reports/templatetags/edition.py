from django import template
from django.utils.safestring import SafeString, mark_safe

from reports import footnotes, headings

register = template.Library()


@register.simple_tag(takes_context=True)
def frozen_html(context: template.Context, html: str, under: int) -> SafeString:
    """A text of the edition, its headings below the heading of level `under`. It was sanitised before it was frozen."""
    text = headings.under(html, under)
    return mark_safe(footnotes.for_web(text) if context.get("medium") == "web" else text)  # noqa: S308
