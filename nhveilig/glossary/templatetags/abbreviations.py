from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from nhveilig.caching.backends import is_anything_kept
from nhveilig.glossary.explaining import explainer_of

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: template.Context, html: str) -> SafeString:
    """A clean text with its abbreviations explained; as it is where there is no request."""
    request = getattr(context, "request", None)
    return mark_safe(explainer_of(request).mark(html) if request else html)  # noqa: S308 - a clean text


@register.simple_tag(takes_context=True)
def label(context: template.Context, text: str) -> SafeString:
    """A few words of a component (a caption, the head of a column) with their abbreviations explained.

    As they are in an edition, which says itself what it meant, and where nothing is kept: nearly every page has labels,
    and each would ask for the glossary.
    """
    html, request = conditional_escape(text), getattr(context, "request", None)
    if request is None or "medium" in context or not is_anything_kept():
        return html
    return mark_safe(explainer_of(request).mark(html))  # noqa: S308 - it was escaped


@register.simple_tag(takes_context=True)
def explain_anew(context: template.Context) -> str:
    """A section begins."""
    explainer = getattr(getattr(context, "request", None), "explainer", None)
    if explainer:
        explainer.anew()
    return ""
