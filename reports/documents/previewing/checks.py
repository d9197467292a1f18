"""“Klaar om te bewaren?”: what a document still lacks, or would not print, each with the place where it is mended.

A room adds a check by `looks_for`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from nhveilig.accounts.names import name_of
from nhveilig.figures.formats import counted, date_long, listed
from nhveilig.figures.values import STILL_OPEN
from nhveilig.pictures.models import Picture
from reports.documents.blocks.kinds import KINDS
from reports.documents.content import walk
from reports.documents.desk.presenters import block_url, desk_url, name_of_block, named_blocks
from reports.documents.models import Block, ChapterTask, Document, DocumentComment
from reports.documents.previewing.drafts import Draft
from reports.documents.printing import UNDESCRIBED, doubts_in, name_in
from themes.models import ImplementationPlan
from themes.parts.validators import doubts_about
from themes.parts.views import plan_url

# Where the figures and registers of a kind of block are written; what else it shows stands at the desk.
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
BLOCKING = "Dit houdt het bewaren tegen"


@dataclass(frozen=True)
class Finding:
    where: str
    message: str
    url: str
    blocks: bool = False


@dataclass(frozen=True)
class Group:
    heading: str
    findings: list[Finding]


Check = Callable[[Draft], Iterable[Finding]]
CHECKS: list[tuple[str, Check]] = []


def looks_for(heading: str) -> Callable[[Check], Check]:
    """Says of a function that what it finds stands under this heading."""

    def register(check: Check) -> Check:
        CHECKS.append((heading, check))
        return check

    return register


def look_at(document: Document) -> list[Group]:
    """What blocks first, then by check in the order of declaring; nothing twice."""
    draft = Draft(document, timezone.now())
    found = {heading: list(dict.fromkeys(check(draft))) for heading, check in CHECKS}
    blocking = [one for several in found.values() for one in several if one.blocks]
    groups = {BLOCKING: blocking} | {
        heading: [one for one in several if not one.blocks] for heading, several in found.items()
    }
    return [Group(heading, several) for heading, several in groups.items() if several]


@looks_for("Wat het document niet kan laten zien")
def of_lost(draft: Draft) -> Iterator[Finding]:
    if not draft.content["blocks"]:
        message = "Er is nog geen hoofdstuk. Voeg er een toe."
        yield Finding(draft.document.title, message, desk_url(draft.document), blocks=True)
    for one in draft.lost:
        url = desk_url(draft.document, "block", pk=one.block.pk)
        yield Finding(_named(one.block), one.message, url, blocks=True)


@looks_for("Nog leeg")
def of_emptiness(draft: Draft) -> Iterator[Finding]:
    for block in walk(draft.content["blocks"]):
        kind = KINDS.get(block["kind"])
        if kind and kind.is_text and not block["blocks"] and _is_empty(block["content"]["html"]):
            yield _found(draft, block, "Hier staat nog geen tekst.")
        if block["kind"] == "theme":
            yield from _of_theme(draft, block)


def _of_theme(draft: Draft, block: dict) -> Iterator[Finding]:
    parts = block["content"]["parts"]
    empty = [f"“{one['title']}”" for one in parts if _is_empty(one["html"]) and not one["objectives"] + one["elements"]]
    if not parts:
        yield _found(draft, block, "Van dit thema is nog niets geschreven.")
    elif empty:
        yield _found(draft, block, f"Nog zonder tekst: {listed(empty)}.")


def _is_empty(html: str) -> bool:
    return not strip_tags(html).strip()


@looks_for("Wie nog aan zet is")
def of_tasks(draft: Draft) -> Iterator[Finding]:
    asked = ChapterTask.objects.filter(block__document=draft.document, block__deleted_at=None)
    asked = asked.exclude(state=ChapterTask.State.AGREED).select_related("block", "writer", "reader")
    for task in asked.order_by("block__order"):
        yield Finding(_named(task.block), f"Nog {_how_far(task)}.", block_url(draft.document, task.block))


def _named(block: Block) -> str:
    return f"{block.number} {name_of_block(block)}".strip()


def _how_far(task: ChapterTask) -> str:
    who = task.reader if task.state == ChapterTask.State.READING else task.writer
    by = f" bij {name_of(who)}" if who else ""
    return f"{task.get_state_display()}{by}{f', klaar op {date_long(task.due_on)}' if task.due_on else ''}"


@looks_for("Opmerkingen die open staan")
def of_comments(draft: Draft) -> Iterator[Finding]:
    counts = DocumentComment.objects.filter(document=draft.document).open_counts()
    names = named_blocks(draft.document, draft.outline, counts) if counts else {}
    comments = desk_url(draft.document, "comments")
    for key, count in counts.items():
        one, said = names[key], counted(count, "opmerking", "opmerkingen")
        yield Finding(one.name, f"{said} nog niet afgehandeld.", comments)


@looks_for("Afbeeldingen zonder beschrijving")
def of_pictures(draft: Draft) -> Iterator[Finding]:
    blocks = draft.document.blocks.present().filter(options__picture__isnull=False)
    numbers = list(blocks.values_list("options__picture", flat=True))
    for picture in Picture.objects.present().filter(pk__in=numbers, police_unit=draft.document.police_unit_id):
        if not picture.is_described:
            yield Finding(str(picture), UNDESCRIBED, reverse("pictures:picture-change", args=[picture.pk]), blocks=True)


@looks_for("Cijfers die nog niet vaststaan")
def of_figures(draft: Draft) -> Iterator[Finding]:
    for block in walk(draft.content["blocks"]):
        for table in block["content"].get("tables", []):
            cells = [cell for row in table["rows"] for cell in row["cells"] if cell["qualifier"] in STILL_OPEN]
            if cells:
                said = counted(len(cells), "cijfer is", "cijfers zijn")
                yield _found(draft, block, f"{said} nog niet bekend of nog te bepalen in “{table['caption']}”.")


@looks_for("Overgenomen en nog niet herzien")
def of_what_was_taken_over(draft: Draft) -> Iterator[Finding]:
    count = sum(one.row.is_unreviewed for one in draft.reviewed)
    if count:
        said = f"{counted(count, 'tekst is', 'teksten zijn')} overgenomen en nog niet herzien."
        yield Finding(draft.document.title, said, desk_url(draft.document, "review"))


@looks_for("Jaren van een eerder plan")
def of_years(draft: Draft) -> Iterator[Finding]:
    for one in draft.reviewed:
        if one.is_open and one.years:
            yield Finding(one.place, f"Noemt nog {listed(one.years)}. Klopt dat nog?", one.url)


@looks_for("Wat niet goed op papier komt")
def of_print(draft: Draft) -> Iterator[Finding]:
    plans = list(_plans_in(draft.document))
    found = [
        Finding(one.where, one.doubt.message, one.url, one.doubt.blocks) for plan in plans for one in doubts_about(plan)
    ]
    yield from found
    # Of pictures is told where each is described.
    known = {one.message for one in found} | {UNDESCRIBED}
    for block, doubt in doubts_in(draft.content):
        if doubt.message not in known:
            yield _found(draft, block, doubt.message, plans, blocks=doubt.blocks)


def _found(
    draft: Draft, block: dict | None, message: str, plans: Iterable[ImplementationPlan] = (), *, blocks: bool = False
) -> Finding:
    return Finding(name_in(draft.content, block), message, _place_of(draft, block, plans), blocks)


def _place_of(draft: Draft, block: dict | None, plans: Iterable[ImplementationPlan]) -> str:
    if block is None:
        return desk_url(draft.document, "settings")
    if block["kind"] in PLACES:
        return reverse(PLACES[block["kind"]])
    about = block["content"].get("slug")
    plan = next((one for one in plans if one.theme.slug == about), None)
    if plan:
        return plan_url(plan, "progress" if "progress" in block["kind"] else "plan-edit")
    return draft.place_of(block["id"])


def _plans_in(document: Document) -> Iterator[ImplementationPlan]:
    """Those that the outline names."""
    asked = {
        (block.options.get("theme"), block.options.get("year", document.start_year))
        for block in document.blocks.present()
        if isinstance(block.options.get("theme"), str)
    }
    plans = ImplementationPlan.objects.with_parts().filter(
        theme__plan__police_unit=document.police_unit_id, year__in={year for _, year in asked}
    )
    yield from (plan for plan in plans if (plan.theme.slug, plan.year) in asked)
