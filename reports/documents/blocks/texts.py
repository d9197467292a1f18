"""What staff wrote, and what comes with it: the texts, and the themes of the beleidsplan."""

from functools import partial

from nhveilig.editing.models import BinnedQuerySet
from reports.documents.blocks.base import FreezingError, Source, freezes
from reports.documents.models import Block
from themes.models import PolicyPlan, Theme, ThemePart

Kind = ThemePart.Kind
WITH_OBJECTIVES = {Kind.OBJECTIVE, Kind.AIMS}
WITH_ELEMENTS = {Kind.ACTIONS, Kind.APPROACH}


# What is frozen as it stands: the text of the block, and what an option lists.
KEPT = {
    # Made from the other blocks while rendering: page numbers exist only then.
    "contents": (),
    "foreword": ("html", "signatories"),
    "prose": ("html",),
    # Filled by the freezing itself, once every note in the edition has its number.
    "footnotes": ("notes",),
    # Filled by the freezing itself, with what the document turns out to use.
    "abbreviations": ("terms",),
    "glossary": ("terms",),
    "colophon": ("html", "lines"),
}


def _kept(names: tuple[str, ...], block: Block, source: Source) -> dict:
    return {name: block.html if name == "html" else block.options.get(name, []) for name in names}


for _kind, _names in KEPT.items():
    freezes(_kind)(partial(_kept, _names))


@freezes("quote")
def quote_block(block: Block, source: Source) -> dict:
    """Options `who` said it, and with what `role`."""
    return {"html": block.html, "who": block.options.get("who", ""), "role": block.options.get("role", "")}


def _why_gone(number: object, plan: PolicyPlan) -> str:
    binned = BinnedQuerySet(Theme).in_bin().filter(plan=plan)
    theme = next((one for one in binned if one.number == number), None)
    if theme is None:
        return f"Thema {number} bestaat niet in “{plan}”."
    return f"Het thema “{theme}” ligt in de prullenbak van “{plan}”. Zet het daar terug, of haal dit hoofdstuk weg."


@freezes("theme")
def theme_block(block: Block, source: Source) -> dict:
    """A theme chapter with the parts it has. Option `theme`: the theme's number.

    With `part_numbers` in the document's layout each part is a numbered section that can be linked to.
    """
    number = block.options.get("theme")
    theme = next((one for one in source.plan.themes.all() if one.number == number), None)
    if theme is None:
        raise FreezingError(_why_gone(number, source.plan))
    written = {part.kind: part for part in theme.parts.all()}
    parts = [_part(theme, written[kind]) for kind in Kind if kind in written]
    if source.document.layout.get("part_numbers"):
        for place, part in enumerate(parts, start=1):
            part.update(id=f"{block.anchor}-deel-{place}", number=f"{block.number}.{place}")
    return {"slug": theme.slug, "parts": parts}


def _part(theme: Theme, part: ThemePart) -> dict:
    objectives = theme.objectives.all() if part.kind in WITH_OBJECTIVES else []
    elements = theme.elements.all() if part.kind in WITH_ELEMENTS else []
    return {
        "kind": part.kind,
        "title": part.title or part.get_kind_display(),
        "html": part.html,
        "objectives": [{"number": str(one.number), "text": one.text} for one in objectives],
        "elements": [{"number": str(one.number), "title": one.title, "html": one.html} for one in elements],
    }
