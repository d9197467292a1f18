from django import template
from django.utils.safestring import SafeString, mark_safe

from nhveilig.glossary.explaining import explainer_of

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: template.Context, html: str) -> SafeString:
    """A clean text with its abbreviations explained; as it is where there is no request."""
    request = getattr(context, "request", None)
    return mark_safe(explainer_of(request).mark(html) if request else html)  # noqa: S308 - a clean text


@register.simple_tag(takes_context=True)
def explain_anew(context: template.Context) -> str:
    """A section begins."""
    explainer = getattr(getattr(context, "request", None), "explainer", None)
    if explainer:
        explainer.anew()
    return ""
