from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports import footnotes, headings

register = template.Library()


@register.simple_tag(takes_context=True)
def frozen_html(context: template.Context, html: str, under: int) -> SafeString:
    """A text of the edition, its headings below the heading of level `under`. It was sanitised before it was frozen."""
    text = headings.under(html, under)
    return mark_safe(footnotes.for_web(text) if context.get("medium") == "web" else text)  # noqa: S308


@register.simple_tag(takes_context=True)
def data_address(context: template.Context, table_id: str) -> str:
    """Where the portal offers this table or chart as CSV; empty on paper and in a file that stands alone.

    The page says so by `edition`, the Edition it shows.
    """
    if "edition" not in context:
        return ""
    edition = context["edition"]
    return reverse("reports:edition-table", args=[edition.document.slug, edition.number, table_id])
