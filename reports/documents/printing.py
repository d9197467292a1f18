"""A look at a document before it is frozen: what would not print well, and where it says two things of one figure; each
with the place where it can be mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from nhveilig.texts.printing import MOST_READABLE_COLUMNS, Doubt, doubts
from reports.documents.blocks import FreezingError
from reports.documents.content import walk
from reports.documents.contradictions import contradictions
from reports.documents.freezing import freeze
from reports.documents.models import Document
from themes.models import ImplementationPlan
from themes.parts.checks import doubts_about
from themes.parts.views import plan_url

# Where the figures and registers of a kind of block are written; the texts of the document itself stand on its page.
PLACES = {
    "strength_table": "formation:table-list",
    "strength_development": "formation:table-list",
    "strength_changes": "formation:table-list",
    "national_objectives": "agenda:agenda-list",
    "agreements": "agenda:agenda-list",
    "monitoring": "agenda:agenda-list",
    "unit_targets": "agenda:agenda-list",
    "target_table": "agenda:agenda-list",
    "distribution_table": "agenda:agenda-list",
    "budget": "budgets:budget-list",
    "balance": "budgets:budget-list",
    "grants": "budgets:budget-list",
}
# Named by the machine, not by people.
_UNREAD = {"id", "kind", "key", "slug", "data", "media_type", "table_ids"}


@dataclass(frozen=True)
class Finding:
    where: str
    message: str
    url: str
    blocks: bool


def look_at(document: Document) -> list[Finding]:
    """What comes in the way of a good print, what blocks first. Raises FreezingError."""
    content = freeze(document)
    plans = list(_plans_in(document))
    found = [
        Finding(one.where, one.doubt.message, one.url, one.doubt.blocks) for plan in plans for one in doubts_about(plan)
    ]
    known = {one.message for one in found}
    found += [one for one in _findings(document, content, plans) if one.message not in known]
    return sorted(dict.fromkeys(found), key=lambda one: not one.blocks)


def refuse_unprintable(document: Document, content: dict) -> None:
    """Raises FreezingError for what cannot be printed at all, or contradicts itself: nobody could mend it later."""
    blocking = [one for one in _findings(document, content, []) if one.blocks]
    if blocking:
        more = f" (en nog {len(blocking) - 1} plaatsen)" if len(blocking) > 1 else ""
        raise FreezingError(f"{blocking[0].where}: {blocking[0].message}{more}")


def _findings(document: Document, content: dict, plans: Iterable[ImplementationPlan]) -> Iterator[Finding]:
    own = reverse("reports:document-detail", args=[document.slug])
    for text in _texts(content["document"]):
        yield from (Finding(document.title, one.message, own, one.blocks) for one in doubts(text))

    def found_in(block: dict, message: str, *, blocks: bool) -> Finding:
        where = " ".join(filter(None, (block["number"], block["title"]))) or document.title
        return Finding(where, message, _place_of(block, plans) or f"{own}#{block['id']}", blocks)

    for block in walk(content["blocks"]):
        yield from (found_in(block, one.message, blocks=one.blocks) for one in _of_block(block))
    for one in contradictions(content):
        if not one.is_explained:
            yield found_in(one.first.block, one.message, blocks=True)


def _of_block(block: dict) -> Iterator[Doubt]:
    for text in _texts([block["title"], block["content"]]):
        yield from doubts(text)
    for table in block["content"].get("tables", []):
        if (columns := len(table["columns"])) > MOST_READABLE_COLUMNS:
            message = f"De tabel “{table['caption']}” heeft {columns} kolommen en wordt heel klein afgedrukt."
            yield Doubt(message, table["caption"])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _UNREAD:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _place_of(block: dict, plans: Iterable[ImplementationPlan]) -> str:
    if block["kind"] in PLACES:
        return reverse(PLACES[block["kind"]])
    about = block["content"].get("slug")
    plan = next((one for one in plans if one.theme.slug == about), None)
    return plan_url(plan, "progress" if "progress" in block["kind"] else "plan-edit") if plan else ""


def _plans_in(document: Document) -> Iterator[ImplementationPlan]:
    """Those that the outline names, and the one the document is of."""
    asked = {
        (block.options.get("theme"), block.options.get("year", document.start_year))
        for block in document.blocks.present()
        if isinstance(block.options.get("theme"), str)
    }
    plans = ImplementationPlan.objects.with_parts().filter(
        theme__plan__police_unit=document.police_unit_id, year__in={year for _, year in asked}
    )
    yield from (plan for plan in plans if (plan.theme.slug, plan.year) in asked)
    if document.implementation_plan_id:
        yield ImplementationPlan.objects.with_parts().get(pk=document.implementation_plan_id)
