"""Which texts of a document came from an earlier plan or name years of one, and who looked at each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.html import strip_tags

from agenda.models import SafetyAgenda
from nhveilig.editing.models import Continued
from reports.documents.desk.presenters import block_url, name_of_block, name_of_row
from reports.documents.desk.queries import ThemeRows
from reports.documents.desk.rows import THEME_BLOCK, Outline, key_of
from reports.documents.models import Block, Document
from themes.models import Objective, PolicyPlan, Theme, ThemeElement, ThemePart
from themes.parts.validators import years_before

# Documents about years to come; what looks back names earlier years by right.
AHEAD = {Document.Kind.POLICY_PLAN, Document.Kind.YEAR_PLAN}
AROUND_A_YEAR = 60
WRITTEN = ("title", "text", "html")
PERIOD = ("abbreviation", "start_year", "end_year")
# A word and a year: a title that is a year alone would be in every text.
_NAME = re.compile(r"[^\W\d]{2,}.*20\d\d")


@dataclass(frozen=True)
class Reviewed:
    """One text: where it stands, and which earlier years it names."""

    row: Continued
    chapter: Block
    url: str
    years: list[str]
    text: str

    @cached_property
    def key(self) -> str:
        return key_of(self.row)

    @property
    def name(self) -> str:
        return name_of_row(self.row)

    @property
    def place(self) -> str:
        """“2.1 Overleg”; of a row of a theme “3 Havens: Doel 1”."""
        own, chapter = isinstance(self.row, Block), f"{self.chapter.number} {name_of_block(self.chapter)}".strip()
        return f"{self.row.number} {self.name}".strip() if own else f"{chapter}: {self.name}"

    @property
    def is_open(self) -> bool:
        return self.row.is_unreviewed or bool(self.years and not self.row.is_ticked)

    @property
    def is_done(self) -> bool:
        """Ticked; what was changed instead needs no line."""
        return not self.is_open and self.row.is_ticked

    @property
    def excerpts(self) -> Iterator[tuple[str, str, str]]:
        """The words around the first place of each year: before it, itself, and after it."""
        for year in self.years:
            before, _, after = self.text.partition(year)
            yield _end_of(before), year, _end_of(after[::-1])[::-1]


def _end_of(text: str) -> str:
    """Some words, none of them cut."""
    return text if len(text) <= AROUND_A_YEAR else text[-AROUND_A_YEAR:].partition(" ")[2]


def reviewed_texts(document: Document, outline: Outline) -> list[Reviewed]:
    """All that anybody may have to look at, in reading order. Some nine queries, however long the document is."""
    names = _names_of_documents(document)
    found = []
    for chapter, row in _rows(document, outline):
        text = _text_of(row)
        first = document.start_year - 1  # last year is when a plan is written
        years = years_before(names.sub("", text), first) if document.kind in AHEAD else []
        found.append(Reviewed(row, chapter, block_url(document, chapter, key_of(row)), years, text))
    return [one for one in found if one.is_open or one.is_done]


def unreviewed_blocks(outline: Outline) -> set[int]:
    """Those that were taken over and that nobody looked at, or a row of whose theme; and what such a one stands in.
    Two queries at most."""
    found = {block.pk for block in outline.blocks if block.is_unreviewed} | _unreviewed_themes(outline.document)
    for block in reversed(outline.blocks):
        if block.pk in found and block.parent_id:
            found.add(block.parent_id)
    return found


def _unreviewed_themes(document: Document) -> set[int]:
    """The blocks of such themes."""
    if not (document.plan and document.plan.origin_id):
        return set()
    new = {"origin__isnull": False, "reviewed_at": None, "changed_at": None, "theme__plan": document.plan_id}
    kinds = (ThemePart.objects.exclude(html=""), Objective.objects, ThemeElement.objects)
    parts, *others = (rows.filter(**new).order_by().values_list("theme__number", flat=True) for rows in kinds)
    themes = document.blocks.present().filter(kind=THEME_BLOCK, options__theme__in=list(parts.union(*others)))
    return set(themes.values_list("pk", flat=True))


def source_of(document: Document) -> str:
    """What the plan is called from which this one began; empty for one that began with none."""
    plan = document.plan and document.plan.origin
    if not plan:
        return ""
    return f"{plan.abbreviation} {plan.start_year}-{plan.end_year}" if plan.abbreviation else plan.title


def _rows(document: Document, outline: Outline) -> Iterator[tuple[Block, Continued]]:
    blocks = Block.objects.select_related("reviewed_by").in_bulk([block.pk for block in outline.blocks])
    themes = _themes(document, blocks.values())
    for shown in outline.blocks:
        block, chapter = blocks[shown.pk], outline.chapter_of(shown)
        yield chapter, block
        theme = themes.get(block.options.get("theme")) if block.kind == THEME_BLOCK else None
        # A part that is still empty has nothing to look at.
        rows = ThemeRows(theme).rows() if theme else ()
        yield from ((chapter, row) for row in rows if not isinstance(row, ThemePart) or row.html)


def _themes(document: Document, blocks: Iterable[Block]) -> dict[int, Theme]:
    numbers = [one.options.get("theme") for one in blocks if one.kind == THEME_BLOCK]
    if not numbers or document.plan_id is None:
        return {}
    below = [
        Prefetch(name, model.objects.select_related("reviewed_by"))
        for name, model in (("parts", ThemePart), ("objectives", Objective), ("elements", ThemeElement))
    ]
    found = Theme.objects.filter(plan=document.plan_id, number__in=numbers).prefetch_related(*below)
    return {theme.number: theme for theme in found}


def _text_of(row: Continued) -> str:
    written = (getattr(row, name, "") for name in WRITTEN)
    return " ".join(" ".join(strip_tags(text.replace("<", " <")).split()) for text in written if text)


def _names_of_documents(document: Document) -> re.Pattern:
    """Names with years that stay right whatever the years of this document are. Three queries.

    What the plan is called from which this one began is none of them: where it stands, this one may be meant.
    """
    unit, origin = document.police_unit_id, document.plan and document.plan.origin_id
    plans = PolicyPlan.objects.exclude(pk=origin)
    names = {f"{short} {first}-{last}" for short, first, last in plans.values_list(*PERIOD) if short}
    names |= {*SafetyAgenda.objects.values_list("title", flat=True), *plans.values_list("title", flat=True)}
    others = Document.objects.filter(police_unit=unit).exclude(Q(pk=document.pk) | Q(plan=origin, plan__isnull=False))
    names |= set(others.values_list("title", flat=True))
    said = sorted((name for name in names if _NAME.search(name)), key=len, reverse=True)
    ways = (re.escape(name).replace(r"\ ", r"\s").replace(r"\-", "[-–]") for name in said)
    return re.compile("|".join(ways) or r"(?!)", re.IGNORECASE)
