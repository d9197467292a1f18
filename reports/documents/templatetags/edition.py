from collections.abc import Iterable, Iterator
from datetime import date

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from nhveilig.figures.moments import DAY
from nhveilig.figures.timelines import QUARTERS, Strip
from nhveilig.texts import footnotes, headings, tables
from nhveilig.texts.headings import DEEPEST
from reports.documents import layout
from reports.documents.content import adoption_in_words, only_on_the_web

register = template.Library()
register.filter(only_on_the_web)


@register.filter
def adoption(edition: dict) -> str:
    """When it was adopted, to follow on the word for its status; older editions do not say it.

    `edition` is that part of a frozen value.
    """
    adopted = edition.get("adopted", {"text": "", "on": None})
    return adoption_in_words(adopted["text"], adopted["on"])


@register.simple_tag(takes_context=True)
def frozen_html(context: template.Context, html: str, under: int) -> SafeString:
    """A text of the edition, its headings below the heading of level `under`. It was sanitised before it was frozen."""
    text = headings.under(html, under)
    if context.get("medium") != "web":
        return mark_safe(tables.for_paper(text))  # noqa: S308
    explainer = context.get("explainer")
    with_calls = footnotes.for_web(text)
    return mark_safe(explainer.mark(with_calls) if explainer else with_calls)  # noqa: S308


@register.simple_tag(takes_context=True)
def explain_anew(context: template.Context) -> str:
    """A section of the edition begins: its abbreviations are explained again."""
    if explainer := context.get("explainer"):
        explainer.anew()
    return ""


@register.simple_tag(takes_context=True)
def printed_number(context: template.Context, number: str) -> str:
    """A number of a chapter or section as the layout of this edition prints it; older editions have no layout."""
    return layout.printed_number(number, context["content"]["document"].get("layout", {}))


@register.filter
def printed_by(number: str, choices: dict) -> str:
    """A number as a document that is not frozen prints it; `choices` are those of `Document.layout`."""
    return layout.printed_number(number, choices)


@register.filter
def sections(block: dict) -> list[dict]:
    """What a table of contents lists under `block`: the numbered parts of a theme, and the blocks below it."""
    parts = [part for part in block["content"].get("parts", []) if "id" in part]
    below = {"kind": "part", "level": block["level"] + 1, "content": {}, "blocks": []}
    return [part | below for part in parts] + block["blocks"]


@register.simple_tag(takes_context=True)
def picture_address(context: template.Context, picture: dict) -> str:
    """Where a picture is to be had: from the portal, or in a file that stands alone inside that file.

    A page says so by `edition`, the Edition it shows, or by `draft_of`, the Document of which it shows a draft.
    """
    if "draft_of" in context:
        return reverse("reports:document-draft-picture", args=[context["draft_of"].slug, picture["id"]])
    if "edition" not in context:
        return f"data:{picture['media_type']};base64,{picture['data']}"
    edition = context["edition"]
    return reverse("reports:edition-picture", args=[edition.document.slug, edition.number, picture["id"]])


@register.filter
def heading(level: int) -> int:
    """The level of a heading in HTML, which knows six; projects may lie deeper."""
    return min(level, DEEPEST)


@register.simple_tag
def quarters() -> tuple[str, ...]:
    return QUARTERS


@register.filter
def planned(part: dict) -> list[tuple[dict, Strip]]:
    """The activities of a part with when they happen; none in an edition that does not draw them."""
    year = part.get("planned_in")
    items = (item for group in part.get("groups", []) for item in _items_of(group)) if year else ()
    return [(item, _strip_of(item, year)) for item in items if "spans" in item or "due" in item]


def _items_of(group: dict) -> Iterator[dict]:
    yield from group["items"]
    for inner in group["groups"]:
        yield from _items_of(inner)


def _strip_of(item: dict, year: int) -> Strip:
    before = date(year, 1, 1) - DAY
    spans = [(before + first * DAY, before + last * DAY) for first, last in item.get("spans", [])]
    due = before + item["due"] * DAY if "due" in item else None
    return Strip(year=year, spans=spans, said=item["moment"], due=due)


@register.filter
def is_name(number: str) -> bool:
    """Whether the number of a block is a name with letters, as `Bijlage 1A`, too wide for a column of numbers."""
    return not layout.NUMBER.fullmatch(number)


@register.filter
def chapter_class(number: str) -> str:
    """The class that gives a chapter its colour: `chapter-2`, `chapter-bijlage-1a`."""
    return f"chapter-{slugify(number)}"


@register.simple_tag(takes_context=True)
def data_address(context: template.Context, table_id: str) -> str:
    """Where the portal offers this table or chart as CSV; empty on paper and in a file that stands alone.

    The page says so by `edition`, the Edition it shows.
    """
    if "edition" not in context:
        return ""
    edition = context["edition"]
    return reverse("reports:edition-table", args=[edition.document.slug, edition.number, table_id])


@register.simple_tag
def folded(items: Iterable, screen: int, paper: int) -> dict[str, object]:
    """What a phone screen has room for (`shown`), what is folded away below it (`rest`), and how much of that the A4
    has room for (`on_paper`); `beyond` counts what is not on paper.

    One too many is shown as well: the line that says so would take as much room.
    """
    items = list(items)
    screen, paper = (room + 1 if len(items) == room + 1 else room for room in (screen, paper))
    on_paper = items[screen:paper]
    beyond = len(items[screen:]) - len(on_paper)
    return {"shown": items[:screen], "rest": items[screen:], "on_paper": on_paper, "beyond": beyond}
